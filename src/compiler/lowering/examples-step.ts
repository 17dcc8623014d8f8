/**
 * The examples of a set as a step: what is kept, the instant asked, and for each join its key and the instant that it
 * looks from. Joins whose key or moment is a value of another join get theirs later (`chained.ts`).
 */
import { invariant } from '../diagnostics/invariant.js';
import type { RefreshPlan, SetJoinPlan, SetPlan, ViewPlan } from '../temporal/plan.js';
import { columnsOf } from '../types/expression.js';
import { isFeatureName } from '../types/request-name.js';
import { INT64, UNKNOWN } from '../types/type.js';
import { fn, ge, int, isNotNull, le, minus, plus, ref, text, userRef, when, type Scalar } from '../relational/scalar.js';
import { fromStep, out, select, type OutputColumn, type Step } from '../relational/relation.js';
import { ClockReader } from './clock.js';
import { keysAsked } from './everyone.js';
import { lowerExpression, type Environment } from './expression.js';
import { readColumn, readSteps } from './read-source.js';
import { before } from './window.js';
import { instantOf, readingAt } from './zone.js';

/** The step that holds the examples asked for: `at_us`, and `j<n>_key<m>` of each join that reads no other. */
export const EXAMPLES = 'f__examples';

/** What a join reads of the examples and of other joins. */
export const readByJoin = (join: SetJoinPlan): readonly string[] => [...new Set([...join.keys, ...(join.at === null ? [] : [join.at])].flatMap(columnsOf))];

/** Whether a join can only be asked once another has answered. */
export const isChained = (join: SetJoinPlan): boolean => readByJoin(join).some(isFeatureName);

/** The columns of the examples that chained joins read, each under a name of its own. */
export const carriedForChains = (set: SetPlan): ReadonlyMap<string, string> =>
  new Map([...new Set(set.joins.filter(isChained).flatMap(readByJoin).filter((name) => !isFeatureName(name)))].map((name, i) => [name, `x${i + 1}`]));

/**
 * The steps up to `EXAMPLES`. Where a join is asked at a tick, the examples are read in a step before, so that the tick
 * is computed from a column.
 */
export function examplesSteps(set: SetPlan, views: readonly ViewPlan[], passed: readonly string[]): readonly Step[] {
  const alias = 'e';
  const { at, typed, where, origin, zoned } = set.examples;
  const clock = { kind: 'column' as const, column: at.column, zone: at.zone, offset: 0n };
  const clocks = new ClockReader(typed, [clock, ...zoned.map((each) => ({ ...clock, ...each }))], alias);
  const environment: Environment = (name) => {
    const type = typed.find((c) => c.name === name)?.type;
    invariant(type !== undefined, `column ${name} of the examples has no known type`);
    return readColumn(name, type, alias, clocks);
  };
  const columns: OutputColumn[] = [...passed.map((name, i) => out(`c${i + 1}`, userRef(alias, name, UNKNOWN))), out('at_us', clocks.read(clock))];
  for (const [name, column] of carriedForChains(set)) columns.push(out(column, environment(name)));
  set.joins.forEach((join, i) => {
    if (!isChained(join)) columns.push(...askedColumns(join, i, environment));
    const own = ownOf(join);
    if (own !== null) columns.push(out(`j${i + 1}_own`, environment(own.exampleColumn)));
  });
  set.inputs.forEach(({ value }, i) => columns.push(out(`i${i + 1}`, lowerExpression(value, environment))));
  const later = set.joins.flatMap((join, i) => (isChained(join) ? [] : derivedMoments(join, views[i], i)));
  // What `where` reads becomes a column first: its instants may need the offsets of a zone.
  const filtered = where === null ? [] : columnsOf(where);
  const kept = columns.length;
  filtered.forEach((name, i) => columns.push(out(`w${i + 1}`, environment(name))));
  const about = `the examples of ${set.name}: what is kept, the instant asked, and the key of each join`;
  const enough = later.length === 0 && where === null;
  const name = enough ? EXAMPLES : 'f__asked';
  const read = readSteps(name, about, { kind: 'table', origin, alias, typed: clocks.typed() }, columns, clocks, enough);
  if (enough) return read;
  const projected = (column: string): Scalar => {
    const found = columns[kept + filtered.indexOf(column)];
    invariant(found !== undefined, `column ${column} was not read`);
    return ref('e', found.name, found.scalar.type);
  };
  return [
    ...read,
    {
      name: EXAMPLES,
      comment: 'the examples asked for, with the instant that each join looks from: where it is served, that of the newest value that the online store had published',
      relation: select({
        columns: [...columns.slice(0, kept).map((c) => out(c.name, ref('e', c.name, c.scalar.type))), ...later],
        from: fromStep(name, 'e'),
        where: where === null ? [] : [lowerExpression(where, projected)],
      }),
      materialized: true,
    },
  ];
}

