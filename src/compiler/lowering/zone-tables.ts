/**
 * The tables that lookups of zones are joined with: the package's own offset changes as literal rows. Each change is
 * listed once for every year that it reaches into, which makes a lookup a plain hash join on every engine.
 */
import { clockTable, findZone, firstInstantTable, localTransitionTable, type StepTable, type Zone } from '../calendar/index.js';
import { TABLE_END_US, TABLE_START_US, US_PER_DAY } from '../calendar/units.js';
import { invariant } from '../diagnostics/invariant.js';
import { INT64 } from '../types/type.js';
import { eq, fn, ge, int, lt, minus, ref, type Scalar, type ZoneTable } from '../relational/scalar.js';
import { out, select, type Step } from '../relational/relation.js';

/** 366 days: long enough to keep the table small, short enough that a bucket meets few changes. */
const BUCKET = 366n * US_PER_DAY;
const RANGE = { fromUs: TABLE_START_US, toUs: TABLE_END_US };

interface OffsetRow {
  readonly offsetUs: bigint;
  /** Null: the result is never below what the first key of the step gives. */
  readonly bound: bigint | null;
}

const COLUMNS = ['bucket', 'from_us', 'to_us', 'zone_offset', 'bound'] as const;
const ABOUT: Readonly<Record<ZoneTable, string>> = {
  by_instant: 'from which instant on which offset holds, and the reading that the clock was put back from',
  by_reading: 'from which reading of the clock on which offset holds',
  by_beginning: 'from which reading of the clock on which offset tells the first instant, which is none before a gap ends',
};

/** Tables already made. Only a cache: a name always yields the same value. */
const made = new Map<string, Step>();

/** The table of one zone. */
export function zoneTableStep(zoneName: string, table: ZoneTable): Step {
  const name = `f__zone_${zoneName.toLowerCase().replace(/[^a-z0-9]+/g, '_')}_${table}`;
  const known = made.get(name) ?? makeTable(name, zoneName, table);
  made.set(name, known);
  return known;
}

function makeTable(name: string, zoneName: string, table: ZoneTable): Step {
  const zone = findZone(zoneName);
  invariant(zone !== undefined, `zone ${zoneName} was not checked`);
  return {
    name,
    comment: `${zoneName}: ${ABOUT[table]} (microseconds, by year)`,
    relation: select({
      columns: COLUMNS.map((c) => out(c, ref('v', c, INT64))),
      from: { kind: 'values', alias: 'v', columns: COLUMNS, rows: rowsOf(stepsOf(zone, table), table).map((row) => row.map(int)) },
    }),
    materialized: true,
  };
}

/** The condition that finds the step of a key. */
export function zoneTableMatch(alias: string, key: Scalar): readonly Scalar[] {
  return [
    eq(ref(alias, 'bucket', INT64), fn('trunc_div', [minus(key, int(RANGE.fromUs)), int(BUCKET)], INT64)),
    ge(key, ref(alias, 'from_us', INT64)),
    lt(key, ref(alias, 'to_us', INT64)),
  ];
}

export function stepsOf(zone: Zone, table: ZoneTable): StepTable<OffsetRow> {
  switch (table) {
    case 'by_instant':
      return withBound(clockTable(zone), (step) => step.shownUs);
    case 'by_reading':
      return withBound(localTransitionTable(zone), () => undefined);
    case 'by_beginning':
      return withBound(firstInstantTable(zone), (step) => step.notBeforeUs);
  }
}

function withBound<Step extends { readonly offsetUs: bigint }>({ first, rows }: StepTable<Step>, bound: (step: Step) => bigint | undefined): StepTable<OffsetRow> {
  const of = (step: Step): OffsetRow => ({ offsetUs: step.offsetUs, bound: bound(step) ?? null });
  return { first: of(first), rows: rows.map(({ fromUs, step }) => ({ fromUs, step: of(step) })) };
}

function rowsOf(steps: StepTable<OffsetRow>, table: ZoneTable): readonly (readonly bigint[])[] {
  const starts = [{ fromUs: RANGE.fromUs, step: steps.first }, ...steps.rows];
  return starts.flatMap(({ fromUs, step: { offsetUs, bound } }, i) => {
    const to = starts[i + 1]?.fromUs ?? RANGE.toUs;
    const least = table === 'by_instant' ? fromUs + offsetUs : fromUs - offsetUs;
    const rows: bigint[][] = [];
    for (let b = bucketOf(fromUs); b <= bucketOf(to - 1n); b += 1n) rows.push([b, fromUs, to, offsetUs, bound ?? least]);
    return rows;
  });
}

/** Counted from the start of the table, so that no division is of a negative number. */
const bucketOf = (us: bigint): bigint => (us - RANGE.fromUs) / BUCKET;
