/**
 * Expressions, loosest first: `or`, `and`, `not`; one comparison, membership or null test; `in 'zone'`;
 * `+ -`; `* / %`; unary minus; calls with their suffixes and, in features, an aggregate's clauses.
 * Chains of operators are read flat and nested by precedence (operators.ts), which keeps the stack shallow.
 */
import type { IToken } from 'chevrotain';
import { finding } from '../../src/compiler/diagnostics/finding.js';
import type { BinaryOp, BoundaryExpr, ByClause, CallExpr, CaseExpr, CaseWhen, Count, Expr, Name, Over, TextLiteral } from '../../src/compiler/syntax/ast.js';
import { Comma, Decimal, Equals, Greater, GreaterEqual, Instant, LCurly, Less, LessEqual, LParen, LSquare, Minus, NotEquals, Percent, Plus, RCurly, RParen, RSquare, Slash, Star, word } from '../tokens.js';
import { foldChain, type Operand, type Operator } from './operators.js';
import { WindowParser } from './windows.js';

/** Rules for expressions. */
export abstract class ExpressionParser extends WindowParser {
  /** Whether an aggregate may carry clauses here: only in features, for elsewhere `where` starts a statement. */
  private inFeature = false;
  /** Where the feature being read begins; a `where` no deeper than that is no clause of it. */
  private featureColumn = 0;

  /** The value of a feature: an expression whose aggregates may carry clauses. */
  protected readonly featureValue = this.rule('featureValue', (first: IToken): Expr => {
    const start = this.LA(1);
    const outer = { inFeature: this.inFeature, featureColumn: this.featureColumn };
    this.inFeature = true;
    this.featureColumn = first?.startColumn ?? 0;
    try {
      const value = this.SUBRULE(this.expression);
      const fallback = this.OPTION(() => {
        this.CONSUME(word.default);
        return this.SUBRULE(this.factor);
      });
      return fallback === undefined ? value : { kind: 'windowed', span: this.spanFrom(start), value, fallback };
    } finally {
      this.inFeature = outer.inFeature;
      this.featureColumn = outer.featureColumn;
    }
  });

  /** `a and not b or c` */
  protected readonly expression: () => Expr = this.rule('expression', (): Expr => {
    const operands: Operand[] = [];
    const operators: Operator[] = [];
    const readOperand = (nots: IToken[], value: Expr, from: IToken): void => {
      this.ACTION(() => operands.push(this.negate(nots, value, from)));
    };
    const firstNots: IToken[] = [];
    const first = this.LA(1);
    this.MANY(() => firstNots.push(this.CONSUME(word.not)));
    const firstValue = this.SUBRULE(this.comparison);
    readOperand(firstNots, firstValue, first);
    this.MANY2(() => {
      const token = this.OR([{ ALT: () => this.CONSUME(word.and) }, { ALT: () => this.CONSUME(word.or) }]);
      this.ACTION(() => operators.push({ op: token.image.toLowerCase() as BinaryOp }));
      const nots: IToken[] = [];
      const from = this.LA(1);
      this.MANY3(() => nots.push(this.CONSUME2(word.not)));
      const value = this.SUBRULE2(this.comparison);
      readOperand(nots, value, from);
    });
    return this.ACTION(() => foldChain(operands, operators, this.path));
  });

  private negate(nots: readonly IToken[], value: Expr, from: IToken): Operand {
    const end = this.spanFrom(from).end;
    const node = nots.reduceRight<Expr>((operand, not) => ({ kind: 'unary', span: { ...this.spanOf(not), end }, op: 'not', operand }), value);
    return { node, start: from.startOffset, end };
  }

