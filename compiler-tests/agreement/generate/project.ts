/**
 * The declarations of a case: entity, source, views and a set, all over the same few columns.
 */
import { MAX } from '../../oracle/clocks.js';
import type { Column, JoinSpec, KnownClock, SetSpec, SourceSpec, Type, ViewSpec, Window, Zone } from '../../oracle/spec.js';
import type { Clock, EntityCase } from '../case.js';
import { caseSeed, randomOf, type Random } from '../random.js';
import { column, decimal, DERIVED, lenientCondition, literal } from './expressions.js';
import { DECK, familyOf, LOOKUPS, makeFeature, windowOf, type Shape } from './features.js';
import { DAY, HOUR, length, type Lattice } from './lattice.js';
import type { Theme } from './themes.js';
import { VALUE_COLUMNS } from './values.js';

export type CaseView = ViewSpec & { readonly entity: string };

export interface Project {
  readonly lattice: Lattice;
  readonly entity: EntityCase;
  readonly source: SourceSpec;
  readonly views: readonly CaseView[];
  readonly set: SetSpec;
  readonly clocks: Readonly<Record<string, Clock>>;
  /** Clocks may hold infinities and instants outside of the calendar. */
  readonly beyond: boolean;
}

const STRING: Type = { kind: 'string' };
const SLOTS = 32;

/** The shapes of a run of features of the case. */
export type Deal = (from: number, count: number) => readonly Shape[];

/** Shapes are dealt like cards: each comes once before any comes again, whatever the case's own random numbers are. */
export const dealFromDeck = (seed: number, index: number): Deal => (from, count) => Array.from({ length: count }, (_, i) => {
  const slot = index * SLOTS + from + i;
  return deck(seed, Math.floor(slot / DECK.length))[slot % DECK.length] as Shape;
});

let dealt: { readonly id: string; readonly deck: readonly Shape[] } | null = null;
function deck(seed: number, deal: number): readonly Shape[] {
  const id = `${String(seed)} ${String(deal)}`;
  if (dealt?.id !== id) dealt = { id, deck: randomOf(caseSeed(seed ^ 0x0515_7a9e, deal)).shuffle(DECK) };
  return dealt.deck;
}

export function makeProject(deal: Deal, lattice: Lattice, theme: Theme, random: Random): Project {
  const entity = makeEntity(theme, random);
  const dated = theme.has('days') || (lattice.step >= DAY && random.chance(0.1));
  const clocks: Record<string, Clock> = {};
  const nanos = theme.has('nanoseconds');
  // A zone is always stated; what the column holds may know its own, which then is UTC's.
  const clock = (table: string, name: string): Zone => {
    // Tables of offsets make long texts: outside of their theme zones are rare.
    const zone = nanos || !random.chance(theme.has('clock change') ? 0.8 : 0.15) ? 'UTC' : lattice.zone;
    if (nanos) clocks[`${table}.${name}`] = 'naive_ns';
    else if (zone !== 'UTC' || random.chance(0.7)) clocks[`${table}.${name}`] = 'naive';
    return { kind: 'name', name: zone };
  };
  // What an instant beyond the calendar is worth as a value, or with a delay added to its column, is not settled: such
  // rows stand in cases of their own.
  const beyond = lattice.base + 20n * lattice.step >= MAX || theme.has('beyond') || random.chance(0.15);
  const source = makeSource(entity, dated, beyond, clock, lattice, theme, random);
  // A column that no clock speaks of is read as a zoned one.
  if (!mentions(source.known, 'ingested_at')) delete clocks['events.ingested_at'];
  const served = theme.has('as served') || (!theme.has('own rows') && random.chance(0.12));
  const views = makeViews(deal, entity, source, served, !dated && !beyond, lattice, theme, random);
  const set = makeSet(entity, source, views, served, clock('examples', 'asked_at'), theme, random);
  return { lattice, entity, source, views, set, clocks, beyond };
}

/** Whether a column is one of the clocks. */
export function mentions(known: KnownClock, name: string): boolean {
  switch (known.kind) {
    case 'column': return known.column === name;
    case 'plus': return mentions(known.clock, name);
    case 'or-before': return mentions(known.clock, name) || mentions(known.or, name);
    default: return false;
  }
}

