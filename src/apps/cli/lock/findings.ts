/** Locked sets that changed or are gone, told at the set, with the definitions that are to blame beside it. */
import { lockChanges, lockSet, type Lock, type LockChange } from '../../../compiler/artifacts/lock.js';
import { setMeaning } from '../../../compiler/artifacts/meaning.js';
import { finding, nowhere, type Finding, type Related } from '../../../compiler/diagnostics/index.js';
import type { ProjectPlan } from '../../../compiler/temporal/plan.js';
import type { Places } from '../places.js';

/** More make no sentence; `feat lock` lists them all. */
const MOST_CHANGES = 3;

/** One finding for each locked set that is not what it was. A set that other findings broke is left to them. */
export function lockFindings(lock: Lock, plan: ProjectPlan, places: Places): readonly Finding[] {
  return [...lock].flatMap(([name, locked]): readonly Finding[] => {
    const set = plan.sets.find((each) => each.name === name);
    if (set === undefined) {
      if (places.set(name) !== nowhere) return [];
      const same = plan.sets.find((each) => !lock.has(each.name) && setMeaning(plan, each) === locked.meaning);
      return [finding('FT8018', nowhere, { set: name, renamed: same === undefined ? '' : `; \`${same.name}\` means the same` })];
    }
    const changes = lockChanges(locked, lockSet(plan, set));
    if (changes.length === 0) return [];
    const shown = changes.slice(0, MOST_CHANGES).map(({ text: each }) => each);
    const more = changes.length - shown.length;
    const text = `${shown.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
    return [finding('FT8017', places.set(name), { set: name, changes: text }, { related: changes.slice(0, MOST_CHANGES).flatMap((change) => relatedTo(change, places)) })];
  });
}

function relatedTo({ about, text }: LockChange, places: Places): readonly Related[] {
  const [first = '', second] = about.split(/[ .]/);
  const span = second === undefined ? nowhere
    : first === 'view' ? places.view(second)
    : first === 'source' ? places.sourceColumn(second, /`column ([^`]*)`/.exec(text)?.[1] ?? '')
    : places.feature(first, second);
  return span === nowhere || span.file === '' ? [] : [{ span, message: text }];
}
