/**
 * Statements that several kinds of block share: joins and their keys, inputs, features, templates in use,
 * loops, checks, `where`, owner, tags and zone.
 */
import type { IToken } from 'chevrotain';
import { finding, type Finding } from '../../src/compiler/diagnostics/finding.js';
import type { Allow, Broken, ColumnDecl, Each, Expect, Expr, Feature, FeatureItem, FeatureList, FeaturePick, Input, Join, KeyBinding, LatestAll, Name, OwnerSetting, TagsSetting, TypeArg, TypeRef, Use, WhereClause, ZoneSetting } from '../../src/compiler/syntax/ast.js';
import { Colon, Comma, DoubleEquals, Equals, Int, LCurly, LParen, LSquare, Placeholder, RCurly, RParen, RSquare, Star, word } from '../tokens.js';
import { ExpressionParser } from './expressions.js';
import { allowedIn, ownerInWords, ownersOf, type BlockOwner } from './vocabulary.js';

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Rules for shared statements. */
export abstract class ItemParser extends ExpressionParser {
  // ---- types and columns ----

  /** `string`, `decimal(12,2)`, `array(string)` */
  protected readonly type: () => TypeRef = this.rule('type', (): TypeRef => {
    const start = this.LA(1);
    const name = this.SUBRULE(this.name);
    const args: TypeArg[] = [];
    this.OPTION(() => {
      const open = this.CONSUME(LParen);
      this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => args.push(this.SUBRULE(this.typeArg)) });
      this.close(open, () => this.CONSUME(RParen));
    });
    return { kind: 'type', span: this.spanFrom(start), name, args };
  });

  protected readonly typeArg = this.rule('typeArg', (): TypeArg =>
    this.OR<TypeArg>({
      DEF: [
        {
          ALT: () => {
            const token = this.CONSUME(Int);
            return { kind: 'typeNumber', span: this.spanOf(token), text: token.image };
          },
        },
        { ALT: () => this.SUBRULE(this.type) },
      ],
      ERR_MSG: 'a number or a type',
    }),
  );

  /** `amount: decimal(12,2)` */
  protected readonly column = this.rule('column', (): ColumnDecl => {
    const start = this.LA(1);
    const name = this.SUBRULE(this.ownName);
    this.CONSUME(Colon);
    const type = this.attempt<TypeRef>(start, () => this.SUBRULE(this.type), () => ({ kind: 'type', span: this.here(), name: this.missingName(), args: [] }));
    return { kind: 'column', span: this.spanFrom(start), ...this.docOf(start), name, type };
  });

  // ---- keys and joins ----

  /** `on buyer_id`, `on user_id = buyer_id, category = category` */
  protected readonly keyBindings = this.rule('keyBindings', (): readonly KeyBinding[] => {
    const bindings: KeyBinding[] = [];
    this.CONSUME(word.on);
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => bindings.push(this.SUBRULE(this.keyBinding)) });
    return bindings;
  });

  protected readonly keyBinding = this.rule('keyBinding', (): KeyBinding => {
    const start = this.LA(1);
    // A `{` here opens the list of features: the key is missing.
    if (!this.RECORDING_PHASE && start.tokenType === LCurly) {
      this.report(finding('FT1018', this.here(), { what: 'the column that holds the key' }));
      return { kind: 'keyBinding', span: this.here(), value: { kind: 'missing', span: this.here() } };
    }
    const key = this.OPTION({
      GATE: () => this.LA(2).tokenType === Equals,
      DEF: () => {
        const name = this.SUBRULE(this.ownName);
        this.CONSUME(Equals);
        return name;
      },
    });
    const value = this.SUBRULE(this.sum);
    return { kind: 'keyBinding', span: this.spanFrom(start), ...(key === undefined ? {} : { key }), value };
  });

  /** `join bought as buyer on buyer_id at decided_at { n_24h }` */
  protected readonly join = this.rule('join', (): Join => {
    const start = this.CONSUME(word.join);
    let view = this.missingName();
    let alias: Name | undefined;
    let on: readonly KeyBinding[] = [];
    let at: Expr | undefined;
    let features: FeatureList | undefined;
    this.attempt<undefined>(start, () => {
      view = this.SUBRULE(this.name);
      this.OPTION(() => {
        this.CONSUME(word.as);
        alias = this.SUBRULE2(this.name);
      });
      this.OPTION2(() => {
        on = this.SUBRULE(this.keyBindings);
      });
      this.OPTION3({
        GATE: () => this.continues(),
        DEF: () => {
          this.CONSUME(word.at);
          at = this.SUBRULE(this.zoned);
        },
      });
      this.OPTION4(() => {
        features = this.SUBRULE(this.featureList);
      });
      return undefined;
    }, () => undefined);
    return {
      kind: 'join', span: this.spanFrom(start), view, on,
      ...(alias === undefined ? {} : { alias }), ...(at === undefined ? {} : { at }), ...(features === undefined ? {} : { features }),
    };
  });

  /** `{ n_24h, n_30d as month }`, `{ * except spend_7d }` */
  protected readonly featureList = this.rule('featureList', (): FeatureList => {
    const open = this.CONSUME(LCurly);
    const items: FeaturePick[] = [];
    let except: readonly Name[] = [];
    const all = this.OR<boolean>({
      DEF: [
        {
          ALT: () => {
            this.CONSUME(Star);
            this.OPTION(() => {
              except = this.SUBRULE(this.except);
            });
            return true;
          },
        },
        {
          ALT: () => {
            this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => items.push(this.SUBRULE(this.pick)) });
            return false;
          },
        },
      ],
      ERR_MSG: "a feature's name or `*`",
    });
    this.close(open, () => this.CONSUME(RCurly));
    return { kind: 'featureList', span: this.spanFrom(open), all, except, items };
  });

  protected readonly pick = this.rule('pick', (): FeaturePick => {
    const start = this.LA(1);
    const name = this.SUBRULE(this.name);
    const alias = this.OPTION(() => {
      this.CONSUME(word.as);
      return this.SUBRULE2(this.name);
    });
    return { kind: 'pick', span: this.spanFrom(start), name, ...(alias === undefined ? {} : { alias }) };
  });

  /** `except a, b`, `except (a, b)` */
  protected readonly except = this.rule('except', (): readonly Name[] => {
    this.CONSUME(word.except);
    return this.OR<readonly Name[]>([
      {
        ALT: () => {
          const open = this.CONSUME(LParen);
          const names = this.SUBRULE(this.names);
          this.close(open, () => this.CONSUME(RParen));
          return names;
        },
      },
      { ALT: () => this.SUBRULE2(this.names) },
    ]);
  });

  // ---- features ----

  /** `avg_30d = avg(amount) over 30d` */
  protected readonly feature = this.rule('feature', (): Feature => {
    const start = this.LA(1);
    const name = this.SUBRULE(this.definedName);
    this.CONSUME(Equals);
    const value = this.orMissing<Expr>(start, () => this.SUBRULE(this.featureValue, { ARGS: [start] }));
    return { kind: 'feature', span: this.spanFrom(start), ...this.docOf(start), name, value };
  });

  /** `latest * except (ds)` */
  protected readonly latestAll = this.rule('latestAll', (): LatestAll => {
    const start = this.CONSUME(word.latest);
    this.CONSUME(Star);
    const except = this.OPTION({ GATE: () => this.continues(), DEF: () => this.SUBRULE(this.except) });
    return { kind: 'latestAll', span: this.spanFrom(start), except: except ?? [] };
  });

  /** `use velocity(amount, [1h, 24h])` */
  protected readonly use = this.rule('use', (): Use => {
    const start = this.CONSUME(word.use);
    const template = this.SUBRULE(this.name);
    const args: Expr[] = [];
    this.OPTION(() => {
      const open = this.CONSUME(LParen);
      this.MANY_SEP({ SEP: Comma, DEF: () => args.push(this.SUBRULE(this.expression)) });
      this.close(open, () => this.CONSUME(RParen));
    });
    return { kind: 'use', span: this.spanFrom(start), template, args };
  });

  /** `each $s in ['paid', 'pending'] { … }` */
  protected readonly each: () => Each = this.rule('each', (): Each => {
    const start = this.CONSUME(word.each);
    const variable = this.CONSUME(Placeholder);
    this.CONSUME(word.in);
    const list = this.SUBRULE(this.primary);
    const items = this.SUBRULE(this.featureItems);
    return { kind: 'each', span: this.spanFrom(start), variable: variable.image.slice(1), variableSpan: this.spanOf(variable), in: list, items };
  });

  /** The block of a template or loop. */
  protected readonly featureItems = this.rule('featureItems', (): readonly FeatureItem[] => {
    const open = this.CONSUME(LCurly);
    const items: FeatureItem[] = [];
    this.items(() => {
      this.MANY({
        GATE: () => !this.atDeclaration(),
        DEF: () => {
          const start = this.LA(1);
          items.push(this.attempt<FeatureItem>(start, () => this.SUBRULE(this.featureItem), this.broken));
        },
      });
    }, (token) => this.misplaced(token, 'template'));
    this.close(open, () => this.CONSUME(RCurly));
    return items;
  });

  protected readonly featureItem = this.rule('featureItem', (): FeatureItem =>
    this.OR<FeatureItem>({
      DEF: [
        { GATE: () => this.LA(2).tokenType === Equals || this.LA(2).tokenType === DoubleEquals, ALT: () => this.SUBRULE(this.feature) },
        { GATE: () => this.LA(2).tokenType === Star, ALT: () => this.SUBRULE(this.latestAll) },
        { ALT: () => this.SUBRULE(this.use) },
        { ALT: () => this.SUBRULE(this.each) },
      ],
      MAX_LOOKAHEAD: 1,
      IGNORE_AMBIGUITIES: true,
      ERR_MSG: 'a feature (`name = …`), `use` or `each`',
    }),
  );

  // ---- inputs, checks and settings ----

  /** `input amount: decimal(12,2)` */
  protected readonly inputDecl = this.rule('inputDecl', (): Input => {
    const start = this.CONSUME(word.input);
    const name = this.SUBRULE(this.ownName);
    this.CONSUME(Colon);
    const type = this.SUBRULE(this.type);
    const zone = this.OPTION(() => this.SUBRULE(this.inZone));
    return { kind: 'input', span: this.spanFrom(start), ...this.docOf(start), name, type, ...(zone === undefined ? {} : { zone }) };
  });

  /** `expect null_rate(avg_30d) < 0.05 else warn` */
  protected readonly expect = this.rule('expect', (): Expect => {
    const start = this.CONSUME(word.expect);
    const condition = this.orMissing<Expr>(start, () => this.SUBRULE(this.expression));
    const otherwise = this.OPTION(() => {
      this.CONSUME(word.else);
      return this.OR<Expect['otherwise']>([{ ALT: () => (this.CONSUME(word.warn), 'warn') }, { ALT: () => (this.CONSUME(word.fail), 'fail') }]);
    });
    return { kind: 'expect', span: this.spanFrom(start), condition, otherwise: otherwise ?? 'fail' };
  });

  /** `allow FT4012 'reason'` */
  protected readonly allow = this.rule('allow', (): Allow => {
    const start = this.CONSUME(word.allow);
    const code = this.SUBRULE(this.name);
    const reason = this.SUBRULE(this.text);
    return { kind: 'allow', span: this.spanFrom(start), code, reason };
  });

  protected readonly where = this.rule('where', (): WhereClause => {
    const start = this.CONSUME(word.where);
    const condition = this.orMissing<Expr>(start, () => this.SUBRULE(this.expression));
    return { kind: 'where', span: this.spanFrom(start), condition };
  });

  protected readonly owner = this.rule('owner', (): OwnerSetting => {
    const start = this.CONSUME(word.owner);
    const owner = this.SUBRULE(this.text);
    return { kind: 'owner', span: this.spanFrom(start), owner };
  });

  protected readonly tags = this.rule('tags', (): TagsSetting => {
    const start = this.CONSUME(word.tags);
    const open = this.CONSUME(LSquare);
    const tags = this.SUBRULE(this.names);
    this.close(open, () => this.CONSUME(RSquare));
    return { kind: 'tags', span: this.spanFrom(start), tags };
  });

  protected readonly zoneSetting = this.rule('zoneSetting', (): ZoneSetting => {
    const start = this.CONSUME(word.zone);
    const zone = this.SUBRULE(this.text);
    return { kind: 'zone', span: this.spanFrom(start), zone };
  });

  /** A word that starts a statement, but of another kind of block. */
  protected misplaced(token: IToken, owner: BlockOwner): Finding | undefined {
    if (ownersOf(token.image).length === 0 || ownersOf(token.image).includes(owner)) return undefined;
    return finding('FT1016', this.spanOf(token), { owner: upperFirst(ownerInWords[owner]), setting: token.image, allowed: allowedIn(token.image, owner) });
  }

  /** Runs the rule of a block's item; an item of another kind of block is refused by name. */
  protected item<T>(owner: BlockOwner, start: IToken, run: () => T): T | Broken {
    if (!this.RECORDING_PHASE) {
      const problem = this.reservedName(start) ?? (this.continues() ? this.misplaced(start, owner) : undefined);
      if (problem !== undefined) {
        this.report(problem);
        this.SKIP_TOKEN();
        this.skipStatement(start);
        return this.broken(this.spanFrom(start));
      }
    }
    return this.attempt<T | Broken>(start, run, this.broken);
  }
}
