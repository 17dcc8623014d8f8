/**
 * The family of calendars: periods, slots and moments of every unit, in zones by name and by a column, times read in a
 * zone within expressions, and daily ticks; rows and questions lie on the edges of periods around a place where the clock
 * or the calendar does something.
 */
import { clockAt, isZone, periodOf } from '../../oracle/zones.js';
import { dayOf, civilOf, MICROS_PER_DAY } from '../../oracle/civil.js';
import { activeInterval, enterAndLeave, isActive } from '../../oracle/windows.js';
import { candidates, judgedAt, keyOf } from '../../oracle/feature.js';
import { passes } from '../../oracle/expressions.js';
import { identity } from '../../oracle/index.js';
import { MAX, MIN } from '../../oracle/clocks.js';
import type {
  Aggregate, AggregateFeature, CalendarUnit, Column, DatePart, Expr, FeatureSpec, KnownClock, Micros, SetSpec, SourceSpec, Type, Window, World, Zone,
} from '../../oracle/spec.js';
import type { Instant, Row, Value } from '../../oracle/values.js';
import type { AgreementCase, Clock } from '../case.js';
import type { Family } from '../family.js';
import type { Asked } from '../hazards.js';
import { caseSeed, randomOf, type Random } from '../random.js';
import { PLACES, type Place } from './calendar-places.js';
import { GROUP_CELLS, groupAggregate, groupShapes, judgeGroups, periodOfGroup, UNITS, type GroupShape } from './calendar-groups.js';
import { column, decimal, literal } from './expressions.js';

const DATE_PARTS: readonly DatePart[] = ['year', 'quarter', 'month', 'week', 'day', 'dow', 'doy'];
const TIME_PARTS: readonly DatePart[] = ['hour', 'minute', 'second'];
const HOUR = 3_600_000_000n;
const DAY = 24n * HOUR;
const STRING: Type = { kind: 'string' };
const NO_ZONES: readonly Value[] = [null, null, '', 'Mars/Olympus', '+02:00', 'utc', 'Europe/Amsterdam ', 'Etc/GMT-2'];

type CaseView = AgreementCase['views'][number];

/** What a case is made with. */
interface Scene {
  readonly place: Place;
  readonly random: Random;
  /** Instants worth standing on, of rows and of questions. */
  readonly instants: readonly Instant[];
  readonly zone: Zone;
  readonly other: Zone;
  /** Windows and expressions may read the zone of the row: a long text, so not in every case. */
  readonly rowZones: boolean;
}

const named = (name: string): Zone => ({ kind: 'name', name });
const BY_ROW: Zone = { kind: 'column', column: 'Delivery Zone' };

export function makeCalendarCase(seed: number, index: number): AgreementCase {
  const random = randomOf(caseSeed(seed ^ 0x0ca1_e4da, index));
  const place = PLACES[(index + seed) % PLACES.length] ?? random.pick(PLACES);
  const scene: Scene = {
    place, random, zone: named(place.zone), other: named(random.pick(['UTC', 'Asia/Kathmandu', 'Europe/Amsterdam'])),
    // Beyond 2037 the interpreter's tables know no daylight saving.
    rowZones: random.chance(0.15) && !place.trouble.includes('end of time'),
    instants: instantsOf(place),
  };
  const fits = place.trouble.includes('end of time') ? { ...scene, other: named('UTC') } : scene;
  const served = random.chance(0.35);
  const source = makeSource(fits);
  const views = [makeView('spent', 'a', fits, served), makeView('seen', 'b', fits, served && random.chance(0.5))];
  const set = makeSet(views, served, random);
  const clocks: Record<string, Clock> = {};
  if (source.time.kind === 'column' && (source.time.zone?.kind !== 'name' || source.time.zone.name !== 'UTC')) clocks['events.event_ts'] = 'naive';
  return {
    name: `calendar seed ${String(seed)} case ${String(index)} (${place.zone}, ${place.trouble.join(', ')})`,
    family: 'calendar',
    entities: [{ name: 'user', keys: [{ name: 'user_id', type: STRING }] }],
    sources: [source],
    views,
    sets: [set],
    tables: { events: eventsOf(source, fits), examples: examplesOf(fits) },
    clocks,
    refreshAt: Array.from({ length: 3 }, () => pickInstant(fits)),
    engines: ['duckdb', 'postgres'],
  };
}

