/** From which columns of its source a feature is made: its value, filters, key and both clocks, derived columns followed. */
import { invariant } from '../diagnostics/invariant.js';
import { inputsOf } from '../temporal/aggregate-inputs.js';
import type { Clock, Knowledge, ProjectPlan, RowKind, SourcePlan, ViewPlan } from '../temporal/plan.js';
import { columnsOf, type Expression } from '../types/expression.js';

/** `source.column`, in the order of their declaration; of SQL that is run as it stands, all that it could read. */
export function lineageOf(project: ProjectPlan, view: ViewPlan, feature: string): readonly string[] {
  if (view.raw !== null) {
    const names = new Set(view.raw.reads.map((read) => read.source));
    return project.sources.filter((s) => names.has(s.name)).flatMap((s) => s.columns.map((column) => `${s.name}.${column.name}`));
  }

  const source = project.sources.find((s) => s.name === view.source);
  invariant(source !== undefined, `view ${view.name} reads ${view.source}`);
  const expressions = [...view.keys.map((key) => key.expression), source.where, view.where, ...ownExpressions(view, feature)];
  const read = new Set([
    ...expressions.flatMap((expression) => (expression === null ? [] : followed(source, expression))),
    ...(source.time.kind === 'always' || source.time.kind === 'members' ? [] : [source.time.column]),
    ...(source.time.kind === 'column' && source.time.zoneColumn !== undefined ? [source.time.zoneColumn] : []),
    ...clocksOf(source.known).map((clock) => clock.column),
    ...rowColumns(source.rows),
  ]);
  return source.columns.map((column) => column.name).filter((name) => read.has(name)).map((name) => `${view.source}.${name}`);
}

function ownExpressions(view: ViewPlan, name: string): readonly (Expression | null)[] {
  const feature = view.features.find((f) => f.name === name);
  if (feature !== undefined) return [feature.where, ...inputsOf(feature.aggregate)];
  const derived = view.derived.find((f) => f.name === name);
  return derived === undefined ? [] : columnsOf(derived.expression).flatMap((input) => ownExpressions(view, input));
}

function followed(source: SourcePlan, expression: Expression): readonly string[] {
  return columnsOf(expression).flatMap((name) => {
    const derived = source.derived.find((d) => d.name === name);
    if (derived !== undefined) return followed(source, derived.expression);
    const join = source.joins.find(({ features }) => features.some(({ as }) => as === name));
    // A joined value depends on the columns that its key is made of; its own lineage is that of the other view.
    return join === undefined ? [name] : join.keys.flatMap((key) => followed(source, key));
  });
}

/** What decides how long a row holds. */
function rowColumns(rows: RowKind): readonly string[] {
  switch (rows.kind) {
    case 'versions':
      return [...rows.of, ...rows.newestBy];
    case 'intervals':
      return [rows.until.column, ...(rows.known === null ? [] : clocksOf(rows.known).map((clock) => clock.column))];
    case 'events':
    case 'snapshots':
    case 'current':
      return [];
  }
}

function clocksOf(known: Knowledge): readonly Clock[] {
  switch (known.kind) {
    case 'event_time_plus':
    case 'members':
      return [];
    case 'clock':
      return [known.clock];
    case 'bulk':
      return [known.first, ...clocksOf(known.otherwise)];
  }
}