  /** `a + 1 >= b`, `x in 'UTC'`, `s not in ('a', 'b')`, `x between 1 and 2`, `x is not null` */
  protected readonly comparison = this.rule('comparison', (): Expr => {
    const start = this.LA(1);
    const operand = this.SUBRULE(this.sum);
    const zone = this.OPTION({ GATE: () => this.LA(2).tokenType !== LParen, DEF: () => this.SUBRULE(this.inZone) });
    const left: Expr = zone === undefined ? operand : { kind: 'zoned', span: this.spanFrom(start), operand, zone };
    return this.OR<Expr>([
      {
        ALT: () => {
          const token = this.OR2<IToken>([
            { ALT: () => this.CONSUME(Equals) },
            { ALT: () => this.CONSUME(NotEquals) },
            { ALT: () => this.CONSUME(LessEqual) },
            { ALT: () => this.CONSUME(GreaterEqual) },
            { ALT: () => this.CONSUME(Less) },
            { ALT: () => this.CONSUME(Greater) },
          ]);
          const right = this.SUBRULE(this.zoned);
          return { kind: 'binary', span: this.spanFrom(start), op: comparisonOp(token), left, right };
        },
      },
      {
        ALT: () => {
          this.CONSUME(word.is);
          const not = this.OPTION2(() => this.CONSUME(word.not));
          this.CONSUME(word.null);
          return { kind: 'isNull', span: this.spanFrom(start), operand: left, negated: not !== undefined };
        },
      },
      {
        ALT: () => {
          const not = this.OPTION3(() => this.CONSUME2(word.not));
          return this.OR3<Expr>({
            DEF: [
              {
                ALT: () => {
                  this.CONSUME(word.in);
                  const open = this.CONSUME(LParen);
                  const items = this.SUBRULE(this.expressions);
                  this.close(open, () => this.CONSUME(RParen));
                  return { kind: 'in', span: this.spanFrom(start), operand: left, items, negated: not !== undefined };
                },
              },
              {
                ALT: () => {
                  this.CONSUME(word.between);
                  const low = this.SUBRULE2(this.zoned);
                  this.CONSUME(word.and);
                  const high = this.SUBRULE3(this.zoned);
                  return { kind: 'between', span: this.spanFrom(start), operand: left, low, high, negated: not !== undefined };
                },
              },
            ],
            ERR_MSG: '`in (…)` or `between`',
          });
        },
      },
      { ALT: () => left },
    ]);
  });

  /** `a + b in 'zone'` */
  protected readonly zoned = this.rule('zoned', (): Expr => {
    const start = this.LA(1);
    const operand = this.SUBRULE(this.sum);
    const zone = this.OPTION({ GATE: () => this.LA(2).tokenType !== LParen, DEF: () => this.SUBRULE(this.inZone) });
    return zone === undefined ? operand : { kind: 'zoned', span: this.spanFrom(start), operand, zone };
  });

  /** `a + b * c` */
  protected readonly sum = this.rule('sum', (): Expr => {
    const operands: Operand[] = [];
    const operators: Operator[] = [];
    const first = this.LA(1);
    const firstMinuses: IToken[] = [];
    this.MANY(() => firstMinuses.push(this.CONSUME(Minus)));
    const firstValue = this.SUBRULE(this.primary);
    operands.push({ node: this.minus(firstMinuses, firstValue), start: first.startOffset, end: this.spanFrom(first).end });
    this.MANY2(() => {
      const token = this.OR<IToken>([
        { ALT: () => this.CONSUME(Plus) },
        { ALT: () => this.CONSUME2(Minus) },
        { ALT: () => this.CONSUME(Star) },
        { ALT: () => this.CONSUME(Slash) },
        { ALT: () => this.CONSUME(Percent) },
      ]);
      operators.push({ op: token.image as BinaryOp });
      const from = this.LA(1);
      const minuses: IToken[] = [];
      this.MANY3(() => minuses.push(this.CONSUME3(Minus)));
      const value = this.SUBRULE2(this.primary);
      operands.push({ node: this.minus(minuses, value), start: from.startOffset, end: this.spanFrom(from).end });
    });
    return this.ACTION(() => foldChain(operands, operators, this.path));
  });

