/**
 * How a meaning is spelled in a dialect of SQL: constants, conditions and lengths of time. The meaning is the
 * interpreter's own expression; what is noted on the way are the forms that the text uses.
 */
import type { Expr } from '../../../oracle/spec.js';
import type { Micros, Value } from '../../../oracle/values.js';
import type { LiftedForm } from '../../../../src/compiler/raw-sql/forms.js';
import { decimalText } from '../../print-feat.js';
import type { Random } from '../../random.js';

export const SQL_DIALECTS = ['duckdb', 'postgres', 'snowflake', 'bigquery', 'spark'] as const;
export type SqlDialect = (typeof SQL_DIALECTS)[number];

/** A text that is being written. */
export interface Spelling {
  readonly dialect: SqlDialect;
  readonly random: Random;
  /** Before each column: nothing, or an alias and a point. */
  readonly prefix: string;
  readonly note: (form: LiftedForm) => void;
}

/** Dialects in which `\` begins an escape and `"` a text: constants there are plain. */
export const escapes = (dialect: SqlDialect): boolean => dialect === 'snowflake' || dialect === 'bigquery' || dialect === 'spark';

export function constant(value: Value, { dialect, note }: Spelling): string {
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'string') return dialect === 'bigquery' ? `"${value}"` : `'${value.replaceAll("'", "''")}'`;
  if (typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'decimal') {
    note('decimal constant');
    return decimalText(value.unscaled, value.scale);
  }
  throw new Error('not a constant of SQL');
}

export const column = (name: string, { prefix }: Spelling): string => `${prefix}${name}`;

/** A condition or a value; operands stand in parentheses unless they are atoms. */
export function expression(of: Expr, s: Spelling): string {
  const inner = (e: Expr): string => (e.kind === 'column' || e.kind === 'literal' || e.kind === 'coalesce' ? expression(e, s) : `(${expression(e, s)})`);
  switch (of.kind) {
    case 'literal': return constant(of.value, s);
    case 'column': return column(of.name, s);
    case 'compare': return s.note('comparison'), `${inner(of.left)} ${of.op === '!=' ? s.random.pick(['<>', '!=']) : of.op} ${inner(of.right)}`;
    case 'and': case 'or': return s.note('and, or, not'), `${inner(of.left)} ${of.kind === 'and' ? 'AND' : 'or'} ${inner(of.right)}`;
    case 'not': return s.note('and, or, not'), `NOT ${inner(of.of)}`;
    case 'in': return s.note('in'), `${inner(of.of)} ${of.negated ? 'NOT ' : ''}IN (${of.list.map((each) => expression(each, s)).join(', ')})`;
    case 'between': return s.note('between'), `${inner(of.of)} ${of.negated ? 'NOT ' : ''}BETWEEN ${inner(of.low)} AND ${inner(of.high)}`;
    case 'is-null': return s.note('is null'), `${inner(of.of)} IS ${of.negated ? 'NOT ' : ''}NULL`;
    case 'coalesce': return coalesce(of.args.map((each) => expression(each, s)), s);
    case 'case': return caseText(of, s);
    case 'arithmetic': return `${inner(of.left)} ${of.op} ${inner(of.right)}`;
    case 'call': {
      const [value, part] = of.args;
      if (value === undefined || part?.kind !== 'literal' || typeof part.value !== 'string') throw new Error(`no SQL for ${of.name}`);
      s.note('like');
      return `${inner(value)} LIKE ${constant(`${of.name === 'contains' ? '%' : ''}${part.value}%`, s)}`;
    }
    default: throw new Error(`no SQL for ${of.kind}`);
  }
}

function caseText(of: Expr & { readonly kind: 'case' }, s: Spelling): string {
  const [only, ...more] = of.arms;
  const short = s.dialect === 'snowflake' ? 'iff' as const : s.dialect === 'bigquery' || s.dialect === 'spark' ? 'if' as const : null;
  if (short !== null && only !== undefined && more.length === 0 && of.otherwise !== null && s.random.chance(0.95)) {
    s.note(short);
    return `${short.toUpperCase()}(${expression(only.when, s)}, ${expression(only.then, s)}, ${expression(of.otherwise, s)})`;
  }
  s.note('case');
  return `CASE ${of.arms.map((arm) => `WHEN ${expression(arm.when, s)} THEN ${expression(arm.then, s)}`).join(' ')}${of.otherwise === null ? '' : ` ELSE ${expression(of.otherwise, s)}`} END`;
}

/** The first that is not null, by one of the names that the dialect has for it. */
export function coalesce(args: readonly string[], { dialect, random, note }: Spelling): string {
  const names: readonly ('coalesce' | 'ifnull' | 'nvl')[] = dialect === 'postgres' ? ['coalesce'] : dialect === 'snowflake' || dialect === 'spark' ? ['coalesce', 'ifnull', 'nvl'] : ['coalesce', 'ifnull'];
  const name = args.length === 2 ? random.pick(names) : 'coalesce';
  note(name);
  return `${name.toUpperCase()}(${args.join(', ')})`;
}

const UNITS: readonly (readonly [name: string, length: Micros])[] = [
  ['week', 604_800_000_000n], ['day', 86_400_000_000n], ['hour', 3_600_000_000n], ['minute', 60_000_000n], ['second', 1_000_000n], ['millisecond', 1000n], ['microsecond', 1n],
];

/** `@as_of_ts` less a length, in as many steps as it has units. */
export function before(length: Micros, s: Spelling): string {
  const parts: (readonly [amount: bigint, unit: string])[] = [];
  let rest = length;
  const units = s.random.chance(0.8) ? UNITS.slice(1) : UNITS;
  for (const [unit, size] of units) {
    const amount = rest / size;
    if (amount === 0n) continue;
    // Hours may be as many as they like.
    parts.push([amount, unit]);
    rest -= amount * size;
  }
  return parts.reduce((from, [amount, unit]) => less(from, amount, unit, s), '@as_of_ts');
}

function less(from: string, amount: bigint, unit: string, s: Spelling): string {
  const { dialect, random, note } = s;
  const many = random.chance(0.5) ? `${unit}s` : unit;
  const minus = (form: LiftedForm, interval: string) => (): string => (note(form), `${from} - INTERVAL ${interval}`);
  const add = (form: 'dateadd' | 'timestampadd') => (): string => (note(form), `${form.toUpperCase()}(${unit}, -${String(amount)}, ${from})`);
  const numbered = minus('interval of number and unit', `${String(amount)} ${many.toUpperCase()}`);
  const quoted = minus('interval of text and unit', `'${String(amount)}' ${unit.toUpperCase()}`);
  const text = minus('interval of text', `'${String(amount)} ${many}'`);
  const timestampSub = (): string => (note('timestamp_sub'), note('interval of number and unit'), `TIMESTAMP_SUB(${from}, INTERVAL ${String(amount)} ${unit.toUpperCase()})`);
  const spellings: Readonly<Record<SqlDialect, readonly (() => string)[]>> = {
    duckdb: [numbered, quoted, text],
    // A standard unit behind a quoted number; weeks and parts of seconds are none.
    postgres: ['week', 'millisecond', 'microsecond'].includes(unit) ? [text] : [quoted, text],
    snowflake: [text, add('dateadd'), add('timestampadd')],
    bigquery: [numbered, timestampSub],
    spark: [numbered, quoted, text, add('dateadd'), add('timestampadd')],
  };
  return random.pick(spellings[dialect])();
}
