/**
 * Rows of the source and of the examples, made to collide: few keys, few instants, examples asked at the very edges of
 * windows, rows that arrive late or after they have left, an example's own row before and after it is known.
 */
import type { KnownClock, Type, Zone } from '../../oracle/spec.js';
import type { Instant, Row, Value } from '../../oracle/values.js';
import type { Clock } from '../case.js';
import type { Random } from '../random.js';
import { DAY, inside, point, wallClock, type Lattice } from './lattice.js';
import { keyTypes, mentions, type Project } from './project.js';
import type { Theme } from './themes.js';
import { ODD_TEXT, RUN_TOGETHER, valueOf } from './values.js';

/** A row with the instants that it was made from, which its cells may only show as a wall clock does. */
interface Made {
  readonly t: Instant | null;
  readonly k: Instant | null;
  readonly row: Row;
}

export interface Rows {
  readonly events: readonly Row[];
  readonly examples: readonly Row[];
  readonly refreshAt: readonly Instant[];
}

export function makeRows(project: Project, theme: Theme, random: Random): Rows {
  const { lattice } = project;
  const keys = makeKeys(project, random);
  const size = random.weighted<() => number>([[2, () => 0], [5, () => random.between(1, 6)], [33, () => random.between(12, 24)], [60, () => random.between(24, 40)]])();
  const made: Made[] = [];
  while (made.length < size) {
    const twin = made.length > 0 && random.chance(theme.has('twins') ? 0.3 : 0.05) ? random.pick(made) : null;
    made.push(twin ?? makeRow(project, keys, made, theme, random));
  }
  const edges = edgesOf(project);
  const ticks = project.views.flatMap((view) => (view.online && view.refresh?.ticks.kind === 'every' ? [{ every: view.refresh.ticks.every, delay: view.refresh.delay }] : []));
  // As served, the very instant of publication is the edge that matters.
  const published = (at: Instant): Instant => {
    if (ticks.length === 0 || !random.chance(0.6)) return at;
    const { every, delay } = random.pick(ticks);
    return floorDiv(at - delay, every) * every + delay;
  };
  const askedAt = (): Instant => inside(published(near()));
  const near = (): Instant => {
    const dated = made.filter((each): each is Made & { t: Instant; k: Instant } => each.t !== null && each.k !== null);
    if (dated.length === 0 || random.chance(0.25)) return point(lattice, random, Math.floor(lattice.size / 2), lattice.size + 1);
    const row = random.pick(dated);
    return random.weighted<() => Instant>([[22, () => row.t], [58, () => row.t + random.pick(edges)], [20, () => row.k]])();
  };
  return { events: made.map((each) => each.row), examples: makeExamples(project, keys, made, askedAt, theme, random), refreshAt: Array.from({ length: 6 }, askedAt) };
}

/** Distances from an event at which something begins or ends. */
function edgesOf(project: Project): readonly Instant[] {
  const edges = project.views.flatMap((view) => view.features).flatMap((feature): readonly Instant[] => {
    if (feature.kind !== 'aggregate') return [];
    const { window } = feature;
    switch (window.kind) {
      case 'rolling': return [window.lag, window.lag + window.length];
      case 'all': return window.forgetAfter === null ? [window.lag] : [window.lag, window.lag + window.forgetAfter];
      case 'ttl': return [window.length];
      default: return [];
    }
  }).filter((edge) => edge < 100n * DAY);
  return [...edges, 0n];
}

// ---- keys --------------------------------------------------------------------------------------------------------

/** Few keys, the first the most frequent; the last is in no row of the source. */
function makeKeys(project: Project, random: Random): readonly (readonly [Value, Value])[] {
  const [t1, t2] = keyTypes(project.entity);
  if (t1.kind === 'string' && t2.kind === 'string' && project.entity.keys.length === 2) {
    return random.chance(0.7) ? random.sample(RUN_TOGETHER, 4) : random.sample(RUN_TOGETHER.slice(0, 2), 2).concat([[random.pick(ODD_TEXT), random.pick(ODD_TEXT)]]);
  }
  const first = keyPool(t1, random), second = JSON.stringify(t1) === JSON.stringify(t2) ? first : keyPool(t2, random);
  return Array.from({ length: 4 }, (_, i) => [first[i % first.length] ?? null, second[(i + 1) % second.length] ?? null]);
}