// ---- instants ----------------------------------------------------------------------------------------------------

/** Around the place, and on the edges of every period that holds it or lies a few before. */
function instantsOf({ zone, at }: Place): readonly Instant[] {
  const near = [-2n * DAY, -25n * HOUR, -DAY, -3n * HOUR, -2n * HOUR, -HOUR - HOUR / 2n, -HOUR, -HOUR / 2n, 0n, HOUR / 2n, HOUR, HOUR + HOUR / 2n, 2n * HOUR, 3n * HOUR, DAY, 25n * HOUR].map((by) => at + by);
  const edges = UNITS.flatMap((unit) => {
    const period = periodOf(at, unit, zone);
    const before = periodOf(period.start - 1n, unit, zone);
    return [before.start, period.start, period.end, periodOf(before.start - 1n, unit, zone).start + HOUR];
  });
  return [...near, ...edges, ...edges].map((each) => (each < MIN ? MIN : each >= MAX ? MAX - 1n : each));
}

function pickInstant({ instants, random, place }: Scene): Instant {
  const base = random.chance(0.6) ? random.pick(instants) : random.pick(instants.slice(0, 16));
  const moved = base + random.weighted([[60, 0n], [10, 1n], [10, -1n], [10, 7n * 60_000_000n], [10, -HOUR / 4n]] as const);
  const inside = moved < MIN ? MIN : moved >= MAX ? MAX - 1n : moved;
  return random.chance(0.1) && !place.trouble.includes('end of time') ? inside - 40n * DAY : inside;
}

// ---- source ------------------------------------------------------------------------------------------------------

const VALUES: readonly Column[] = [
  { name: 'amount', type: { kind: 'decimal', precision: 12, scale: 2 } },
  { name: 'qty', type: { kind: 'int64' } },
  { name: 'status', type: STRING },
  { name: 'due', type: { kind: 'date' } },
  { name: 'Delivery Zone', type: STRING },
];

function makeSource(scene: Scene): SourceSpec {
  const { random, zone } = scene;
  const timeZone = random.weighted<Zone>([[5, named('UTC')], [3, zone], [scene.rowZones ? 8 : 0, BY_ROW]]);
  const versions = random.chance(0.25);
  const known = versions ? { kind: 'column', column: 'ingested_at', zone: named('UTC') } as const : random.weighted<KnownClock>([
    [3, { kind: 'same-as-time' }],
    [2, { kind: 'plus', clock: { kind: 'same-as-time' }, delay: HOUR / 2n }],
    [5, { kind: 'column', column: 'ingested_at', zone: named('UTC') }],
  ]);
  return {
    name: 'events',
    columns: random.shuffle<Column>([
      { name: 'user_id', type: STRING }, { name: 'event_ts', type: { kind: 'timestamp' } }, { name: 'ingested_at', type: { kind: 'timestamp' } }, { name: 'row_id', type: STRING }, { name: 'order_id', type: STRING }, ...VALUES,
    ]),
    rows: versions ? { kind: 'versions', keys: ['order_id'], newestBy: [] } : { kind: 'events' },
    time: { kind: 'column', column: 'event_ts', zone: timeZone },
    known,
    ties: ['row_id'],
    id: 'row_id',
    joins: [],
    derived: derivedOf(scene).map(({ name, expr }) => ({ name, expr })),
    where: random.chance(0.1) ? { kind: 'compare', op: '!=', left: { kind: 'date-part', part: 'dow', of: column('event_ts'), zone }, right: literal(BigInt(random.between(1, 7))) } : null,
  };
}

