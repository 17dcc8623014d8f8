/** Traps of numbers: what a type can hold, at each door through which a value becomes one of it. */
import { agg, all, arith, c, call, cmp, count, dec, derived, latest, lit, over, plain, table } from '../oracle/notation.js';
import type { Aggregate, Expr, Type } from '../oracle/spec.js';
import type { AgreementCase } from './case.js';
import { named } from './name-case.js';

const FLOAT32: Type = { kind: 'float32' };
const FLOAT64: Type = { kind: 'float64' };
const [x, y] = [c('x'), c('y')];
const tenth = lit(dec('0.1'));
/** 0.1 written as the default of a float32. */
const TENTH = { default: 0.1, defaultType: FLOAT32 };
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
];
