/**
 * `source visits union of web_views, app_views`: the rows of several sources by the columns that all of them have, by
 * name. Each keeps its own clocks, delay, joins and `where`; the column `branch` holds the name of the source.
 */
import { finding } from '../diagnostics/finding.js';
import { checkNameForm, nameScope } from '../names/check-name.js';
import { notYet, watch, type Report } from '../names/report.js';
import { itemsOf, settingOf } from '../names/settings.js';
import { lookUp } from '../names/symbols.js';
import type { SourceItem, UnionDecl } from '../syntax/ast.js';
import { checkCondition } from '../types/check-expression.js';
import { commonType } from '../types/common-type.js';
import { isExact } from '../types/exactness.js';
import { column } from '../types/expression.js';
import { isUnknown } from '../types/literals.js';
import { printType, STRING, type Type } from '../types/type.js';
import { readsOf, rowScope, type RowColumn, type RowColumns } from './columns.js';
import { addDerived } from './derived-columns.js';
import type { ColumnPlan } from './plan.js';
import type { CheckedSource, SourceContext } from './plan-source.js';
import { completeOfAll } from './plan-complete.js';
import { planSourceJoins } from './plan-source-joins.js';
import { zoneColumnOf } from './plan-time.js';
import { planIdentity } from './source-clauses.js';

/** The column that says which source a row is from. */
export const BRANCH = 'branch';

const OWN_ITEMS: readonly SourceItem['kind'][] = ['ties', 'id', 'where', 'derived', 'join', 'allow', 'broken'];

/** Checks a union and makes its plan. */
export function planUnion(decl: UnionDecl, { symbols, catalog, constants }: SourceContext, outer: Report): CheckedSource {
  const { report, broken } = watch(outer);
  const name = decl.name.text;
  for (const item of decl.items) {
    if (!OWN_ITEMS.includes(item.kind)) report(finding('FT1016', item.span, { owner: 'union', setting: item.kind, allowed: 'It belongs to the sources that are united, each of which keeps its own. A union may have `ties`, `id`, `where`, derived columns and joins.' }));
  }
  const members = membersOf(decl, { symbols, catalog, constants }, report);
  const shared = sharedColumns(decl, members, report);
  const scope = nameScope(` in the source \`${name}\``, report);
  for (const each of shared) scope.claim(each.name, 'column of the union', decl.name.span);
  const derivedItems = itemsOf(decl.items, 'derived').filter((item) => {
    checkNameForm(item.name.text, item.name.span, report);
    return !item.name.missing && scope.claim(item.name.text, 'column', item.name.span);
  });
  const joined = planSourceJoins(itemsOf(decl.items, 'join'), {
    symbols, catalog, constants, scope, report, time: sharedTime(members), clocked: 'each by its own', columns: tableOf(name, shared, members), later: derivedItems.map((item) => item.name.text),
  });
  const { columns, derived } = addDerived(joined.columns, derivedItems, constants, report);
  const condition = settingOf<SourceItem, 'where'>(decl.items, 'where')?.condition;
  const where = condition === undefined ? null : checkCondition(condition, rowScope(columns, constants, 'the `where` of a source'), report);
  const declared = shared.map(({ name: each, type }): ColumnPlan => ({ name: each, type }));
  const { ties, id: stated } = planIdentity(decl, declared, columns, report);
  const id = stated ?? sharedId(members, declared);
  const settles = members.flatMap((each) => each.settle ?? []);
  const settle = settles.reduce((longest, each) => (longest === null || each.us > longest.us ? each : longest), settles[0] ?? null);
  const retentions = members.flatMap((each) => each.retention ?? []);
  const retention = retentions.reduce((least, each) => (least === null || each.us < least.us ? each : least), retentions[0] ?? null);
  const joins = joined.joins.flatMap((join) => join.plan ?? []);
  const whole = !broken() && members.length === decl.members.length && members.every((each) => each.plan !== null) && joins.length === itemsOf(decl.items, 'join').length
    && (where === null || !isUnknown(where));
  return {
    name, columns, declared, members, joins: joined.joins, id, retention, settle, eventTime: sharedTime(members), known: null, origin: null, always: false,
    rows: members.length > 0 && members.every((each) => each.rows?.kind === 'events') ? { kind: 'events' } : null,
    clocks: [...new Set(members.flatMap((each) => each.clocks))],
    filters: [...new Set([...members.flatMap((each) => each.filters), ...(where === null ? [] : readsOf(where, columns))])],
    exactRows: members.every((each) => each.exactRows) && (where === null || isExact(where, (each) => columns.find(each)?.exact ?? true)),
    plan: whole
      ? {
          name, doc: decl.doc?.text ?? '', origin: { kind: 'union', members: members.map((each) => each.name) }, rows: { kind: 'events' }, columns: declared,
          time: { kind: 'members' }, known: { kind: 'members' }, ties, id, joins, where, derived, settle: settle?.us ?? 0n,
          partition: null, complete: completeOfAll(members.map((each) => each.plan)),
        }
      : null,
  };
}