function makeEntity(theme: Theme, random: Random): EntityCase {
  if (theme.has('roles')) return { name: 'user', keys: [{ name: 'user_id', type: STRING }] };
  if (theme.has('keys')) return { name: 'duo', keys: [{ name: 'a', type: STRING }, { name: 'b', type: STRING }] };
  return random.weighted<EntityCase>([
    [46, { name: 'user', keys: [{ name: 'user_id', type: STRING }] }],
    [30, { name: 'duo', keys: [{ name: 'a', type: STRING }, { name: 'b', type: STRING }] }],
    [10, { name: 'account', keys: [{ name: 'n', type: { kind: 'int64' } }] }],
    [6, { name: 'mixed', keys: [{ name: 'a', type: STRING }, { name: 'n', type: { kind: 'int64' } }] }],
    [4, { name: 'born', keys: [{ name: 'd', type: { kind: 'date' } }] }],
    [4, { name: 'side', keys: [{ name: 'yes', type: { kind: 'bool' } }] }],
  ]);
}

/** Types of the source's and the examples' two key columns: for a single key both can play the role. */
export function keyTypes(entity: EntityCase): readonly [Type, Type] {
  const [first, second] = entity.keys;
  if (first === undefined) throw new Error('an entity has a key');
  return [first.type, second?.type ?? first.type];
}

function makeSource(entity: EntityCase, dated: boolean, beyond: boolean, clock: (table: string, name: string) => Zone, lattice: Lattice, theme: Theme, random: Random): SourceSpec {
  const [k1, k2] = keyTypes(entity);
  const timeColumn = dated ? 'event_day' : 'event_ts';
  const zone: Zone = dated ? { kind: 'name', name: lattice.zone } : clock('events', 'event_ts');
  const ingested = clock('events', 'ingested_at');
  const delay = (): bigint => random.weighted<() => bigint>([[3, () => BigInt(random.between(1, 3)) * lattice.step], [1, () => 1n], [1, () => length(lattice, random)]])();
  const byColumn: KnownClock = { kind: 'column', column: 'ingested_at', zone: ingested };
  const computed: KnownClock = dated
    ? random.chance(0.5) ? { kind: 'plus', clock: { kind: 'end-of-day', zone: { kind: 'name', name: lattice.zone } }, delay: 6n * HOUR } : { kind: 'end-of-day', zone: { kind: 'name', name: lattice.zone } }
    : { kind: 'plus', clock: { kind: 'same-as-time' }, delay: delay() };
  const known = random.weighted<() => KnownClock>([
    [dated || theme.has('late') ? 0 : 18, () => ({ kind: 'same-as-time' })],
    [theme.has('late') ? 0 : 20, () => computed],
    [42, () => byColumn],
    [beyond ? 0 : 8, () => ({ kind: 'plus', clock: byColumn, delay: delay() })],
    [theme.has('bulk load') ? 600 : 8, () => ({ kind: 'or-before', clock: byColumn, or: computed, before: lattice.base + BigInt(random.between(1, lattice.size)) * lattice.step })],
  ])();
  const columns: readonly Column[] = [
    { name: 'k1', type: k1 }, { name: 'k2', type: k2 },
    { name: timeColumn, type: { kind: dated ? 'date' : 'timestamp' } }, { name: 'ingested_at', type: { kind: 'timestamp' } },
    { name: 'seq', type: { kind: 'int64' } }, { name: 'row_id', type: STRING },
    ...VALUE_COLUMNS,
  ];
  return {
    name: 'events',
    columns: random.shuffle(columns),
    rows: { kind: 'events' },
    time: { kind: 'column', column: timeColumn, zone },
    known,
    ties: random.weighted<readonly string[]>([[4, []], [5, ['seq']], [2, ['seq', 'status']], [1, ['score']]]),
    id: 'row_id',
    joins: [],
    derived: DERIVED.map(({ name, expr }) => ({ name, expr })),
    where: random.chance(0.18) ? lenientCondition(random) : null,
  };
}

