/**
 * Expressions of request time by chance: every operator and function of the language over given columns, typed by
 * `rules.ts`, as the interpreter's own trees. The text comes from printing them.
 */
import type { CompareOp, Expr, FunctionName } from '../oracle/spec.js';
import type { Random } from '../agreement/random.js';
import {
  arithmetic, BOOL, DATE, decimalLiteral, DURATION, FLOAT, INT64, intLiteral, isFloat, isInt, lit, quotient, remainder, roundedType, STRING, TIMESTAMP, unify, wholeType, widen, type Typed,
} from './rules.js';
import { TEXTS } from './columns.js';

export type Wanted = 'bool' | 'int' | 'decimal' | 'float' | 'string' | 'timestamp' | 'duration' | 'date';
export const OUTPUTS: readonly Wanted[] = ['bool', 'int', 'decimal', 'float', 'string', 'timestamp', 'date'];

/** The columns that may be read, by what they are. */
export type Columns = readonly Typed[];

const call = (name: FunctionName, ...args: readonly Expr[]): Expr => ({ kind: 'call', name, args });
const COMPARISONS: readonly CompareOp[] = ['=', '!=', '<', '<=', '>', '>='];
const SECOND = 1_000_000n;
const HOUR = 3600n * SECOND;

const kindOf = ({ type }: Typed): Wanted | null => {
  switch (type.kind) {
    case 'int32': case 'int64': return 'int';
    case 'float32': case 'float64': return 'float';
    case 'bool': case 'decimal': case 'string': case 'timestamp': case 'duration': case 'date': return type.kind;
    default: return null;
  }
};

/** One expression of a kind, at most `depth` calls deep. */
export function makeExpression(random: Random, columns: Columns, wanted: Wanted, depth: number): Typed {
  const go = (kind: Wanted, less = 1): Typed => makeExpression(random, columns, kind, depth - less);
  if (depth <= 0 || random.chance(0.12)) return leaf(random, columns, wanted);
  const anyNumber = (): Typed => go(random.weighted([[4, 'int'], [4, 'decimal'], [3, 'float']] as const));
  const exactNumber = (): Typed => go(random.pick(['int', 'decimal'] as const));
  const choice = (): Typed => choose(random, () => go(wanted), () => go('bool'));
  switch (wanted) {
    case 'bool': return makeBool(random, go, anyNumber);
    case 'int': return random.weighted<() => Typed>([
      [6, () => arithmetic(random.pick(['+', '-', '*'] as const), go('int'), go('int')) ?? go('int')],
      [3, () => remainder(go('int'), go('int'))],
      [2, () => negated(go('int'))],
      [2, () => ({ expr: call('abs', widen(go('int'), INT64).expr), type: INT64 })],
      [2, () => ({ expr: call('length', go('string').expr), type: INT64 })],
      [2, () => ({ expr: call(random.pick(['epoch_s', 'epoch_ms'] as const), go('timestamp').expr), type: INT64 })],
      [4, choice],
    ])();
    case 'decimal': return random.weighted<() => Typed>([
      [6, () => decimalArithmetic(random, exactNumber(), exactNumber()) ?? leaf(random, columns, 'decimal')],
      [3, () => rounded(random, go('decimal'))],
      [2, () => { const of = go('decimal'); return { expr: call('abs', of.expr), type: of.type }; }],
      [2, () => negated(go('decimal'))],
      [4, choice],
    ])();
    case 'float': return random.weighted<() => Typed>([
      [5, () => quotient(anyNumber(), anyNumber())],
      [4, () => arithmetic(random.pick(['+', '-', '*'] as const), go('float'), anyNumber()) ?? go('float')],
      [2, () => ({ expr: call(random.pick(['ln', 'exp', 'sqrt'] as const), widen(anyNumber(), FLOAT).expr), type: FLOAT })],
      [1, () => ({ expr: call('pow', widen(anyNumber(), FLOAT).expr, widen(anyNumber(), FLOAT).expr), type: FLOAT })],
      [2, () => ({ expr: call(random.pick(['days', 'hours', 'minutes', 'seconds'] as const), go('duration').expr), type: FLOAT })],
      [2, () => rounded(random, asDouble(go('float')))],
      [2, () => negated(asDouble(go('float')))],
      [1, () => ({ expr: call('abs', asDouble(go('float')).expr), type: FLOAT })],
      [4, () => asDouble(choice())],
    ])();
    case 'string': return random.weighted<() => Typed>([
      [3, () => ({ expr: call('concat', ...Array.from({ length: random.between(1, 3) }, () => go('string').expr)), type: STRING })],
      [4, () => ({ expr: call('substr', go('string').expr, ...Array.from({ length: random.between(1, 2) }, () => widen(random.chance(0.6) ? intLiteral(BigInt(random.between(-2, 4))) : go('int'), INT64).expr)), type: STRING })],
      [2, () => ({ expr: call(random.pick(['lower_ascii', 'upper_ascii'] as const), go('string').expr), type: STRING })],
      [4, choice],
    ])();
    case 'timestamp': return random.weighted<() => Typed>([
      [5, () => ({ expr: { kind: 'arithmetic', op: random.pick(['+', '-'] as const), left: leaf(random, columns, 'timestamp').expr, right: shortDuration(random).expr }, type: TIMESTAMP })],
      [3, choice],
    ])();
    case 'duration': return random.weighted<() => Typed>([
      [5, () => ({ expr: { kind: 'arithmetic', op: '-', left: go('timestamp').expr, right: go('timestamp').expr }, type: DURATION })],
      [2, () => ({ expr: { kind: 'arithmetic', op: random.pick(['+', '-'] as const), left: go('duration').expr, right: go('duration').expr }, type: DURATION })],
      [1, () => ({ expr: { kind: 'negate', of: go('duration').expr }, type: DURATION })],
      [2, choice],
    ])();
    case 'date': return choice();
  }
}