function membersOf(decl: UnionDecl, { symbols, catalog }: SourceContext, report: Report): readonly CheckedSource[] {
  const seen = new Set<string>();
  return decl.members.flatMap((name): readonly CheckedSource[] => {
    const found = lookUp(symbols, ['source', 'union'], name, 'source', report);
    if (found === undefined) return [];
    if (seen.has(name.text)) {
      report(finding('FT2002', name.span, { name: name.text, kind: 'member', scope: ' in this union' }));
      return [];
    }
    seen.add(name.text);
    const source = catalog.source(name.text, name.span);
    if (source === undefined) return [];
    if (source.rows !== null && source.rows.kind !== 'events') {
      notYet('A union with a source whose rows are not events', name.span, report);
      return [];
    }
    return [source];
  });
}

/** The columns that every member has, in the order of the first, and `branch`. Those that differ in type are told and left out. */
function sharedColumns(decl: UnionDecl, members: readonly CheckedSource[], report: Report): readonly RowColumn[] {
  const [first] = members;
  if (first === undefined) return [];
  const shared = first.columns.names.flatMap((name): readonly RowColumn[] => {
    const found = members.flatMap((each) => each.columns.find(name) ?? []);
    if (found.length < members.length || found.some(({ type }) => type.kind === 'unknown')) return [];
    if (name === BRANCH) {
      report(finding('FT2002', decl.name.span, { name, kind: 'column of a union, which says where a row is from', scope: ` in \`${decl.name.text}\`` }));
      return [];
    }
    const type = typeOf(found.map((each) => each.type));
    if (type === null) {
      const types = members.map((each, i) => `${printType(found[i]?.type ?? STRING)} in \`${each.name}\``).join(', ');
      report(finding('FT3040', decl.name.span, { column: name, types }));
      return [];
    }
    return [{ name, type, exact: found.every((each) => each.exact), reads: [...new Set(found.flatMap((each) => each.reads))], zoned: found.every((each) => each.zoned) }];
  });
  return [...shared, { name: BRANCH, type: STRING, exact: true, reads: [], zoned: true }];
}

/** One type that holds them all without loss; null where there is none. */
function typeOf(types: readonly Type[]): Type | null {
  return commonType(types.map((type) => column('', type)));
}

function tableOf(source: string, shared: readonly RowColumn[], members: readonly CheckedSource[]): RowColumns {
  const all = new Map(shared.map((each) => [each.name, each]));
  return { source, names: [...all.keys()], find: (name) => all.get(name), open: members.length === 0 || members.some((each) => each.columns.open) };
}

/** The event time by its column, where all members call it by the same name and read it in the same way. */
function sharedTime(members: readonly CheckedSource[]): CheckedSource['eventTime'] {
  const [first, ...rest] = members.map((each) => each.eventTime);
  if (first === undefined || first === null) return null;
  const same = rest.every((each) => each !== null && each.column === first.column && each.zone === first.zone && zoneColumnOf(each.clock) === zoneColumnOf(first.clock) && each.clock.offset === first.clock.offset && each.isDate === first.isDate);
  return same ? first : null;
}

/** What tells the own row of an example: the `id` of the members, where they have one of the same name. */
function sharedId(members: readonly CheckedSource[], declared: readonly ColumnPlan[]): string | null {
  const [first, ...rest] = members.map((each) => each.id);
  return first !== undefined && first !== null && rest.every((each) => each === first) && declared.some(({ name }) => name === first) ? first : null;
}
