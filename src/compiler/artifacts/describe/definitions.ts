/**
 * A project as definitions with named parts: what stands behind a feature, a view, a source, a set, as texts that a
 * person can compare. Kept by a lock, and compared by a difference; whether a meaning is the same is told by its hash,
 * and these texts only say how it is not.
 */
import { formatInstant } from '../../calendar/index.js';
import { invariant, unreachable } from '../../diagnostics/invariant.js';
import type { Clock, Knowledge, ProjectPlan, RefreshPlan, RowKind, SetJoinPlan, SetPlan, SourcePlan, ViewPlan } from '../../temporal/plan.js';
import { originText } from '../../temporal/plan-origin.js';
import { columnsOf, type Expression } from '../../types/expression.js';
import { isRequestName, readRequestName, shownName } from '../../types/request-name.js';
import { printType } from '../../types/type.js';
import { describeExpression, type NameColumn } from './expression.js';
import { describeDerived, describeFeature, describeLength, partsOf, type Parts } from './feature.js';

/** Parts of definitions by name: `bought.n_24h`, `view bought`, `source orders`. */
export type Definitions = ReadonlyMap<string, Parts>;

/** A feature and everything that its value comes from, itself first. */
export function definitionsBehind(project: ProjectPlan, view: ViewPlan, feature: string): Definitions {
  const found = new Map<string, Parts>();
  addFeature(project, view, feature, found);
  return found;
}

function addFeature(project: ProjectPlan, view: ViewPlan, name: string, found: Map<string, Parts>): void {
  const key = `${view.name}.${name}`;
  if (found.has(key)) return;
  const stored = view.features.find((each) => each.name === name);
  const derived = view.derived.find((each) => each.name === name);
  if (stored !== undefined) found.set(key, describeFeature(stored));
  else if (derived !== undefined) {
    found.set(key, view.raw === null ? describeDerived(derived, view.features) : partsOf({ type: printType(derived.type) }));
    for (const input of columnsOf(derived.expression)) if (!input.startsWith('f__')) addFeature(project, view, input, found);
  }
  addView(project, view, found);
}

function addView(project: ProjectPlan, view: ViewPlan, found: Map<string, Parts>): void {
  const key = `view ${view.name}`;
  if (found.has(key)) return;
  found.set(key, describeView(view));
  for (const source of view.raw === null ? [view.source] : view.raw.reads.map((read) => read.source)) addSource(project, source, found);
}

function addSource(project: ProjectPlan, name: string, found: Map<string, Parts>): void {
  const key = `source ${name}`;
  if (found.has(key)) return;
  const source = project.sources.find((each) => each.name === name);
  invariant(source !== undefined, `the project has no source ${name}`);
  found.set(key, describeSource(source));
  if (source.origin.kind === 'union') for (const member of source.origin.members) addSource(project, member, found);
  for (const join of source.joins) {
    const view = project.views.find((each) => each.name === join.view);
    if (view !== undefined) for (const { feature } of join.features) addFeature(project, view, feature, found);
  }
}

/** What rows a view looks at, and by which key. */
export function describeView(view: ViewPlan): Parts {
  if (view.raw !== null) {
    const { dialect, normal, reads, keys, columns } = view.raw;
    return partsOf({ sql: `${dialect}: ${normal}`, reads: reads.map(({ source, as }) => (source === as ? source : `${source} as ${as}`)).join(', '), keys: keys.join(', '), columns: columns.join(', ') });
  }
  return partsOf({
    on: view.keys.length === 0 ? 'all' : view.keys.map(({ name, type, expression }) => `${name} = ${describeExpression(expression)}: ${printType(type)}`).join(', '),
    from: view.source,
    where: view.where === null ? null : describeExpression(view.where),
  });
}

/** How a view is stored and served, which changes no value at an instant. */
export function describeServing(view: ViewPlan): Parts {
  const length = (us: bigint | null): string | null => (us === null ? null : describeLength(us));
  return partsOf({
    refresh: view.refresh === null ? null : describeRefresh(view.refresh),
    online: view.online ? 'online' : null,
    freshness: length(view.freshness),
    'stale after': length(view.staleAfter),
  });
}

const describeRefresh = ({ every, daily, delay }: RefreshPlan): string =>
  `every ${daily === null ? describeLength(every) : `day at ${timeOfDay(daily.at)} in '${daily.zone}'`}${delay === 0n ? '' : ` delay ${describeLength(delay)}`}`;

const timeOfDay = (us: bigint): string => formatInstant(us).slice(11, 16);

/** What a row of a source is, and both of its clocks. */
export function describeSource(source: SourcePlan): Parts {
  const { origin, rows, columns, time, known, ties, id, joins, where, derived } = source;
  return partsOf({
    from: origin.kind === 'union' ? `union of ${origin.members.join(', ')}` : originText(origin),
    rows: describeRows(rows),
    time: time.kind === 'always' ? 'always' : time.kind === 'members' ? null : describeClock(time),
    known: describeKnown(known),
    ties: ties.join(', '),
    id,
    where: where === null ? null : describeExpression(where),
    ...Object.fromEntries(columns.map(({ name, type }) => [`column ${name}`, printType(type)])),
    ...Object.fromEntries(derived.map(({ name, expression }) => [`column ${name}`, describeExpression(expression)])),
    ...Object.fromEntries(joins.flatMap(({ view, keys, back, features }) => features.map(({ feature, as }) => [
      `column ${as}`, `${view}.${feature} on ${keys.map((key) => describeExpression(key)).join(', ')}${back === 0n ? '' : ` ${describeLength(back)} before`}`,
    ]))),
  });
}

