/** How two descriptions differ, part by part, as sentences that name what it was and what it is. */
import type { Parts } from './feature.js';

/** One part that is new, gone or another. */
export interface PartDifference {
  readonly part: string;
  /** Null: it was not there. */
  readonly before: string | null;
  /** Null: it is not there any more. */
  readonly after: string | null;
}

/** The parts that differ, those of before first. */
export function compareParts(before: Parts, after: Parts): readonly PartDifference[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((part) => {
    const [was, is] = [own(before, part), own(after, part)];
    return was === is ? [] : [{ part, before: was, after: is }];
  });
}

const own = (parts: Parts, part: string): string | null => (Object.hasOwn(parts, part) ? (parts[part] ?? null) : null);

/** `over` was `30d` and is `7d`. */
export function sentenceOf({ part, before, after }: PartDifference): string {
  if (before === null) return `\`${part}\` is new: \`${shortened(after ?? '')}\``;
  if (after === null) return `\`${part}\` is gone; it was \`${shortened(before)}\``;
  return `\`${part}\` was \`${shortened(before)}\` and is \`${shortened(after)}\``;
}

/** A page of SQL helps nobody within a sentence. */
const shortened = (text: string): string => (text.length <= 200 ? text : `${text.slice(0, 200)}…`);

/** Order by code units, the same everywhere. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