/** The key of a join, and its moment where it has one of its own. */
export function askedColumns(join: SetJoinPlan, index: number, environment: Environment): readonly OutputColumn[] {
  const at = `j${index + 1}_`;
  return [
    ...keysAsked(join).map((key, k) => out(`${at}key${k + 1}`, lowerExpression(key, environment))),
    ...(join.at === null ? [] : [out(`${at}moment`, lowerExpression(join.at, environment))]),
  ];
}

/** The instant that a join looks from, where it is not the example's own: computed from columns of the step before. */
export function derivedMoments(join: SetJoinPlan, view: ViewPlan | undefined, index: number): readonly OutputColumn[] {
  if (view === undefined || !hasOwnInstant(join, view)) return [];
  const asked = ref('e', 'at_us', INT64);
  // A prediction that was never asked has no values, whatever other moments it names (contract 4.2).
  const moment = join.at === null ? asked : when(isNotNull(asked), ref('e', `j${index + 1}_moment`, INT64), null);
  return [out(`j${index + 1}_at`, join.asServed && view.refresh !== null ? servedAt(moment, view.refresh, view.staleAfter) : moment)];
}

const hasOwnInstant = (join: SetJoinPlan, view: ViewPlan): boolean => join.at !== null || (join.asServed && view.refresh !== null);

/** The column of the examples that holds the instant at which a join is asked. */
export const atColumn = (join: SetJoinPlan, view: ViewPlan, index: number): string => (hasOwnInstant(join, view) ? `j${index + 1}_at` : 'at_us');

/** As served never removes what the store counted (contract section 2): the store knows no example. */
export const ownOf = (join: SetJoinPlan): SetJoinPlan['own'] => (join.asServed ? null : join.own);

/**
 * tick(T) = max{R : R + delay < T}, strictly: an answer at the very instant of publication may be the one before.
 * A value older than `stale after` is not returned: no instant, so nothing but nulls.
 */
function servedAt(asked: Scalar, { every, daily, delay }: RefreshPlan, staleAfter: bigint | null): Scalar {
  const latest = before(asked, delay + 1n);
  const tick = daily === null ? lastMultiple(latest, every) : lastTimeOfDay(latest, daily);
  return staleAfter === null ? tick : when(ge(tick, before(asked, staleAfter)), tick, null);
}

/** As `lastTimeOfDay` of the calendar: today's, or that of the day before, or of the one before that. */
function lastTimeOfDay(latest: Scalar, { at, zone }: NonNullable<RefreshPlan['daily']>): Scalar {
  const midnight = (n: number): Scalar => fn('local_beginning', [readingAt(latest, text(zone)), text('day'), int(n)], INT64);
  const on = (n: number): Scalar => instantOf(plus(midnight(n), int(at)), text(zone));
  return when(le(on(0), latest), on(0), when(le(on(-1), latest), on(-1), on(-2)));
}

function lastMultiple(latest: Scalar, every: bigint): Scalar {
  const past = fn('mod', [plus(fn('mod', [latest, int(every)], INT64), int(every)), int(every)], INT64);
  return minus(latest, past);
}
