/** A difference between two projects for people: one cause with all that it changes, and who reads that. */
import type { Cause, Difference, DifferenceKind, ProjectDifference } from '../../../compiler/artifacts/describe/compare-projects.js';
import { counted } from '../progress.js';

/** The whole text; empty where nothing differs. */
export function printDifference({ features, sets, serving }: ProjectDifference): string {
  const of = (kind: DifferenceKind): readonly Difference[] => features.filter((each) => each.kind === kind);
  return [
    section('changed in meaning', groupsOf(of('changed')).flatMap(groupLines)),
    section('gone', of('gone').map((each) => `  ${each.name}${readBy(each.readers, 'was read by')}`)),
    section('new', of('new').map((each) => `  ${each.name}${readBy(each.readers)}`)),
    section('called otherwise, the same meaning', of('moved').map((each) => `  ${each.from ?? ''} -> ${each.name}${readBy(each.readers)}`)),
    section('sets', sets.flatMap(setLines)),
    section('stored or served otherwise, the same values', serving.flatMap(({ view, changes }) => [`  ${view}`, ...changes.map((change) => `    ${change}`)])),
  ].filter((each) => each !== '').join('\n');
}

const section = (title: string, lines: readonly string[]): string => (lines.length === 0 ? '' : `${title}\n${lines.join('\n')}\n`);

/** Features that changed for the same reasons, such as a clause of their source. */
function groupsOf(changed: readonly Difference[]): readonly (readonly Difference[])[] {
  const groups = new Map<string, Difference[]>();
  for (const each of changed) {
    const key = JSON.stringify(each.causes);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()];
}

function groupLines(group: readonly Difference[]): readonly string[] {
  const causes = causeTexts(group[0]?.causes ?? []);
  const [only, ...more] = group;
  if (only !== undefined && more.length === 0) return [`  ${only.name}${readBy(only.readers)}`, ...causes.map((text) => `    ${text}`)];
  return [...causes.map((text) => `  ${text}`), ...group.map((each) => `    ${each.name}${readBy(each.readers)}`)];
}

function setLines({ kind, name, from, causes }: Difference): readonly string[] {
  switch (kind) {
    case 'new':
      return [`  ${name} is new`];
    case 'gone':
      return [`  ${name} is gone`];
    case 'moved':
      return [`  ${from ?? ''} -> ${name}, the same meaning`];
    case 'changed':
      return [`  ${name} changed`, ...causeTexts(causes).map((text) => `    ${text}`)];
  }
}

const MOST_CAUSES = 8;

function causeTexts(causes: readonly Cause[]): readonly string[] {
  const shown = causes.slice(0, MOST_CAUSES).map(({ text }) => text);
  return causes.length > MOST_CAUSES ? [...shown, `and ${counted(causes.length - MOST_CAUSES, 'change')} more`] : shown;
}

const readBy = (readers: readonly string[], words = 'read by'): string => (readers.length === 0 ? '' : `  (${words} ${readers.join(', ')})`);

/** For programs. */
export function jsonDifference({ features, sets, serving }: ProjectDifference): string {
  const entry = ({ kind, name, from, causes }: Difference): object => ({ kind, name, from, because: causes });
  return `${JSON.stringify({
    features: features.map((each) => ({ ...entry(each), read_by: each.readers })),
    sets: sets.map(entry),
    serving,
  }, null, 2)}\n`;
}

/** `3 features changed, 1 new`. */
export function summaryOf({ features, sets, serving }: ProjectDifference): string {
  if (features.length + sets.length + serving.length === 0) return 'both mean the same';
  const words: Readonly<Record<DifferenceKind, string>> = { changed: 'changed', gone: 'gone', new: 'new', moved: 'called otherwise' };
  const parts = (['changed', 'gone', 'new', 'moved'] as const).flatMap((kind) => {
    const n = features.filter((each) => each.kind === kind).length;
    return n === 0 ? [] : [`${n} ${words[kind]}`];
  });
  return [
    ...(parts.length === 0 ? [] : [`features: ${parts.join(', ')}`]),
    ...(sets.length === 0 ? [] : [`${counted(sets.length, 'set')} ${sets.length === 1 ? 'differs' : 'differ'}`]),
    ...(serving.length === 0 ? [] : [`${counted(serving.length, 'view')} served otherwise`]),
  ].join('; ');
}
