/**
 * What the interpreter expects of a case, computed once and compared with every engine and strategy: training rows, and
 * the full refresh of each view at each instant. An overflow is expected too: the statement must then fail.
 */
import { identity, OverflowError, refreshAt, tickAt, trainingRows, valueAt, type StoredRow, type TrainingRow } from '../oracle/index.js';
import { exampleTime } from '../oracle/clocks.js';
import { evaluate, scopeOf } from '../oracle/expressions.js';
import type { JoinSpec, SetSpec, World } from '../oracle/spec.js';
import type { Computed, Instant, Value } from '../oracle/values.js';
import { instantOrNull } from '../oracle/feature.js';
import { worldOf, type AgreementCase } from './case.js';

export type Expectation<T> = { readonly kind: 'rows'; readonly rows: readonly T[] } | { readonly kind: 'overflow'; readonly view: string; readonly feature: string };

export interface Expectations {
  readonly world: World;
  readonly training: (set: SetSpec) => Expectation<TrainingRow>;
  readonly refresh: (view: string, at: Instant) => Expectation<StoredRow>;
  /** One value; null where it lies outside its type. */
  readonly value: (view: string, feature: string, key: readonly Value[], at: Instant) => Computed | null;
}

export function expectationsOf(of: AgreementCase): Expectations {
  const world = worldOf(of);
  const training = new Map<string, Expectation<TrainingRow>>();
  const refreshes = new Map<string, Expectation<StoredRow>>();
  const values = new Map<string, Computed | null>();
  return {
    world,
    training: (set) => remembered(training, set.name, () => trainingRows(world, set)),
    refresh: (view, at) => remembered(refreshes, `${view} ${String(at)}`, () => refreshAt(world, view, at)),
    value: (view, feature, key, at) => {
      const id = `${view}.${feature} ${String(at)} ${identity(key)}`;
      const known = values.get(id);
      if (known !== undefined) return known;
      const made = valueOrOverflow(() => valueAt(world, view, feature, key, at));
      values.set(id, made);
      return made;
    },
  };
}

function remembered<T>(memory: Map<string, Expectation<T>>, key: string, compute: () => readonly T[]): Expectation<T> {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const made = orOverflow(compute);
  memory.set(key, made);
  return made;
}

function orOverflow<T>(compute: () => readonly T[]): Expectation<T> {
  try {
    return { kind: 'rows', rows: compute() };
  } catch (error) {
    if (error instanceof OverflowError) return { kind: 'overflow', view: error.view, feature: error.feature };
    throw error;
  }
}

/** A value; null where it lies outside its type. */
function valueOrOverflow(compute: () => Computed): Computed | null {
  try {
    return compute();
  } catch (error) {
    if (error instanceof OverflowError) return null;
    throw error;
  }
}

/** What one join of one example asks: the key, the instant at which its view answers, and the own id that it leaves out. */
export interface JoinQuestion {
  readonly key: readonly Value[];
  readonly T: Instant | null;
  readonly at: Instant | null;
  readonly own: Value | undefined;
  readonly served: boolean;
}

export function questionOf(of: AgreementCase, set: SetSpec, join: JoinSpec, row: TrainingRow): JoinQuestion {
  const view = of.views.find((each) => each.name === join.view);
  if (view === undefined) throw new Error(`no view ${join.view}`);
  const T = exampleTime(row.example, set.time.column, set.time.zone, set.time.dateEnd);
  const served = set.values === 'served' && view.online;
  const scope = new Map<string, Computed>([['as_of', { value: T === null ? null : { kind: 'instant', us: T } }], ...scopeOf(row.example, set.examples.columns), ...row.values]);
  const moment = join.at === null || T === null ? T : instantOrNull(evaluate(join.at, scope).value);
  return {
    key: join.key.map((each) => evaluate(each, scope).value),
    T,
    at: moment === null || !served || view.refresh === null ? moment : tickAt(moment, view.refresh.ticks, view.refresh.delay),
    own: set.own?.kind !== 'exclude' || served ? undefined : (row.example[set.own.column] ?? null),
    served,
  };
}

