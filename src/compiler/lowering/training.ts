/**
 * A training set: one output row for every example row, each feature as it was at the example's instant, or as the
 * online store would have answered then. Examples are read once; each join asks at its own distinct points and is
 * joined back on typed equality, so duplicates and null keys come out as they went in.
 */
import { invariant } from '../diagnostics/invariant.js';
import type { ProjectPlan, RefreshPlan, SetJoinPlan, SetPlan, StrategyName, ViewPlan } from '../temporal/plan.js';
import { columnsOf } from '../types/expression.js';
import { requestName } from '../types/request-name.js';
import { BOOL, INT64, UNKNOWN, type Type } from '../types/type.js';
import { fn, ge, int, minus, plus, ref, userRef, when, type Scalar } from '../relational/scalar.js';
import { fromStep, out, select, userOut, type Join, type OutputColumn, type Step } from '../relational/relation.js';
import { ClockReader } from './clock.js';
import { keysAsked, keysWithin } from './everyone.js';
import { lowerExpression, physicalType, type Environment } from './expression.js';
import type { Lowered, ResultColumn } from './lowered.js';
import { outward } from './output.js';
import { pointsOf } from './points.js';
import { readColumn, readSource, readSteps, type ReadSource } from './read-source.js';
import { computedSteps, type ReadValue } from './request.js';
import { columnsNeeded } from './rows.js';
import { closure, valuesAtPoints } from './view-values.js';
import { before } from './window.js';
import type { EngineLimits } from './strategy.js';

/** The step that holds the examples asked for: `at_us`, and `j<n>_key<m>` of each join. */
export const EXAMPLES = 'f__examples';

export function lowerTraining(set: SetPlan, project: ProjectPlan, engine: EngineLimits, pin: StrategyName | null): Lowered {
  const views = set.joins.map((join) => find(project.views, join.view));
  const sources = readSources(set, views, project);

  const passed = passedThrough(set);
  const examples = examplesSteps(set, views, passed.map((p) => p.name));
  const steps: Step[] = [...[...sources.values()].flatMap((s) => s.steps), ...examples];
  const joins: Join[] = [];
  const columns: Output[] = passed.map((p, i) => ({ name: p.name, type: null, column: `c${i + 1}`, scalar: ref('e', `c${i + 1}`, UNKNOWN) }));
  const read_: ReadValue[] = set.inputs.map(({ name, type }, i) => ({ name: requestName({ kind: 'input', name }), column: `i${i + 1}`, scalar: ref('e', `i${i + 1}`, physicalType(type)) }));
  const described: ResultColumn[] = passed.map((p) => ({ name: p.name, type: null, role: p.role, strategy: null, exact: true }));

  set.joins.forEach((join, i) => {
    const view = views[i];
    const read = view === undefined ? undefined : sources.get(view.source);
    invariant(view !== undefined && read !== undefined, `set ${set.name} joins ${join.view}`);
    const at = `j${i + 1}_`;
    const keys = keysWithin(view).map((key, k) => ({ name: `key${k + 1}`, type: physicalType(key.type) }));
    const excluded = ownOf(join);
    const own = excluded === null ? null : physicalType(excluded.type);
    const points = pointsOf(`f__${at}`, join.alias === null ? view.name : `${view.name} as ${join.alias}`, { step: EXAMPLES, keys: keys.map((k) => at + k.name), at: atColumn(join, view, i), own: own === null ? null : `${at}own` }, keys, own);
    const values = valuesAtPoints({
      prefix: `f__${at}`,
      wanted: { view, names: wantedOf(join) },
      read,
      points,
      own: excluded === null || own === null ? null : { column: excluded.sourceColumn, type: own },
      engine,
      pin,
    });
    steps.push(...values.steps);
    const alias = `v${i + 1}`;
    joins.push({
      kind: 'left',
      item: fromStep(values.step, alias),
      on: [
        ...keys.map((key) => fn('eq', [ref('e', at + key.name, key.type), ref(alias, key.name, key.type)], BOOL)),
        fn('eq', [ref('e', atColumn(join, view, i), INT64), ref(alias, 'at_us', INT64)], BOOL),
        ...(own === null ? [] : [fn('is_not_distinct', [ref('e', `${at}own`, own), ref(alias, 'own', own)], BOOL)]),
      ],
    });
    for (const { feature, as } of join.features) {
      const column = values.columns.get(feature);
      const plan = [...view.features, ...view.derived].find((f) => f.name === feature);
      invariant(column !== undefined && plan !== undefined, `${view.name}.${feature} was not computed`);
      columns.push({ name: as, type: plan.type, column: `o${columns.length + 1}`, scalar: ref(alias, column.name, column.type) });
      described.push({ name: as, type: plan.type, role: 'feature', strategy: values.choices.get(feature) ?? null, exact: plan.exact });
    }
    join.reads.forEach((feature, r) => {
      const column = values.columns.get(feature);
      invariant(column !== undefined, `${view.name}.${feature} was not computed`);
      read_.push({ name: requestName({ kind: 'feature', join: i, feature }), column: `r${i + 1}_${r + 1}`, scalar: ref(alias, column.name, column.type) });
    });
  });

  const whole = (from: string, outputs: readonly Output[], joined: readonly Join[]): Lowered => ({
    query: { steps, final: select({ columns: outputs.map(({ name, type, scalar }) => userOut(name, type === null ? scalar : outward(scalar, type))), from: fromStep(from, 'e'), joins: joined }), parameters: [] },
    columns: described,
  });
  if (set.computed.length === 0) return whole(EXAMPLES, columns, joins);
  const done = computedSteps(set, [...columns.map(({ column, scalar }) => ({ name: null, column, scalar })), ...read_], EXAMPLES, joins);
  steps.push(...done.steps);
  const outputs: Output[] = columns.map((each) => ({ ...each, scalar: ref('e', each.column, each.scalar.type) }));
  for (const { name, as, type, exact } of set.computed) {
    const scalar = done.computed.get(name);
    invariant(scalar !== undefined, `${set.name}.${name} was not computed`);
    if (as === null) continue;
    outputs.push({ name: as, type, column: '', scalar });
    described.push({ name: as, type, role: 'feature', strategy: null, exact });
  }
  return whole(done.from, outputs, []);
}

