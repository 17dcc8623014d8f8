/**
 * A zone as rows of a query: the package's own offset changes, so that no engine's time-zone function (and no engine's
 * release of the tz database) has a say in a value. Each change is listed once per year that it reaches into, which
 * makes looking an offset up a plain hash join on every engine.
 */
import { findZone, firstInstantTable, localTransitionTable, type FirstInstantStep, type StepTable } from '../calendar/index.js';
import { RANGE_END_US, RANGE_START_US } from '../calendar/units.js';
import { invariant } from '../diagnostics/invariant.js';
import { INT64 } from '../types/type.js';
import { eq, fn, ge, int, lt, nullOf, ref, type Scalar } from '../relational/scalar.js';
import { out, select, type Step } from '../relational/relation.js';

/** 366 days: long enough to keep the table small, short enough that a bucket meets few changes. */
const BUCKET = 31_622_400_000_000n;
/** Readings may lie three days outside the supported range of instants, which is more than any offset. */
const ROOM = 3n * 86_400_000_000n;
const RANGE = { fromUs: RANGE_START_US - ROOM, toUs: RANGE_END_US + ROOM };

/** `timestamp` reads clock times (the later instant of a fold); `day_start` gives the first instant of a reading. */
export function zoneStep(name: string, zoneName: string, rule: 'timestamp' | 'day_start'): Step {
  const zone = findZone(zoneName);
  invariant(zone !== undefined, `zone ${zoneName} was not checked`);
  const table: StepTable<FirstInstantStep> = rule === 'timestamp' ? localTransitionTable(zone) : firstInstantTable(zone);
  const columns = ['bucket', 'from_us', 'to_us', 'zone_offset', 'not_before'];
  return {
    name,
    comment: `${zoneName}: from which reading of the local clock on which offset holds (microseconds, by year)`,
    relation: select({
      columns: columns.map((c) => out(c, ref('v', c, INT64))),
      from: { kind: 'values', alias: 'v', columns, rows: rowsOf(table).map((row) => row.map((v) => (v === null ? nullOf(INT64) : int(v)))) },
    }),
    materialized: true,
  };
}

function rowsOf(table: StepTable<FirstInstantStep>): readonly (readonly (bigint | null)[])[] {
  const starts = [{ fromUs: RANGE.fromUs, step: table.first }, ...table.rows];
  return starts.flatMap(({ fromUs, step }, i) => {
    const to = starts[i + 1]?.fromUs ?? RANGE.toUs;
    const rows: (bigint | null)[][] = [];
    for (let b = bucketOf(fromUs); b <= bucketOf(to - 1n); b += 1n) rows.push([b, fromUs, to, step.offsetUs, step.notBeforeUs ?? null]);
    return rows;
  });
}

const bucketOf = (us: bigint): bigint => (us >= 0n ? us / BUCKET : -((-us + BUCKET - 1n) / BUCKET));

/** The join condition that finds the offset of a reading in a step made by `zoneStep`. */
export function zoneMatch(alias: string, local: Scalar): readonly Scalar[] {
  return [
    eq(ref(alias, 'bucket', INT64), fn('floor_div', [local, int(BUCKET)], INT64)),
    ge(local, ref(alias, 'from_us', INT64)),
    lt(local, ref(alias, 'to_us', INT64)),
  ];
}