function makeBool(random: Random, go: (kind: Wanted, less?: number) => Typed, anyNumber: () => Typed): Typed {
  const expr = random.weighted<() => Expr>([
    [6, () => comparison(random, anyNumber(), anyNumber())],
    [2, () => comparison(random, go('string'), go('string'))],
    [2, () => comparison(random, go('timestamp'), go('timestamp'))],
    [1, () => comparison(random, go('date'), go('date'))],
    [1, () => comparison(random, go('duration'), go('duration'))],
    [1, () => ({ kind: 'compare', op: random.pick(['=', '!='] as const), left: go('bool').expr, right: go('bool').expr })],
    [3, () => ({ kind: 'and', left: go('bool').expr, right: go('bool').expr })],
    [3, () => ({ kind: 'or', left: go('bool').expr, right: go('bool').expr })],
    [2, () => ({ kind: 'not', of: go('bool').expr })],
    [2, () => ({ kind: 'is-null', of: go(random.pick(['bool', 'int', 'decimal', 'float', 'string', 'timestamp', 'date'] as const)).expr, negated: random.chance(0.5) })],
    [2, () => {
      const [of, low, high] = random.pick(['int', 'decimal', 'string'] as const) === 'string' ? [go('string'), go('string'), go('string')] : [anyNumber(), anyNumber(), anyNumber()];
      // Each side is compared for itself: two comparisons, two common types.
      const [a, l] = unify([of, low]);
      const [b, h] = unify([of, high]);
      if (a === undefined || b === undefined || l === undefined || h === undefined) throw new Error('two sides');
      const within: Expr = { kind: 'and', left: { kind: 'compare', op: '>=', left: a.expr, right: l.expr }, right: { kind: 'compare', op: '<=', left: b.expr, right: h.expr } };
      return random.chance(0.3) ? { kind: 'not', of: within } : within;
    }],
    [2, () => {
      const [of, ...list] = unify([go('int'), ...Array.from({ length: random.between(1, 4) }, () => intLiteral(BigInt(random.between(-3, 12))))]);
      return { kind: 'in', of: of?.expr ?? { kind: 'literal', value: null }, list: list.map((each) => each.expr), negated: random.chance(0.4) };
    }],
    [1, () => ({ kind: 'in', of: go('string').expr, list: random.sample(TEXTS, 3).map((value) => ({ kind: 'literal', value })), negated: random.chance(0.4) })],
    [2, () => call(random.pick(['starts_with', 'contains'] as const), go('string').expr, go('string').expr)],
    [2, () => choose(random, () => go('bool'), () => go('bool')).expr],
  ])();
  return { expr, type: BOOL };
}