/** A column of the result; `type` is null where it is passed through, and `column` its name in a step before the last. */
interface Output {
  readonly name: string;
  readonly type: Type | null;
  readonly column: string;
  readonly scalar: Scalar;
}

/** The features of a view that a join needs, whether they come out or are only read by arithmetic. */
const wantedOf = (join: SetJoinPlan): readonly string[] => [...new Set([...join.features.map((f) => f.feature), ...join.reads])];

/** Each source once, with the columns that all the joins together read. */
function readSources(set: SetPlan, views: readonly ViewPlan[], project: ProjectPlan): ReadonlyMap<string, ReadSource> {
  const sources = new Map<string, ReadSource>();
  for (const name of new Set(views.map((v) => v.source))) {
    const source = find(project.sources, name);
    const needed = set.joins.flatMap((join, i) => {
      const view = views[i];
      if (view?.source !== name) return [];
      const features = closure({ view, names: wantedOf(join) }).base;
      return [...columnsNeeded(view, features, source, ownOf(join)?.sourceColumn ?? null)];
    });
    sources.set(name, readSource(source, sources.size + 1, views.filter((v) => v.source === name).length, new Set(needed)));
  }
  return sources;
}

export function find<T extends { readonly name: string }>(items: readonly T[], name: string): T {
  const found = items.find((item) => item.name === name);
  invariant(found !== undefined, `the plan has no ${name}`);
  return found;
}