function makeViews(deal: Deal, entity: EntityCase, source: SourceSpec, served: boolean, instants: boolean, lattice: Lattice, theme: Theme, random: Random): readonly CaseView[] {
  const second = theme.has('lookups') ? 'lookup' : random.weighted([[28, 'lookup'], [62, 'windows'], [10, 'none']] as const);
  const first = random.between(13, SLOTS / 2);
  const made = [makeView('bought', 'b', deal(0, first), null)];
  if (second === 'windows') made.push(makeView('sold', 's', deal(SLOTS / 2, random.between(13, SLOTS / 2)), null));
  if (second === 'lookup') made.push(makeView('state', 't', [...LOOKUPS, ...LOOKUPS, ...LOOKUPS].slice(0, random.between(3, 6)), windowOf('ttl', lattice, random).window));
  return made;

  function makeView(name: string, prefix: string, shapes: readonly Shape[], ttl: Window | null): CaseView {
    const online = served && (name === 'bought' || random.chance(0.6));
    const every = lattice.step > 1n ? lattice.step * BigInt(random.between(1, 2)) : 2n;
    const delay = random.weighted<() => bigint>([[2, () => 0n], [2, () => every / 2n], [1, () => 1n]])();
    const features = shapes.flatMap((shape, i) => familyOf(makeFeature(shape, `${prefix}${String(i)}`, lattice, instants, theme, random, ttl), `${prefix}${String(i)}`, lattice, random));
    const [k1, k2] = keyTypes(entity);
    // Keys that run together are drawn as pairs, which a view of the swapped ones seldom meets.
    const swapped = name !== 'bought' && !theme.has('keys') && JSON.stringify(k1) === JSON.stringify(k2);
    const keyColumns = swapped ? ['k2', 'k1'] : ['k1', 'k2'];
    return {
      name,
      entity: entity.name,
      source: source.name,
      key: entity.keys.map((key, i) => ({ part: key.name, expr: column(keyColumns[i] ?? 'k1'), type: key.type })),
      where: random.chance(0.14) ? lenientCondition(random) : null,
      // Arithmetic first: the interpreter computes whatever stands before a derived feature once more for it.
      features: ttl === null ? [...ratios(prefix, random), ...features] : features,
      refresh: online || random.chance(0.3) ? { ticks: { kind: 'every', every }, delay } : null,
      // As old as a value can get, to the microsecond, or a little more: less is refused.
      staleAfter: online && random.chance(0.6) ? every + delay + (random.chance(0.6) ? 0n : lattice.step) : null,
      online,
    };
  }

  /** Arithmetic between features: counts of the view, so that every case can have some. */
  function ratios(prefix: string, rnd: Random): ViewSpec['features'] {
    if (!rnd.chance(0.3)) return [];
    const { window } = windowOf('rolling', lattice, rnd);
    const counted = { kind: 'aggregate', aggregate: { op: 'count', of: null }, where: null, window, newest: null, atStartOf: null, default: null, onOverflow: 'error' } as const;
    const summed = { ...counted, aggregate: { op: 'sum', of: column('amount'), scale: null } } as const;
    return [
      { ...counted, name: `${prefix}n` },
      { ...summed, name: `${prefix}s` },
      { kind: 'derived', name: `${prefix}mean`, expr: { kind: 'arithmetic', op: '/', left: column(`${prefix}s`), right: column(`${prefix}n`) }, default: rnd.chance(0.5) ? 0 : null },
      { kind: 'derived', name: `${prefix}plus`, expr: { kind: 'arithmetic', op: '+', left: column(`${prefix}n`), right: literal(1n) }, default: null },
      { kind: 'derived', name: `${prefix}many`, expr: { kind: 'compare', op: '>', left: column(`${prefix}s`), right: decimal(1000n, 2) }, default: null },
    ];
  }
}

function makeSet(entity: EntityCase, source: SourceSpec, views: readonly CaseView[], served: boolean, zone: Zone, theme: Theme, random: Random): SetSpec {
  const [k1, k2] = keyTypes(entity);
  const columns: readonly Column[] = [
    { name: 'ex_no', type: { kind: 'int64' } }, { name: 'ex_id', type: STRING }, { name: 'c1', type: k1 }, { name: 'c2', type: k2 },
    { name: 'asked_at', type: { kind: 'timestamp' } }, { name: 'y', type: { kind: 'bool' } }, { name: 'weight', type: { kind: 'float64' } },
  ];
  const joins = views.flatMap((view): readonly JoinSpec[] => {
    const roles: readonly (readonly [string, readonly string[]])[] =
      entity.keys.length === 1
        ? theme.has('roles') || random.chance(0.85) ? [[view.name, ['c1']], [`other_${view.name}`, ['c2']]] : [[view.name, [random.pick(['c1', 'c1', 'c2'])]]]
        : [[view.name, ['c1', 'c2']]];
    return roles.map(([alias, keys]) => {
      const names = view.features.map((feature) => feature.name);
      const kept = alias === view.name || theme.has('roles') ? names : random.sample(names, 8);
      return {
        view: view.name, alias, key: keys.map(column), at: null,
        features: kept.map((name, i) => ({ feature: name, as: random.chance(0.05) ? `as ${alias} ${String(i)}` : name })),
      };
    });
  });
  return {
    name: 'scores',
    examples: { table: 'examples', columns: random.shuffle(columns), where: random.chance(0.12) ? { kind: 'compare', op: '>', left: column('ex_no'), right: literal(2n) } : null },
    time: { column: 'asked_at', zone, dateEnd: null },
    own: !theme.has('no own rows') && (theme.has('own rows') || random.chance(0.15)) ? { kind: 'exclude', column: 'ex_id' } : null,
    values: served ? 'served' : 'exact',
    label: random.chance(0.7) ? 'y' : null,
    keep: ['ex_no', ...random.sample(['ex_id', 'weight'], random.below(3))],
    joins,
    inputs: [],
    derived: [],
  };
}

