/**
 * Clauses that may stand once in a block. The tree keeps them in the order written; a second one is a finding, and
 * the first one holds.
 */
import { finding } from '../diagnostics/finding.js';
import type { NodeBase } from '../syntax/ast.js';
import type { Report } from './report.js';

/** The items of one kind. */
export function itemsOf<T extends NodeBase, K extends T['kind']>(items: readonly T[], kind: K): readonly Extract<T, { readonly kind: K }>[] {
  return items.filter((item): item is Extract<T, { readonly kind: K }> => item.kind === kind);
}

/** The one item of a kind; each further one is reported. `setting` is how the clause is written. */
export function settingOf<T extends NodeBase, K extends T['kind']>(
  items: readonly T[], kind: K, setting: string, owner: string, report: Report,
): Extract<T, { readonly kind: K }> | undefined {
  const [first, ...more] = itemsOf(items, kind);
  for (const again of more) {
    report(finding('FT1012', again.span, { setting, owner }, {
      related: first === undefined ? [] : [{ span: first.span, message: 'set here' }],
    }));
  }
  return first;
}
