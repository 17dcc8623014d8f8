/**
 * Picking statements of one kind out of a block. Where one may stand only once the grammar has said so already, and
 * the first one holds.
 */
import type { NodeBase } from '../syntax/ast.js';

/** The items of one kind. */
export function itemsOf<T extends NodeBase, K extends T['kind']>(items: readonly T[], kind: K): readonly Extract<T, { readonly kind: K }>[] {
  return items.filter((item): item is Extract<T, { readonly kind: K }> => item.kind === kind);
}

/** The first item of one kind. */
export function settingOf<T extends NodeBase, K extends T['kind']>(items: readonly T[], kind: K): Extract<T, { readonly kind: K }> | undefined {
  return itemsOf(items, kind)[0];
}
