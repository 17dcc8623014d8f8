/**
 * A training set: one output row for every example row, each feature as it was at the example's instant, or as the
 * online store would have answered then. Examples are read once; each join asks at its own distinct points and is
 * joined back on typed equality, so duplicates and null keys come out as they went in.
 */
import { invariant } from '../diagnostics/invariant.js';
import type { ProjectPlan, SetJoinPlan, SetPlan, StrategyName, ViewPlan } from '../temporal/plan.js';
import { isFeatureName, requestName } from '../types/request-name.js';
import { BOOL, INT64, UNKNOWN, type Type } from '../types/type.js';
import { fn, ref, type Scalar } from '../relational/scalar.js';
import { fromStep, select, userOut, type Join, type Step } from '../relational/relation.js';
import { askedInRound, roundsOfJoins, type AnsweredJoin } from './chained.js';
import { closure } from './closure.js';
import { keysWithin } from './everyone.js';
import { atColumn, EXAMPLES, examplesSteps, ownOf } from './examples-step.js';
import { physicalType } from './expression.js';
import type { Lowered, ResultColumn } from './lowered.js';
import { momentsOf } from './moments.js';
import { outward } from './output.js';
import { askedSpan, type Asked } from './partition.js';
import { pointsOf } from './points.js';
import { readSources, type Demand, type ReadSources } from './read-sources.js';
import { computedSteps, type ReadValue } from './request.js';
import { demandsOfText, rawValuesAtPoints, rawView } from './raw-sql.js';
import { columnsNeeded } from './rows.js';
import { joinName, type SetStatistics } from './join-statistics.js';
import { valuesAtPoints } from './view-values.js';
import { envelope, prunedTo } from './window.js';
import type { EngineLimits } from './strategy.js';

