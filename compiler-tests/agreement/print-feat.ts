/**
 * A case as the text of a `.feat` file. The text is what a person would write: durations in their largest unit, names
 * quoted only where they must be. So the parser, the name resolution and the types are under test with the SQL.
 */
import type {
  Aggregate, AggregateFeature, Expr, FeatureSpec, JoinSpec, KnownClock, RowsKind, SetSpec, SourceSpec, Ticks, TimeClock, Type, Window, Zone,
} from '../oracle/spec.js';
import type { Micros, Value } from '../oracle/values.js';
import type { AgreementCase, EntityCase, SqlView } from './case.js';
import { plainNames, sourceJoins, unionText } from './print-joins.js';
import { isHidden, requestBlocks, requestLines } from './print-request.js';
import { sugared } from './sugar.js';

export function printFeat(of: AgreementCase): string {
  return [
    ...of.entities.map(entity),
    ...of.sources.map((s) => source(plainNames(s), of)),
    ...of.views.map((v) => view(plainNames(v), v.entity)),
    ...of.sets.flatMap((s) => [...requestBlocks(s, of), set(s, of)]),
  ].join('\n\n') + '\n';
}

// ---- names, types, literals --------------------------------------------------------------------------------------

const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const RESERVED = new Set('and or not in is null true false between case when else end then where over as on default'.split(' '));

export function name(text: string): string {
  return PLAIN_NAME.test(text) && !RESERVED.has(text.toLowerCase()) ? text : `"${text.replaceAll('"', '""')}"`;
}

