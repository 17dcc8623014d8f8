/**
 * Which hazards a comparison meets, judged from the rows that the interpreter read and not from what the generator had
 * in mind. A comparison is one feature for one key at one instant; a hazard counts when a row that has a say in that
 * value (or the key, or T itself) shows it.
 */
import { cell, MAX, MIN, NEVER } from '../oracle/clocks.js';
import { candidates, idOf, keyOf, sourceOf } from '../oracle/feature.js';
import { evaluate, passes } from '../oracle/expressions.js';
import { numeric } from '../oracle/order.js';
import type { PreparedRow } from '../oracle/source-rows.js';
import { activeInterval, enterAndLeave, isActive } from '../oracle/windows.js';
import type { AggregateFeature, Expr, JoinSpec, SetSpec, World } from '../oracle/spec.js';
import type { Instant, Row, Value } from '../oracle/values.js';
import { identity } from '../oracle/index.js';
import type { AgreementCase } from './case.js';
import { wallClock } from './generate/lattice.js';

export const HAZARDS = [
  'enters at T', 'leaves at T', 'equal times', 'equal t and k', 'late', 'not yet known', 'known after leaving', 'known at T', 'known before', 'twin rows',
  'null input', 'null clocks or keys', 'negative', 'full-scale decimal', '9e37 apart', 'float specials', 'before 1970', 'clock change', 'sub-microsecond',
  'out of range', 'keys run together', 'odd text key', 'filtered row', 'bulk load', 'date time', 'role', 'duplicate example', 'own row', 'as served', 'tick at T',
] as const;
export type Hazard = (typeof HAZARDS)[number];

/** What was asked: the instant at which the view answers, and for training the example that asks. */
export interface Asked {
  readonly feature: AggregateFeature;
  readonly view: AgreementCase['views'][number];
  readonly key: readonly Value[];
  readonly at: Instant;
  readonly example: { readonly own: Value | undefined; readonly duplicate: boolean; readonly role: boolean; readonly join: JoinSpec; readonly T: Instant; readonly served: boolean; readonly raw: Row; readonly set: SetSpec } | null;
}

interface Candidate {
  readonly row: PreparedRow;
  readonly raw: Row;
  readonly t: Instant;
  readonly k: Instant;
  readonly key: string;
  readonly id: Value;
}

const HOUR = 3_600_000_000n;
/** Past every instant of a case: a row that is known or leaves then does so for no one. */
const FOR_EVER = NEVER / 2n;