export function lowerTraining(set: SetPlan, project: ProjectPlan, engine: EngineLimits, { pin, data }: Planning): Lowered {
  const passed = passedThrough(set);
  const { views, sources, examples, steps: read } = readFor(set, project, engine, passed.map((p) => p.name));
  const steps: Step[] = [...read];
  const joins: Join[] = [];
  const columns: Output[] = passed.map((p, i) => ({ name: p.name, type: null, column: `c${i + 1}`, scalar: ref('e', `c${i + 1}`, UNKNOWN) }));
  const read_: ReadValue[] = set.inputs.map(({ name, type }, i) => ({ name: requestName({ kind: 'input', name }), column: `i${i + 1}`, scalar: ref('e', `i${i + 1}`, physicalType(type)) }));
  const described: ResultColumn[] = passed.map((p) => ({ name: p.name, type: null, role: p.role, strategy: null, exact: true }));

  const answered = askJoins(set, views, sources, engine, { pin, data }, steps, examples);
  set.joins.forEach((join, i) => {
    const view = views[i];
    const answer = answered.joins.get(i);
    if (wantedOf(join).length === 0) return;
    invariant(view !== undefined && answer !== undefined, `set ${set.name} joins ${join.view}`);
    const { values, alias } = answer;
    joins.push(answer.join);
    for (const { feature, as } of join.features) {
      const column = values.columns.get(feature);
      const plan = [...view.features, ...view.derived].find((f) => f.name === feature);
      invariant(column !== undefined && plan !== undefined, `${view.name}.${feature} was not computed`);
      columns.push({ name: as, type: plan.type, column: `o${columns.length + 1}`, scalar: ref(alias, column.name, column.type) });
      described.push({ name: as, type: plan.type, role: 'feature', strategy: values.choices.get(feature) ?? null, exact: plan.exact && join.exact });
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
  if (set.computed.length === 0) return whole(answered.from, columns, joins);
  const done = computedSteps(set, [...columns.map(({ column, scalar }) => ({ name: null, column, scalar })), ...read_], answered.from, joins);
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

/** What the choice of strategies follows. */
export interface Planning {
  /** For all features that it can compute. */
  readonly pin: StrategyName | null;
  /** Of the set's joins, by their names; empty where nothing was counted. */
  readonly data: SetStatistics;
}

/** What every question about a set begins with: its sources and its examples, with the columns of them that come out again. */
export function readFor(set: SetPlan, project: ProjectPlan, engine: EngineLimits, passed: readonly string[]): {
  readonly views: readonly ViewPlan[]; readonly sources: ReadSources; readonly examples: readonly Step[]; readonly steps: readonly Step[];
} {
  const views = set.joins.map((join) => find(project.views, join.view));
  const sources = readSources(project, engine, demandsOf(set, views, project));
  const examples = examplesSteps(set, views, passed);
  // Sources that leave partitions out have to know first between which instants is asked.
  const tables = views.some((view) => view.raw !== null) ? sources.steps : sources.steps.map(computedOnce);
  const steps = sources.narrowed ? [...examples, askedSpan(SPAN, EXAMPLES, instantsOf(set, views)), ...tables] : [...tables, ...examples];
  return { views, sources, examples, steps };
}

/** Training reads all rows of a table that are not of a partition left out. SQL that a person wrote may look for few of them, which must reach the table's index. */
const computedOnce = (step: Step): Step =>
  step.relation.kind === 'select' && step.relation.from.kind === 'table' ? { ...step, relation: { ...step.relation, once: true } } : step;

/** Asks every join at its own points, round after round; the steps go to `steps`. */
function askJoins(
  set: SetPlan, views: readonly ViewPlan[], sources: ReadSources, engine: EngineLimits, planning: Planning, steps: Step[], examples: readonly Step[],
): { readonly joins: ReadonlyMap<number, AnsweredJoin>; readonly from: string } {
  const answered = new Map<number, AnsweredJoin>();
  const rounds = roundsOfJoins(set);
  const last = examples.at(-1)?.relation;
  let known: Pick<ReturnType<typeof askedInRound>, 'from' | 'columns'> = { from: EXAMPLES, columns: last?.kind === 'select' ? last.columns : [] };
  for (let round = 0; round <= Math.max(0, ...rounds); round++) {
    const asks = set.joins.flatMap((join, i) => (rounds[i] === round && wantedOf(join).length > 0 ? [i] : []));
    if (round > 0) {
      const asked = askedInRound({ set, views, asks, ...known, answered, round });
      steps.push(...asked.steps);
      known = asked;
    }
    for (const i of asks) answered.set(i, askJoin(i, set, views, known.from, sources, engine, planning, steps));
  }
  return { joins: answered, from: known.from };
}

function askJoin(
  i: number, set: SetPlan, views: readonly ViewPlan[], from: string, sources: ReadSources, engine: EngineLimits, planning: Planning, steps: Step[],
): AnsweredJoin {
  const [join, view] = [set.joins[i], views[i]];
  invariant(join !== undefined && view !== undefined, `set ${set.name} has no join ${String(i)}`);
  const read = sources.of(view.source);
  const at = `j${i + 1}_`;
  const keys = keysWithin(view).map((key, k) => ({ name: `key${k + 1}`, type: physicalType(key.type) }));
  const excluded = ownOf(join);
  const own = excluded === null ? null : physicalType(excluded.type);
  const moment = atColumn(join, view, i);
  const points = pointsOf(`f__${at}`, aboutOf(join), { step: from, keys: keys.map((k) => at + k.name), at: moment, own: own === null ? null : `${at}own` }, keys, own, momentsOf(closure({ view, names: wantedOf(join) }).base));
  const raw = rawView(view, sources.of);
  const values = raw !== null ? rawValuesAtPoints(raw, `f__${at}`, points) : valuesAtPoints({
    prefix: `f__${at}`,
    wanted: { view, names: wantedOf(join) },
    read,
    points,
    own: excluded === null || own === null ? null : { column: excluded.sourceColumn, type: own },
    engine,
    pin: planning.pin,
    data: planning.data.get(joinName(join)) ?? null,
  });
  steps.push(...values.steps);
  const alias = `v${i + 1}`;
  return {
    values,
    alias,
    join: {
      kind: 'left',
      item: fromStep(values.step, alias),
      on: [
        ...keys.map((key) => fn('eq', [ref('e', at + key.name, key.type), ref(alias, key.name, key.type)], BOOL)),
        fn('eq', [ref('e', moment, INT64), ref(alias, 'at_us', INT64)], BOOL),
        ...(own === null ? [] : [fn('is_not_distinct', [ref('e', `${at}own`, own), ref(alias, 'own', own)], BOOL)]),
      ],
    },
  };
}

/** A column of the result; `type` is null where it is passed through, and `column` its name in a step before the last. */
interface Output {
  readonly name: string;
  readonly type: Type | null;
  readonly column: string;
  readonly scalar: Scalar;
}

/** The features of a view that a join needs, whether they come out or are only read by arithmetic. A request may join what it reads nothing of: that is not asked. */
export const wantedOf = (join: SetJoinPlan): readonly string[] => [...new Set([...join.features.map((f) => f.feature), ...join.reads])];

/** What a join is called in comments. */
export const aboutOf = ({ view, alias }: SetJoinPlan): string => (alias === null ? view : `${view} as ${alias}`);

/** What the joins read of their sources. */
function demandsOf(set: SetPlan, views: readonly ViewPlan[], project: ProjectPlan): readonly Demand[] {
  return set.joins.flatMap((join, i) => {
    const view = views[i];
    if (view === undefined || wantedOf(join).length === 0) return [];
    if (view.raw !== null) return demandsOfText(view, project);
    const features = closure({ view, names: wantedOf(join) }).base;
    const source = find(project.sources, view.source);
    const asked: Asked | null = features.length === 0 || !isAskedAtOnce(set) ? null : {
      joins: [{ kind: 'cross', item: fromStep(SPAN, 'x') }], first: ref('x', 'first_at', INT64), last: ref('x', 'last_at', INT64),
      bounds: envelope(features.map((feature) => prunedTo(feature, source))),
    };
    return [{ source: view.source, columns: columnsNeeded(view, features, source, ownOf(join)?.sourceColumn ?? null), asked }];
  });
}

const SPAN = 'f__asked_span';

/** Whether all instants are known from the examples alone: a join that waits for another's answer asks later. */
const isAskedAtOnce = (set: SetPlan): boolean => roundsOfJoins(set).every((round) => round === 0);

/** The columns of the examples that hold the instants at which joins are asked. */
const instantsOf = (set: SetPlan, views: readonly ViewPlan[]): readonly string[] =>
  [...new Set(set.joins.flatMap((join, i) => {
    const view = views[i];
    return view === undefined ? [] : [atColumn(join, view, i)];
  }))];

export function find<T extends { readonly name: string }>(items: readonly T[], name: string): T {
  const found = items.find((item) => item.name === name);
  invariant(found !== undefined, `the plan has no ${name}`);
  return found;
}

/** The examples' columns that come out again, once each: the instant, plain key columns, the own id, what is kept, the label. */
function passedThrough(set: SetPlan): readonly { readonly name: string; readonly role: ResultColumn['role'] }[] {
  const { examples } = set;
  const keys = set.joins.flatMap((join) => join.keys).flatMap((key) => (key.kind === 'column' && !isFeatureName(key.name) ? [key.name] : []));
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
