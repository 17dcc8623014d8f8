/**
 * What feat.lock holds: of each set in use, the ordered columns with their types and meanings, and the definitions that
 * stand behind them as texts. The hashes decide whether a set still means the same; the texts say what became different.
 */
import { zoneVersion } from '../calendar/zones.js';
import { invariant } from '../diagnostics/invariant.js';
import type { ProjectPlan, SetPlan } from '../temporal/plan.js';
import { printType } from '../types/type.js';
import { canonicalJson } from './canonical-json.js';
import { definitionsBehind, describeSet } from './describe/definitions.js';
import { compareParts, sentenceOf } from './describe/differences.js';
import type { Parts } from './describe/feature.js';
import { featureMeaning, SEMANTICS_VERSION, setMeaning } from './meaning.js';
import { sha256 } from './sha256.js';

/** One column that a model reads. */
export interface LockedColumn {
  readonly name: string;
  readonly type: string;
  /** `bought.n_24h`; null where the set computes it. */
  readonly feature: string | null;
  readonly meaning: string;
}

export interface LockedSet {
  readonly meaning: string;
  readonly semantics: number;
  readonly timeZones: string;
  readonly columns: readonly LockedColumn[];
  readonly set: Parts;
  readonly definitions: ReadonlyMap<string, Parts>;
}

/** By the name of the set. */
export type Lock = ReadonlyMap<string, LockedSet>;

/** One thing that is not as it was locked. */
export interface LockChange {
  /** The column, `bought.n_24h`, `view bought`, `source orders`, or the set itself. */
  readonly about: string;
  /** The whole sentence, without a capital and a full stop. */
  readonly text: string;
}

/** What would be locked of a set now. */
export function lockSet(project: ProjectPlan, set: SetPlan): LockedSet {
  const definitions = new Map<string, Parts>();
  const columns = set.joins.flatMap((join): readonly LockedColumn[] => {
    const view = project.views.find((each) => each.name === join.view);
    invariant(view !== undefined, `set ${set.name} joins ${join.view}`);
    for (const feature of [...join.features.map((each) => each.feature), ...join.reads]) {
      for (const [name, parts] of definitionsBehind(project, view, feature)) definitions.set(name, parts);
    }
    return join.features.map(({ feature, as }) => {
      const type = [...view.features, ...view.derived].find((each) => each.name === feature)?.type;
      invariant(type !== undefined, `${view.name} has no feature ${feature}`);
      return { name: as, type: printType(type), feature: `${view.name}.${feature}`, meaning: featureMeaning(project, view, feature) };
    });
  });
  const computed = set.computed.flatMap(({ as, type, expression, default: otherwise }): readonly LockedColumn[] =>
    (as === null ? [] : [{ name: as, type: printType(type), feature: null, meaning: sha256(canonicalJson({ expression, otherwise, type })) }]));
  return {
    meaning: setMeaning(project, set), semantics: SEMANTICS_VERSION, timeZones: zoneVersion,
    columns: [...columns, ...computed], set: describeSet(project, set), definitions,
  };
}

/** What a locked set is not any more; empty exactly where it means the same. */
export function lockChanges(locked: LockedSet, now: LockedSet): readonly LockChange[] {
  if (locked.meaning === now.meaning) return [];
  const versions: LockChange[] = [];
  if (locked.semantics !== now.semantics) versions.push({ about: 'the language', text: `the semantics of the language are version ${now.semantics} and were ${locked.semantics}` });
  if (locked.timeZones !== now.timeZones) versions.push({ about: 'the time zones', text: `time zones are those of release ${now.timeZones} and were those of ${locked.timeZones}` });
  const names = [...new Set([...locked.definitions.keys(), ...now.definitions.keys()])];
  const definitions = names.flatMap((about) => {
    const [before, after] = [locked.definitions.get(about), now.definitions.get(about)];
    // One that is only read no more, or now too, shows in a column or in arithmetic.
    return before === undefined || after === undefined ? [] : compareParts(before, after).map((each) => ({ about, text: `in ${definitionText(about)}, ${sentenceOf(each)}` }));
  });
  const ofSet = compareParts(locked.set, now.set).map((each) => ({ about: 'the set', text: `in the set, ${sentenceOf(each)}` }));
  const known = [...versions, ...columnChanges(locked.columns, now.columns), ...definitions, ...ofSet];
  return known.length > 0 ? known : [{ about: 'the set', text: 'the types of what it reads are others' }];
}

/** `bought.n_24h`, `the view bought`. */
export function definitionText(about: string): string {
  const [kind, name] = about.split(' ', 2);
  return name === undefined ? `\`${about}\`` : `the ${kind ?? ''} \`${name}\``;
}

function columnChanges(before: readonly LockedColumn[], after: readonly LockedColumn[]): readonly LockChange[] {
  const changes: LockChange[] = [];
  for (const column of before) {
    const now = after.find((each) => each.name === column.name);
    if (now === undefined) changes.push({ about: column.name, text: `the column \`${column.name}\` is gone` });
    else if (now.type !== column.type) changes.push({ about: column.name, text: `the column \`${column.name}\` was of type ${column.type} and is of type ${now.type}` });
    else if (now.feature !== column.feature && now.meaning !== column.meaning) changes.push({ about: column.name, text: `the column \`${column.name}\` was ${column.feature ?? 'computed'} and is ${now.feature ?? 'computed'}` });
  }
  for (const column of after) if (!before.some((each) => each.name === column.name)) changes.push({ about: column.name, text: `the column \`${column.name}\` is new` });
  const kept = (columns: readonly LockedColumn[], others: readonly LockedColumn[]): string => columns.map((each) => each.name).filter((name) => others.some((each) => each.name === name)).join(', ');
  const [was, is] = [kept(before, after), kept(after, before)];
  if (was !== is) changes.push({ about: 'the columns', text: `the columns stand in another order: ${is}` });
  return changes;
}
