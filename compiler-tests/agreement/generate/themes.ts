/**
 * What a case is about. Every hazard comes up by itself now and then; beyond that each case has a theme of clocks, one
 * of values, one of rows and one of examples, so that rare hazards meet every aggregate and window, and each other,
 * often enough to be believed.
 */
import { caseSeed, randomOf } from '../random.js';

const GROUPS = [
  ['plain', 'nanoseconds', 'nanoseconds', 'nanoseconds', 'nanoseconds', 'nanoseconds', 'nanoseconds', 'days', 'days', 'days', 'clock change', 'clock change', 'clock change', 'clock change', 'before 1970', 'before 1970', 'before 1970'],
  ['floats', 'floats', 'wide', 'wide', 'filters', 'filters', 'filters', 'filters'],
  ['plain', 'bulk load', 'bulk load', 'twins', 'twins', 'late', 'beyond', 'beyond', 'beyond', 'keys', 'keys', 'duplicates', 'duplicates'],
  ['plain', 'plain', 'own rows', 'own rows', 'as served', 'as served'],
] as const;
/** `roles`, `lookups` and `no own rows` are only asked for: any case has them now and then. */
export type ThemeName = (typeof GROUPS)[number][number] | 'roles' | 'lookups' | 'no own rows';
export type Theme = ReadonlySet<ThemeName>;

/** Dealt like cards, one from each deck, so that each theme has its share of any run. */
export function themeOf(seed: number, index: number): Theme {
  return new Set(GROUPS.map((group: readonly ThemeName[], i) => {
    const deal = Math.floor(index / group.length);
    return randomOf(caseSeed(seed ^ (0x7e3e_0001 + i), deal)).shuffle(group)[index % group.length] ?? 'plain';
  }));
}

/** The theme with others asked for, each in the place of the one that was dealt from the same deck. */
export function themeWith(theme: Theme, asked: readonly ThemeName[]): Theme {
  const replaced = GROUPS.filter((group: readonly ThemeName[]) => asked.some((each) => each !== 'plain' && group.includes(each))).flat();
  return new Set([...[...theme].filter((each) => !replaced.some((other) => other === each)), ...asked]);
}
