/**
 * The family of raw SQL: texts over one source, made together with what they mean. Plain texts are lifted and run on
 * every engine, whatever their dialect; beside each stands the same text in a shape that is run as it stands, on the
 * engine of its dialect. Both must give what the interpreter says.
 */
import type { Column, Expr, JoinSpec, KnownClock, RowsKind, SetSpec, SourceSpec, Zone } from '../../../oracle/spec.js';
import type { Instant, Row, Value } from '../../../oracle/values.js';
import type { World } from '../../../oracle/spec.js';
import type { AgreementCase, Clock } from '../../case.js';
import { ENGINES, type EngineName } from '../../case.js';
import type { Family } from '../../family.js';
import { judgeOf, type Asked, type Hazard } from '../../hazards.js';
import { caseSeed, randomOf, type Random } from '../../random.js';
import { column as col, literal } from '../expressions.js';
import { DAY, inside, length, makeLattice, point, wallClock, type Lattice } from '../lattice.js';
import { STATUSES } from '../values.js';
import { condition, VALUES } from './conditions.js';
import { featuresOf, makeText, SHAPES, type Shape } from './text.js';
import type { SqlDialect } from './spelling.js';
import { LIFTED_FORMS } from '../../../../src/compiler/raw-sql/forms.js';

type CaseView = AgreementCase['views'][number];

interface Scene {
  readonly random: Random;
  readonly lattice: Lattice;
  readonly clock: Clock;
  readonly zone: Zone;
  readonly keys: readonly string[];
}

const STRING = { kind: 'string' } as const;
const UTC: Zone = { kind: 'name', name: 'UTC' };
const FAR = BigInt(Date.UTC(2037, 0)) * 1000n;

export function makeRawSqlCase(seed: number, index: number): AgreementCase {
  const random = randomOf(caseSeed(seed ^ 0x5e1ec7ed, index));
  const lattice = makeLattice(new Set(), random);
  const clock = random.pick<Clock>(['naive', 'naive', 'zoned']);
  const scene: Scene = { random, lattice, clock, zone: clock === 'naive' && random.chance(0.4) ? { kind: 'name', name: lattice.zone } : UTC, keys: random.chance(0.7) ? ['user_id'] : ['user_id', 'place'] };
  // Some texts are of an engine that is not at hand: those are lifted, and every engine runs the plan.
  const foreign = random.chance(0.45);
  const dialect: SqlDialect = foreign ? random.weighted([[1, 'duckdb'], [1, 'postgres'], [6, 'snowflake'], [4, 'bigquery'], [4, 'spark']] as const) : random.pick(ENGINES);
  const served = random.chance(0.2);
  const source = sourceOf(scene);
  const shapes: readonly Shape[] = foreign ? ['plain', 'plain', 'plain'] : ['plain', 'wrapped', random.pick(SHAPES.slice(2)), random.pick(SHAPES.slice(1))];
  const views = shapes.map((shape, v) => viewOf(shape, `v${String(v + 1)}`, dialect, served, scene));
  const engine: readonly EngineName[] = ENGINES.filter((each) => foreign || each === dialect);
  // What an engine does not run beside a list of moments is refreshed only.
  const set = setOf(views.filter((view) => dialect !== 'duckdb' || view.sql?.shape !== 'correlated'), served, foreign, scene);
  const events = Array.from({ length: random.chance(0.04) ? 0 : random.between(12, 32) }, (_, i) => eventOf(i, scene));
  const twins = random.chance(0.3) ? events.filter(() => random.chance(0.2)) : [];
  const edges = [0n, 0n, ...views.flatMap(({ features }) => features.flatMap((f) => (f.kind === 'aggregate' && f.window.kind === 'rolling' ? [f.window.lag, f.window.lag + f.window.length] : []))).filter((edge) => edge < 100n * DAY)];
  const asked = (): Instant => askedAt(events, edges, scene);
  const rows = [...events, ...twins].map(({ row }) => row);
  return {
    name: `seed ${String(seed)} case ${String(index)} (raw sql, ${dialect})`, family: 'raw sql',
    entities: [{ name: 'user', keys: scene.keys.map((name) => ({ name, type: STRING })) }], sources: [source], views, sets: [set],
    tables: { events: rows, examples: examplesOf(rows, asked, scene) },
    clocks: { 'events.event_ts': clock, 'events.ingested_at': clock },
    refreshAt: Array.from({ length: 4 }, asked), engines: engine,
  };
}

