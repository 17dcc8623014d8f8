/**
 * The functions of one row, as data: how many arguments each takes, of which types, and what it gives. A function is
 * here only if its result is defined by the contract for every argument, on every engine.
 */
import { DATE_PARTS, TIME_PARTS } from '../calendar/index.js';
import { commonType } from './common-type.js';
import { call, column, literal, type Expression, type ScalarOp } from './expression.js';
import { asFloat, widenTo } from './literals.js';
import { BOOL, decimal, INT64, isFloat, isInteger, isNumeric, printType, sameType, STRING, FLOAT64, type Type } from './type.js';

/** A kind of argument, in words, and what fits it. */
interface Wanted {
  readonly words: string;
  readonly fits: (type: Type) => boolean;
}

/** One function. `common` arguments are widened to one type before `build` sees them. */
export interface FunctionSpec {
  readonly min: number;
  readonly max: number;
  /** The kind of each argument; the last one holds for all further. */
  readonly takes: readonly Wanted[];
  readonly common: boolean;
  /** Its result can change by a whole step where the argument changes in the last digit. */
  readonly jumps: boolean;
  /** The typed call, or what is out of range. */
  readonly build: (args: readonly Expression[]) => Expression | { readonly problem: 'digits' } | { readonly problem: 'argument'; readonly index: number; readonly expected: string };
}

const NUMBER: Wanted = { words: 'a number', fits: isNumeric };
const INTEGER: Wanted = { words: 'a whole number', fits: isInteger };
const TEXT: Wanted = { words: 'string', fits: (type) => type.kind === 'string' };
const SIZED: Wanted = { words: 'string, bytes or a list', fits: (type) => type.kind === 'string' || type.kind === 'bytes' || type.kind === 'array' };
const TEXT_OR_LIST: Wanted = { words: 'string or a list', fits: (type) => type.kind === 'string' || type.kind === 'array' };
const INSTANT: Wanted = { words: 'timestamp', fits: (type) => type.kind === 'timestamp' };
const LENGTH: Wanted = { words: 'duration', fits: (type) => type.kind === 'duration' };
const ANY: Wanted = { words: 'a value', fits: () => true };
const ORDERED: Wanted = { words: 'a number, text, date or timestamp', fits: (type) => type.kind !== 'bool' && type.kind !== 'array' && type.kind !== 'pair' };

const FUNCTIONS: Readonly<Record<string, FunctionSpec>> = {
  abs: simple([NUMBER], ([x]) => keep('abs', isInteger(typeOf(x)) ? widened(x, INT64) : x)),
  round: { ...simple([NUMBER, INTEGER], buildRound), min: 1, jumps: true },
  floor: { ...simple([NUMBER], ([x]) => toWhole('floor', x)), jumps: true },
  ceil: { ...simple([NUMBER], ([x]) => toWhole('ceil', x)), jumps: true },
  least: { ...simple([ORDERED], (args) => call('least', args, typeOf(args[0]))), min: 2, max: 20, common: true },
  greatest: { ...simple([ORDERED], (args) => call('greatest', args, typeOf(args[0]))), min: 2, max: 20, common: true },
  coalesce: { ...simple([ANY], (args) => call('coalesce', args, typeOf(args[0]))), min: 1, max: 20, common: true },
  ln: simple([NUMBER], (args) => call('ln', args.map(asFloat), FLOAT64)),
  exp: simple([NUMBER], (args) => call('exp', args.map(asFloat), FLOAT64)),
  sqrt: simple([NUMBER], (args) => call('sqrt', args.map(asFloat), FLOAT64)),
  pow: simple([NUMBER, NUMBER], (args) => call('pow', args.map(asFloat), FLOAT64)),
  length: simple([SIZED], (args) => call('length', args, INT64)),
  substr: { ...simple([TEXT, INTEGER, INTEGER], ([text, ...at]) => call('substr', [text ?? NOTHING, ...at.map((x) => widenTo(x, INT64))], STRING)), min: 2 },
  concat: { ...simple([TEXT], (args) => call('concat', args, STRING)), min: 1, max: 20 },
  starts_with: simple([TEXT, TEXT], (args) => call('starts_with', args, BOOL)),
  contains: simple([TEXT_OR_LIST, ANY], buildContains),
  lower_ascii: simple([TEXT], (args) => call('lower_ascii', args, STRING)),
  upper_ascii: simple([TEXT], (args) => call('upper_ascii', args, STRING)),
  days: lengthIn(86_400_000_000),
  hours: lengthIn(3_600_000_000),
  minutes: lengthIn(60_000_000),
  seconds: lengthIn(1_000_000),
  epoch_s: simple([INSTANT], (args) => call('epoch_s', args, INT64)),
  epoch_ms: simple([INSTANT], (args) => call('epoch_ms', args, INT64)),
};

