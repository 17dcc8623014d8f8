/**
 * The tables of all zones, for queries in which each row names its own: the stored changes as literal rows, the rules
 * that hold every year as rules, put together by the engine. About 0.6 MB of text, once a statement, complete from 1900
 * until 2200; what is no name of a zone is not in them.
 */
import { RANGE_END_YEAR, TABLE_END_US, TABLE_START_US, US_PER_DAY, US_PER_SECOND, daysOfCivil, floorDivide, storedZones } from '../calendar/index.js';
import { INT64, STRING } from '../types/type.js';
import { asc, eq, fn, ge, gt, int, le, lt, minus, plus, ref, text, when, type Scalar, type WindowScalar, type ZoneTable } from '../relational/scalar.js';
import { fromStep, out, select, type FromItem, type OutputColumn, type Step } from '../relational/relation.js';

/** Twenty years: zones are told apart by name already, so a bucket need not be small. */
const BUCKET = 7_305n * US_PER_DAY;
const START = TABLE_START_US;
const END = TABLE_END_US;

const NAMES = 'f__zones_names';
const STATED = 'f__zones_stated';
const RULES = 'f__zones_rules';
const MONTHS = 'f__zones_months';
const CHANGES = 'f__zones_changes';
const MICROS = 'f__zones_micros';
const OFFSETS = 'f__zones_offsets';
const BUCKETS = 'f__zones_buckets';
const tableName = (table: ZoneTable): string => `f__zones_${table}`;
const stepsName = (table: ZoneTable): string => `f__zones_steps_${table}`;

/** The tables that every lookup needs, made once. Only a cache: they are the same whenever they are made. */
let shared: readonly Step[] | null = null;

/** The tables for these lookups, in the order in which they are made. */
export function allZonesSteps(tables: readonly ZoneTable[]): readonly Step[] {
  if (tables.length === 0) return [];
  shared ??= sharedSteps();
  return [...shared, ...tables.flatMap((table) => [stepsOf(table), tableOf(table)])];
}

export const allZonesItem = (table: ZoneTable, alias: string): FromItem => fromStep(tableName(table), alias);

/** The condition that finds the step of a key in the zone of a row. */
export function allZonesMatch(alias: string, zone: Scalar, key: Scalar): readonly Scalar[] {
  return [
    fn('eq', [ref(alias, 'zone', STRING), zone], { kind: 'bool' }),
    eq(ref(alias, 'bucket', INT64), bucketOf(key)),
    ge(key, ref(alias, 'from_us', INT64)),
    lt(key, ref(alias, 'to_us', INT64)),
  ];
}

const bucketOf = (key: Scalar): Scalar => fn('trunc_div', [minus(key, int(START)), int(BUCKET)], INT64);

function sharedSteps(): readonly Step[] {
  const zones = storedZones();
  // A day early: by a clock that is ahead, the first reading of the tables comes before their first instant.
  const first = floorDivide(START - US_PER_DAY, US_PER_SECOND);
  const stated: bigint[][] = [];
  const rules: bigint[][] = [];
  const names: Scalar[][] = [];
  zones.forEach((zone, i) => {
    const id = BigInt(i + 1);
    for (const name of zone.names) names.push([text(name), int(id)]);
    stated.push([id, first, BigInt(zone.initialOffset)], ...zone.changes.map(({ at, offset }) => [id, BigInt(at), BigInt(offset)]));
    rules.push(...zone.rules.map((rule) => [id, rule.fromYear, rule.month, rule.day, rule.weekday, rule.second, rule.offset].map(BigInt)));
  });
  const months = [...new Set(rules.map((rule) => rule[2] ?? 0n))];
  const from = rules.reduce((least, rule) => Math.min(least, Number(rule[1] ?? 0n)), RANGE_END_YEAR);
  const years = Array.from({ length: RANGE_END_YEAR - from }, (_, i) => from + i);
  const firstDays = years.flatMap((year) => months.map((month) => [year, Number(month), daysOfCivil({ year, month: Number(month) + 1, day: 1 })].map(BigInt)));
  const buckets = Array.from({ length: Number((END - START) / BUCKET) + 1 }, (_, i) => [BigInt(i)]);
  return [
    literals(NAMES, 'every name of a zone', ['zone', 'zone_id'], names),
    integers(STATED, 'when each zone changed its offset (seconds)', ['zone_id', 'at_s', 'offset_s'], stated),
    integers(RULES, 'and by which rules it changes it every year from then on', ['zone_id', 'from_year', 'rule_month', 'rule_day', 'weekday', 'at_s', 'offset_s'], rules),
    integers(MONTHS, 'the first day of the months that rules speak of', ['rule_year', 'rule_month', 'first_day'], firstDays),
    integers(BUCKETS, 'stretches of twenty years', ['bucket'], buckets),
    {
      name: CHANGES,
      comment: 'all changes: those of the rules on the first such weekday on or after their day',
      relation: {
        kind: 'union_all',
        branches: [
          select({ columns: ['zone_id', 'at_s', 'offset_s'].map((c) => out(c, ref('s', c, INT64))), from: fromStep(STATED, 's') }),
          select({
            columns: [out('zone_id', ref('r', 'zone_id', INT64)), out('at_s', ruleInstant()), out('offset_s', ref('r', 'offset_s', INT64))],
            from: fromStep(RULES, 'r'),
            joins: [{ kind: 'inner', item: fromStep(MONTHS, 'm'), on: [eq(ref('m', 'rule_month', INT64), ref('r', 'rule_month', INT64)), ge(ref('m', 'rule_year', INT64), ref('r', 'from_year', INT64))] }],
          }),
        ],
      },
      materialized: false,
    },
    {
      name: MICROS,
      comment: 'the same in microseconds',
      relation: select({
        columns: [out('zone_id', ref('c', 'zone_id', INT64)), out('at_us', micros(ref('c', 'at_s', INT64))), out('after_us', micros(ref('c', 'offset_s', INT64)))],
        from: fromStep(CHANGES, 'c'),
      }),
      materialized: false,
    },
    {
      name: OFFSETS,
      comment: 'and with the offset before',
      relation: select({
        columns: [
          ...['zone_id', 'at_us', 'after_us'].map((c) => out(c, ref('c', c, INT64))),
          out('before_us', fn('coalesce', [neighbour('lag', ref('c', 'after_us', INT64), 'c'), ref('c', 'after_us', INT64)], INT64)),
        ],
        from: fromStep(MICROS, 'c'),
      }),
      materialized: true,
    },
  ];
}