function sourceOf({ random, lattice, zone }: Scene): SourceSpec {
  const columns: readonly Column[] = [
    { name: 'user_id', type: STRING }, { name: 'place', type: STRING }, { name: 'event_ts', type: { kind: 'timestamp' } }, { name: 'ingested_at', type: { kind: 'timestamp' } },
    { name: 'seq', type: { kind: 'int64' } }, { name: 'row_id', type: STRING }, ...VALUES,
  ];
  const byColumn: KnownClock = { kind: 'column', column: 'ingested_at', zone };
  const versions: RowsKind = { kind: 'versions', keys: ['row_id'], newestBy: ['seq'] };
  return {
    name: 'events', columns: random.shuffle(columns), rows: random.chance(0.3) ? versions : { kind: 'events' },
    time: { kind: 'column', column: 'event_ts', zone },
    known: random.weighted<KnownClock>([[7, byColumn], [2, { kind: 'plus', clock: byColumn, delay: lattice.step }], [1, { kind: 'same-as-time' }]]),
    ties: random.chance(0.5) ? ['seq'] : [], id: 'row_id', joins: [],
    // Far from now the interpreter knows only zones that never move their clocks.
    ...leftOut({ kind: 'name', name: lattice.base > FAR ? 'Asia/Kathmandu' : random.pick(['Europe/Amsterdam', 'Asia/Kathmandu', 'America/Havana']) }, random),
  };
}

/** What the source derives by a clock of a zone, and the rows that it lets through, by that or by other columns. */
function leftOut(zone: Zone, random: Random): Pick<SourceSpec, 'derived' | 'where'> {
  const derived = random.chance(0.4) ? [{ name: 'local_hour', expr: { kind: 'date-part', part: 'hour', of: col('event_ts'), zone } as const }] : [];
  const plain = random.chance(0.15) ? condition({ random, dialect: 'duckdb', prefix: '', note: () => undefined }) : null;
  const late: Expr | null = derived.length > 0 && random.chance(0.5) ? { kind: 'compare', op: '!=', left: col('local_hour'), right: literal(BigInt(random.below(24))) } : null;
  return { derived, where: plain === null || late === null ? plain ?? late : { kind: 'and', left: plain, right: late } };
}

function viewOf(shape: Shape, name: string, dialect: SqlDialect, served: boolean, { random, lattice, keys }: Scene): CaseView {
  const text = makeText({ dialect, shape, keys, random, length: () => length(lattice, random), lag: () => BigInt(random.between(1, 3)) * lattice.step });
  const every = lattice.step > 1n ? lattice.step : 2n;
  const online = served && random.chance(0.7);
  return {
    name, entity: 'user', source: 'events',
    key: keys.map((part) => ({ part, expr: col(part), type: STRING })),
    where: text.where, features: featuresOf(text), sql: { ...text.sql, shape },
    refresh: online || random.chance(0.3) ? { ticks: { kind: 'every', every }, delay: random.pick([0n, 1n]) } : null, staleAfter: null, online,
  };
}

