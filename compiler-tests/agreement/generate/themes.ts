/**
 * What a case is about. Every hazard comes up by itself now and then; one case in fifteen is full of each, so that even
 * rare ones meet every aggregate and window often enough to be believed.
 */
import { caseSeed, randomOf } from '../random.js';

export const THEMES = [
  'plain', 'plain', 'floats', 'wide', 'nanoseconds', 'days', 'bulk load', 'clock change', 'before 1970', 'twins', 'own rows', 'as served', 'late', 'beyond', 'keys', 'duplicates',
] as const;
export type Theme = (typeof THEMES)[number];

/** Dealt like cards, so that each theme has its share of any run. */
export function themeOf(seed: number, index: number): Theme {
  const deal = Math.floor(index / THEMES.length);
  return randomOf(caseSeed(seed ^ 0x7e3e_0001, deal)).shuffle(THEMES)[index % THEMES.length] ?? 'plain';
}