/** What a set asks of its examples and of each join, beside the features. */
export function describeSet(project: ProjectPlan, set: SetPlan): Parts {
  const { examples } = set;
  const name = nameIn(set);
  return partsOf({
    'train on': originText(examples.origin),
    at: `${examples.at.column}${examples.at.zone === null ? '' : ` in '${examples.at.zone}'`}`,
    label: examples.label === null ? null : `${examples.label.column}${examples.label.known === null ? '' : ` known ${examples.label.known}`}`,
    keep: examples.keep.join(', '),
    where: examples.where === null ? null : describeExpression(examples.where),
    'typed columns': examples.typed.map((column) => `${column.name}: ${printType(column.type)}`).join(', '),
    zones: examples.zoned.map(({ column, zone }) => `${column} in ${zone === null ? 'its own zone' : `'${zone}'`}`).join(', '),
    own: examples.ownStated ? 'stated' : null,
    values: set.values === 'exact' ? 'exact' : 'as served',
    ...Object.fromEntries(set.joins.map((join) => [`join ${join.alias ?? join.view}`, describeJoin(project, join, name)])),
    ...Object.fromEntries(set.inputs.map((input) => [`input ${input.name}`, `${printType(input.type)}${input.zone === null ? '' : ` in '${input.zone}'`}`])),
    ...Object.fromEntries(set.computed.map((each) => [`computed ${each.as ?? shownName(each.name)}`, `${describeExpression(each.expression, name)}${each.default === null ? '' : ` default ${describeExpression(each.default)}`}`])),
  });
}

/** How the arithmetic and the keys of a set call what they read. */
function nameIn(set: SetPlan): NameColumn {
  return (column) => {
    if (!isRequestName(column)) return column;
    const of = readRequestName(column);
    switch (of.kind) {
      case 'as_of':
        return 'as_of';
      case 'input':
        return of.name;
      case 'computed':
        return shownName(of.name);
      case 'feature': {
        const join = set.joins[of.join];
        return `${join?.alias ?? join?.view ?? ''}.${of.feature}`;
      }
      default:
        return unreachable(of, 'nameIn');
    }
  };
}

function describeJoin(project: ProjectPlan, join: SetJoinPlan, name: NameColumn): string {
  const view = project.views.find((each) => each.name === join.view);
  const text = (expression: Expression): string => describeExpression(expression, name);
  return [
    ...(join.alias === null ? [] : [join.view]),
    ...(join.keys.length === 0 ? ['for all'] : [`on ${join.keys.map(text).join(', ')}`]),
    ...(join.at === null ? [] : [`at ${text(join.at)}`]),
    ...(join.own === null ? [] : [`without the row whose ${join.own.sourceColumn} is ${join.own.exampleColumn}`]),
    ...(join.asServed && view?.refresh != null ? [`as served ${describeRefresh(view.refresh)}${view.staleAfter === null ? '' : ` stale after ${describeLength(view.staleAfter)}`}`] : []),
  ].join(' ');
}

function describeRows(rows: RowKind): string {
  switch (rows.kind) {
    case 'events':
      return 'events';
    case 'versions':
      return `versions of ${rows.of.join(', ')}${rows.newestBy.length === 0 ? '' : ` newest by ${rows.newestBy.join(', ')}`}`;
    case 'intervals':
      return `intervals until ${describeClock(rows.until)}${rows.known === null ? '' : ` known ${describeKnown(rows.known) ?? ''}`}`;
    case 'snapshots':
      return `snapshots every ${describeLength(rows.every)}`;
    case 'current':
      return `current${rows.immutable.length === 0 ? '' : ` immutable [${rows.immutable.join(', ')}]`}`;
    default:
      return unreachable(rows, 'describeRows');
  }
}

function describeClock({ kind, column, zone, offset }: Clock): string {
  const day = kind === 'column' ? column : kind === 'day_start' ? `start of ${column}` : `end of ${column}`;
  return `${day}${offset === 0n ? '' : ` ${offset < 0n ? '-' : '+'} ${describeLength(offset < 0n ? -offset : offset)}`}${zone === null ? '' : ` in '${zone}'`}`;
}

function describeKnown(known: Knowledge): string | null {
  switch (known.kind) {
    case 'members':
      return null;
    case 'event_time_plus':
      return known.delay === 0n ? 'same as time' : `time + ${describeLength(known.delay)}`;
    case 'clock':
      return describeClock(known.clock);
    case 'bulk':
      return `${describeClock(known.first)}, or ${describeKnown(known.otherwise) ?? ''} before '${formatInstant(known.before)}'`;
    default:
      return unreachable(known, 'describeKnown');
  }
}
