/**
 * Inputs and arithmetic of a set. What the interpreter calls `checkout.x` stands in a request of that name, where it is
 * `x`; a join of that request is `checkout.inner` there and `inner` in the text.
 */
import type { Expr, JoinSpec, SetSpec } from '../oracle/spec.js';
import type { AgreementCase } from './case.js';
import { block, expression, join, literal, name, type } from './print-feat.js';

/** The request that a name belongs to; null for the set's own. */
export function requestOf(of: string): string | null {
  const match = /^(checkout)\./.exec(of);
  return match?.[1] ?? null;
}

/** Whether a join stands in a request, and so brings no column. */
export const isHidden = (of: JoinSpec): boolean => requestOf(of.alias) !== null;
/** The column of the output. */
export const computedColumn = (of: string): string => of.slice(of.lastIndexOf('.') + 1);

/** The inputs, requests and arithmetic of the set itself. */
export function requestLines(of: SetSpec): readonly string[] {
  const requests = [...new Set(of.derived.flatMap((each) => requestOf(each.name) ?? []))];
  return [
    ...inputs(of),
    ...requests.map((each) => `join ${name(each)} { ${of.derived.filter((one) => requestOf(one.name) === each).map((one) => computedColumn(one.name)).join(', ')} }`),
    ...arithmetic(of, null),
  ];
}

/** The request blocks of a set. */
export function requestBlocks(of: SetSpec, within: AgreementCase): readonly string[] {
  const requests = [...new Set(of.derived.flatMap((each) => requestOf(each.name) ?? []))];
  return requests.map((request) => block(`request ${name(request)}`, [
    ...inputs(of),
    ...of.joins.filter((each) => requestOf(each.alias) === request).map((each) => join({ ...each, alias: each.alias.slice(request.length + 1), features: [] }, within)),
    ...arithmetic(of, request),
  ]));
}

const inputs = (of: SetSpec): readonly string[] =>
  of.inputs.map((input) => {
    const column = of.examples.columns.find((each) => each.name === input.column);
    if (column === undefined) throw new Error(`no column ${input.column}`);
    return `input ${name(input.name)}: ${type(input.type ?? column.type)}${column.type.kind === 'timestamp' ? " in 'UTC'" : ''}`;
  });

function arithmetic(of: SetSpec, request: string | null): readonly string[] {
  return of.derived.filter((each) => requestOf(each.name) === request).map((each) =>
    `${name(computedColumn(each.name))} = ${expression(request === null ? each.expr : within(each.expr, request))}${each.default === undefined ? '' : ` default ${literal(each.default)}`}`);
}

/** Names as they are within the request. */
function within(of: Expr, request: string): Expr {
  return rename(of, request) as Expr;
}

function rename(tree: unknown, request: string): unknown {
  if (Array.isArray(tree)) return (tree as readonly unknown[]).map((each) => rename(each, request));
  if (typeof tree !== 'object' || tree === null) return tree;
  if ('kind' in tree && tree.kind === 'column' && 'name' in tree && typeof tree.name === 'string' && tree.name.startsWith(`${request}.`)) return { ...tree, name: tree.name.slice(request.length + 1) };
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, rename(value, request)]));
}
