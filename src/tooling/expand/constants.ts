/**
 * Constants by their values. A name that columns or features have too may mean those where it is read, so such a
 * constant stays as it is.
 */
import { formatDuration, parseDuration } from '../../compiler/calendar/index.js';
import { rewrite } from '../../compiler/names/rewrite.js';
import { declarationsOf, type Symbols } from '../../compiler/names/symbols.js';
import type { Declaration, Expr, NodeBase, Ref } from '../../compiler/syntax/ast.js';
import type { ProjectPlan } from '../../compiler/temporal/plan.js';
import { partsOfName } from '../../compiler/types/request-name.js';

/** The value of each constant that can be put in. */
export type ConstantTexts = ReadonlyMap<string, Expr>;

export function constantTexts(symbols: Symbols, plan: ProjectPlan): ConstantTexts {
  const taken = new Set<string>([
    ...plan.sources.flatMap((source) => [...source.columns, ...source.derived].map(({ name }) => name).concat(source.joins.flatMap((join) => join.features.map(({ as }) => as)))),
    ...plan.views.flatMap((view) => view.order),
    ...plan.sets.flatMap((set) => [...set.examples.typed, ...set.inputs].map(({ name }) => name).concat(set.computed.map(({ name }) => partsOfName(name).local))),
  ]);
  const constants = declarationsOf(symbols, 'const').filter(({ name }) => !taken.has(name.text));
  return new Map(constants.map(({ name, value }) => [name.text, inDays(value)]));
}

/** A length is shown in the greatest unit that divides it wherever a constant says it. */
function inDays(value: Expr): Expr {
  if (value.kind !== 'duration') return value;
  const parsed = parseDuration(`${value.digits}${value.unit}`);
  if (parsed.kind !== 'duration') return value;
  const again = /^(\d+)(\D+)$/.exec(formatDuration(parsed.us));
  const [, digits = value.digits, unit = value.unit] = again ?? [];
  return { ...value, digits, unit: unit as typeof value.unit };
}

/** An expression with its constants put in. */
export const constantsIn = <T extends NodeBase>(tree: T, constants: ConstantTexts): T =>
  rewrite(tree, (node) => (node.kind === 'ref' ? constantOf(node as Ref, constants) : undefined));

const constantOf = ({ parts }: Ref, constants: ConstantTexts): Expr | undefined => (parts.length === 1 ? constants.get(parts[0]?.text ?? '') : undefined);

/** Where a declaration reads a constant, and the value. */
export function constantUses(declaration: Declaration, constants: ConstantTexts): readonly { readonly at: NodeBase['span']; readonly value: Expr }[] {
  const uses: { readonly at: NodeBase['span']; readonly value: Expr }[] = [];
  rewrite(declaration, (node) => {
    const value = node.kind === 'ref' ? constantOf(node as Ref, constants) : undefined;
    if (value !== undefined) uses.push({ at: node.span, value });
    return undefined;
  });
  return uses;
}
