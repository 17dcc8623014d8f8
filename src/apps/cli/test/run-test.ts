/**
 * Runs one test: its rows are put into an embedded engine that is then locked, so that whatever the definitions say can
 * read nothing else; then every expected value is compared with what the compiled SQL gives.
 */
import { assemble } from '../../../compiler/artifacts/assemble.js';
import type { Statement } from '../../../compiler/artifacts/artifact.js';
import type { Dialect } from '../../../compiler/dialects/dialect.js';
import { invariant } from '../../../compiler/diagnostics/index.js';
import { formatInstant } from '../../../compiler/calendar/instants.js';
import type { Span } from '../../../compiler/source/index.js';
import type { ExpectedPlan, TestPlan } from '../../../compiler/temporal/plan-tests.js';
import type { ProjectPlan } from '../../../compiler/temporal/plan.js';
import { cellText } from '../../../runtime/drivers/cell-text.js';
import { DriverError, type Cell, type Session } from '../../../runtime/drivers/driver.js';
import { openLockedSession } from '../../../runtime/drivers/index.js';
import { readHistory } from '../../../runtime/materialize/history.js';
import { onlineViewOf } from '../../../runtime/materialize/online-view.js';
import { cancellable } from '../../../runtime/statements/cancellation.js';
import { readStatement } from '../../../runtime/statements/run-statement.js';
import { expectedCell, sameValue } from './compare.js';
import { worldOf } from './world.js';

/** One cell of an expected table, and what came instead. */
export interface ComparedCell {
  readonly column: string;
  readonly span: Span;
  readonly expected: Cell;
  /** Undefined: there was no row. */
  readonly actual: Cell | undefined;
  readonly same: boolean;
}

export interface ComparedTable {
  /** `bought at 2025-01-02T00:00:00Z`. */
  readonly about: string;
  readonly span: Span;
  readonly rows: readonly (readonly ComparedCell[])[];
  /** One line; null where the SQL ran. */
  readonly problem: string | null;
}

export interface TestOutcome {
  readonly test: TestPlan;
  readonly passed: boolean;
  readonly tables: readonly ComparedTable[];
  readonly milliseconds: number;
}

export async function runTest(project: ProjectPlan, test: TestPlan, dialect: Dialect, signal: AbortSignal): Promise<TestOutcome> {
  const started = performance.now();
  const world = worldOf(project, test, dialect);
  // The settings are applied before the engine is locked; after that no statement can change one.
  const built = assemble(world.plan, { dialect, pin: null });
  const settings = new Set([...dialect.session, ...built.flatMap((statement) => statement.session)]);
  const statements = built.map((statement): Statement => ({ ...statement, session: [] }));
  const session = await openLockedSession(async (open) => {
    for (const setting of settings) await open.run(setting);
    for (const table of world.tables) await open.run(table);
  });
  const tables: ComparedTable[] = [];
  try {
    for (const expected of test.expected) tables.push(await compareTable(world.plan, statements, session, expected, signal));
  } finally {
    await session.close().catch(() => undefined);
  }
  const passed = tables.every((table) => table.problem === null && table.rows.every((row) => row.every((cell) => cell.same)));
  return { test, passed, tables, milliseconds: performance.now() - started };
}

async function compareTable(plan: ProjectPlan, statements: readonly Statement[], session: Session, expected: ExpectedPlan, signal: AbortSignal): Promise<ComparedTable> {
  const about = expected.at === null ? expected.name : `${expected.name} at ${formatInstant(expected.at)}`;
  try {
    const rows = expected.kind === 'view'
      ? await compareView(plan, statements, session, expected, signal)
      : await compareSet(statements, session, expected, signal);
    return { about, span: expected.span, rows, problem: null };
  } catch (error) {
    if (!(error instanceof DriverError) || error.reason === 'cancelled') throw error;
    return { about, span: expected.span, rows: [], problem: error.message };
  }
}

async function compareView(plan: ProjectPlan, statements: readonly Statement[], session: Session, expected: ExpectedPlan, signal: AbortSignal): Promise<ComparedTable['rows']> {
  const view = plan.views.find((each) => each.name === expected.name);
  const statement = statements.find((each) => each.purpose === 'history' && each.subject === expected.name);
  invariant(view !== undefined && statement !== undefined && expected.at !== null, `a test of the view ${expected.name}`);
  const stored = onlineViewOf(view, '');
  const compared: ComparedCell[][] = [];
  for (const row of expected.rows) {
    const wanted = cellsOf(expected, row);
    const key = stored.keys.map((field) => {
      const cell = wanted.find((each) => each.column.name === field.name)?.cell ?? null;
      return cell === null ? null : keyText(cell);
    });
    const result = await readHistory({ session, statement, view: stored, key, asOf: expected.at, signal });
    compared.push(wanted.map(({ column, span, cell }) => {
      if (column.role === 'match') return { column: column.name, span, expected: cell, actual: cell, same: true };
      const actual = result.values[stored.features.findIndex((field) => field.name === column.name)] ?? null;
      return { column: column.name, span, expected: cell, actual, same: sameValue(actual, cell, column.type) };
    }));
  }
  return compared;
}

const keyText = (cell: Exclude<Cell, null>): string => (cell instanceof Uint8Array ? Buffer.from(cell).toString('hex') : cellText(cell));

/** Each expected row is held against the first row that has its matching columns and was not taken by one before. */
async function compareSet(statements: readonly Statement[], session: Session, expected: ExpectedPlan, signal: AbortSignal): Promise<ComparedTable['rows']> {
  const statement = statements.find((each) => each.purpose === 'training' && each.subject === expected.name);
  invariant(statement !== undefined, `a test of the set ${expected.name}`);
  const { columns, rows } = await cancellable(session, signal, () => readStatement(session, statement, {}));
  const left = [...rows];
  const cellIn = (row: readonly Cell[], name: string): Cell => row[columns.findIndex((column) => column.name === name)] ?? null;
  return expected.rows.map((row) => {
    const wanted = cellsOf(expected, row);
    const found = left.findIndex((each) => wanted.every(({ column, cell }) => column.role === 'value' || sameValue(cellIn(each, column.name), cell, column.type)));
    const [actual] = found < 0 ? [] : left.splice(found, 1);
    return wanted.map(({ column, span, cell }) => {
      if (actual === undefined) return { column: column.name, span, expected: cell, actual: undefined, same: false };
      const value = cellIn(actual, column.name);
      return { column: column.name, span, expected: cell, actual: value, same: sameValue(value, cell, column.type) };
    });
  });
}

function cellsOf(expected: ExpectedPlan, row: ExpectedPlan['rows'][number]): readonly { readonly column: ExpectedPlan['columns'][number]; readonly span: Span; readonly cell: Cell }[] {
  return expected.columns.map((column, i) => {
    const written = row.cells[i];
    return { column, span: written?.span ?? row.span, cell: written === undefined ? null : expectedCell(written.value, column.type) };
  });
}