  /** `-x` */
  protected readonly factor: () => Expr = this.rule('factor', (): Expr => {
    const minuses: IToken[] = [];
    this.MANY(() => minuses.push(this.CONSUME(Minus)));
    const value = this.SUBRULE(this.primary);
    return this.minus(minuses, value);
  });

  private minus(minuses: readonly IToken[], value: Expr): Expr {
    return minuses.length === 0 ? value : minuses.reduceRight<Expr>((operand, minus) => ({ kind: 'unary', span: this.spanFrom(minus), op: '-', operand }), value);
  }

  protected readonly primary = this.rule('primary', (): Expr => {
    const start = this.LA(1);
    return this.OR<Expr>({
      DEF: [
        { GATE: () => this.LA(2).tokenType === word.of, ALT: () => this.SUBRULE(this.boundary) },
        { GATE: () => this.LA(2).tokenType === LParen, ALT: () => this.SUBRULE(this.call) },
        { GATE: () => !this.nextStartsLine() || (this.continues() && !this.atDeclaration()), ALT: () => this.SUBRULE(this.ref) },
        { ALT: () => this.SUBRULE(this.int) },
        { ALT: () => this.SUBRULE(this.decimal) },
        { ALT: () => this.SUBRULE(this.text) },
        { ALT: () => this.SUBRULE(this.duration) },
        { ALT: () => this.SUBRULE(this.placeholder) },
        { ALT: () => this.SUBRULE(this.bareInstant) },
        { ALT: () => (this.CONSUME(word.true), { kind: 'boolean', span: this.spanFrom(start), value: true }) },
        { ALT: () => (this.CONSUME(word.false), { kind: 'boolean', span: this.spanFrom(start), value: false }) },
        { ALT: () => (this.CONSUME(word.null), { kind: 'null', span: this.spanFrom(start) }) },
        { ALT: () => this.SUBRULE(this.caseOf) },
        { ALT: () => this.SUBRULE(this.parenthesised) },
        { ALT: () => this.SUBRULE(this.list) },
        { ALT: () => this.SUBRULE(this.pair) },
      ],
      IGNORE_AMBIGUITIES: true,
      ERR_MSG: 'a value',
    });
  });

  protected readonly decimal = this.rule('decimal', (): Expr => {
    const token = this.CONSUME(Decimal);
    return { kind: 'number', span: this.spanOf(token), form: 'decimal', text: token.image };
  });

  protected readonly parenthesised = this.rule('parenthesised', (): Expr => {
    const open = this.CONSUME(LParen);
    const value = this.SUBRULE(this.expression);
    this.close(open, () => this.CONSUME(RParen));
    return value;
  });

  /** `[1h, 24h]` */
  protected readonly list = this.rule('list', (): Expr => {
    const open = this.CONSUME(LSquare);
    const items: Expr[] = [];
    this.MANY_SEP({ SEP: Comma, DEF: () => items.push(this.SUBRULE(this.expression)) });
    this.close(open, () => this.CONSUME(RSquare));
    return { kind: 'list', span: this.spanFrom(open), items };
  });