/** Functions of what a clock shows, which take a zone with their argument (`check-times.ts`). */
const TIME_FUNCTIONS: readonly string[] = ['date', ...DATE_PARTS, ...TIME_PARTS];

/** Functions of the language that this version does not compile. */
const LATER = new Set(['parse_time']);

/** Names of clocks and of chance in other languages: never part of a definition. */
const CLOCKS = new Set(['now', 'current_timestamp', 'current_date', 'current_time', 'getdate', 'sysdate', 'today', 'random', 'rand', 'uuid']);

export const functionNames: readonly string[] = [...Object.keys(FUNCTIONS), ...TIME_FUNCTIONS, 'if'];
export const findFunction = (name: string): FunctionSpec | undefined => (Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined);
/** Whether a name is a function of one row, compiled or not. */
export const isFunctionName = (name: string): boolean => functionNames.includes(name) || LATER.has(name) || isClock(name);
export const isLaterFunction = (name: string): boolean => LATER.has(name);
export const isClock = (name: string): boolean => CLOCKS.has(name.toLowerCase());

function simple(takes: readonly Wanted[], build: FunctionSpec['build']): FunctionSpec {
  return { min: takes.length, max: takes.length, takes, common: false, jumps: false, build };
}

/** How many units a duration is long, fractions included. */
function lengthIn(us: number): FunctionSpec {
  return simple([LENGTH], ([length]) => call('div', [call('cast', [widened(length, INT64)], FLOAT64), literal(FLOAT64, us)], FLOAT64));
}

// Arguments are counted before `build` is called; this only stands where the compiler cannot know it.
const NOTHING: Expression = literal(STRING, null);
const typeOf = (value: Expression | undefined): Type => value?.type ?? STRING;
const widened = (value: Expression | undefined, to: Type): Expression => widenTo(value ?? NOTHING, to);
const keep = (op: ScalarOp, value: Expression | undefined): Expression => call(op, [value ?? NOTHING], typeOf(value));

function toWhole(op: 'floor' | 'ceil', value: Expression = NOTHING): Expression {
  const { type } = value;
  if (isInteger(type)) return value;
  // One digit more: 9.9 of decimal(2,1) becomes 10.
  return call(op, [value], type.kind === 'decimal' ? decimal(Math.min(38, type.precision - type.scale + 1), 0) : type);
}

function buildRound([value = NOTHING, digits]: readonly Expression[]): Expression | { readonly problem: 'digits' } {
  const { type } = value;
  const places = digits === undefined ? 0n : digits.kind === 'literal' && typeof digits.value === 'bigint' ? digits.value : -1n;
  if (places < 0n || places > 38n) return { problem: 'digits' };
  if (isInteger(type)) return value;
  const count = Number(places);
  const args = [value, literal({ kind: 'int32' }, places)];
  if (type.kind !== 'decimal') return call('round', args, isFloat(type) ? FLOAT64 : type);
  if (count >= type.scale) return value;
  return call('round', args, decimal(Math.min(38, type.precision - type.scale + 1 + count), count));
}

/** A text in a text, or an element of a list: what is looked for widens to the list's type, never the other way. */
function buildContains([within = NOTHING, wanted = NOTHING]: readonly Expression[]): ReturnType<FunctionSpec['build']> {
  const element = within.type.kind === 'array' ? within.type.element : within.type;
  const common = commonType([column('', element), wanted]);
  if (common === null || !sameType(common, element)) return { problem: 'argument', index: 1, expected: printType(element) };
  return call('contains', [within, widenTo(wanted, element)], BOOL);
}
