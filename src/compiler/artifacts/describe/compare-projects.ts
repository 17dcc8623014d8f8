/**
 * Two projects by what they mean: features and sets that are new, gone, changed or only called otherwise, why, and which
 * sets read them. Layout, comments, order and names of files make no difference here.
 */
import { invariant } from '../../diagnostics/invariant.js';
import type { ProjectPlan, SetPlan, ViewPlan } from '../../temporal/plan.js';
import { definitionText, lockChanges, lockSet } from '../lock.js';
import { featureMeaning, setMeaning } from '../meaning.js';
import { definitionsBehind, describeServing } from './definitions.js';
import { compareParts, sentenceOf } from './differences.js';

export type DifferenceKind = 'changed' | 'gone' | 'new' | 'moved';

/** Why a value is another: the definition that differs, and how. */
export interface Cause {
  /** `bought.n_24h`, `view bought`, `source orders`. */
  readonly about: string;
  /** A whole sentence, without a capital and a full stop. */
  readonly text: string;
}

/** One feature or set that differs. */
export interface Difference {
  readonly kind: DifferenceKind;
  /** `bought.n_24h`, or the set; the earlier name where it is gone. */
  readonly name: string;
  /** What it was called before, where only that differs. */
  readonly from: string | null;
  /** For `changed`: never empty. */
  readonly causes: readonly Cause[];
  /** The sets that read it; for `gone`, those that did. */
  readonly readers: readonly string[];
}

/** How a view is stored and served: no value at an instant depends on it. */
export interface ServingDifference {
  readonly view: string;
  readonly changes: readonly string[];
}

export interface ProjectDifference {
  readonly features: readonly Difference[];
  readonly sets: readonly Difference[];
  readonly serving: readonly ServingDifference[];
}

/** What differs between two projects; all lists are empty exactly where nothing does. */
export function compareProjects(before: ProjectPlan, after: ProjectPlan): ProjectDifference {
  return {
    features: differencesOf(featuresOf(before), featuresOf(after), (was, is) => causesOf(before, after, was, is)),
    sets: differencesOf(setsOf(before), setsOf(after), (was, is) => lockChanges(lockSet(before, was.of), lockSet(after, is.of))),
    serving: after.views.flatMap((view): readonly ServingDifference[] => {
      const was = before.views.find((each) => each.name === view.name);
      const changes = was === undefined ? [] : compareParts(describeServing(was), describeServing(view)).map(sentenceOf);
      return changes.length === 0 ? [] : [{ view: view.name, changes }];
    }),
  };
}

/** Something with a name and a meaning. */
interface Meant<T> {
  readonly name: string;
  readonly meaning: string;
  /** What another name must have in common to be the same thing. */
  readonly kin: string;
  readonly of: T;
  readonly readers: readonly string[];
}

interface FeatureOf {
  readonly view: ViewPlan;
  readonly feature: string;
}

function featuresOf(project: ProjectPlan): readonly Meant<FeatureOf>[] {
  return project.views.flatMap((view) => view.order.map((feature): Meant<FeatureOf> => ({
    name: `${view.name}.${feature}`, meaning: featureMeaning(project, view, feature), kin: view.entity, of: { view, feature },
    readers: project.sets.filter((set) => set.joins.some((join) => join.view === view.name && (join.reads.includes(feature) || join.features.some((each) => each.feature === feature)))).map(({ name }) => name),
  })));
}

const setsOf = (project: ProjectPlan): readonly Meant<SetPlan>[] =>
  project.sets.map((set) => ({ name: set.name, meaning: setMeaning(project, set), kin: '', of: set, readers: [] }));

function differencesOf<T>(before: readonly Meant<T>[], after: readonly Meant<T>[], causes: (was: Meant<T>, is: Meant<T>) => readonly Cause[]): readonly Difference[] {
  const gone = before.filter((was) => !after.some((is) => is.name === was.name));
  const left = [...gone];
  const differences = after.flatMap((is): readonly Difference[] => {
    const was = before.find((each) => each.name === is.name);
    if (was !== undefined) {
      if (was.meaning === is.meaning) return [];
      return [{ kind: 'changed', name: is.name, from: null, causes: causes(was, is), readers: is.readers }];
    }
    const moved = takeSame(is, left);
    return [{ kind: moved === null ? 'new' : 'moved', name: is.name, from: moved?.name ?? null, causes: [], readers: is.readers }];
  });
  return [...differences, ...left.map((was): Difference => ({ kind: 'gone', name: was.name, from: null, causes: [], readers: was.readers }))];
}

/** What is gone and meant the same; of several the one whose name ends alike. */
function takeSame<T>({ name, meaning, kin }: Meant<T>, left: Meant<T>[]): Meant<T> | null {
  const same = left.filter((was) => was.meaning === meaning && was.kin === kin);
  const last = (text: string): string => text.split('.').at(-1) ?? text;
  const found = same.find((was) => last(was.name) === last(name)) ?? same[0];
  if (found === undefined) return null;
  left.splice(left.indexOf(found), 1);
  return found;
}

function causesOf(before: ProjectPlan, after: ProjectPlan, was: Meant<FeatureOf>, is: Meant<FeatureOf>): readonly Cause[] {
  const [old, now] = [definitionsBehind(before, was.of.view, was.of.feature), definitionsBehind(after, is.of.view, is.of.feature)];
  const causes = [...now].flatMap(([about, parts]): readonly Cause[] => {
    const earlier = old.get(about);
    return earlier === undefined ? [] : compareParts(earlier, parts).map((each) => ({ about, text: `in ${definitionText(about)}, ${sentenceOf(each)}` }));
  });
  if (causes.length > 0) return causes;
  invariant(was.meaning !== is.meaning, `${is.name} changed without a change`);
  return [{ about: is.name, text: 'the types of what it reads are others' }];
}