  /** `{ category, amount }` */
  protected readonly pair = this.rule('pair', (): Expr => {
    const open = this.CONSUME(LCurly);
    const items: Expr[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => items.push(this.SUBRULE(this.expression)) });
    this.close(open, () => this.CONSUME(RCurly));
    return { kind: 'pair', span: this.spanFrom(open), items };
  });

  protected readonly expressions = this.rule('expressions', (): readonly Expr[] => {
    const items: Expr[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => items.push(this.SUBRULE(this.expression)) });
    return items;
  });

  /** `case when c then v else w end` */
  protected readonly caseOf = this.rule('caseOf', (): CaseExpr => {
    const start = this.CONSUME(word.case);
    const operand = this.OPTION(() => this.SUBRULE(this.expression));
    const whens: CaseWhen[] = [];
    this.AT_LEAST_ONE(() => {
      const from = this.CONSUME(word.when);
      const condition = this.SUBRULE2(this.expression);
      this.CONSUME(word.then);
      const value = this.SUBRULE3(this.expression);
      whens.push({ kind: 'when', span: this.spanFrom(from), condition, value });
    });
    const otherwise = this.OPTION2(() => {
      this.CONSUME(word.else);
      return this.SUBRULE4(this.expression);
    });
    this.CONSUME(word.end);
    return { kind: 'case', span: this.spanFrom(start), ...(operand === undefined ? {} : { operand }), whens, ...(otherwise === undefined ? {} : { otherwise }) };
  });

  /** `start of day`, `end of day(ts) in 'UTC'`, `start of ds` */
  protected readonly boundary = this.rule('boundary', (): BoundaryExpr => {
    const start = this.LA(1);
    const edge = this.OR<BoundaryExpr['edge']>([
      { ALT: () => (this.CONSUME(word.start), 'start') },
      { ALT: () => (this.CONSUME(word.end), 'end') },
    ]);
    this.CONSUME(word.of);
    const what = this.OR2<Pick<BoundaryExpr, 'unit' | 'of'>>({
      DEF: [
        {
          ALT: () => {
            const unit = this.SUBRULE(this.calendarUnit);
            const of = this.OPTION(() => {
              const open = this.CONSUME(LParen);
              const inner = this.SUBRULE(this.expression);
              this.close(open, () => this.CONSUME(RParen));
              return inner;
            });
            return of === undefined ? { unit } : { unit, of };
          },
        },
        { ALT: () => ({ of: this.SUBRULE(this.ref) }) },
        { ALT: () => ({ of: this.SUBRULE(this.parenthesised) }) },
      ],
      IGNORE_AMBIGUITIES: true,
      ERR_MSG: 'a calendar period such as `day`, or a date',
    });
    const zone = this.OPTION2({ GATE: () => this.LA(2).tokenType !== LParen, DEF: () => this.SUBRULE(this.inZone) });
    return { kind: 'boundary', span: this.spanFrom(start), edge, ...what, ...(zone === undefined ? {} : { zone }) };
  });

  /** A call and, in a feature, its clauses: `count() where c over 30d at start of day default 0` */
  protected readonly call = this.rule('call', (): Expr => {
    const start = this.LA(1);
    const name: Name = this.SUBRULE(this.name);
    const open = this.CONSUME(LParen);
    this.refuseStar();
    const distinct = this.OPTION({ GATE: () => this.LA(2).tokenType !== Comma && this.LA(2).tokenType !== RParen && this.LA(2).tokenType !== LParen, DEF: () => this.CONSUME(word.distinct) });
    const args: Expr[] = [];
    this.MANY_SEP({ SEP: Comma, DEF: () => args.push(this.SUBRULE(this.expression)) });
    this.close(open, () => this.CONSUME(RParen));
    const suffixes: Suffixes = { ignoreNulls: false, oldestFirst: false, overflowNull: false, plusThisRow: false };
    this.MANY({ GATE: () => this.continues(), DEF: () => this.SUBRULE(this.suffix, { ARGS: [suffixes] }) });
    const value: CallExpr = { kind: 'call', span: this.spanFrom(start), name, args, distinct: distinct !== undefined, ...suffixes };
    const where = this.OPTION5({
      GATE: () => this.inFeature && this.belongsToFeature(),
      DEF: () => {
        this.CONSUME(word.where);
        return this.filter(() => this.SUBRULE2(this.expression));
      },
    });
    const over = this.OPTION2<Over>({ GATE: () => this.inFeature, DEF: () => this.SUBRULE(this.over) });
    const at = this.OPTION3({
      GATE: () => this.inFeature && this.continues(),
      DEF: () => {
        this.CONSUME(word.at);
        return this.SUBRULE(this.sum);
      },
    });
    const fallback = this.OPTION4({
      GATE: () => this.inFeature,
      DEF: () => {
        this.CONSUME(word.default);
        return this.SUBRULE(this.factor);
      },
    });
    if (where === undefined && over === undefined && at === undefined && fallback === undefined) return value;
    return {
      kind: 'windowed',
      span: this.spanFrom(start),
      value,
      ...(where === undefined ? {} : { where }),
      ...(over === undefined ? {} : { over }),
      ...(at === undefined ? {} : { at }),
      ...(fallback === undefined ? {} : { fallback }),
    };
  });

  // In `count() where starts_with(s, 'x') over 30d` the window is the aggregate's, not that of the call before it.
  private filter(read: () => Expr): Expr {
    const outer = this.inFeature;
    this.inFeature = false;
    try {
      return read();
    } finally {
      this.inFeature = outer;
    }
  }

  /** Whether the `where` that comes next is a clause of the feature, and not a setting on a line of its own. */
  private belongsToFeature(): boolean {
    return !this.nextStartsLine() || (this.LA(1).startColumn ?? 0) > this.featureColumn;
  }

  /** `by c keep n`, `scale 4`, `on overflow null`, `ignore nulls`, `oldest first`, `plus this row` */
  protected readonly suffix = this.rule('suffix', (into: Suffixes): void => {
    this.OR([
      { ALT: () => { const by = this.SUBRULE(this.by); this.ACTION(() => { into.by = by; }); } },
      { ALT: () => { this.CONSUME(word.scale); const scale = this.SUBRULE(this.count); this.ACTION(() => { into.scale = scale; }); } },
      { ALT: () => { this.CONSUME(word.on); this.CONSUME(word.overflow); this.CONSUME(word.null); this.ACTION(() => { into.overflowNull = true; }); } },
      { ALT: () => { this.CONSUME(word.ignore); this.CONSUME(word.nulls); this.ACTION(() => { into.ignoreNulls = true; }); } },
      { ALT: () => { this.CONSUME(word.oldest); this.CONSUME(word.first); this.ACTION(() => { into.oldestFirst = true; }); } },
      { ALT: () => { this.CONSUME(word.plus); this.CONSUME(word.this); this.CONSUME(word.row); this.ACTION(() => { into.plusThisRow = true; }); } },
    ]);
  });

  protected readonly by = this.rule('by', (): ByClause => {
    const start = this.CONSUME(word.by);
    const group = this.SUBRULE(this.sum);
    const keep = this.OPTION({
      GATE: () => this.continues(),
      DEF: () => {
        this.CONSUME(word.keep);
        return this.SUBRULE(this.count);
      },
    });
    return { kind: 'by', span: this.spanFrom(start), group, ...(keep === undefined ? {} : { keep }) };
  });

  // `count(*)` of SQL: rows are counted by `count()`.
  private refuseStar(): void {
    const star = this.LA(1);
    if (this.RECORDING_PHASE || star.tokenType !== Star || this.LA(2).tokenType !== RParen) return;
    this.report(finding('FT1001', this.spanOf(star), { found: '`*`', expected: '`)`: rows are counted with `count()`' }, this.fixOf('delete `*`', this.spanOf(star), '')));
    this.SKIP_TOKEN();
  }

  /** `2025-01-02` without quotes is for tests; elsewhere it is refused with a fix, and read as the text that was meant. */
  protected readonly bareInstant = this.rule('bareInstant', (): TextLiteral => {
    const token = this.CONSUME(Instant);
    const span = this.spanOf(token);
    this.report(finding('FT1001', span, { found: `\`${token.image}\``, expected: `a text: \`'${token.image}'\`` }, this.fixOf('put it in quotes', span, `'${token.image}'`)));
    return { kind: 'text', span, value: token.image };
  });
}

interface Suffixes {
  by?: ByClause;
  scale?: Count;
  ignoreNulls: boolean;
  oldestFirst: boolean;
  overflowNull: boolean;
  plusThisRow: boolean;
}

function comparisonOp(token: IToken): BinaryOp {
  if (token.image === '<>') return '!=';
  return (token.image === '==' ? '=' : token.image) as BinaryOp;
}
