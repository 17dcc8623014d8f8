/**
 * What joins and unions look like in a source. The interpreter calls a joined value `alias.name`; in a source and in the
 * views over it it is a column, called by the name that the join gives it.
 */
import type { Expr, SourceSpec } from '../oracle/spec.js';
import type { AgreementCase } from './case.js';
import { block, expression, join, name } from './print-feat.js';

/** A declaration with joined values under their plain names. */
export function plainNames<T>(tree: T): T {
  return rename(tree) as T;
}

function rename(tree: unknown): unknown {
  if (Array.isArray(tree)) return (tree as readonly unknown[]).map(rename);
  if (typeof tree !== 'object' || tree === null) return tree;
  if ('kind' in tree && tree.kind === 'column' && 'name' in tree && typeof tree.name === 'string') return { ...tree, name: tree.name.slice(tree.name.lastIndexOf('.') + 1) };
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, rename(value)]));
}

/** The joins of a source. A row is enriched as of its own event time, which is written by the name of its column. */
export function sourceJoins(of: SourceSpec, within: AgreementCase): readonly string[] {
  const own: Expr | null = of.time.kind === 'column' ? { kind: 'column', name: of.time.column } : null;
  return of.joins.map((each) => join({ ...each, alias: each.view, at: each.at ?? own }, within));
}

/** `source both union of a, b { … }`. */
export function unionText(of: SourceSpec, within: AgreementCase): string {
  const head = `source ${name(of.name)} union of ${(of.union ?? []).map(name).join(', ')}`;
  const items = [
    ...(of.ties.length === 0 ? [] : [`ties by ${of.ties.map(name).join(', ')}`]),
    ...sourceJoins(of, within),
    ...(of.where === null ? [] : [`where ${expression(of.where)}`]),
    ...of.derived.map((each) => `${name(each.name)} = ${expression(each.expr)}`),
  ];
  return items.length === 0 ? head : block(head, items);
}
