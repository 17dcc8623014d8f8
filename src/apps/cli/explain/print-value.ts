/** An explained value as text or JSON: what it is, which rows made it, and why the others did not. */
import type { OutputColumnInfo } from '../../../compiler/artifacts/artifact.js';
import { ROW_STATUS } from '../../../compiler/artifacts/assemble.js';
import { formatInstant } from '../../../compiler/calendar/instants.js';
import type { Type } from '../../../compiler/types/type.js';
import { isTimestampCell } from '../../../runtime/drivers/cells.js';
import type { Cell } from '../../../runtime/drivers/driver.js';
import type { ReadResult } from '../../../runtime/materialize/get.js';
import { sameValue } from '../test/compare.js';
import { statusText } from '../readings.js';
import { jsonValue, shown, textTable } from '../show-values.js';

export interface ExplainedRows {
  readonly feature: string;
  readonly window: string;
  readonly at: bigint;
  /** Of the cells: both clocks, then the source's columns. */
  readonly columns: readonly OutputColumnInfo[];
  /** Newest first. */
  readonly rows: readonly { readonly status: string; readonly cells: readonly Cell[] }[];
}

export interface Explained {
  readonly view: string;
  readonly feature: string;
  readonly type: Type | null;
  readonly key: readonly (readonly [name: string, value: string])[];
  readonly at: bigint;
  readonly own: string | null;
  /** Computed now, from the rows as they were known at that instant. */
  readonly value: Cell;
  /** What the online store answers; null on the training path. */
  readonly stored: { readonly status: ReadResult['status']; readonly value: Cell } | null;
  readonly tables: readonly ExplainedRows[];
  readonly most: number;
  readonly json: boolean;
}

/** Of the clocks; every other column has a name that someone chose, `constructor` among them. */
const HEADINGS: ReadonlyMap<string, string> = new Map([['feat_event_time', 'event time'], ['feat_known_at', 'known']]);

export function printExplained(explained: Explained): string {
  return explained.json ? jsonText(explained) : prettyText(explained);
}

function prettyText({ view, feature, key, at, own, value, stored, type, tables, most }: Explained): string {
  const of = key.map(([name, part]) => `${name} ${shown(part)}`).join(', ');
  const lines = [`${view}.${feature} of ${of} at ${formatInstant(at)}${own === null ? '' : `, own row ${shown(own)} left out`}: ${shown(value)}`];
  if (stored !== null) {
    lines.push(`online store: ${shown(stored.value)} (${statusText(stored.status)})`);
    if (stored.status === 'ok' && type !== null && !sameValue(stored.value, value, type)) {
      lines.push('They differ: rows known at that instant have arrived, changed or gone since the refresh.');
    }
  }
  for (const table of tables) lines.push('', ...tableText(table, tables.length > 1 ? `${table.feature}, ` : '', most));
  return `${lines.join('\n')}\n`;
}

/** The rows that count, then those that had happened by then, then those of the future; each from the newest. */
function inOrder({ columns, rows, at }: ExplainedRows): ExplainedRows['rows'] {
  const time = columns.findIndex((column) => column.name === 'feat_event_time');
  const rank = ({ status, cells }: ExplainedRows['rows'][number]): number => {
    if (status === ROW_STATUS.counts) return 0;
    const happened = cells[time] ?? null;
    return happened !== null && isTimestampCell(happened) && happened.micros > at ? 2 : 1;
  };
  return [...rows].sort((a, b) => rank(a) - rank(b));
}

function tableText(explained: ExplainedRows, prefix: string, most: number): readonly string[] {
  const { window, columns, rows } = explained;
  const counted = rows.filter((row) => row.status === ROW_STATUS.counts);
  const others = rows.filter((row) => row.status !== ROW_STATUS.counts);
  const reasons = [...new Set(others.map((row) => row.status))].map((reason) => `${reason}: ${others.filter((row) => row.status === reason).length}`);
  const head = `${prefix}over ${window}: ${counted.length} of ${rows.length} row${rows.length === 1 ? '' : 's'} ${counted.length === 1 ? 'counts' : 'count'}${reasons.length === 0 ? '' : ` (${reasons.join('; ')})`}`;
  if (rows.length === 0) return [head];
  const visible = inOrder(explained).slice(0, most);
  const table = textTable(
    [{ name: 'row' }, ...columns.map((column) => ({ name: HEADINGS.get(column.name) ?? column.name }))],
    visible.map((row) => [row.status, ...row.cells.map(shown)]),
  );
  const hidden = rows.length - visible.length;
  return [head, table.trimEnd(), ...(hidden > 0 ? [`… and ${hidden} more (--rows ${rows.length} shows all)`] : [])];
}

/** The row stands by itself: its columns have names that people chose, `status` among them. */
function jsonRow({ columns }: ExplainedRows, { status, cells }: ExplainedRows['rows'][number]): object {
  const named = columns.map((column, i) => [column.name, jsonValue(cells[i] ?? null, column.type)] as const);
  const clock = (name: string): unknown => named.find(([column]) => column === name)?.[1] ?? null;
  const row = Object.fromEntries(named.filter(([name]) => !HEADINGS.has(name)));
  return { status, event_time: clock('feat_event_time'), known: clock('feat_known_at'), row };
}

function jsonText({ view, feature, type, key, at, own, value, stored, tables, most }: Explained): string {
  const document = {
    view,
    feature,
    key: Object.fromEntries(key),
    at: formatInstant(at),
    own,
    value: jsonValue(value, type),
    online: stored === null ? null : { status: stored.status, value: jsonValue(stored.value, type) },
    features: tables.map((table) => ({
      feature: table.feature,
      window: table.window,
      rows: table.rows.length,
      counting: table.rows.filter((row) => row.status === ROW_STATUS.counts).length,
      shown: inOrder(table).slice(0, most).map((row) => jsonRow(table, row)),
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