/** Times read in a zone, each of its own kind: what the family calls them is what they are counted as. */
function derivedOf(scene: Scene): readonly { readonly name: string; readonly expr: Expr }[] {
  const { zone, rowZones } = scene;
  const t = column('event_ts');
  const minus = (left: Expr, right: Expr): Expr => ({ kind: 'arithmetic', op: '-', left, right });
  return [
    ...TIME_PARTS.map((part) => ({ name: `${part}_of_time`, expr: { kind: 'date-part' as const, part, of: t, zone } })),
    ...DATE_PARTS.map((part) => ({ name: `${part}_of_time`, expr: { kind: 'date-part' as const, part, of: t, zone } })),
    ...DATE_PARTS.map((part) => ({ name: `${part}_of_date`, expr: { kind: 'date-part' as const, part, of: column('due'), zone: null } })),
    { name: 'local_day', expr: { kind: 'local-date', of: t, zone } },
    ...UNITS.map((unit) => ({ name: `start_of_${unit}`, expr: { kind: 'start-of' as const, unit, of: t, zone } })),
    ...UNITS.map((unit) => ({ name: `end_of_${unit}`, expr: { kind: 'end-of' as const, unit, of: t, zone } })),
    { name: 'due_starts', expr: { kind: 'day-edge', edge: 'start', of: column('due'), zone } },
    { name: 'due_ends', expr: { kind: 'day-edge', edge: 'end', of: column('due'), zone } },
    { name: 'epoch_seconds', expr: { kind: 'call', name: 'epoch_s', args: [t] } },
    { name: 'epoch_millis', expr: { kind: 'call', name: 'epoch_ms', args: [t] } },
    { name: 'is_early', expr: { kind: 'compare', op: '<', left: minus(t, { kind: 'start-of', unit: 'day', of: t, zone }), right: literal({ kind: 'duration', us: 6n * HOUR }) } },
    { name: 'a_day_later', expr: { kind: 'local-date', of: { kind: 'arithmetic', op: '+', left: t, right: literal({ kind: 'duration', us: DAY }) }, zone } },
    ...(rowZones ? [
      { name: 'hour_there', expr: { kind: 'date-part' as const, part: 'hour' as const, of: t, zone: BY_ROW } },
      { name: 'day_there', expr: { kind: 'local-date' as const, of: t, zone: BY_ROW } },
      { name: 'week_there', expr: { kind: 'start-of' as const, unit: 'week' as const, of: t, zone: BY_ROW } },
      { name: 'due_there', expr: { kind: 'day-edge' as const, edge: 'end' as const, of: column('due'), zone: BY_ROW } },
    ] : []),
  ];
}

// ---- views -------------------------------------------------------------------------------------------------------

function makeView(name: string, prefix: string, scene: Scene, online: boolean): CaseView {
  const { random, place } = scene;
  const viewZone = random.chance(0.5) ? place.zone : undefined;
  const daily = online && random.chance(0.75);
  const delay = random.pick([0n, 60_000_000n, HOUR]);
  const features = [...random.shuffle(shapes(scene)).slice(0, 14), ...random.shuffle(groupShapes(zonesOf(scene), random)).slice(0, 4), ...random.sample(derivedOf(scene), 5).map(({ name: of }): Shape => ({ kind: 'expression', of }))]
    .map((shape, i) => makeFeature(shape, `${prefix}${String(i)}`, scene));
  const derived: readonly FeatureSpec[] = random.chance(0.4) ? lastOf(prefix, scene) : [];
  return {
    name,
    entity: 'user',
    source: 'events',
    key: [{ part: 'user_id', expr: column('user_id'), type: STRING }],
    where: null,
    features: [...derived, ...features],
    refresh: online ? { ticks: daily ? { kind: 'daily', at: BigInt(random.pick([0, 30, 150, 150, 1410, 1439])) * 60_000_000n, zone: place.zone } : { kind: 'every', every: random.pick([HOUR, DAY]) }, delay } : null,
    staleAfter: online && random.chance(0.3) ? 2n * DAY + 3n * HOUR : null,
    online,
    ...(viewZone === undefined ? {} : { zone: viewZone }),
  };
}