function keyPool(type: Type, random: Random): readonly Value[] {
  switch (type.kind) {
    case 'string': return random.chance(0.25) ? random.sample(['a', 'A', 'a ', ' a'], 4) : random.sample(ODD_TEXT, 4);
    case 'int64': return random.sample([0n, 1n, -1n, 23n, 9_007_199_254_740_993n, 9_223_372_036_854_775_807n, -9_223_372_036_854_775_808n], 4);
    case 'date': return random.sample([-1, 0, 1, 20_000, -20_000].map((days) => ({ kind: 'date' as const, days })), 4);
    case 'bool': return [true, false];
    default: throw new Error(`no keys of ${type.kind}`);
  }
}

function keyOf(project: Project, keys: readonly (readonly [Value, Value])[], random: Random, unseen: boolean): readonly [Value, Value] {
  const usable = unseen || keys.length < 3 ? keys : keys.slice(0, -1);
  const pair = random.chance(0.4) ? (usable[0] ?? [null, null]) : random.pick(usable);
  if (project.entity.keys.length === 2) return [random.chance(0.03) ? null : pair[0], random.chance(0.03) ? null : pair[1]];
  const other = random.chance(0.5) ? pair : random.pick(usable);
  return [random.chance(0.04) ? null : pair[0], random.chance(0.04) ? null : other[1]];
}

// ---- rows --------------------------------------------------------------------------------------------------------

function makeRow(project: Project, keys: readonly (readonly [Value, Value])[], before: readonly Made[], theme: Theme, random: Random): Made {
  const { lattice, source } = project;
  const twin = before.length > 0 && random.chance(0.2) ? random.pick(before) : null;
  const t = twin !== null ? twin.t : random.chance(0.04) ? null : point(lattice, random);
  const ingested = twin !== null && random.chance(0.6) ? twin.k : arrival(t, lattice, random);
  const [k1, k2] = keyOf(project, keys, random, false);
  const isClock = mentions(source.known, 'ingested_at');
  const cells: [string, Value][] = source.columns.map((each) => {
    switch (each.name) {
      case 'k1': return [each.name, k1];
      case 'k2': return [each.name, k2];
      case 'event_ts': return [each.name, clockValue(t, 'events', 'event_ts', zoneOf(source.time), project, random)];
      case 'event_day': return [each.name, t === null ? null : { kind: 'date', days: Number(floorDiv(wallClock(t, lattice.zone), DAY)) }];
      case 'ingested_at': return [each.name, clockValue(isClock ? ingested : ingested === null ? null : inside(ingested), 'events', 'ingested_at', knownZone(source.known), project, random)];
      case 'seq': return [each.name, random.chance(0.15) ? null : BigInt(random.below(3))];
      case 'row_id': return [each.name, random.chance(0.05) ? null : random.chance(0.06) ? 'r0' : `r${String(before.length)}`];
      default: return [each.name, valueOf(each, lattice, theme, random)];
    }
  });
  return { t, k: knownAt(source.known, t, ingested), row: Object.fromEntries(cells) };
}

/** On time, late, before it happened, or long after it has left every window. */
function arrival(t: Instant | null, lattice: Lattice, random: Random): Instant | null {
  if (random.chance(0.03)) return null;
  if (t === null) return point(lattice, random);
  const steps = (low: number, high: number): Instant => BigInt(random.between(low, high)) * lattice.step;
  return random.weighted<() => Instant>([
    [38, () => t], [22, () => t + steps(1, 2)], [10, () => t - steps(1, 2)], [5, () => t + 1n], [10, () => t + steps(3, 8)], [15, () => point(lattice, random)],
  ])();
}

