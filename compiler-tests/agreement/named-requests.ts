/** Traps of arithmetic over inputs: scales, signs, what is unknown; in training SQL and in JavaScript alike. */
import { agg, all, arith, c, call, count, table } from '../oracle/notation.js';
import type { Expr } from '../oracle/spec.js';
import type { AgreementCase } from './case.js';
import { named } from './name-case.js';

const either: Expr = { kind: 'or', left: c('a'), right: c('b') };

export const NAMED_REQUESTS: readonly AgreementCase[] = [
  named('arithmetic over inputs: two scales, products, zero, signs, whole numbers, what is unknown', {
    events: table('u text, t ts', `'a' | 2025-01-01 09:00`),
    // By hand: 1.25 + 0.0125 = 1.2625; 1.25 * 0.0125 = 0.015625; 1.25 / 0 is null; -7 % 3 = -1; ceil(3.00) = 3;
    // null or false is null, null or true is true; 5 + null is null.
    examples: table('ex_no int, u text, asked_at ts, d2 dec(12,2), d4 dec(12,4), n int, m int, a bool, b bool', `
      1 | 'a' | 2025-01-01 10:00 | 1.25 | 0.0125 | -7 | 3    | null  | false
      2 | 'a' | 2025-01-01 10:00 | 3.00 | 0.0000 | 5  | null | null  | true
      3 | 'a' | 2025-01-01 10:00 | 3.01 | 2.0000 | 1  | null | false | false
      4 | 'a' | 2025-01-01 10:00 | -0.50 | -2.5000 | 7  | -3   | true  | null`),
    features: [agg('n_all', count, all())],
    set: {
      inputs: ['d2', 'd4', 'n', 'm', 'a', 'b'].map((name) => ({ name, column: name })),
      derived: [
        { name: 'added', expr: arith(c('d2'), '+', c('d4')) },
        { name: 'product', expr: arith(c('d2'), '*', c('d4')) },
        { name: 'quotient', expr: arith(c('d2'), '/', c('d4')) },
        { name: 'remainder', expr: arith(c('n'), '%', c('m')) },
        { name: 'whole', expr: call('ceil', c('d2')) },
        { name: 'either', expr: either },
        { name: 'total', expr: arith(c('n'), '+', c('m')) },
      ],
    },
    refreshAt: ['2025-01-01 10:00'],
  }),
];
