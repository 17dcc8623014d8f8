/** Traps of numbers: what a type can hold, at each door through which a value becomes one of it. */
import { agg, all, arith, c, call, cmp, count, dec, derived, latest, lit, over, percentile, plain, table } from '../oracle/notation.js';
import type { Aggregate, Expr, Type } from '../oracle/spec.js';
import type { AgreementCase } from './case.js';
import { named } from './name-case.js';

const FLOAT32: Type = { kind: 'float32' };
const FLOAT64: Type = { kind: 'float64' };
const [x, y] = [c('x'), c('y')];
const tenth = lit(dec('0.1'));
/** 0.1 written as the default of a float32. */
const TENTH = { default: 0.1, defaultType: FLOAT32 };
/** Below and above those whose powers of ten a float multiplies exactly. */
const DIGITS = [1n, 2n, 11n, 12n, 15n, 16n, 20n, 38n] as const;
const least = (of: Expr): Aggregate => ({ op: 'smallest_n', of, n: 3 });

export const NAMED_NUMBERS: readonly AgreementCase[] = [
  // By hand: the float32 nearest to 0.1 is 13421773 / 2^27 = 0.100000001490116…, more than 0.1; 16777217 has 25 bits and
  // is read as 16777216; 1e39 is beyond 3.4e38 and null, 1e-46 is below half of 2^-149 and 0.
  named('a float32 is one at every door: columns that hold more, defaults, inputs, comparisons', {
    events: table('u text, t ts, x f32, y f32', `
      'a' | 2025-01-01 09:00 | 0.1      | 0.1
      'a' | 2025-01-01 10:00 | 0.7      | 16777217
      'b' | 2025-01-01 09:00 | 16777217 | 0.1
      'c' | 2025-01-01 09:00 | null     | null
      'd' | 2025-01-01 09:00 | 1e39     | 0.3
      'e' | 2025-01-01 09:00 | 1e-46    | -2.5
      'f' | 2025-01-01 09:00 | 3.4028235e38 | 0.3`),
    examples: table('ex_no int, u text, asked_at ts, given f32', `
      1 | 'a'  | 2025-01-01 09:30 | 0.1
      2 | 'a'  | 2025-01-01 10:30 | 16777217
      3 | 'b'  | 2025-01-01 10:00 | 0.3
      4 | 'c'  | 2025-01-01 10:00 | null
      5 | 'd'  | 2025-01-01 10:00 | 1e39
      6 | 'e'  | 2025-01-01 10:00 | 1e-46
      7 | 'f'  | 2025-01-01 10:00 | -0.1
      8 | 'zz' | 2025-01-01 10:00 | 0.1`),
    stored: { 'events.x': FLOAT64, 'examples.given': FLOAT64 },
    features: [
      agg('newest', latest(x), over('1d'), TENTH), agg('most', plain('max', x), all(), TENTH), agg('stored', latest(y), all(), TENTH),
      agg('total', { op: 'sum', of: x, scale: 8 }, all(), { onOverflow: 'null' }), agg('least', least(x), all()), agg('pairs', { op: 'mode', of: x }, all()),
      agg('above', count, all(), { where: cmp(x, '>', tenth) }), agg('above_stored', count, all(), { where: cmp(y, '>', tenth) }),
      agg('same', count, all(), { where: cmp(x, '=', y) }), agg('among', count, all(), { where: { kind: 'in', of: x, list: [tenth, lit(dec('16777217'))], negated: false } }),
      derived('big', cmp(c('newest'), '>', tenth)), derived('twice', arith(c('newest'), '*', lit(2n))), derived('rounded', call('round', c('most'), lit(3n))),
      derived('either', { kind: 'coalesce', args: [c('newest'), c('stored')] }),
    ],
    set: {
      inputs: [{ name: 'given', column: 'given' }],
      derived: [
        { name: 'big_now', expr: cmp(c('bought.newest'), '>', tenth) }, { name: 'big_stored', expr: cmp(c('bought.stored'), '>', tenth) },
        { name: 'met', expr: cmp(c('given'), '=', c('bought.newest')) }, { name: 'given_big', expr: cmp(c('given'), '>', tenth) },
        { name: 'passed', expr: c('given'), default: 0.1, defaultType: FLOAT32 }, { name: 'lesser', expr: call('least', c('given'), c('bought.most')) },
        { name: 'or_tenth', expr: { kind: 'coalesce', args: [c('given'), lit(0.1)] } },
      ],
    },
    refreshAt: ['2025-01-01 09:30', '2025-01-01 10:30'],
  }),
  // By hand: the double 2819.3157447814056 goes on with 5 at the thirteenth place and more after it, so twelve end in 6;
  // 450359962737052.25 is a half at one place, away from zero .3; with neighbours 0.0625 apart, sixteen places leave it be.
  named('floats to as many digits as there are, by their exact value', {
    events: table('u text, t ts, x float', `
      'a' | 2025-01-01 09:00 | 2819.3157447814056
      'b' | 2025-01-01 09:00 | 450359962737052.25
      'c' | 2025-01-01 09:00 | -450359962737052.25
      'd' | 2025-01-01 09:00 | 0.30000000000000004
      'e' | 2025-01-01 09:00 | 1.005
      'f' | 2025-01-01 09:00 | 1e-20
      'g' | 2025-01-01 09:00 | 1.7e308
      'h' | 2025-01-01 09:00 | 123456.78901234567`),
    examples: table('ex_no int, u text, asked_at ts, given float', ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((u, i) =>
      `${String(i)} | '${u}' | 2025-01-02 | ${['2819.3157447814056', '450359962737052.25', '-450359962737052.75', '0.1', '2.675', '5e-21', '-1e300', '1234.5678901234567'][i] ?? ''}`).join('\n')),
    features: [agg('newest', latest(x), all()), ...DIGITS.map((n) => derived(`r${String(n)}`, call('round', c('newest'), lit(n))))],
    set: {
      inputs: [{ name: 'given', column: 'given' }],
      derived: DIGITS.flatMap((n) => [{ name: `of_given${String(n)}`, expr: call('round', c('given'), lit(n)) }, { name: `of_newest${String(n)}`, expr: call('round', c('bought.newest'), lit(n)) }]),
    },
    refreshAt: ['2025-01-02'],
  }),
  // By hand: halfway between -1.7e308 and 1.7e308 is 0; 1e200 twice has no spread, and 1e200 beside -1e200 deviates by
  // 1e200, whose square is no float, but its root is one; 1e-200 beside -1e-200 deviates by 1e-200 and has the variance 0.
  named('percentiles and spreads of floats at the ends of their range', {
    events: table('u text, t ts, x float', `
      'far'   | 2025-01-01 09:00 | -1.7e308
      'far'   | 2025-01-01 10:00 | 1.7e308
      'same'  | 2025-01-01 09:00 | 1e200
      'same'  | 2025-01-01 10:00 | 1e200
      'apart' | 2025-01-01 09:00 | 1e200
      'apart' | 2025-01-01 10:00 | -1e200
      'three' | 2025-01-01 09:00 | 1e160
      'three' | 2025-01-01 10:00 | 1e-300
      'three' | 2025-01-01 11:00 | -3e160
      'small' | 2025-01-01 09:00 | 1e-200
      'small' | 2025-01-01 10:00 | -1e-200
      'equal' | 2025-01-01 09:00 | 0.1
      'equal' | 2025-01-01 10:00 | 0.1
      'equal' | 2025-01-01 11:00 | 0.1`),
    examples: table('ex_no int, u text, asked_at ts', ['far', 'same', 'apart', 'three', 'small', 'equal'].map((u, i) => `${String(i)} | '${u}' | 2025-01-02`).join('\n')),
    features: [
      agg('middle', plain('median', x), all()), agg('low', percentile(x, 1n, 10n), all()), agg('high', percentile(x, 9n, 10n), all()),
      ...(['stddev_pop', 'stddev_samp', 'var_pop', 'var_samp'] as const).map((op) => agg(op, plain(op, x), all(), { onOverflow: 'null' })),
    ],
    refreshAt: ['2025-01-02'],
  }),
  named('a variance that is too large fails, and says of what', {
    events: table('u text, t ts, x float', `
      'a' | 2025-01-01 09:00 | 1e200
      'a' | 2025-01-01 10:00 | -1e200`),
    examples: table('ex_no int, u text, asked_at ts', `1 | 'a' | 2025-01-02`),
    features: [agg('v', plain('var_pop', x), all(), { default: 1 })],
    refreshAt: ['2025-01-02'],
  }),
];