export function type(of: Type): string {
  switch (of.kind) {
    case 'decimal': return `decimal(${String(of.precision)},${String(of.scale)})`;
    case 'array': throw new Error('no column is an array');
    default: return of.kind;
  }
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

const UNITS: readonly (readonly [string, Micros])[] = [
  ['w', 604_800_000_000n], ['d', 86_400_000_000n], ['h', 3_600_000_000n], ['min', 60_000_000n], ['s', 1_000_000n], ['ms', 1000n], ['us', 1n],
];

export function duration(micros: Micros): string {
  const unit = UNITS.find(([, length]) => micros % length === 0n && (micros / length > 1n || length !== 604_800_000_000n));
  if (unit === undefined) throw new Error('a duration is whole microseconds');
  return `${String(micros / unit[1])}${unit[0]}`;
}

/** `2025-01-31 10:00:00.000001`, in UTC. */
export function utcText(us: bigint): string {
  const seconds = (us - (((us % 1_000_000n) + 1_000_000n) % 1_000_000n)) / 1_000_000n;
  const fraction = us - seconds * 1_000_000n;
  return `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19).replace('T', ' ')}${fraction === 0n ? '' : `.${String(fraction).padStart(6, '0')}`}`;
}

export function decimalText(unscaled: bigint, scale: number): string {
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  const sign = unscaled < 0n ? '-' : '';
  return scale === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

export function literal(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number') return Number.isInteger(value) ? value.toFixed(1) : String(value);
  if (typeof value === 'object' && 'kind' in value) {
    switch (value.kind) {
      case 'decimal': return decimalText(value.unscaled, value.scale);
      case 'duration': return duration(value.us);
      case 'instant': return text(utcText(value.us));
      case 'date': return text(new Date(value.days * 86_400_000).toISOString().slice(0, 10));
      default: break;
    }
  }
  throw new Error('not a literal of the language');
}

function zoned(column: string, zone: Zone | null): string {
  if (zone === null) return name(column);
  return `${name(column)} in ${zone.kind === 'name' ? text(zone.name) : name(zone.column)}`;
}

// ---- expressions -------------------------------------------------------------------------------------------------

/** Operands are put in parentheses unless they are atoms: precedence is tested elsewhere, meaning here. */
export function expression(of: Expr): string {
  const inner = (e: Expr): string => (isAtom(e) ? expression(e) : `(${expression(e)})`);
  switch (of.kind) {
    case 'literal': return literal(of.value);
    // `alias.feature` of a set's arithmetic.
    case 'column': return of.name.split('.').map(name).join('.');
    case 'compare': return `${inner(of.left)} ${of.op} ${inner(of.right)}`;
    case 'arithmetic': return `${inner(of.left)} ${of.op} ${inner(of.right)}`;
    case 'and': return `${inner(of.left)} and ${inner(of.right)}`;
    case 'or': return `${inner(of.left)} or ${inner(of.right)}`;
    case 'not': return `not ${inner(of.of)}`;
    case 'negate': return `-${inner(of.of)}`;
    case 'in': return `${inner(of.of)} ${of.negated ? 'not ' : ''}in (${of.list.map(expression).join(', ')})`;
    case 'between': return `${inner(of.of)} ${of.negated ? 'not ' : ''}between ${inner(of.low)} and ${inner(of.high)}`;
    case 'is-null': return `${inner(of.of)} is ${of.negated ? 'not ' : ''}null`;
    case 'case':
      return `case ${of.arms.map((arm) => `when ${expression(arm.when)} then ${expression(arm.then)}`).join(' ')}${of.otherwise === null ? '' : ` else ${expression(of.otherwise)}`} end`;
    case 'coalesce': return `coalesce(${of.args.map(expression).join(', ')})`;
    case 'call': return `${of.name}(${of.args.map(expression).join(', ')})`;
    case 'in-zone': return `${inner(of.of)} in ${of.zone.kind === 'name' ? text(of.zone.name) : name(of.zone.column)}`;
    case 'pair': return `{ ${expression(of.first)}, ${expression(of.second)} }`;
    case 'date-part': return `${of.part}(${zonedOperand(of.of, of.zone)})`;
    case 'local-date': return `date(${zonedOperand(of.of, of.zone)})`;
    case 'start-of': case 'end-of': return `${of.kind === 'start-of' ? 'start' : 'end'} of ${of.unit}(${expression(of.of)}) in ${zoneText(of.zone)}`;
    case 'period': return `${of.unit}(${zonedOperand(of.of, of.zone)})`;
    case 'day-edge': return `${of.edge} of (${expression(of.of)}) in ${zoneText(of.zone)}`;
    // Written without a word: the language widens by itself, the interpreter is told so.
    case 'cast': return expression(of.of);
  }
}

const zoneText = (of: Zone): string => (of.kind === 'name' ? text(of.name) : name(of.column));
/** A reading of a clock that is looked at by the same clock is written once: `hour(asked_at in 'Europe/Amsterdam')`. */
const zonedOperand = (of: Expr, zone: Zone | null): string => (zone === null || (of.kind === 'in-zone' && zoneText(of.zone) === zoneText(zone)) ? expression(of) : `${isAtom(of) ? expression(of) : `(${expression(of)})`} in ${zoneText(zone)}`);

function isAtom(of: Expr): boolean {
  if (of.kind === 'cast') return isAtom(of.of);
  if (of.kind === 'literal') return !(typeof of.value === 'bigint' && of.value < 0n) && !(typeof of.value === 'number' && of.value < 0);
  return of.kind === 'column' || of.kind === 'call' || of.kind === 'date-part' || of.kind === 'local-date' || of.kind === 'coalesce';
}

// ---- entities and sources ----------------------------------------------------------------------------------------

function entity(of: EntityCase): string {
  return `entity ${name(of.name)} (${of.keys.map((key) => `${name(key.name)}: ${type(key.type)}`).join(', ')})`;
}

function time(of: TimeClock): string {
  return of.kind === 'always' ? 'always' : zoned(of.column, of.zone);
}

function known(of: KnownClock, eventTime: TimeClock): string {
  switch (of.kind) {
    case 'same-as-time': return 'same as time';
    case 'column': return zoned(of.column, of.zone);
    case 'end-of-day': return 'end of day';
    case 'start-of-day': return 'start of day';
    case 'plus': {
      const delay = duration(of.delay);
      if (of.clock.kind === 'same-as-time' && eventTime.kind === 'column') return `${name(eventTime.column)} + ${delay}`;
      if (of.clock.kind === 'column') {
        return of.clock.zone === null ? `${name(of.clock.column)} + ${delay}` : `${name(of.clock.column)} + ${delay} in ${literal(of.clock.zone.kind === 'name' ? of.clock.zone.name : '')}`;
      }
      return `${known(of.clock, eventTime)} + ${delay}`;
    }
    case 'or-before': return `${known(of.clock, eventTime)}, or ${known(of.or, eventTime)} before ${text(utcText(of.before))}`;
  }
}

function rows(of: RowsKind, eventTime: TimeClock, immutable: readonly string[]): string {
  switch (of.kind) {
    case 'events': return 'events';
    case 'versions': return `versions of ${of.keys.map(name).join(', ')}${of.newestBy.length === 0 ? '' : ` newest by ${of.newestBy.map(name).join(', ')}`}`;
    case 'intervals': return `intervals until ${of.until.kind === 'column' ? name(of.until.column) : ''}${of.knownEnd === null ? '' : ` known ${known(of.knownEnd, eventTime)}`}`;
    case 'snapshots': return `snapshots every ${duration(of.every)}`;
    case 'current': return `current${immutable.length === 0 ? '' : ` immutable [${immutable.map(name).join(', ')}]`}`;
  }
}

function source(of: SourceSpec, within: AgreementCase): string {
  if (of.union !== undefined) return unionText(of, within);
  return block(`source ${name(of.name)}`, [
    `from ${name(of.name)}`,
    `rows ${rows(of.rows, of.time, of.columns.map((column) => column.name))}`,
    `time ${time(of.time)}`,
    ...(of.time.kind === 'always' && of.known.kind === 'same-as-time' ? [] : [`known ${known(of.known, of.time)}`]),
    ...(of.ties.length === 0 ? [] : [`ties by ${of.ties.map(name).join(', ')}`]),
    ...(of.id === null ? [] : [`id ${name(of.id)}`]),
    ...(within.clauses?.[of.name] ?? []),
    block('columns', of.columns.map((column) => `${name(column.name)}: ${type(column.type)}`)),
    ...sourceJoins(of, within),
    ...(of.where === null ? [] : [`where ${expression(of.where)}`]),
    ...of.derived.map((each) => `${name(each.name)} = ${expression(each.expr)}`),
  ]);
}

// ---- views -------------------------------------------------------------------------------------------------------

function tickText(of: Ticks): string {
  if (of.kind === 'every') return duration(of.every);
  const minutes = Number(of.at / 60_000_000n);
  return `day at ${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')} in ${text(of.zone)}`;
}

function view(of: AgreementCase['views'][number], entityName: string): string {
  const keys = of.key.map((key) => (key.expr.kind === 'column' && key.expr.name === key.part ? name(key.part) : `${name(key.part)} = ${expression(key.expr)}`));
  const ticks = of.refresh?.ticks;
  if (of.sql !== undefined) return sqlView(of, of.sql, entityName);
  const lookup = of.features.flatMap((f) => (f.kind === 'aggregate' && f.window.kind === 'ttl' ? [f.window] : []))[0];
  return block(`view ${name(of.name)} for ${of.key.length === 0 ? 'all' : `${name(entityName)} on ${keys.join(', ')}`} from ${name(of.source)}`, [
    ...(of.where === null ? [] : [`where ${expression(of.where)}`]),
    ...(of.zone === undefined ? [] : [`zone ${text(of.zone)}`]),
    ...(ticks === undefined || of.refresh === null ? [] : [`refresh every ${tickText(ticks)}${of.refresh.delay === 0n ? '' : ` delay ${duration(of.refresh.delay)}`}`]),
    ...(of.staleAfter === null ? [] : [`stale after ${duration(of.staleAfter)}`]),
    ...(of.online ? ['online'] : []),
    ...(lookup === undefined ? [] : [`ttl ${duration(lookup.length)}${lookup.includingStart ? ' including start' : ''}`]),
    ...sugared(of.features, (each) => feature(each, of.zone)),
  ]);
}

function sqlView(of: AgreementCase['views'][number], sql: SqlView, entityName: string): string {
  const ticks = of.refresh?.ticks;
  const items = [
    ...(ticks === undefined || of.refresh === null ? [] : [`refresh every ${tickText(ticks)}${of.refresh.delay === 0n ? '' : ` delay ${duration(of.refresh.delay)}`}`]),
    ...(of.online ? ['online'] : []),
    ...sql.columns.map((each) => `${name(each.name)}: ${type(each.type)}`),
  ];
  // The lines of the text keep to themselves: `block` moves what it is given.
  return `view ${name(of.name)} for ${name(entityName)} from sql ${sql.dialect} """\n${sql.text}\n""" ${block('', items).trimStart()}`;
}

export function aggregate(of: Aggregate, onOverflow: 'error' | 'null', viewZone?: string): string {
  const call = aggregateCall(of, viewZone);
  return onOverflow === 'null' ? `${call} on overflow null` : call;
}

function aggregateCall(of: Aggregate, viewZone?: string): string {
  switch (of.op) {
    case 'count': return `count(${of.of === null ? '' : expression(of.of)})`;
    case 'sum': return `sum(${expression(of.of)})${of.scale === null ? '' : ` scale ${String(of.scale)}`}`;
    case 'latest': return `latest(${expression(of.of)})${of.ignoreNulls ? ' ignore nulls' : ''}`;
    case 'first_n': return `first_n(${of.distinct ? 'distinct ' : ''}${expression(of.of)}, ${String(of.n)})`;
    case 'last_n': return `last_n(${of.distinct ? 'distinct ' : ''}${expression(of.of)}, ${String(of.n)})${of.oldestFirst ? ' oldest first' : ''}`;
    case 'percentile': return `percentile(${expression(of.of)}, ${fraction(of.num, of.den)})`;
    case 'percentile_disc': return `percentile_disc(${expression(of.of)}, ${fraction(of.num, of.den)})`;
    case 'top_n': case 'largest_n': case 'smallest_n': return `${of.op}(${expression(of.of)}, ${String(of.n)})`;
    case 'min_by': case 'max_by': return `${of.op}(${expression(of.of)}, ${expression(of.by)})`;
    case 'by': return `${aggregateCall(of.inner)} by ${group(of.group, viewZone)}${of.keep === null ? '' : ` keep ${String(of.keep)}`}`;
    case 'nested': return nestedCall(of, viewZone);
    case 'found': return 'found()';
    default: return `${of.op}(${expression(of.of)})`;
  }
}

/** The outer aggregate reads the column `inner`, in whose place the inner one is written. */
function nestedCall({ outer, inner, group: by }: Aggregate & { readonly op: 'nested' }, viewZone?: string): string {
  const text = aggregateCall(outer);
  const of = `${aggregateCall(inner)} by ${group(by, viewZone)}`;
  if (!text.includes('(inner')) throw new Error('an outer aggregate reads the inner one first');
  return text.replace('(inner', () => `(${of}`);
}

/** A period in the zone of the view need not say so. */
function group(of: Expr, viewZone?: string): string {
  return of.kind === 'period' && of.zone?.kind === 'name' && of.zone.name === viewZone ? `${of.unit}(${expression(of.of)})` : expression(of);
}

/** A fraction as the decimal number it is. */
function fraction(num: bigint, den: bigint): string {
  const scale = Array.from({ length: 39 }, (_, i) => i).find((digits) => (num * 10n ** BigInt(digits)) % den === 0n);
  if (scale === undefined) throw new Error('no decimal number is this fraction');
  return decimalText((num * 10n ** BigInt(scale)) / den, scale);
}

export function windowText(of: Window, newest: number | null, viewZone?: string): string | null {
  const rows = newest === null ? [] : [`newest ${String(newest)} rows`];
  // What the view says need not be said again.
  const zoneOf = (zone: Zone): string => (zone.kind === 'name' && zone.name === viewZone ? '' : ` in ${zoneText(zone)}`);
  const length = ((): readonly string[] => {
    switch (of.kind) {
      case 'ttl': case 'none': return [];
      case 'rolling': return [duration(of.length)];
      case 'all': return [`all${of.forgetAfter === null ? '' : ` forget after ${duration(of.forgetAfter)}`}`];
      case 'this': return [`this ${of.unit}${zoneOf(of.zone)}`];
      case 'previous': return [`previous ${of.count === 1 ? of.unit : `${String(of.count)} ${of.unit}s`}${zoneOf(of.zone)}`];
      case 'previous-exact': return [`previous ${String(of.count)} x ${duration(of.length)}`];
    }
  })();
  if (of.kind === 'this' || of.kind === 'previous' || of.kind === 'previous-exact') return [...length, ...rows].join(', ');
  if (of.kind === 'ttl' || of.kind === 'none') return null;
  const bounds = `${of.lag === 0n ? '' : ` ending ${duration(of.lag)} ago`}${of.includingStart ? ' including start' : ''}${of.excludingEnd ? (of.lag === 0n ? ' excluding now' : ' excluding end') : ''}`;
  // `over newest 5 rows` says by itself that no duration bounds it.
  const plainAll = of.kind === 'all' && of.forgetAfter === null && bounds === '' && newest !== null;
  return plainAll ? rows.join('') : [`${length.join('')}${bounds}`, ...rows].join(', ');
}

/** What stands behind `name =`, the window apart so that several windows of one aggregate can be written as a list. */
export interface FeatureText {
  readonly head: string;
  readonly over: string | null;
  readonly tail: string;
}

function feature(of: FeatureSpec, viewZone: string | undefined): FeatureText {
  const fallback = of.default === null ? '' : ` default ${literal(of.default)}`;
  if (of.kind === 'derived') return { head: expression(of.expr), over: null, tail: fallback };
  return { head: `${aggregate(of.aggregate, of.onOverflow, viewZone)}${filter(of)}`, over: windowText(of.window, of.newest, viewZone), tail: `${moment(of, viewZone)}${fallback}` };
}

const moment = ({ atStartOf: of }: AggregateFeature, viewZone: string | undefined): string =>
  of === null ? '' : ` at start of ${of.unit}${of.zone.kind === 'name' && of.zone.name === viewZone ? '' : ` in ${zoneText(of.zone)}`}`;
const filter = (of: AggregateFeature): string => (of.where === null ? '' : ` where ${expression(of.where)}`);

// ---- sets --------------------------------------------------------------------------------------------------------

function set(of: SetSpec, within: AgreementCase): string {
  const end = of.time.dateEnd === null ? '' : `${of.time.dateEnd} of `;
  return block(`set ${name(of.name)}`, [
    block(`train on ${name(of.examples.table)} at ${end}${zoned(of.time.column, of.time.zone)}`, [
      ...(of.label === null ? [] : [`label ${name(of.label)}`]),
      ...(of.keep.length === 0 ? [] : [`keep ${of.keep.map(name).join(', ')}`]),
      ...(of.own === null ? [] : [of.own.kind === 'exclude' ? `exclude own ${name(of.own.column)}` : 'include own']),
      ...(of.examples.where === null ? [] : [`where ${expression(of.examples.where)}`]),
      `values ${of.values === 'served' ? 'as served' : 'exact'}`,
      block('columns', of.examples.columns.map((column) => `${name(column.name)}: ${type(column.type)}`)),
    ]),
    // A join may stand before the one that it reads.
    ...of.joins.filter((each) => !isHidden(each)).sort((a, b) => (a.alias < b.alias ? -1 : 1)).map((each) => join(each, within)),
    ...requestLines(of),
  ]);
}

export function join(of: JoinSpec, within: AgreementCase): string {
  const joined = within.views.find((each) => each.name === of.view);
  if (joined === undefined) throw new Error(`no view ${of.view}`);
  const keys = of.key.map((key, i) => `${name(joined.key[i]?.part ?? '')} = ${expression(key)}`);
  const alias = of.alias === of.view ? '' : ` as ${name(of.alias)}`;
  const features = of.features.map((each) => (each.feature === each.as ? name(each.feature) : `${name(each.feature)} as ${name(each.as)}`));
  return `join ${name(of.view)}${alias}${keys.length === 0 ? '' : ` on ${keys.join(', ')}`}${of.at === null ? '' : ` at ${expression(of.at)}`}${features.length === 0 ? '' : ` { ${features.join(', ')} }`}`;
}

// ---- layout ------------------------------------------------------------------------------------------------------

export function block(head: string, lines: readonly string[]): string {
  return `${head} {\n${lines.map((line) => line.split('\n').map((each) => `  ${each}`).join('\n')).join('\n')}\n}`;
}
