/** Faults in what is computed when a prediction is asked: in the training SQL, and in JavaScript. */
import type { Mutant } from './mutant.js';

const fault = (file: string) => (find: string, replace: string, why: string): Mutant => ({ file: `src/compiler/${file}.ts`, find, replace, why, family: 'request' });

const training = fault('lowering/request');
const program = fault('request/program');
const sent = fault('request/arguments');
const times = fault('request/times');
const lowerTimes = fault('lowering/times');
const allZones = fault('lowering/all-zones');
const names = fault('types/request-name');
const numbers = fault('request/numbers');
const logic = fault('request/logic');
const operands = fault('request/operands');

export const REQUEST_MUTANTS: readonly Mutant[] = [
  training('return when(isNotNull(at), whole, null);', 'return whole;', 'arithmetic has values for a prediction that was never asked'),
  training("standard === null ? value : fn('coalesce',", "standard === null || value !== null ? value : fn('coalesce',", 'the default of what a set computes is lost in training'),
  training('rounds.set(name, 1 + Math.max(0, ...read));', 'rounds.set(name, 1 + Math.min(0, ...read));', 'all arithmetic is done in one round'),
  program('evaluate: otherwise === null ? evaluate : orElse(evaluate, compileExpression(otherwise, position))', 'evaluate', 'the default of what a set computes is lost at request time'),
  program('row[layout.asOf] = at;', 'row[layout.asOf] = null;', 'a request has no moment'),
  program('keys: keysRead(join).map((key)', 'keys: join.keys.map((key)', 'a request asks a join at another moment, by columns that it does not carry'),
  sent("types.find((type) => types.every((other) => isWidening(type, other))) ?? own", 'types[0] ?? own', 'what is sent for a key is of the type of the input, and digits of it are lost'),
  sent("return of.kind === 'input' ? argumentAs(of.name, each.type, sent) : each;", 'return each;', 'an input that is sent as a key is computed with as if it were of its own type'),
  times('findZone(text(zone ?? \'\')) === undefined ? null : big(x)', 'within(zone, big(x), () => big(x))', 'an instant in a zone is lost where the clock of the zone is unknown'),
  lowerTimes('zone.kind === \'literal\' ? known : fn(', 'zone.kind === \'literal\' || utcNames().length > 0 ? known : fn(', 'UTC ends with the tables where a row names it'),
  allZones('floorDivide(START - US_PER_DAY, US_PER_SECOND)', 'floorDivide(START, US_PER_SECOND)', 'the tables of zones lack their first hours by clocks that are ahead'),
  names("isRequestName(text) && readRequestName(text).kind === 'feature'", '/^\\n?feature \\d+ /.test(text)', 'a column of the examples is a feature where it is called like one'),
  numbers('rescale(big(a) * big(b), scaleOf(x) + scaleOf(y), scaleOf(type))', 'rescale(big(a) * big(b), scaleOf(x), scaleOf(type))', 'a product of decimals has the scale of its first factor'),
  numbers('return divisor === 0 ? null : finite(double(a, x) / divisor);', 'return finite(double(a, x) / divisor) ?? 0;', 'a quotient by zero is zero'),
  numbers("(b === 0n ? null : big(a) % big(b))", '(b === 0n ? null : ((big(a) % big(b)) + big(b)) % big(b))', 'a remainder has the sign of the divisor'),
  numbers('ceil: toWhole((a, unit) => -floorDivide(-a, unit), Math.ceil)', 'ceil: toWhole((a, unit) => floorDivide(a, unit) + 1n, Math.ceil)', 'a whole number is rounded up to the next'),
  logic('if (value === null) unknown = true;\n  }\n  return unknown ? null : !decides;', 'if (value === null) unknown = true;\n  }\n  return unknown ? decides : !decides;', 'what is unknown decides'),
  operands('return y === null ? null : apply(x, y);', 'return apply(x, y ?? x);', 'a null operand is taken for the other'),
];
