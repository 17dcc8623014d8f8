/**
 * Requests, sets and their training clause.
 */
import type { Expr, Keep, Label, Name, Own, RequestDecl, RequestItem, SetDecl, SetItem, Train, TrainItem, Values, Zone } from '../../src/compiler/syntax/ast.js';
import { DoubleEquals, Equals, LCurly, RCurly, word } from '../tokens.js';
import { ViewParser } from './views.js';

/** Rules for what models read. */
export abstract class SetParser extends ViewParser {
  protected readonly request = this.rule('request', (): RequestDecl => {
    const start = this.CONSUME(word.request);
    const name = this.SUBRULE(this.name);
    const open = this.CONSUME(LCurly);
    const items: RequestItem[] = [];
    this.items(() => {
      this.MANY({
        GATE: () => !this.atDeclaration(),
        DEF: () => {
          const first = this.LA(1);
          items.push(this.item<RequestItem>('request', first, () => this.SUBRULE(this.requestItem)));
        },
      });
    }, (token) => this.misplaced(token, 'request'));
    this.close(open, () => this.CONSUME(RCurly));
    return { kind: 'request', span: this.spanFrom(start), ...this.docOf(start), name, items };
  });

  protected readonly set = this.rule('set', (): SetDecl => {
    const start = this.CONSUME(word.set);
    const name = this.SUBRULE(this.name);
    const open = this.CONSUME(LCurly);
    const items: SetItem[] = [];
    this.items(() => {
      this.MANY({
        GATE: () => !this.atDeclaration(),
        DEF: () => {
          const first = this.LA(1);
          items.push(this.item<SetItem>('set', first, () => this.SUBRULE(this.setItem)));
        },
      });
    }, (token) => this.misplaced(token, 'set'));
    this.close(open, () => this.CONSUME(RCurly));
    return { kind: 'set', span: this.spanFrom(start), ...this.docOf(start), name, items };
  });

  protected readonly setItem = this.rule('setItem', (): SetItem =>
    this.OR<SetItem>({
      DEF: [{ ALT: () => this.SUBRULE(this.train) }, { ALT: () => this.SUBRULE(this.requestItem) }],
      MAX_LOOKAHEAD: 1,
      IGNORE_AMBIGUITIES: true,
      ERR_MSG: '`train`, `join`, `input` or arithmetic (`name = …`)',
    }),
  );

  protected readonly requestItem = this.rule('requestItem', (): RequestItem =>
    this.OR<RequestItem>({
      DEF: [
        { GATE: () => this.LA(2).tokenType === Equals || this.LA(2).tokenType === DoubleEquals, ALT: () => this.SUBRULE(this.feature) },
        { ALT: () => this.SUBRULE(this.inputDecl) },
        { ALT: () => this.SUBRULE(this.join) },
        { ALT: () => this.SUBRULE(this.expect) },
        { ALT: () => this.SUBRULE(this.allow) },
        { ALT: () => this.SUBRULE(this.owner) },
        { ALT: () => this.SUBRULE(this.tags) },
        { ALT: () => this.SUBRULE(this.zoneSetting) },
      ],
      MAX_LOOKAHEAD: 1,
      IGNORE_AMBIGUITIES: true,
      ERR_MSG: '`join`, `input` or arithmetic (`name = …`)',
    }),
  );

  /** `train on ml.transfers at decided_at { … }` */
  protected readonly train = this.rule('train', (): Train => {
    const start = this.CONSUME(word.train);
    let on: Train['on'] = { kind: 'missingOrigin', span: this.here() };
    let at: Expr = { kind: 'missing', span: this.here() };
    let zone: Zone | undefined;
    this.attemptHead(start, () => {
      this.CONSUME(word.on);
      on = this.SUBRULE(this.origin);
      this.CONSUME(word.at);
      at = this.SUBRULE(this.sum);
      this.OPTION(() => {
        zone = this.SUBRULE(this.inZone);
      });
    });
    const items = this.OPTION2(() => this.SUBRULE(this.trainItems));
    return { kind: 'train', span: this.spanFrom(start), on, at, ...(zone === undefined ? {} : { zone }), items: items ?? [] };
  });

  protected readonly trainItems = this.rule('trainItems', (): readonly TrainItem[] => {
    const open = this.CONSUME(LCurly);
    const items: TrainItem[] = [];
    this.items(() => {
      this.MANY({
        GATE: () => !this.atDeclaration(),
        DEF: () => {
          const first = this.LA(1);
          items.push(this.item<TrainItem>('train', first, () => this.SUBRULE(this.trainItem)));
        },
      });
    }, (token) => this.misplaced(token, 'train'));
    this.close(open, () => this.CONSUME(RCurly));
    return items;
  });

  protected readonly trainItem = this.rule('trainItem', (): TrainItem =>
    this.OR<TrainItem>({
      DEF: [
        { ALT: () => this.SUBRULE(this.label) },
        { ALT: () => this.SUBRULE(this.keep) },
        { ALT: () => this.SUBRULE(this.own) },
        { ALT: () => this.SUBRULE(this.values) },
        { ALT: () => this.SUBRULE(this.where) },
        { ALT: () => this.SUBRULE(this.columns) },
        { ALT: () => this.SUBRULE(this.allow) },
      ],
      MAX_LOOKAHEAD: 1,
      IGNORE_AMBIGUITIES: true,
      ERR_MSG: '`label`, `keep`, `exclude own`, `include own`, `values`, `where` or `columns`',
    }),
  );

  protected readonly label = this.rule('label', (): Label => {
    const start = this.CONSUME(word.label);
    const column = this.SUBRULE(this.name);
    let known: Expr | undefined;
    let zone: Zone | undefined;
    this.OPTION({
      GATE: () => this.continues(),
      DEF: () => {
        this.CONSUME(word.known);
        known = this.orMissing<Expr>(start, () => this.SUBRULE(this.sum));
        this.OPTION2(() => {
          zone = this.SUBRULE(this.inZone);
        });
      },
    });
    return { kind: 'label', span: this.spanFrom(start), column, ...(known === undefined ? {} : { known }), ...(zone === undefined ? {} : { zone }) };
  });

  protected readonly keep = this.rule('keep', (): Keep => {
    const start = this.CONSUME(word.keep);
    const columns = this.SUBRULE(this.names);
    return { kind: 'keep', span: this.spanFrom(start), columns };
  });

  protected readonly own = this.rule('own', (): Own => {
    const start = this.LA(1);
    return this.OR<Own>([
      {
        ALT: () => {
          this.CONSUME(word.exclude);
          this.CONSUME(word.own);
          const id: readonly Name[] = this.SUBRULE(this.names);
          return { kind: 'own', span: this.spanFrom(start), mode: 'exclude', id };
        },
      },
      {
        ALT: () => {
          this.CONSUME(word.include);
          this.CONSUME2(word.own);
          return { kind: 'own', span: this.spanFrom(start), mode: 'include', id: [] };
        },
      },
    ]);
  });

  protected readonly values = this.rule('values', (): Values => {
    const start = this.CONSUME(word.values);
    const mode = this.OR<Values['mode']>({
      DEF: [
        { ALT: () => (this.CONSUME(word.exact), 'exact') },
        {
          ALT: () => {
            this.CONSUME(word.as);
            return this.OR2<Values['mode']>([{ ALT: () => (this.CONSUME(word.served), 'served') }, { ALT: () => (this.CONSUME(word.logged), 'logged') }]);
          },
        },
      ],
      ERR_MSG: '`exact` or `as served`',
    });
    return { kind: 'values', span: this.spanFrom(start), mode };
  });
}
