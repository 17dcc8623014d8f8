/**
 * `join seller_risk on seller_id at event_ts { tier as seller_tier }` in a source: each row is enriched with what a view
 * said of its key at the row's own event time, or a while before. What comes of it is a column like any other.
 */
import { finding } from '../diagnostics/finding.js';
import { checkNameForm, type NameScope } from '../names/check-name.js';
import { notYet, type Report } from '../names/report.js';
import { lookUp, type Symbols } from '../names/symbols.js';
import type { Span } from '../source/span.js';
import type { Join } from '../syntax/ast.js';
import type { Constants } from '../types/constants.js';
import { isExact } from '../types/exactness.js';
import { column, type Expression } from '../types/expression.js';
import { refText } from '../types/operand.js';
import { sameType, UNKNOWN, type Type } from '../types/type.js';
import { UNKNOWN_VALUE, widenTo } from '../types/literals.js';
import { commonType } from '../types/common-type.js';
import { readsOf, rowScope, type RowColumn, type RowColumns } from './columns.js';
import type { SourceJoinPlan } from './plan.js';
import type { Catalog } from './plan-catalog.js';
import { known } from './plan-join.js';
import { planKeys } from './plan-keys.js';
import { isReadAs, type EventTime } from './plan-time.js';
import type { CheckedView } from './plan-view.js';
import { readClock } from './read-clock.js';

/** A join of a source, with what it brings. */
export interface CheckedSourceJoin {
  readonly node: Join;
  readonly view: CheckedView;
  readonly features: readonly { readonly feature: string; readonly as: string; readonly reads: readonly string[]; readonly span: Span }[];
  /** Null after a finding. */
  readonly plan: SourceJoinPlan | null;
}

/** What joins of a source are checked against. */
export interface SourceJoinContext {
  readonly symbols: Symbols;
  readonly catalog: Catalog;
  readonly constants: Constants;
  /** The declared columns. */
  readonly columns: RowColumns;
  /** Names of derived columns, which are computed after the joins. */
  readonly later: readonly string[];
  readonly time: EventTime | null;
  /** Whether `time` is missing because the rows of a union have none in common. */
  readonly clocked: 'alike' | 'each by its own';
  readonly scope: NameScope;
  readonly report: Report;
}

/** The joins of a source in order, and its columns with what they bring. */
export function planSourceJoins(nodes: readonly Join[], context: SourceJoinContext): { readonly joins: readonly CheckedSourceJoin[]; readonly columns: RowColumns } {
  let { columns } = context;
  const joins: CheckedSourceJoin[] = [];
  for (const node of nodes) {
    const planned = planOne(node, { ...context, columns });
    columns = withColumns(columns, planned.brought, planned.join === null);
    if (planned.join !== null) joins.push(planned.join);
  }
  return { joins, columns };
}

function planOne(node: Join, context: SourceJoinContext): { readonly join: CheckedSourceJoin | null; readonly brought: readonly RowColumn[] } {
  const { symbols, catalog, report } = context;
  const found = lookUp(symbols, ['view'], node.view, 'view', report);
  const view = found === undefined ? undefined : catalog.view(found.name.text, node.view.span);
  if (view === undefined) return { join: null, brought: [] };
  if (view.plan !== null && view.plan.raw !== null) {
    notYet('A join within a source of SQL that is run as it stands', node.view.span, report);
    return { join: null, brought: [] };
  }
  const features = broughtBy(node, view, context);
  const keys = keysOf(node, view, context);
  const back = momentOf(node, context);
  const exact = (keys ?? []).every((key) => isExact(key, (name) => context.columns.find(name)?.exact ?? true));
  const reads = [...new Set((keys ?? []).flatMap((key) => readsOf(key, context.columns)))];
  const brought = features.map(({ as, feature }): RowColumn => {
    const info = view.features.find(feature);
    return { name: as, type: info?.type ?? UNKNOWN, exact: exact && (info?.exact ?? true), reads: [as, ...reads], zoned: true };
  });
  const plan: SourceJoinPlan | null = keys === null || back === null || view.plan === null
    ? null
    : { view: view.name, keys, back, features: features.map(({ feature, as, type }) => ({ feature, as, type })) };
  return { join: { node, view, features, plan }, brought };
}

