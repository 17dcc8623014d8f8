/** Faults in what a type of numbers can hold: float32 at its doors, rounding to many digits, floats at the ends of their range. */
import type { Mutant } from './mutant.js';

const fault = (file: string) => (find: string, replace: string, why: string): Mutant => ({ file: `src/compiler/${file}.ts`, find, replace, why });

const round = fault('dialects/round-float');
const aggregate = fault('lowering/aggregate');
const common = fault('dialects/common');

export const NUMBER_MUTANTS: readonly Mutant[] = [
  fault('types/literals')("const nearest = kind === 'float32' ? Math.fround(value) : value;", 'const nearest = value;', 'the default of a float32 is the double that was written'),
  fault('request/values')("finite(kind === 'float32' ? Math.fround(value) : value)", 'finite(value)', 'an input of float32 is a double at request time'),
  fault('dialects/duckdb/sources')("castTo(castTo(within, 'FLOAT'), 'DOUBLE')", 'within', 'on DuckDB a float32 is whatever the column holds'),
  fault('dialects/postgres/sources')("castTo(castTo(x, 'real'), 'double precision')", 'x', 'on Postgres a float32 is whatever the column holds'),
  round('const MOST_SPLIT = 11;', 'const MOST_SPLIT = 22;', 'powers of ten are multiplied as if they had 26 bits'),
  round('disjunction([beyond, tie, lostTie])', 'disjunction([beyond, tie])', 'a half that the product lost is no half'),
  round('const DIGITS = 17;', 'const DIGITS = 12;', 'floats that have digits to round are taken for round'),
  aggregate('isExactNumeric(type) ? near : when(all([lt(at(1n), ZERO), gt(at(2n), ZERO)]), far, near)', 'isExactNumeric(type) ? far : near', 'values whose distance is no float have nothing between them'),
  aggregate('mayOverflow: !isExactNumeric(type),', 'mayOverflow: false,', 'a variance that is no float is one'),
  common('CASE WHEN ${largest} > 1e150 THEN', 'CASE WHEN ${largest} > 1e300 THEN', 'squares of large floats are not scaled'),
  common('WHEN ${largest} < 1e-100 THEN', 'WHEN ${largest} < 1e-300 THEN', 'squares of small floats are not scaled'),
];