/** Arithmetic between features reads clocks too. */
function lastOf(prefix: string, { zone }: Scene): readonly FeatureSpec[] {
  const last = column(`${prefix}last`);
  const window: Window = { kind: 'all', forgetAfter: null, lag: 0n, includingStart: false, excludingEnd: false };
  return [
    { kind: 'aggregate', name: `${prefix}last`, aggregate: { op: 'latest', of: column('event_ts'), ignoreNulls: false }, where: null, window, newest: null, atStartOf: null, default: null, onOverflow: 'error' },
    { kind: 'derived', name: `${prefix}hour`, expr: { kind: 'date-part', part: 'hour', of: last, zone }, default: null },
    { kind: 'derived', name: `${prefix}day`, expr: { kind: 'local-date', of: last, zone }, default: null },
    { kind: 'derived', name: `${prefix}rest`, expr: { kind: 'call', name: 'hours', args: [{ kind: 'arithmetic', op: '-', left: { kind: 'end-of', unit: 'day', of: last, zone }, right: last }] }, default: null },
  ];
}

type Shape =
  | { readonly kind: 'this' | 'previous'; readonly unit: CalendarUnit; readonly zone: Zone }
  | { readonly kind: 'slots' }
  | { readonly kind: 'moment'; readonly unit: CalendarUnit }
  | { readonly kind: 'expression'; readonly of: string }
  | GroupShape;

const zonesOf = ({ zone, other, rowZones }: Scene): readonly Zone[] => (rowZones ? [zone, BY_ROW, BY_ROW] : [zone, zone, other]);

function shapes(scene: Scene): readonly Shape[] {
  const { rowZones, random } = scene;
  const zones = zonesOf(scene);
  return [
    ...UNITS.flatMap((unit) => (['this', 'previous'] as const).map((kind) => ({ kind, unit, zone: random.pick(zones) }))),
    ...UNITS.map((unit) => ({ kind: 'moment' as const, unit })),
    { kind: 'slots' }, { kind: 'slots' },
    ...(rowZones ? (['day', 'month'] as const).map((unit) => ({ kind: 'this' as const, unit, zone: BY_ROW })) : []),
  ];
}

function makeFeature(shape: Shape, name: string, scene: Scene): AggregateFeature {
  const { random } = scene;
  const made = { kind: 'aggregate' as const, name, onOverflow: 'error' as const, default: null, where: random.chance(0.2) ? condition(scene) : null };
  const newest = random.chance(0.12) ? random.between(1, 3) : null;
  switch (shape.kind) {
    case 'this':
      return { ...made, aggregate: aggregateOf(random), window: { kind: 'this', unit: shape.unit, zone: shape.zone }, newest, atStartOf: null };
    case 'previous':
      return { ...made, aggregate: aggregateOf(random), window: { kind: 'previous', count: random.weighted([[4, 1], [4, 2], [3, 3], [1, 12]] as const), unit: shape.unit, zone: shape.zone }, newest, atStartOf: null };
    case 'slots':
      return { ...made, aggregate: aggregateOf(random), window: { kind: 'previous-exact', count: random.between(1, 4), length: random.pick([HOUR / 2n, HOUR, 3n * HOUR, DAY, 7n * DAY, 45n * 60_000_000n]) }, newest, atStartOf: null };
    case 'moment':
      return { ...made, aggregate: aggregateOf(random), window: momentWindow(scene), newest, atStartOf: { unit: shape.unit, zone: random.chance(0.7) ? scene.zone : scene.other } };
    case 'groups':
      return { ...made, aggregate: groupAggregate(shape, random), window: random.chance(0.3) ? momentWindow(scene) : wide(random), newest, atStartOf: null };
    case 'expression':
      return { ...made, where: null, aggregate: expressionAggregate(shape.of, random), window: wide(random), newest: null, atStartOf: null };
  }
}