const times = (a: Scalar, b: bigint): Scalar => fn('mul', [a, int(b)], INT64);
const micros = (seconds: Scalar): Scalar => times(seconds, US_PER_SECOND);
/** Of the change before or after in the same zone. */
const neighbour = (name: 'lag' | 'lead', of: Scalar, alias: string): WindowScalar => ({
  kind: 'window', fn: name, args: [of], partitionBy: [ref(alias, 'zone_id', INT64)], orderBy: [asc(ref(alias, 'at_us', INT64))], frame: 'none', type: INT64,
});

/** 1970-01-01 was a Thursday, day 4 of a week that begins on Sunday. All days are after 1970 here. */
function ruleInstant(): Scalar {
  const r = (name: string): Scalar => ref('r', name, INT64);
  const earliest = plus(ref('m', 'first_day', INT64), minus(r('rule_day'), int(1)));
  const wait = fn('mod', [minus(plus(r('weekday'), int(7)), fn('mod', [plus(earliest, int(4)), int(7)], INT64)), int(7)], INT64);
  return plus(times(plus(earliest, wait), 86_400n), r('at_s'));
}

/** Each change as a step of one lookup: from which key on, which offset, and what the result is not below. */
function stepsOf(table: ZoneTable): Step {
  const o = (name: string): Scalar => ref('o', name, INT64);
  const [at, after, before] = [o('at_us'), o('after_us'), o('before_us')];
  const made: { readonly from: Scalar; readonly bound: Scalar } = ((): { readonly from: Scalar; readonly bound: Scalar } => {
    switch (table) {
      case 'by_instant':
        return { from: at, bound: when(lt(after, before), minus(plus(at, before), int(1)), plus(at, after)) };
      case 'by_reading':
        return { from: plus(at, after), bound: at };
      case 'by_beginning':
        return { from: plus(at, before), bound: when(gt(after, before), at, minus(plus(at, before), after)) };
    }
  })();
  return {
    name: stepsName(table),
    comment: `${table.replaceAll('_', ' ')}: from which key on each offset holds`,
    relation: select({
      columns: [
        out('zone_id', o('zone_id')),
        out('from_us', fn('greatest_of', [made.from, int(START)], INT64)),
        out('to_us', fn('coalesce', [neighbour('lead', made.from, 'o'), int(END)], INT64)),
        out('zone_offset', after),
        out('bound', made.bound),
      ],
      from: fromStep(OFFSETS, 'o'),
    }),
    materialized: false,
  };
}

/** By the name of the zone and twenty years, so that a lookup is a hash join. */
function tableOf(table: ZoneTable): Step {
  const s = (name: string): Scalar => ref('s', name, INT64);
  const columns: readonly OutputColumn[] = [
    out('zone', ref('n', 'zone', STRING)), out('bucket', ref('b', 'bucket', INT64)),
    ...['from_us', 'to_us', 'zone_offset', 'bound'].map((c) => out(c, s(c))),
  ];
  return {
    name: tableName(table),
    comment: 'the same by name and stretch',
    relation: select({
      columns,
      from: fromStep(stepsName(table), 's'),
      joins: [
        { kind: 'inner', item: fromStep(NAMES, 'n'), on: [eq(ref('n', 'zone_id', INT64), s('zone_id'))] },
        { kind: 'cross', item: fromStep(BUCKETS, 'b') },
      ],
      where: [ge(ref('b', 'bucket', INT64), bucketOf(s('from_us'))), le(ref('b', 'bucket', INT64), bucketOf(minus(s('to_us'), int(1))))],
    }),
    materialized: true,
  };
}

function literals(name: string, comment: string, columns: readonly string[], rows: readonly (readonly Scalar[])[]): Step {
  const types = (rows[0] ?? []).map((cell) => cell.type);
  return {
    name, comment,
    relation: select({ columns: columns.map((c, i) => out(c, ref('v', c, types[i] ?? INT64))), from: { kind: 'values', alias: 'v', columns, rows } }),
    materialized: false,
  };
}

const integers = (name: string, comment: string, columns: readonly string[], rows: readonly (readonly bigint[])[]): Step =>
  literals(name, comment, columns, rows.map((row) => row.map(int)));