function withColumns(columns: RowColumns, brought: readonly RowColumn[], open: boolean): RowColumns {
  const added = new Map(brought.map((each) => [each.name, each]));
  return { ...columns, names: [...columns.names, ...added.keys()], open: columns.open || open, find: (name) => added.get(name) ?? columns.find(name) };
}

type Brought = CheckedSourceJoin['features'][number] & { readonly type: Type };

/** The columns that a join adds: under its alias, or under the names given by hand. */
function broughtBy(node: Join, view: CheckedView, { scope, report }: SourceJoinContext): readonly Brought[] {
  const list = node.features;
  const alias = node.alias === undefined || node.alias.missing ? null : node.alias.text;
  const prefixed = (name: string): string => (alias === null ? name : `${alias}_${name}`);
  const take = (name: string, as: string, span: Span): readonly Brought[] => {
    const info = view.features.find(name);
    if (info === undefined) return [];
    checkNameForm(as, span, report);
    return scope.claim(as, 'column', span) ? [{ feature: name, as, reads: info.reads, type: info.type, span }] : [];
  };
  if (list === undefined || list.all) {
    for (const name of list?.except ?? []) known(name, view, report);
    const left = new Set((list?.except ?? []).map((name) => name.text));
    return view.features.names().filter((name) => !left.has(name)).flatMap((name) => take(name, prefixed(name), list?.span ?? node.span));
  }
  if (list.items.length === 0) report(finding('FT1018', list.span, { what: 'a feature in the list' }));
  return list.items.flatMap((pick) => {
    if (!known(pick.name, view, report)) return [];
    return take(pick.name.text, pick.alias === undefined || pick.alias.missing ? prefixed(pick.name.text) : pick.alias.text, pick.span);
  });
}

function keysOf(node: Join, { entity }: CheckedView, { columns, later, constants, report }: SourceJoinContext): readonly Expression[] | null {
  if (entity === null) return null;
  const rows = rowScope(columns, constants, 'the key of a join');
  return planKeys(entity, node.on, node.view.span, {
    scope: {
      ...rows,
      resolve: (ref, sink) => {
        const name = refText(ref);
        if (columns.find(name) !== undefined || !later.includes(name)) return rows.resolve(ref, sink);
        sink(finding('FT2051', ref.span, { name }));
        return UNKNOWN_VALUE;
      },
    },
    infer: null,
    implied: (key, type) => implied(key, type, node, columns, entity.name, report),
  }, report);
}

/** The column of the key's own name, where `on` is left out. */
function implied(key: string, type: Type, node: Join, columns: RowColumns, entity: string, report: Report): Expression | null {
  const found = columns.find(key);
  if (found === undefined) {
    if (!columns.open) report(finding('FT2018', node.view.span, { source: columns.source, key, entity }));
    return null;
  }
  const read = column(key, found.type);
  const common = commonType([read, column('', type)]);
  return found.type.kind === 'unknown' || common === null || !sameType(common, type) ? null : widenTo(read, type);
}

/** How long before its event time a row is enriched, µs; null after a finding. */
function momentOf(node: Join, { time, clocked, columns, constants, report }: SourceJoinContext): bigint | null {
  if (node.at === undefined) return 0n;
  if (time === null && clocked === 'each by its own') {
    report(finding('FT3020', node.at.span, { setting: 'at', aggregate: columns.source, reason: ', whose rows each have a clock of their own', allowed: 'a source with one event time; without `at`, a row is enriched as of its own' }));
    return null;
  }
  const written = readClock(node.at, undefined, constants, report);
  if (written === null || time === null) return null;
  const { base } = written;
  const same = isReadAs(time, written.zone, report);
  if (same === null) return null;
  if (base.kind !== 'ref' || refText(base) !== time.column || !same) {
    report(finding('FT4042', node.at.span, { column: time.column }));
    return null;
  }
  const back = time.clock.offset - written.offset;
  if (back >= 0n) return back;
  report(finding('FT4043', node.at.span, { column: time.column }));
  return null;
}