function setOf(views: readonly CaseView[], served: boolean, lifted: boolean, { random, keys }: Scene): SetSpec {
  const joins = views.map((view): JoinSpec => ({
    view: view.name, alias: view.name, key: keys.map((key) => col(key === 'user_id' ? 'who' : 'place')), at: null,
    features: (view.sql?.columns ?? []).map(({ name }) => ({ feature: name, as: `${view.name} ${name}` })),
  }));
  return {
    name: 'scores',
    examples: { table: 'examples', columns: [{ name: 'ex_no', type: { kind: 'int64' } }, { name: 'ex_id', type: STRING }, { name: 'who', type: STRING }, { name: 'place', type: STRING }, { name: 'asked_at', type: { kind: 'timestamp' } }], where: null },
    time: { column: 'asked_at', zone: UTC, dateEnd: null }, own: lifted && !served && random.chance(0.6) ? { kind: 'exclude', column: 'ex_id' } : null,
    values: served ? 'served' : 'exact', label: null, keep: ['ex_no'], joins, inputs: [], derived: [],
  };
}

// ---- rows --------------------------------------------------------------------------------------------------------

const USERS = ['u1', 'u1', 'U1', "o'b 😀"];
const PLACES = ['x', 'x', 'y', 'X '];
const TAGS = ['paid', 'a', 'A', 'aid', '', 'ß', '😀p', '%', '_', "'", '@as_of_ts'];

const clockOf = (us: Instant | null, { clock, zone }: Scene): Value =>
  us === null ? null : clock === 'zoned' ? { kind: 'instant', us } : { kind: 'naive', us: wallClock(us, zone.kind === 'name' ? zone.name : 'UTC') };

interface Made {
  readonly row: Row;
  readonly instants: readonly Instant[];
}

function eventOf(index: number, scene: Scene): Made {
  const { random, lattice } = scene;
  const t = random.chance(0.04) ? null : inside(point(lattice, random));
  const steps = (low: number, high: number): bigint => BigInt(random.between(low, high)) * lattice.step;
  const late = random.weighted<() => bigint>([[5, () => 0n], [4, () => steps(1, 2)], [2, () => steps(3, 8)], [1, () => 1n], [1, () => -steps(1, 2)]])();
  const k = random.chance(0.03) ? null : inside((t ?? lattice.base) + late);
  const some = <T extends Value>(make: () => T): T | null => (random.chance(0.13) ? null : make());
  const row: Row = {
    user_id: random.chance(0.05) ? null : random.pick(USERS), place: random.chance(0.04) ? null : random.pick(PLACES),
    event_ts: clockOf(t, scene), ingested_at: clockOf(k, scene), seq: some(() => BigInt(random.below(4))),
    row_id: random.chance(0.05) ? null : `r${String(random.chance(0.3) ? random.below(8) : index)}`,
    amount: some(() => ({ kind: 'decimal' as const, unscaled: BigInt(random.chance(0.1) ? 999_999_999_999 : random.between(-20, 80) * 25), scale: 2 })),
    qty: some(() => BigInt(random.between(-2, 6))), small: some(() => random.pick([2_147_483_647n, -2_147_483_648n, 0n, 1n, 2n, -3n])),
    score: some(() => random.pick([Number.NaN, Infinity, -0, 0, 0.1, 0.2, 2.5, -12.25, 1e15])), flag: some(() => random.chance(0.5)),
    status: some(() => random.pick(STATUSES)), tag: some(() => random.pick(TAGS)), day: some(() => ({ kind: 'date' as const, days: random.between(-3, 20_200) })),
  };
  return { row, instants: [t, k].filter((each) => each !== null) };
}

/** At the edges of windows, when rows become known, and anywhere. */
function askedAt(events: readonly Made[], edges: readonly Instant[], { random, lattice }: Scene): Instant {
  const made = events.filter(({ instants }) => instants.length > 0);
  if (made.length === 0 || random.chance(0.35)) return inside(point(lattice, random, Math.floor(lattice.size / 2), lattice.size + 2));
  return inside(random.pick(random.pick(made).instants) + random.pick(edges));
}

