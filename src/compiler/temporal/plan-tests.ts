/**
 * Tests of a project: rows of sources and examples as typed values, and the values expected of a view or set. What
 * runs them needs no syntax and no names.
 */
import { finding } from '../diagnostics/finding.js';
import { renameFixes } from '../diagnostics/suggest.js';
import { foldName } from '../names/fold.js';
import { watch, type Report } from '../names/report.js';
import { itemsOf, settingOf } from '../names/settings.js';
import { lookUp, type Symbols } from '../names/symbols.js';
import type { Span } from '../source/span.js';
import type { Given, Name, Table, TestDecl, TestItem, Then } from '../syntax/ast.js';
import { STRING, TIMESTAMP, type Type } from '../types/type.js';
import { textFinding } from '../types/common-type.js';
import type { LiteralValue } from '../types/expression.js';
import type { ColumnPlan, Origin } from './plan.js';
import { originText } from './plan-origin.js';
import type { CheckedSet } from './plan-set.js';
import type { CheckedSource } from './plan-source.js';
import type { CheckedView } from './plan-view.js';
import { zoneName } from './plan-zone.js';
import { readCell, readInstant, type CellValue } from './read-cell.js';

/** One test. */
export interface TestPlan {
  readonly title: string;
  readonly span: Span;
  readonly given: readonly GivenPlan[];
  readonly expected: readonly ExpectedPlan[];
}

/**
 * The rows of one table. Columns of a source that the test leaves out are null. Timestamps are instants: whoever fills
 * a table of naive times writes them as the clock of the column's zone reads them.
 */
export interface GivenPlan {
  readonly kind: 'source' | 'examples';
  /** The source; for examples, the table as it is called in a sentence. */
  readonly name: string;
  readonly origin: Origin;
  readonly columns: readonly ColumnPlan[];
  readonly rows: readonly (readonly LiteralValue[])[];
}

/** Values expected of a view at an instant, or of a set for its given examples. */
export interface ExpectedPlan {
  readonly kind: 'view' | 'set';
  readonly name: string;
  /** Null for a set: its examples say when they are asked. */
  readonly at: bigint | null;
  readonly span: Span;
  readonly columns: readonly ExpectedColumn[];
  readonly rows: readonly { readonly span: Span; readonly cells: readonly { readonly span: Span; readonly value: CellValue }[] }[];
}

/** A column of an expected table: `match` columns say which row is meant, `value` columns are compared. */
export interface ExpectedColumn {
  readonly name: string;
  readonly type: Type;
  readonly role: 'match' | 'value';
}

/** What tests are checked against. */
export interface TestContext {
  readonly symbols: Symbols;
  readonly sources: ReadonlyMap<string, CheckedSource>;
  readonly views: ReadonlyMap<string, CheckedView>;
  readonly sets: ReadonlyMap<string, CheckedSet>;
}

/** Checks a test; null where it is broken, or where something that it tests is. */
export function planTest(decl: TestDecl, context: TestContext, outer: Report): TestPlan | null {
  const { report, broken } = watch(outer);
  const written = settingOf<TestItem, 'zone'>(decl.items, 'zone');
  const zone = written === undefined ? 'UTC' : (zoneName(written.zone, report) ?? 'UTC');
  const given = itemsOf<TestItem, 'given'>(decl.items, 'given').map((item) => planGiven(item, zone, context, report));
  const thens = itemsOf<TestItem, 'then'>(decl.items, 'then');
  const expected = thens.map((item) => planExpected(item, zone, context, report));
  if (thens.length === 0 && !decl.items.some((item) => item.kind === 'broken')) {
    report(finding('FT1018', decl.title.span, { what: '`then`, the values that are expected' }));
  }
  const [allGiven, allExpected] = [given.filter((one) => one !== null), expected.filter((one) => one !== null)];
  const whole = !broken() && allGiven.length === given.length && allExpected.length === expected.length && thens.length > 0;
  return whole ? { title: decl.title.value, span: decl.title.span, given: allGiven, expected: allExpected } : null;
}

function planGiven(item: Given, zone: string, context: TestContext, report: Report): GivenPlan | null {
  const parts = item.source.parts.map((part) => part.text);
  const table = parts.join('.');
  const set = [...context.sets.values()].find(({ examples }) => examples?.origin != null && originText(examples.origin) === table);
  const declared = parts.length === 1 && context.symbols.named.has(foldName(table));
  if (set?.examples?.origin != null && !declared) {
    const { columns, origin } = set.examples;
    const typeOf = (name: Name): Type | null => (columns.check(name) ? (columns.find(name.text) ?? STRING) : null);
    return planRows(item.table, typeOf, zone, { kind: 'examples', name: table, origin }, report);
  }
  const [first] = item.source.parts;
  if (first === undefined) return null;
  const name: Name = { ...first, text: table, span: item.source.span };
  const found = lookUp(context.symbols, ['source', 'union'], name, 'source', report);
  const source = found === undefined ? undefined : context.sources.get(found.name.text);
  if (source === undefined) return null;
  const typeOf = (column: Name): Type | null => declaredType(column, source, report);
  if (source.members.length > 0) {
    report(finding('FT2053', item.source.span, { name: source.name, members: source.members.map((each) => `\`${each.name}\``).join(', ') }));
    return null;
  }
  const stated = source.plan?.origin ?? null;
  const origin = stated === null || stated.kind === 'union' ? null : stated;
  const planned = planRows(item.table, typeOf, zone, { kind: 'source', name: source.name, origin: origin ?? { kind: 'table', name: [] } }, report);
  return origin === null ? null : planned;
}