/** A judge of one case; rows are read once. */
export function judgeOf(of: AgreementCase, world: World): (asked: Asked) => readonly Hazard[] {
  const byView = new Map(of.views.map((view) => {
    const source = sourceOf(world, view.source);
    const rows = candidates(world, view).map((row): Candidate => {
      const raw = of.tables[view.source]?.[row.index] ?? {};
      return { row, raw, t: row.t ?? NEVER, k: row.k ?? NEVER, key: identity(keyOf(view, row)), id: idOf(source, row) };
    });
    return [view.name, rows] as const;
  }));
  const keys = keysOf(of, byView);
  const holes = new Map(of.views.map((view) => [view.name, hasHoles(of, view)] as const));

  return (asked) => {
    const { feature, at, view, example } = asked;
    const key = identity(asked.key);
    const found = new Set<Hazard>();
    const note = (hazard: Hazard, when: boolean): void => {
      if (when) found.add(hazard);
    };
    const ofKey = (byView.get(view.name) ?? []).filter((each) => each.key === key);
    const mine = ofKey.filter((each) => passes(feature.where, each.row.scope));
    const active = mine.filter((each) => isActive(activeInterval(feature.window, each.row), at));
    const counted = example?.own === undefined ? active : active.filter((each) => identity(each.id) !== identity(example.own ?? null) || each.id === null);
    const { lag, length } = lengthsOf(feature);
    const source = sourceOf(world, view.source);

    for (const each of mine) {
      const bounds = enterAndLeave(feature.window, each.row);
      if (bounds === null) continue;
      note('enters at T', each.t + lag === at);
      note('leaves at T', length !== null && each.t + lag + length === at);
      note('late', each.k > bounds.start && isActive(activeInterval(feature.window, each.row), at));
      note('not yet known', bounds.start <= at && at < each.k && each.k < bounds.end && each.k < FOR_EVER);
      note('known after leaving', bounds.end < FOR_EVER && bounds.end <= each.k && each.k < FOR_EVER);
      note('known at T', each.k === at && isActive(activeInterval(feature.window, each.row), at));
      note('out of range', outside(each.raw, of));
    }
    note('filtered row', ofKey.some((each) => isActive(activeInterval(feature.window, each.row), at) && !mine.includes(each)));
    note('own row', counted.length < active.length);
    const seenT = new Set<Instant>(), seenTK = new Set<string>(), seenRows = new Set<string>();
    for (const each of counted) {
      note('equal times', seenT.has(each.t));
      note('equal t and k', seenTK.has(`${String(each.t)} ${String(each.k)}`));
      seenT.add(each.t);
      seenTK.add(`${String(each.t)} ${String(each.k)}`);
      note('known before', each.k < each.t);
      note('before 1970', each.t < 0n || at < 0n);
      note('sub-microsecond', hasNanos(each.raw));
      note('clock change', clockChange(each.t, of));
      note('bulk load', source.known.kind === 'or-before' && each.k !== NEVER);
      note('date time', source.columns.some((column) => column.name === 'event_day'));
      const text = [...Object.values(each.row.values)].map((value) => identity(value)).join('\u0001');
      note('twin rows', seenRows.has(text));
      seenRows.add(text);
    }
    if (counted.length > 0) inputs(feature, counted, mine, note);
    note('null clocks or keys', holes.get(view.name) === true);
    note('keys run together', asked.key.length > 1 && (keys.get(run(asked.key))?.size ?? 0) > 1);
    note('odd text key', asked.key.some((part) => typeof part === 'string' && /[':"\\\s]|[^\x20-\x7e]|^ | $|^$|^(a|A)$/u.test(part)));
    if (example !== null) {
      note('duplicate example', example.duplicate);
      note('role', example.role);
      note('as served', example.served);
      note('tick at T', example.served && view.refresh?.ticks.kind === 'every' && (example.T - view.refresh.delay) % view.refresh.ticks.every === 0n);
      note('sub-microsecond', hasNanos(example.raw));
    }
    return [...found];
  };
}

/** The lag and the length of the window as written, before a bound moves an end by a microsecond. */
function lengthsOf(feature: AggregateFeature): { readonly lag: Instant; readonly length: Instant | null } {
  const { window } = feature;
  switch (window.kind) {
    case 'rolling': return { lag: window.lag, length: window.length };
    case 'all': return { lag: window.lag, length: window.forgetAfter };
    case 'ttl': return { lag: 0n, length: window.length };
    default: return { lag: 0n, length: null };
  }
}

/** The value that the aggregate reads, where it reads one. */
export function inputOf(feature: AggregateFeature): Expr | null {
  const { aggregate } = feature;
  if (aggregate.op === 'count') return aggregate.of;
  return 'of' in aggregate ? aggregate.of : null;
}

function inputs(feature: AggregateFeature, counted: readonly Candidate[], mine: readonly Candidate[], note: (hazard: Hazard, when: boolean) => void): void {
  const input = inputOf(feature);
  if (input === null) return;
  const valueOf = (each: Candidate): Value => evaluate(input, each.row.scope).value;
  for (const each of counted) {
    const value = valueOf(each);
    note('null input', value === null);
    const number = numeric(value);
    note('negative', number !== null && number.num < 0n);
    note('full-scale decimal', typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'decimal' && magnitude(value.unscaled) >= 10n ** 35n);
    if (input.kind === 'column') {
      const raw = cell(each.raw, input.name);
      note('float specials', typeof raw === 'number' && (!Number.isFinite(raw) || Object.is(raw, -0)));
    }
  }
  if (feature.aggregate.op === 'sum' || feature.aggregate.op === 'avg') note('9e37 apart', runningOverflow(mine, valueOf));
}

/** A sum that runs over all rows of the key leaves 38 digits somewhere, while the window's own sum may well fit. */
function runningOverflow(rows: readonly Candidate[], valueOf: (each: Candidate) => Value): boolean {
  let total = 0n;
  return [...rows].sort((a, b) => (a.t < b.t ? -1 : a.t > b.t ? 1 : 0)).some((each) => {
    const value = valueOf(each);
    if (typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'decimal') total += value.unscaled;
    return magnitude(total) >= 10n ** 38n;
  });
}

const magnitude = (x: bigint): bigint => (x < 0n ? -x : x);

function hasNanos(row: Row): boolean {
  return Object.values(row).some((value) => typeof value === 'object' && value !== null && 'nanos' in value && (value.nanos ?? 0) > 0);
}

/** The zone of the case's naive clocks changes its offset within three hours. */
function clockChange(t: Instant, of: AgreementCase): boolean {
  const zones = new Set<string>();
  for (const source of of.sources) {
    if (source.time.kind === 'column' && source.time.zone?.kind === 'name') zones.add(source.time.zone.name);
  }
  return [...zones].some((zone) => zone !== 'UTC' && t > MIN && t < MAX && wallClock(t - 3n * HOUR, zone) + 6n * HOUR !== wallClock(t + 3n * HOUR, zone));
}

function outside(raw: Row, of: AgreementCase): boolean {
  return of.sources.some((source) => source.columns.some((column) => {
    if (column.name !== 'event_ts' && column.name !== 'ingested_at') return false;
    const value = raw[column.name];
    if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
    if (value.kind === 'infinity') return true;
    return (value.kind === 'instant' || value.kind === 'naive') && (value.us < MIN || value.us >= MAX);
  }));
}

const run = (key: readonly Value[]): string => key.map(String).join('');

/** Keys by what they become when their parts are run together. */
function keysOf(of: AgreementCase, byView: ReadonlyMap<string, readonly Candidate[]>): ReadonlyMap<string, ReadonlySet<string>> {
  const keys = new Map<string, Set<string>>();
  const add = (key: readonly Value[]): void => {
    if (key.length > 1) keys.set(run(key), (keys.get(run(key)) ?? new Set()).add(identity(key)));
  };
  for (const view of of.views) for (const each of byView.get(view.name) ?? []) add(keyOf(view, each.row));
  for (const row of of.tables['examples'] ?? []) if (of.views.some((view) => view.key.length > 1)) add([row['c1'] ?? null, row['c2'] ?? null]);
  return keys;
}

/** The source holds rows that no one may ever see: without a clock or a part of the key. */
function hasHoles(of: AgreementCase, view: AgreementCase['views'][number]): boolean {
  const columns = ['event_ts', 'event_day', ...view.key.flatMap((key) => (key.expr.kind === 'column' ? [key.expr.name] : []))];
  return (of.tables[view.source] ?? []).some((row) => columns.some((column) => Object.hasOwn(row, column) && row[column] === null));
}