function momentWindow({ random, zone }: Scene): Window {
  const rolling = (length: Micros): Window => ({ kind: 'rolling', length, lag: random.chance(0.2) ? HOUR : 0n, includingStart: random.chance(0.2), excludingEnd: random.chance(0.2) });
  return random.weighted<() => Window>([
    [5, () => rolling(random.pick([DAY, 3n * DAY, 35n * DAY, 400n * DAY]))],
    [2, () => ({ kind: 'all', forgetAfter: null, lag: 0n, includingStart: false, excludingEnd: false })],
    [3, () => ({ kind: 'previous', count: random.between(1, 2), unit: random.pick(UNITS), zone })],
    [1, () => ({ kind: 'this', unit: random.pick(UNITS), zone })],
  ])();
}

const wide = (random: Random): Window => random.chance(0.5)
  ? { kind: 'all', forgetAfter: null, lag: 0n, includingStart: false, excludingEnd: false }
  : { kind: 'rolling', length: 400n * DAY, lag: 0n, includingStart: false, excludingEnd: false };

function condition({ random, zone }: Scene): Expr {
  return random.pick<Expr>([
    { kind: 'compare', op: '>', left: column('amount'), right: decimal(500n, 2) },
    { kind: 'is-null', of: column('status'), negated: true },
    { kind: 'compare', op: '<', left: { kind: 'date-part', part: 'hour', of: column('event_ts'), zone }, right: literal(BigInt(random.between(2, 20))) },
    { kind: 'in', of: { kind: 'date-part', part: 'dow', of: column('event_ts'), zone }, list: [1n, 3n, 6n, 7n].map((each) => literal(each)), negated: false },
    column('is_early'),
  ]);
}

function aggregateOf(random: Random): Aggregate {
  return random.weighted<Aggregate>([
    [6, { op: 'count', of: null }], [5, { op: 'sum', of: column('amount'), scale: null }], [3, { op: 'avg', of: column('amount') }],
    [4, { op: 'latest', of: column('status'), ignoreNulls: false }], [2, { op: 'max', of: column('qty') }], [2, { op: 'count_distinct', of: column('status') }],
    [3, { op: 'last_n', of: column('qty'), n: 3, distinct: false, oldestFirst: false }],
  ]);
}

/** A derived column goes through an aggregate that keeps its type. */
function expressionAggregate(name: string, random: Random): Aggregate {
  if (name === 'is_early') return { op: 'share', of: column(name) };
  return random.weighted<Aggregate>([
    [4, { op: 'latest', of: column(name), ignoreNulls: false }], [3, { op: 'max', of: column(name) }], [2, { op: 'min', of: column(name) }],
    [3, { op: 'last_n', of: column(name), n: 4, distinct: false, oldestFirst: false }],
  ]);
}

// ---- rows --------------------------------------------------------------------------------------------------------

const USERS = ['u1', 'u2', "o'brien"];

