/**
 * The rows of a union (contract 1.9): those of its members, each with its own two clocks and past its own `where`, by the
 * columns that all of them have. From here on they are rows of one source, in one total order.
 */
import type { SourcePlan } from '../temporal/plan.js';
import { column, columnsOf, type Expression } from '../types/expression.js';
import { widenTo } from '../types/literals.js';
import { sameType, type Type } from '../types/type.js';
import { INT64 } from '../types/type.js';
import { invariant } from '../diagnostics/invariant.js';
import { ref, text } from '../relational/scalar.js';
import { fromStep, out, select, type OutputColumn } from '../relational/relation.js';
import { lowerExpression, physicalType, type Environment } from './expression.js';
import type { ReadSource } from './read-source.js';
import { withoutDerived } from './rows.js';

/** The column that holds the name of the member; people read it by that name. */
const BRANCH = 'branch';

export interface UniteInput {
  readonly union: SourcePlan;
  readonly members: readonly ReadSource[];
  readonly needed: ReadonlySet<string>;
  readonly name: string;
  readonly materialized: boolean;
}

/** What is read of a member for some columns of the union: its own `where` too. */
export function readOfMember(union: SourcePlan, member: SourcePlan, needed: ReadonlySet<string>): readonly string[] {
  const wanted = wantedOf(union, needed).filter((each) => each.name !== BRANCH).map((each) => valueIn(member, each));
  return [...wanted, ...(member.where === null ? [] : [member.where])].flatMap((each) => columnsOf(withoutDerived(each, member)));
}

/** One step with the rows of all members. */
export function unite({ union, members, needed, name, materialized }: UniteInput): ReadSource {
  const wanted = wantedOf(union, needed);
  const branches = members.map((member) => {
    const environment = member.environment('s');
    const lower = (each: Expression) => lowerExpression(withoutDerived(each, member.plan), environment);
    const columns: readonly OutputColumn[] = [
      ...['t', 'k'].map((clock) => out(clock, ref('s', clock, INT64))),
      ...wanted.map((each, i) => out(`c${i + 1}`, each.name === BRANCH ? text(member.plan.name) : lower(valueIn(member.plan, each)))),
    ];
    return select({ columns, from: fromStep(member.step, 's'), where: member.plan.where === null ? [] : [lower(member.plan.where)] });
  });
  const places = new Map(wanted.map((each, i) => [each.name, { name: `c${i + 1}`, type: physicalType(each.type) }]));
  const environment = (alias: string): Environment => (wantedName) => {
    const place = places.get(wantedName);
    invariant(place !== undefined, `column ${wantedName} of union ${union.name} was not read`);
    return ref(alias, place.name, place.type);
  };
  const comment = `${union.name}: the rows of ${members.map((member) => member.plan.name).join(', ')}, each by its own clocks`;
  return {
    plan: union,
    steps: [{ name, comment, relation: { kind: 'union_all', branches }, materialized }],
    step: name,
    ends: { replaced: false, until: false },
    environment,
  };
}

const wantedOf = ({ columns }: SourcePlan, needed: ReadonlySet<string>): SourcePlan['columns'] => columns.filter((each) => needed.has(each.name));

/** The column of a member, in the type that it has in the union. */
function valueIn(member: SourcePlan, { name, type }: { readonly name: string; readonly type: Type }): Expression {
  const own = typeIn(member, name);
  invariant(own !== undefined, `source ${member.name} has no column ${name}`);
  const read = column(name, own);
  return sameType(own, type) ? read : widenTo(read, type);
}

function typeIn({ columns, joins, derived }: SourcePlan, name: string): Type | undefined {
  return columns.find((each) => each.name === name)?.type
    ?? joins.flatMap((join) => join.features).find(({ as }) => as === name)?.type
    ?? derived.find((each) => each.name === name)?.expression.type;
}
