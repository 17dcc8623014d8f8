/**
 * Runs a compiled statement: session settings first, then its parameters, each bound as text by the statement the
 * dialect made for it, then the body. Nothing here knows what the SQL says.
 */
import type { Statement } from '../../compiler/artifacts/artifact.js';
import { formatInstant } from '../../compiler/calendar/instants.js';
import { invariant } from '../../compiler/diagnostics/invariant.js';
import type { PairType } from '../../compiler/types/type.js';
import type { Batch, Cell, Session } from '../drivers/driver.js';
import { pairsOfText } from '../drivers/pair-cells.js';

/** Values by parameter, as text: instants as ISO 8601 with Z. */
export type ParameterValues = Readonly<Record<string, string | null>>;

/** An instant as parameters take it. */
export const instantText = (micros: bigint): string => formatInstant(micros);

/** Applies a statement's session settings. Not for a locked session, where they are applied before it is locked. */
export async function applySettings(session: Session, statement: Statement): Promise<void> {
  for (const setting of statement.session) await session.run(setting);
}

/** Binds every parameter of a statement; none may be missing. */
export async function bindParameters(session: Session, statement: Statement, values: ParameterValues): Promise<void> {
  for (const parameter of statement.parameters) {
    const value = Object.hasOwn(values, parameter.name) ? values[parameter.name] : undefined;
    invariant(value !== undefined, `no value for parameter ${parameter.name} of ${statement.path}`);
    await session.run(parameter.bind, [value]);
  }
}

/** Streams the rows of a statement whose settings are applied and whose parameters are bound. */
export async function* streamBody(session: Session, statement: Statement): AsyncGenerator<Batch> {
  const pairs = pairColumns(statement);
  for await (const batch of session.stream(statement.body)) {
    invariant(
      batch.columns.length === statement.columns.length,
      `${statement.path} gave ${batch.columns.length} columns and describes ${statement.columns.length}`,
    );
    yield pairs.length === 0 ? batch : { ...batch, rows: batch.rows.map((row) => withPairs(row, pairs)) };
  }
}

/** The columns that hold lists of pairs, which an engine may hand over as a document. */
function pairColumns({ columns }: Statement): readonly { readonly index: number; readonly type: PairType }[] {
  return columns.flatMap(({ type }, index) => (type?.kind === 'array' && type.element.kind === 'pair' ? [{ index, type: type.element }] : []));
}

function withPairs(row: readonly Cell[], pairs: ReturnType<typeof pairColumns>): readonly Cell[] {
  const read = [...row];
  for (const { index, type } of pairs) {
    const cell = row[index];
    if (typeof cell === 'string') read[index] = pairsOfText(cell, type);
  }
  return read;
}

export interface StatementRows {
  readonly columns: Statement['columns'];
  readonly rows: readonly (readonly Cell[])[];
}

/** Runs a statement to its end and keeps its rows: for small results only. */
export async function readStatement(session: Session, statement: Statement, values: ParameterValues): Promise<StatementRows> {
  await applySettings(session, statement);
  await bindParameters(session, statement, values);
  const rows: (readonly Cell[])[] = [];
  for await (const batch of streamBody(session, statement)) rows.push(...batch.rows);
  return { columns: statement.columns, rows };
}