function comparison(random: Random, left: Typed, right: Typed): Expr {
  const [a, b] = unify([left, right]);
  if (a === undefined || b === undefined) throw new Error('two sides');
  return { kind: 'compare', op: random.pick(COMPARISONS), left: a.expr, right: b.expr };
}

/** `case`, `coalesce`, `least`, `greatest` of values of one kind. */
function choose(random: Random, value: () => Typed, condition: () => Typed): Typed {
  const several = unify(Array.from({ length: random.between(2, 3) }, value));
  const [first] = several;
  if (first === undefined) throw new Error('a choice among none');
  const { type } = first;
  const args = several.map((each) => each.expr);
  return random.weighted<() => Typed>([
    [4, () => {
      // What follows `else`: one more value, a null, or nothing at all.
      const arms = args.map((then) => ({ when: condition().expr, then }));
      const [last, ...rest] = [...arms].reverse();
      if (last === undefined || random.chance(0.3)) return { expr: { kind: 'case', arms, otherwise: random.chance(0.5) ? null : { kind: 'literal', value: null } }, type };
      return { expr: { kind: 'case', arms: rest.reverse(), otherwise: last.then }, type };
    }],
    [4, () => ({ expr: { kind: 'coalesce', args }, type })],
    [type.kind === 'bool' ? 0 : 3, () => ({ expr: call(random.pick(['least', 'greatest'] as const), ...args), type })],
  ])();
}

/** Decimals widen to decimals of more digits than there are: such a product is left out. */
function decimalArithmetic(random: Random, a: Typed, b: Typed): Typed | null {
  const made = arithmetic(random.pick(['+', '-', '*'] as const), a, b);
  return made?.type.kind === 'decimal' ? made : null;
}

const asDouble = (of: Typed): Typed => (of.type.kind === 'float32' ? { expr: { kind: 'arithmetic', op: '+', left: of.expr, right: { kind: 'literal', value: 0n } }, type: FLOAT } : of);

function negated(of: Typed): Typed {
  const wide = isInt(of.type) ? widen(of, INT64) : of;
  // A sign before a number is part of the number.
  if (of.expr.kind === 'literal') return of;
  return { expr: { kind: 'negate', of: wide.expr }, type: wide.type };
}

function rounded(random: Random, of: Typed): Typed {
  const name = random.pick(['round', 'round', 'floor', 'ceil'] as const);
  if (name === 'round' && random.chance(0.6)) {
    const digits = random.between(0, isFloat(of.type) ? 8 : 4);
    return { expr: call('round', of.expr, { kind: 'literal', value: BigInt(digits) }), type: roundedType(of.type, digits) };
  }
  return { expr: call(name, of.expr), type: name === 'round' ? roundedType(of.type, 0) : wholeType(of.type) };
}

function shortDuration(random: Random): Typed {
  return lit({ kind: 'duration', us: random.pick([1n, 7n, SECOND, 90n * SECOND, HOUR, 24n * HOUR, 24n * HOUR * 40n + 1n]) }, DURATION);
}

function leaf(random: Random, columns: Columns, wanted: Wanted): Typed {
  const own = columns.filter((each) => kindOf(each) === wanted);
  if (own.length > 0 && random.chance(0.75)) return random.pick(own);
  switch (wanted) {
    case 'bool': return lit(random.chance(0.5), BOOL);
    case 'int': return intLiteral(random.pick([0n, 1n, -1n, 2n, 3n, 7n, 10n, 1000n, 2_147_483_648n, 9_007_199_254_740_993n, 9_223_372_036_854_775_807n]));
    case 'decimal': return random.pick([decimalLiteral(5n, 1), decimalLiteral(-5n, 1), decimalLiteral(125n, 2), decimalLiteral(0n, 1), decimalLiteral(10_005n, 3), decimalLiteral(999_999_999n, 4), decimalLiteral(1n, 6)]);
    // A float has no literal of its own: a quotient is one.
    case 'float': return own.length > 0 ? random.pick(own) : quotient(intLiteral(BigInt(random.between(-9, 9))), intLiteral(random.pick([1n, 2n, 3n, 8n])));
    case 'string': return lit(random.pick(TEXTS), STRING);
    case 'timestamp': return own.length > 0 ? random.pick(own) : lit(null, TIMESTAMP);
    case 'duration': return shortDuration(random);
    case 'date': return own.length > 0 ? random.pick(own) : lit(null, DATE);
  }
}