/** The examples' columns that come out again, once each: the instant, plain key columns, the own id, what is kept, the label. */
function passedThrough(set: SetPlan): readonly { readonly name: string; readonly role: ResultColumn['role'] }[] {
  const { examples } = set;
  const keys = set.joins.flatMap((join) => join.keys).flatMap((key) => (key.kind === 'column' ? [key.name] : []));
  const own = set.joins.flatMap((join) => (join.own === null ? [] : [join.own.exampleColumn]));
  const roles = new Map<string, ResultColumn['role']>();
  const add = (name: string, role: ResultColumn['role']): void => {
    if (!roles.has(name)) roles.set(name, role);
  };
  add(examples.at.column, 'at');
  if (examples.label !== null) roles.set(examples.label.column, 'label');
  keys.forEach((name) => add(name, 'key'));
  own.forEach((name) => add(name, 'keep'));
  examples.keep.forEach((name) => add(name, 'keep'));
  return [...roles].map(([name, role]) => ({ name, role }));
}

/**
 * The examples: what is kept, the instant asked, and for each join its key and its own instant. Where a join is asked
 * at a tick, the examples are read in a step before, so that the tick is computed from a column.
 */
export function examplesSteps(set: SetPlan, views: readonly ViewPlan[], passed: readonly string[]): readonly Step[] {
  const alias = 'e';
  const { at, typed, where, origin } = set.examples;
  const clock = { kind: 'column' as const, column: at.column, zone: at.zone, offset: 0n };
  const clocks = new ClockReader(typed, [clock], alias);
  const asked = clocks.read(clock);
  const environment: Environment = (name) => {
    const type = typed.find((c) => c.name === name)?.type;
    invariant(type !== undefined, `column ${name} of the examples has no known type`);
    return readColumn(name, type, alias, clocks);
  };
  const columns: OutputColumn[] = [...passed.map((name, i) => out(`c${i + 1}`, userRef(alias, name, UNKNOWN))), out('at_us', asked)];
  set.joins.forEach((join, i) => {
    keysAsked(join).forEach((key, k) => columns.push(out(`j${i + 1}_key${k + 1}`, lowerExpression(key, environment))));
    const own = ownOf(join);
    if (own !== null) columns.push(out(`j${i + 1}_own`, environment(own.exampleColumn)));
  });
  set.inputs.forEach(({ value }, i) => columns.push(out(`i${i + 1}`, lowerExpression(value, environment))));
  const served = set.joins.flatMap((join, i) => {
    const view = views[i];
    return join.asServed && view !== undefined && view.refresh !== null ? [out(`j${i + 1}_at`, servedAt(ref('e', 'at_us', INT64), view.refresh, view.staleAfter))] : [];
  });
  // What `where` reads becomes a column first: its instants may need the offsets of a zone.
  const filtered = where === null ? [] : columnsOf(where);
  const kept = columns.length;
  filtered.forEach((name, i) => columns.push(out(`w${i + 1}`, environment(name))));
  const about = `the examples of ${set.name}: what is kept, the instant asked, and the key of each join`;
  const enough = served.length === 0 && where === null;
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
      comment: 'the examples asked for, with the instant of the newest value that the online store had published for each join that is served',
      relation: select({
        columns: [...columns.slice(0, kept).map((c) => out(c.name, ref('e', c.name, c.scalar.type))), ...served],
        from: fromStep(name, 'e'),
        where: where === null ? [] : [lowerExpression(where, projected)],
      }),
      materialized: true,
    },
  ];
}

/** The column of the examples that holds the instant at which a join is asked. */
const atColumn = (join: SetJoinPlan, view: ViewPlan, index: number): string => (join.asServed && view.refresh !== null ? `j${index + 1}_at` : 'at_us');

/** As served never removes what the store counted (contract section 2): the store knows no example. */
const ownOf = (join: SetJoinPlan): SetJoinPlan['own'] => (join.asServed ? null : join.own);

/**
 * tick(T) = max{R : R + delay < T}, strictly: an answer at the very instant of publication may be the one before.
 * A value older than `stale after` is not returned: no instant, so nothing but nulls.
 */
function servedAt(asked: Scalar, { every, delay }: RefreshPlan, staleAfter: bigint | null): Scalar {
  const latest = before(asked, delay + 1n);
  const past = fn('mod', [plus(fn('mod', [latest, int(every)], INT64), int(every)), int(every)], INT64);
  const tick = minus(latest, past);
  return staleAfter === null ? tick : when(ge(tick, before(asked, staleAfter)), tick, null);
}
