/**
 * Features as lines of text. Neighbours that differ in their window alone, and whose names end in it, are written as
 * one line with a list of windows, as people write them: `n = count() over [1h, 24h]` means `n_1h` and `n_24h`.
 */
import type { FeatureSpec } from '../oracle/spec.js';
import { name, type FeatureText } from './print-feat.js';

export function sugared(features: readonly FeatureSpec[], print: (of: FeatureSpec) => FeatureText): readonly string[] {
  const lines: { readonly stem: string; readonly text: FeatureText; readonly windows: string[] }[] = [];
  for (const each of features) {
    const text = print(each);
    const stem = text.over === null || !each.name.endsWith(`_${text.over}`) ? null : each.name.slice(0, -text.over.length - 1);
    const last = lines.at(-1);
    if (stem !== null && text.over !== null && last !== undefined && last.windows.length > 0 && last.stem === stem && last.text.head === text.head && last.text.tail === text.tail) {
      last.windows.push(text.over);
    } else {
      lines.push({ stem: stem ?? each.name, text, windows: stem !== null && text.over !== null ? [text.over] : [] });
    }
  }
  return lines.map(({ stem, text, windows }) => {
    const over = windows.length > 0 ? ` over [${windows.join(', ')}]` : text.over === null ? '' : ` over ${text.over}`;
    return `${name(stem)} = ${text.head}${over}${text.tail}`;
  });
}