function eventsOf(source: SourceSpec, scene: Scene): readonly Row[] {
  const { random, place, rowZones } = scene;
  return Array.from({ length: random.between(14, 26) }, (_, i): Row => {
    const t = pickInstant(scene);
    const zone = random.chance(rowZones ? 0.25 : 0.5) ? random.pick(NO_ZONES) : random.pick([place.zone, place.zone, 'UTC', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'America/Havana', 'Asia/Calcutta']);
    const clock = source.time.kind === 'column' && source.time.zone?.kind === 'name' && source.time.zone.name === 'UTC' ? 'instant' : 'naive';
    const late = random.weighted([[5, 0n], [3, HOUR], [2, DAY + HOUR], [1, 40n * DAY], [1, -HOUR]] as const);
    const known = t + late >= MAX ? MAX - 1n : t + late < MIN ? MIN : t + late;
    return {
      user_id: random.chance(0.04) ? null : random.pick(USERS),
      event_ts: random.chance(0.04) ? null : clock === 'instant' ? { kind: 'instant', us: t } : { kind: 'naive', us: clockAt(t, place.zone) },
      ingested_at: random.chance(0.04) ? null : { kind: 'instant', us: known },
      row_id: `r${String(i)}`,
      order_id: `o${String(random.below(9))}`,
      amount: random.chance(0.1) ? null : { kind: 'decimal', unscaled: BigInt(random.between(-20, 80)) * 25n, scale: 2 },
      qty: random.chance(0.1) ? null : BigInt(random.between(0, 9)),
      status: random.chance(0.15) ? null : random.pick(['paid', 'void', 'open']),
      due: random.chance(0.1) ? null : { kind: 'date', days: dayOf(clockAt(pickInstant(scene), place.zone)) },
      'Delivery Zone': zone,
    };
  });
}

function makeSet(views: readonly CaseView[], served: boolean, random: Random): SetSpec {
  return {
    name: 'scores',
    examples: { table: 'examples', columns: [{ name: 'ex_no', type: { kind: 'int64' } }, { name: 'ex_id', type: STRING }, { name: 'who', type: STRING }, { name: 'asked_at', type: { kind: 'timestamp' } }], where: null },
    time: { column: 'asked_at', zone: named('UTC'), dateEnd: null },
    own: random.chance(0.2) ? { kind: 'exclude', column: 'ex_id' } : null,
    values: served ? 'served' : 'exact',
    label: null,
    keep: ['ex_no'],
    joins: views.map((view) => ({ view: view.name, alias: view.name, key: [column('who')], at: null, features: view.features.map(({ name }) => ({ feature: name, as: name })) })),
    inputs: [],
    derived: [],
  };
}

function examplesOf(scene: Scene): readonly Row[] {
  const { random } = scene;
  return Array.from({ length: random.between(8, 14) }, (_, i): Row => ({
    ex_no: BigInt(i + 1),
    ex_id: `r${String(random.below(20))}`,
    who: random.chance(0.04) ? null : random.pick(USERS),
    asked_at: random.chance(0.04) ? null : { kind: 'instant', us: pickInstant(scene) },
  }));
}

// ---- what comparisons met ----------------------------------------------------------------------------------------

const TROUBLES = ['fold', 'gap', 'no midnight', 'two midnights', 'skipped day', 'leap day', 'year end', 'before 1970', 'odd offset', 'end of time'] as const;
const MET = ['at the edge', 'known late', 'zone of the row', 'row without a zone', 'naive in a zone', 'newest n', 'zone of the view', 'versions', 'versions at a moment'] as const;
const EXPRESSIONS = ['part of a time', 'part of a date', 'day of a time', 'start of a period', 'end of a period', 'edge of a date', 'epoch', 'length of a day part', 'expression in the zone of the row'] as const;

const cells: Family['cells'] = [
  ...UNITS.flatMap((unit) => [{ label: `this ${unit}` }, { label: `previous ${unit}` }, { label: `at start of ${unit}` }]),
  { label: 'slots' },
  ...GROUP_CELLS.map((label) => ({ label })),
  ...TROUBLES.map((label) => ({ label })),
  ...MET.map((label) => ({ label })),
  ...EXPRESSIONS.map((label) => ({ label })),
  { label: 'time in the zone of the row' },
  { label: 'daily tick', paths: ['training'] as const },
];

const expressionLabel = (name: string): readonly string[] => {
  if (name.endsWith('_there')) return ['expression in the zone of the row'];
  if (name.endsWith('_of_time')) return ['part of a time'];
  if (name.endsWith('_of_date')) return ['part of a date'];
  if (name === 'local_day' || name === 'a_day_later') return ['day of a time'];
  if (name.startsWith('start_of_')) return ['start of a period'];
  if (name.startsWith('end_of_')) return ['end of a period'];
  if (name.startsWith('due_')) return ['edge of a date'];
  if (name.startsWith('epoch_')) return ['epoch'];
  return name === 'is_early' ? ['length of a day part'] : [];
};

