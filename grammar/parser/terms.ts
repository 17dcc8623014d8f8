/**
 * The terms that operators combine: literals, names, lists, `case`, `start of`, and calls with their suffixes
 * and, in features, an aggregate's clauses.
 */
import { finding } from '../../src/compiler/diagnostics/finding.js';
import type { BoundaryExpr, ByClause, CallExpr, CaseExpr, CaseWhen, Count, Expr, Name, Over, TextLiteral } from '../../src/compiler/syntax/ast.js';
import { Comma, Decimal, Instant, LCurly, LParen, LSquare, RCurly, RParen, RSquare, Star, word } from '../tokens.js';
import { WindowParser } from './windows.js';

/** Rules for terms. */
export abstract class TermParser extends WindowParser {
  protected abstract readonly expression: () => Expr;
  protected abstract readonly sum: () => Expr;
  protected abstract readonly factor: () => Expr;

  /** Whether an aggregate may carry clauses here: only in features, for elsewhere `where` starts a statement. */
  protected inFeature = false;
  /** Where the feature being read begins; a `where` no deeper than that is no clause of it. */
  protected featureColumn = 0;

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

  // In `count() where starts_with(s, 'x') over 30d` and `sum(x) by day(t) over 30d` the window is the aggregate's, not that
  // of the call before it.
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
    const group = this.filter(() => this.SUBRULE(this.sum));
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