/** About when the row is known: to aim examples at, not to judge by. */
function knownAt(known: KnownClock, t: Instant | null, ingested: Instant | null): Instant | null {
  switch (known.kind) {
    case 'same-as-time': return t;
    case 'column': return ingested;
    case 'plus': {
      const k = knownAt(known.clock, t, ingested);
      return k === null ? null : k + known.delay;
    }
    case 'or-before': {
      const k = knownAt(known.clock, t, ingested);
      return k === null || k >= known.before ? k : knownAt(known.or, t, ingested);
    }
    default: return t;
  }
}

const zoneOf = (clock: Project['source']['time']): Zone | null => (clock.kind === 'column' ? clock.zone : null);
function knownZone(known: KnownClock): Zone | null {
  switch (known.kind) {
    case 'column': return known.zone;
    case 'plus': case 'or-before': return knownZone(known.clock);
    default: return null;
  }
}

const floorDiv = (a: bigint, b: bigint): bigint => (a - (((a % b) + b) % b)) / b;

/** An instant as its column stores it, sometimes with nanoseconds, rarely as an infinity. */
function clockValue(us: Instant | null, table: string, name: string, zone: Zone | null, project: Project, random: Random): Value {
  if (us === null) return null;
  const clock: Clock = project.clocks[`${table}.${name}`] ?? 'zoned';
  if (table === 'events' && project.beyond && (name === 'event_ts' || mentions(project.source.known, name)) && clock !== 'naive_ns' && random.chance(0.15)) return { kind: 'infinity', sign: random.chance(0.25) ? 1 : -1 };
  if (clock === 'zoned') return { kind: 'instant', us };
  const reading = wallClock(us, zone?.kind === 'name' ? zone.name : project.lattice.zone);
  if (clock === 'naive' || random.chance(0.25)) return { kind: 'naive', us: reading };
  return { kind: 'naive', us: reading, nanos: random.pick([1, 500, 999]) };
}

// ---- examples ----------------------------------------------------------------------------------------------------

function makeExamples(project: Project, keys: readonly (readonly [Value, Value])[], made: readonly Made[], askedAt: () => Instant, theme: Theme, random: Random): readonly Row[] {
  const examples: Row[] = [];
  const count = random.weighted<() => number>([[1, () => 0], [9, () => random.between(1, 6)], [90, () => random.between(8, 10)]])();
  while (examples.length < count) {
    const before = examples.length > 0 && random.chance(theme.has('duplicates') ? 0.6 : 0.15) ? random.pick(examples) : null;
    const number = BigInt(examples.length + 1);
    if (before !== null) {
      // The same key and moment again, sometimes with another id.
      examples.push({ ...before, ex_no: number, ...(random.chance(0.4) ? { ex_id: `r${String(random.below(10))}` } : {}) });
      continue;
    }
    const own = made.length > 0 && random.chance(theme.has('own rows') ? 0.95 : 0.7) ? random.pick(made) : null;
    const [c1, c2] = own !== null ? [own.row['k1'] ?? null, own.row['k2'] ?? null] : keyOf(project, keys, random, true);
    const at = random.chance(0.03) ? null : own !== null && own.k !== null && random.chance(theme.has('own rows') ? 0.85 : 0.4) ? inside((own.t !== null && own.t > own.k ? own.t : own.k) + BigInt(random.below(2)) * project.lattice.step) : askedAt();
    const id = own !== null && random.chance(0.85) ? (own.row['row_id'] ?? null) : random.chance(0.2) ? null : `r${String(random.below(12))}`;
    const zone = project.set.time.zone;
    examples.push({
      ex_no: number, ex_id: id, c1, c2, asked_at: clockValue(at, 'examples', 'asked_at', zone, project, random),
      y: random.pick([true, false, null]), weight: random.pick([1, 0.5, null]),
    });
  }
  return examples;
}
