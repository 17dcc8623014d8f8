/**
 * Expressions, loosest first: `or`, `and`, `not`; one comparison, membership or null test; `in 'zone'`;
 * `+ -`; `* / %`; unary minus; then terms (terms.ts). Chains of operators are read flat and nested by precedence (operators.ts), which keeps the stack shallow.
 */
import type { IToken } from 'chevrotain';
import { finding } from '../../src/compiler/diagnostics/finding.js';
import type { BinaryOp, Expr } from '../../src/compiler/syntax/ast.js';
import { Equals, Greater, GreaterEqual, Less, LessEqual, LParen, Minus, NotEquals, Percent, Plus, RParen, Slash, Star, word } from '../tokens.js';
import { foldChain, type Operand, type Operator } from './operators.js';
import { TermParser } from './terms.js';

/** Rules for expressions. */
export abstract class ExpressionParser extends TermParser {
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
      this.refuseClauses();
      return fallback === undefined ? value : { kind: 'windowed', span: this.spanFrom(start), value, fallback };
    } finally {
      this.inFeature = outer.inFeature;
      this.featureColumn = outer.featureColumn;
    }
  });

  // `(n + 1) over 7d`: clauses belong to an aggregate, and this is none.
  private refuseClauses(): void {
    if (this.RECORDING_PHASE || this.LA(1).tokenType !== word.over || this.nextStartsLine()) return;
    const first = this.LA(1);
    while (!this.atBlockEnd() && !this.nextStartsLine()) this.SKIP_TOKEN();
    this.report(finding('FT1020', this.spanFrom(first), { problem: 'A window belongs to an aggregate, and this is arithmetic', advice: 'Give each aggregate within it a window of its own, as in `(count() over 7d) + 1`' }));
  }

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
}

function comparisonOp(token: IToken): BinaryOp {
  if (token.image === '<>') return '!=';
  return (token.image === '==' ? '=' : token.image) as BinaryOp;
}
