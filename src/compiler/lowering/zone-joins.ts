/**
 * Lookups of zones become joins: each select that holds some is joined with the tables it needs, and each lookup becomes a
 * column of one. Done once, on a whole query, so that whoever builds scalars need not know where zones are looked up.
 */
import { InvariantError } from '../diagnostics/invariant.js';
import { INT64 } from '../types/type.js';
import { ref, type LookupScalar, type Scalar, type SortKey, type ZoneTable } from '../relational/scalar.js';
import { fromStep, type Join, type Query, type Relation, type Select, type Step } from '../relational/relation.js';
import { holds, withParts } from '../relational/walk-scalar.js';
import { allZonesItem, allZonesMatch, allZonesSteps } from './all-zones.js';
import { identityOf } from './identity.js';
import { zoneTableMatch, zoneTableStep } from './zone-tables.js';

/** The query with its lookups joined, and the tables of the zones that it uses in front. */
export function joinZones(query: Query): Query {
  const tables: Tables = { byName: new Map(), ofAll: new Set() };
  const relation = (of: Relation): Relation => (of.kind === 'select' ? joined(of, tables) : { ...of, branches: of.branches.map((b) => joined(b, tables)) });
  const steps = query.steps.map((step) => ({ ...step, relation: relation(step.relation) }));
  const final = joined(query.final, tables);
  // Tables stand first: steps read what is before them.
  return { ...query, steps: [...tables.byName.values(), ...allZonesSteps([...tables.ofAll]), ...steps], final };
}

/** The tables that a query needs: of zones known by name, and of all zones where rows name theirs. */
interface Tables {
  readonly byName: Map<string, Step>;
  readonly ofAll: Set<ZoneTable>;
}

function joined(select: Select, tables: Tables): Select {
  const joins: Join[] = [];
  const aliases = new Map<string, string>();

  const column = (lookup: LookupScalar): Scalar => {
    const key = go(lookup.key);
    const id = identityOf([lookup.table, lookup.zone, key]);
    let alias = aliases.get(id);
    if (alias === undefined) {
      alias = `tz${aliases.size + 1}`;
      aliases.set(id, alias);
      joins.push({ kind: 'left', ...itemOf(lookup, alias, key, go, tables) });
    }
    return ref(alias, lookup.column, INT64);
  };

  const go = (scalar: Scalar): Scalar => (scalar.kind === 'lookup' ? column(scalar) : withParts(scalar, go));
  const sorted = (key: SortKey): SortKey => ({ ...key, scalar: go(key.scalar) });

  const columns = select.columns.map((c) => ({ ...c, scalar: go(c.scalar) }));
  const where = select.where.map(go);
  const groupBy = select.groupBy.map(go);
  const orderBy = select.orderBy.map(sorted);
  // What an inner join asks for may as well be asked behind all joins, where its lookups have been found.
  const moved: Scalar[] = [];
  const before = select.joins.map((join): Join => {
    if (join.kind === 'cross') return join;
    const [plain, looking] = [join.on.filter((c) => !looks(c)), join.on.filter(looks)];
    if (looking.length === 0) return join;
    if (join.kind !== 'inner') throw new InvariantError('an outer join is made on columns');
    moved.push(...looking.map(go));
    return { ...join, on: plain };
  });
  if (joins.length === 0) return select;
  return { ...select, columns, groupBy, orderBy, joins: [...before, ...joins], where: [...where, ...moved] };
}

function itemOf({ zone, table }: LookupScalar, alias: string, key: Scalar, go: (scalar: Scalar) => Scalar, tables: Tables): Pick<Join & { kind: 'left' }, 'item' | 'on'> {
  if (zone.kind !== 'literal' || typeof zone.value !== 'string') {
    tables.ofAll.add(table);
    return { item: allZonesItem(table, alias), on: allZonesMatch(alias, go(zone), key) };
  }
  const id = `${table} ${zone.value}`;
  const step = tables.byName.get(id) ?? zoneTableStep(zone.value, table);
  tables.byName.set(id, step);
  return { item: fromStep(step.name, alias), on: zoneTableMatch(alias, key) };
}

const looks = (scalar: Scalar): boolean => holds(scalar, ({ kind }) => kind === 'lookup');