function judgeCalendar(of: AgreementCase, world: World): (asked: Asked) => readonly string[] {
  const place = PLACES.find((each) => of.name.includes(`(${each.zone}, ${each.trouble.join(', ')})`));
  const source = of.sources[0];
  return ({ feature, view, key, at: T, example }) => {
    const found = new Set<string>();
    const note = (label: string, when: boolean): void => {
      if (when) found.add(label);
    };
    const { window, atStartOf } = feature;
    const at = judgedAt(feature, T);
    const group = periodOfGroup(feature.aggregate);
    const zone = 'zone' in window ? window.zone : atStartOf?.zone ?? group?.zone ?? null;
    note(window.kind === 'this' || window.kind === 'previous' ? `${window.kind} ${window.unit}` : 'slots', window.kind === 'this' || window.kind === 'previous' || window.kind === 'previous-exact');
    if (atStartOf !== null) note(`at start of ${atStartOf.unit}`, true);
    const input = 'of' in feature.aggregate ? feature.aggregate.of : null;
    if (input?.kind === 'column') for (const label of expressionLabel(input.name)) note(label, true);
    // The calendar is at work: in the window, in the moment, or in the value.
    const calendar = zone !== null || group !== null || found.size > 0;
    if (!calendar) return [];
    const rows = candidates(world, view).filter((row) => identity(keyOf(view, row)) === identity(key) && passes(feature.where, row.scope));
    const active = rows.filter((row) => isActive(activeInterval(window, row), at));
    for (const label of judgeGroups(feature.aggregate, active, rows.filter((row) => row.t !== null && !active.includes(row)))) note(label, true);
    for (const trouble of place?.trouble ?? []) note(trouble, active.length > 0 && near(T, active.map((row) => row.t ?? 0n), place?.at ?? 0n, trouble));
    note('at the edge', rows.some((row) => {
      const bounds = enterAndLeave(window, row);
      return bounds !== null && (bounds.start === at || bounds.end === at);
    }));
    note('known late', active.some((row) => row.k !== null && row.k > (enterAndLeave(window, row)?.start ?? row.k)));
    note('zone of the row', zone?.kind === 'column');
    note('row without a zone', zone?.kind === 'column' && rows.some((row) => !isZone(textOf(row.values['Delivery Zone'])) && row.t !== null && row.t <= at));
    note('zone of the view', zone?.kind === 'name' && view.zone === zone.name);
    note('newest n', feature.newest !== null);
    const timeZone = source?.time.kind === 'column' ? source.time.zone : null;
    note('versions', source?.rows.kind === 'versions');
    note('versions at a moment', source?.rows.kind === 'versions' && atStartOf !== null);
    note('naive in a zone', timeZone?.kind === 'name' && timeZone.name !== 'UTC');
    note('time in the zone of the row', timeZone?.kind === 'column');
    note('daily tick', example?.served === true && view.refresh?.ticks.kind === 'daily');
    return [...found];
  };
}

const textOf = (value: Value | undefined): string => (typeof value === 'string' ? value : '');

/** Near enough in time for the trouble of the place to matter; what is not about one moment always does. */
function near(T: Instant, times: readonly Instant[], place: Instant, trouble: string): boolean {
  if (trouble === 'before 1970' || trouble === 'odd offset') return true;
  if (trouble === 'leap day') return [T, ...times].some((each) => civilOf(dayOf(each)).month === 2 && civilOf(dayOf(each)).day === 29);
  return [T, ...times].some((each) => each > place - 2n * MICROS_PER_DAY && each < place + 2n * MICROS_PER_DAY);
}

export const CALENDAR: Family = { name: 'calendar', share: 0.1, make: makeCalendarCase, cells, judge: judgeCalendar };
