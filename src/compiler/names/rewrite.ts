/**
 * Replacing nodes within a tree. The tree is plain data, so one walk serves every kind of node; what is not replaced is
 * kept as it is, spans included.
 */
import type { NodeBase } from '../syntax/ast.js';

/** What a node becomes: another node, several where it stands in a list, or undefined to look within it. */
export type Change = (node: NodeBase) => NodeBase | readonly NodeBase[] | undefined;

/** The tree with nodes replaced, outermost first. The caller's `change` keeps nodes of a kind that fits their place. */
export function rewrite<T extends NodeBase>(tree: T, change: Change): T {
  return rewriteValue(tree, change) as T;
}

function rewriteValue(value: unknown, change: Change): unknown {
  if (Array.isArray(value)) return rewriteList(value, change);
  if (typeof value !== 'object' || value === null) return value;
  const changed = isNode(value) ? change(value) : undefined;
  if (changed !== undefined) return changed;
  // Only what differs is copied: most trees hold nothing to replace.
  let copy: Record<string, unknown> | null = null;
  for (const [key, part] of Object.entries(value)) {
    if (key === 'span') continue;
    const next = rewriteValue(part, change);
    if (next === part) continue;
    copy ??= { ...value };
    copy[key] = next;
  }
  return copy ?? value;
}

function rewriteList(list: readonly unknown[], change: Change): readonly unknown[] {
  const next = list.flatMap((item): readonly unknown[] => {
    const changed = rewriteValue(item, change);
    return Array.isArray(changed) && !Array.isArray(item) ? changed : [changed];
  });
  return next.length === list.length && next.every((item, i) => item === list[i]) ? list : next;
}

function isNode(value: object): value is NodeBase {
  return 'kind' in value && typeof value.kind === 'string' && 'span' in value;
}