function examplesOf(events: readonly Row[], asked: () => Instant, { random }: Scene): readonly Row[] {
  const made = Array.from({ length: random.between(6, 9) }, (_, i): Row => {
    const own = events.length > 0 && random.chance(0.5) ? random.pick(events) : null;
    return {
      ex_no: BigInt(i + 1), ex_id: own === null ? `r${String(random.below(20))}` : (own['row_id'] ?? null),
      who: own === null ? random.pick([...USERS, 'nobody', null]) : (own['user_id'] ?? null), place: own === null ? random.pick(PLACES) : (own['place'] ?? null),
      asked_at: random.chance(0.04) ? null : { kind: 'instant', us: asked() },
    };
  });
  const again = made.slice(0, 2).map((row, i): Row => ({ ...row, ex_no: BigInt(made.length + i + 1) }));
  return [...made, ...again];
}

// ---- what comparisons met ----------------------------------------------------------------------------------------

const MET: readonly Hazard[] = ['enters at T', 'leaves at T', 'equal times', 'late', 'not yet known', 'known after leaving', 'known at T', 'twin rows', 'null input', 'null clocks or keys', 'filtered row', 'negative', 'float specials', 'odd text key', 'before 1970'];
const HOWS = ['lifted', 'as it stands'] as const;
const OTHERS = ['lifted: own row', 'lifted: as served', 'as it stands: as served', 'lifted: versions', 'as it stands: versions', 'lifted: duplicate example', 'as it stands: duplicate example', 'lifted: two keys', 'as it stands: two keys', 'as it stands: derived in a zone', 'as it stands: left out by a clock in a zone'] as const;
const TRAINING: ReadonlySet<string> = new Set(['lifted: own row', 'lifted: as served', 'as it stands: as served', 'lifted: duplicate example', 'as it stands: duplicate example']);

const cells: Family['cells'] = [
  ...Object.keys(LIFTED_FORMS).map((form) => ({ label: `form: ${form}` })),
  ...SHAPES.slice(1).map((shape) => ({ label: `shape: ${shape}` })),
  ...HOWS.flatMap((how) => MET.map((hazard) => ({ label: `${how}: ${hazard}` }))),
  ...OTHERS.map((label) => ({ label, ...(TRAINING.has(label) ? { paths: ['training'] as const } : {}) })),
];

function judgeRawSql(of: AgreementCase, world: World): (asked: Asked) => readonly string[] {
  const hazards = judgeOf(of, world);
  return (asked) => {
    const { view, feature, example } = asked;
    if (view.sql === undefined) return [];
    const how = view.sql.shape === 'plain' ? 'lifted' : 'as it stands';
    const met = hazards(asked).filter((hazard) => MET.includes(hazard)).map((hazard) => `${how}: ${hazard}`);
    const forms = view.sql.columns.find((each) => each.behind === feature.name)?.labels ?? [];
    return [
      ...met, ...(how === 'lifted' ? forms.map((form) => `form: ${form}`) : [`shape: ${view.sql.shape}`]),
      ...(world.sources[0]?.rows.kind === 'versions' ? [`${how}: versions`] : []),
      ...(how === 'lifted' || world.sources[0]?.derived.length === 0 ? [] : ['as it stands: derived in a zone', ...(namesColumn(world.sources[0]?.where ?? null, 'local_hour') ? ['as it stands: left out by a clock in a zone'] : [])]),
      ...(view.key.length > 1 ? [`${how}: two keys`] : []),
      ...(example === null ? [] : [...(example.duplicate ? [`${how}: duplicate example`] : []), ...(example.served ? [`${how}: as served`] : []), ...(example.own === undefined || how !== 'lifted' ? [] : hazards(asked).includes('own row') ? ['lifted: own row'] : [])]),
    ];
  };
}

const namesColumn = (of: Expr | null, name: string): boolean => JSON.stringify(of, (_, v: unknown) => (typeof v === 'bigint' ? String(v) : v)).includes(`"name":"${name}"`);

export const RAW_SQL: Family = { name: 'raw sql', share: 0.12, make: makeRawSqlCase, cells, judge: judgeRawSql };