function declaredType(column: Name, source: CheckedSource, report: Report): Type | null {
  if (column.missing) return null;
  const type = source.declared.find(({ name }) => name === column.text)?.type;
  if (type !== undefined) return type;
  const names = source.declared.map(({ name }) => name);
  if (!source.columns.open || names.length > 0) {
    report(finding('FT2004', column.span, { source: source.name, name: column.text }, { fixes: renameFixes(column.span, column.text, names) }));
  }
  return null;
}

function planRows(
  table: Table, typeOf: (column: Name) => Type | null, zone: string, target: Pick<GivenPlan, 'kind' | 'name' | 'origin'>, report: Report,
): GivenPlan | null {
  const types = table.columns.map(typeOf);
  const rows = table.rows.map((row) => row.cells.map((cell, i) => readTyped(cell, types[i] ?? null, zone, report)));
  if (types.includes(null)) return null;
  const columns = table.columns.flatMap(({ text }, i): readonly ColumnPlan[] => {
    const type = types[i] ?? null;
    return type === null ? [] : [{ name: text, type }];
  });
  const read = rows.map((row) => row.flatMap((value): LiteralValue[] => (value === undefined || isList(value) ? [] : [value])));
  return { ...target, columns, rows: read };
}

function readTyped(cell: Table['rows'][number]['cells'][number], type: Type | null, zone: string, report: Report): CellValue | undefined {
  return type === null || type.kind === 'unknown' ? undefined : readCell(cell, type, zone, report);
}

const isList = (value: CellValue): value is readonly LiteralValue[] => Array.isArray(value);

function planExpected(item: Then, zone: string, context: TestContext, report: Report): ExpectedPlan | null {
  const found = lookUp(context.symbols, ['view', 'set'], item.target, 'view or set', report);
  if (found === undefined) return null;
  const name = found.name.text;
  const columnOf = found.kind === 'view' ? viewColumn(context.views.get(name), item, report) : setColumn(context.sets.get(name), report);
  const at = found.kind === 'view' ? instantOf(item, zone, report) : null;
  if (found.kind === 'set' && item.at !== undefined) {
    report(finding('FT3020', item.at.span, { setting: 'at', aggregate: name, reason: ', whose examples say when they are asked', allowed: 'a view' }));
  }
  if (columnOf === null) return null;
  const columns = item.table.columns.map(columnOf);
  const rows = item.table.rows.map((row) => ({
    span: row.span,
    cells: row.cells.map((cell, i) => ({ span: cell.span, value: readTyped(cell, columns[i]?.type ?? null, zone, report) ?? null })),
  }));
  const whole = columns.filter((one) => one !== null);
  if (whole.length < columns.length || at === undefined) return null;
  const isWhole = found.kind === 'view' ? context.views.get(name)?.plan != null : context.sets.get(name)?.plan != null;
  return isWhole ? { kind: found.kind, name, at, span: item.span, columns: whole, rows } : null;
}

function instantOf(item: Then, zone: string, report: Report): bigint | undefined {
  if (item.at === undefined) {
    report(finding('FT1018', item.target.span, { what: '`at <moment>`, when the view is read' }));
    return undefined;
  }
  const at = readInstant(item.at.text, zone);
  if (at === undefined) report(textFinding(item.at.text, TIMESTAMP, item.at.span));
  return at;
}

type ColumnOf = (name: Name) => ExpectedColumn | null;

function viewColumn(view: CheckedView | undefined, item: Then, report: Report): ColumnOf | null {
  if (view === undefined || view.entity === null) return null;
  const { keys } = view.entity;
  for (const key of keys) {
    if (item.table.columns.some((column) => column.text === key.name || column.missing)) continue;
    report(finding('FT1018', item.target.span, { what: `the column \`${key.name}\`, a key of the view` }));
  }
  return (name) => {
    const key = keys.find((one) => one.name === name.text);
    if (key !== undefined) return { name: key.name, type: key.type, role: 'match' };
    const feature = view.features.names().includes(name.text) ? view.features.find(name.text) : undefined;
    if (feature !== undefined) return { name: name.text, type: feature.type, role: 'value' };
    if (!name.missing && !view.open) unknownColumn(name, view.name, [...keys.map((one) => one.name), ...view.features.names()], report);
    return null;
  };
}

function setColumn(set: CheckedSet | undefined, report: Report): ColumnOf | null {
  const examples = set?.examples;
  if (set === undefined || examples == null) return null;
  const features = set.joins.flatMap((join) => join.features);
  return (name) => {
    const feature = features.find((one) => one.as === name.text);
    if (feature !== undefined) return { name: name.text, type: feature.type, role: 'value' };
    const computed = set.outputs.find((one) => one.as === name.text);
    if (computed !== undefined) return { name: name.text, type: computed.type, role: 'value' };
    const type = examples.columns.find(name.text);
    const passed = [examples.at?.column, examples.label?.column, ...examples.keep, ...examples.columns.typed().map((column) => column.name)];
    if (passed.includes(name.text)) return { name: name.text, type: type ?? STRING, role: 'match' };
    if (!name.missing && set.joins.every(({ view }) => !view.open)) {
      unknownColumn(name, set.name, [...features.map((one) => one.as), ...set.outputs.map((one) => one.as), ...examples.keep], report);
    }
    return null;
  };
}

function unknownColumn(name: Name, of: string, candidates: readonly string[], report: Report): void {
  report(finding('FT2001', name.span, { kind: 'column', name: name.text, scope: ` in \`${of}\`` }, { fixes: renameFixes(name.span, name.text, candidates) }));
}
