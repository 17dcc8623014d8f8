/**
 * Clocks of zones in SQL against the calendar room: by name and by a column of the row, every zone of the pinned table,
 * at random instants and around its changes. What is no name of a zone gives null.
 */
import { describe, expect, it } from 'vitest';
import {
  findZone, firstInstantOf as firstInstant, latestReadingAt, localToUtc, PERIOD_UNITS, RANGE_END_US, RANGE_START_US, utcToLocal, zoneNames, type Zone,
} from '../../src/compiler/calendar/index.js';
import { nthPeriodStart } from '../calendar/helpers.js';
import { firstInstantOf, instantOf, latestReading, periodBeginning, readingAt } from '../../src/compiler/lowering/zone.js';
import { joinZones } from '../../src/compiler/lowering/zone-joins.js';
import { out, select, userOut, type Query } from '../../src/compiler/relational/relation.js';
import { asc, int, nullOf, ref, text, type Scalar } from '../../src/compiler/relational/scalar.js';
import { printQuery } from '../../src/compiler/sql/index.js';
import { randomOf } from '../agreement/random.js';
import { BENCHES, openBenches } from './bench.js';

const INT64 = { kind: 'int64' } as const;
const STRING = { kind: 'string' } as const;

/** What is asked of a zone and an instant (which is read as a clock reading too), and what it must give. */
const ASKED: readonly { readonly scalar: (x: Scalar, zone: Scalar) => Scalar; readonly wanted: (zone: Zone, x: bigint) => bigint }[] = [
  { scalar: readingAt, wanted: utcToLocal },
  { scalar: latestReading, wanted: latestReadingAt },
  { scalar: instantOf, wanted: localToUtc },
  { scalar: firstInstantOf, wanted: firstInstant },
  ...PERIOD_UNITS.flatMap((unit) => [0, 1, 4].map((n) => ({
    scalar: (x: Scalar, zone: Scalar) => periodBeginning(x, unit, n, zone, RANGE_END_US + 2n * 86_400_000_000n),
    wanted: (zone: Zone, x: bigint) => nthPeriodStart(zone, unit, x, n),
  }))),
];

interface Sample {
  readonly zone: string;
  readonly x: bigint;
}

/** `zoneOf` tells the zone of a row: its column, or one name for all. */
function query(samples: readonly Sample[], zoneOf: (column: Scalar) => Scalar): Query {
  const rows = samples.map(({ zone, x }, i) => [int(i), text(zone), int(x)]);
  const step = {
    name: 'f__asked', comment: '', materialized: true,
    relation: select({
      columns: [out('n', ref('v', 'n', INT64)), out('zone', ref('v', 'zone', STRING)), out('x', ref('v', 'x', INT64))],
      from: { kind: 'values', alias: 'v', columns: ['n', 'zone', 'x'], rows },
    }),
  } as const;
  const [n, zone, x] = [ref('s', 'n', INT64), ref('s', 'zone', STRING), ref('s', 'x', INT64)];
  return {
    steps: [step],
    final: select({ columns: [userOut('n', n), ...ASKED.map((asked, i) => userOut(`a${String(i)}`, asked.scalar(x, zoneOf(zone))))], from: { kind: 'step', name: 'f__asked', alias: 's' }, orderBy: [asc(n)] }),
    parameters: [],
  };
}

function around(name: string, random: ReturnType<typeof randomOf>): readonly Sample[] {
  const zone = findZone(name);
  if (zone === undefined) throw new Error(name);
  const changes = random.sample(zone.transitions, 3).flatMap(({ atUtcUs, offsetUs, offsetBeforeUs }) =>
    [atUtcUs - 1n, atUtcUs, atUtcUs + offsetUs - 1n, atUtcUs + offsetUs, atUtcUs + offsetBeforeUs - 1n, atUtcUs + offsetBeforeUs, atUtcUs - 40n * 60_000_000n, atUtcUs + 40n * 60_000_000n]);
  const spread = Array.from({ length: 3 }, () => RANGE_START_US + BigInt(random.below(109_000)) * 86_400_000_000n + BigInt(random.below(86_400)) * 1_000_000n);
  return [...changes, ...spread, RANGE_START_US, RANGE_END_US - 1n].filter((x) => x >= RANGE_START_US && x < RANGE_END_US).map((x) => ({ zone: name, x }));
}

/** What lies behind the range of instants is never, wherever it lies. */
const cut = (x: unknown): unknown => (typeof x === 'bigint' && x >= RANGE_END_US + 86_400_000_000n ? 'never' : x);
const answers = (rows: readonly (readonly unknown[])[]): unknown => rows.map((row) => row.slice(1).map(cut));

const wantedOf = ({ zone, x }: Sample): readonly unknown[] => {
  const found = findZone(zone);
  return ASKED.map(({ wanted }) => (found === undefined ? null : cut(wanted(found, x))));
};

describe.each(BENCHES)('%s', (name) => {
  const bench = openBenches();

  it('gives each row the clock of its own zone', async () => {
    const random = randomOf(20_250_301);
    const unknown = ['', 'utc', 'Europe/Amsterdam ', 'europe/amsterdam', '+02:00', 'EST', 'Etc/GMT-2', 'Mars/Olympus'].map((zone) => ({ zone, x: 0n }));
    const samples = [...zoneNames().flatMap((zone) => random.sample(around(zone, random), 6)), ...unknown];
    const { dialect, engine } = bench(name);
    const body = printQuery(joinZones(query(samples, (column) => column)), dialect);
    const rows = await engine.rows(body);
    expect(answers(rows)).toEqual(samples.map(wantedOf));
  }, 60_000);

  it.each(['Europe/Amsterdam', 'America/Havana', 'America/Sao_Paulo', 'Africa/Cairo', 'America/St_Johns', 'Pacific/Apia', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Kwajalein', 'UTC'])('by name: %s', async (zone) => {
    const random = randomOf(7);
    const samples = Array.from({ length: 8 }, () => around(zone, random)).flat();
    const { dialect, engine } = bench(name);
    const rows = await engine.rows(printQuery(joinZones(query(samples, () => text(zone))), dialect));
    expect(answers(rows)).toEqual(samples.map(wantedOf));
  });

  it('a row without a zone has no clock', async () => {
    const { dialect, engine } = bench(name);
    const rows = await engine.rows(printQuery(joinZones(query([{ zone: 'UTC', x: 0n }], () => nullOf(STRING))), dialect));
    expect(rows[0]?.slice(1)).toEqual(ASKED.map(() => null));
  });
});
