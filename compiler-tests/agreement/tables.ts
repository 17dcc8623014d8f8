/**
 * A case's rows as tables in an engine, and an engine's answers as values of the interpreter. Every cell goes in as
 * text that the engine itself converts to the column's type, so nothing is rounded on the way.
 */
import type { Column, Type } from '../oracle/spec.js';
import type { Row, Value } from '../oracle/values.js';
import type { Plain } from '../support/engines.js';
import type { Cell } from '../../src/runtime/drivers/driver.js';
import { pairsOfText } from '../../src/runtime/drivers/pair-cells.js';
import { columnsOfTables, type AgreementCase, type Clock, type EngineName } from './case.js';
import { decimalText, utcText } from './print-feat.js';

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

function engineType(type: Type, clock: Clock, engine: EngineName): string {
  switch (type.kind) {
    case 'bool': return 'boolean';
    case 'int32': return 'integer';
    case 'int64': return 'bigint';
    case 'float32': return 'real';
    case 'float64': return 'double precision';
    case 'decimal': return `decimal(${String(type.precision)},${String(type.scale)})`;
    case 'string': return engine === 'postgres' ? 'text' : 'varchar';
    case 'date': return 'date';
    case 'bytes': return engine === 'postgres' ? 'bytea' : 'blob';
    case 'timestamp': return { zoned: 'timestamptz', naive: 'timestamp', naive_ns: 'timestamp_ns' }[clock];
    default: throw new Error(`no table has a column of ${type.kind}`);
  }
}

/** The text of a value, or null. */
function cellText(value: Value): string | null {
  if (value === null) return null;
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (typeof value === 'object' && 'kind' in value) {
    switch (value.kind) {
      case 'decimal': return decimalText(value.unscaled, value.scale);
      case 'date': return new Date(value.days * 86_400_000).toISOString().slice(0, 10);
      case 'instant': return `${utcText(value.us)}+00`;
      case 'naive': return value.nanos === undefined ? utcText(value.us) : `${utcText(value.us - micro(value.us))}.${String(micro(value.us)).padStart(6, '0')}${String(value.nanos).padStart(3, '0')}`;
      case 'infinity': return value.sign > 0 ? 'infinity' : '-infinity';
      default: break;
    }
  }
  throw new Error('no cell holds such a value');
}

const micro = (us: bigint): bigint => ((us % 1_000_000n) + 1_000_000n) % 1_000_000n;

/** Statements that make and fill every table of the case. */
export function loadStatements(of: AgreementCase, engine: EngineName): string {
  return [...columnsOfTables(of)].map(([table, columns]) => {
    const clocks = Object.fromEntries(columns.flatMap(({ name }) => {
      const clock = of.clocks[`${table}.${name}`];
      return clock === undefined ? [] : [[name, clock] as const];
    }));
    return tableStatements(table, columns.map((each) => ({ ...each, type: of.stored?.[`${table}.${each.name}`] ?? each.type })), of.tables[table] ?? [], clocks, engine);
  }).join('\n');
}

/** Statements that make and fill one table; a timestamp without a clock is stored with its zone. */
export function tableStatements(table: string, columns: readonly Column[], rows: readonly Row[], clocks: Readonly<Record<string, Clock>>, engine: EngineName): string {
  const types = columns.map((column) => `${quote(column.name)} ${engineType(column.type, clocks[column.name] ?? 'zoned', engine)}`);
  const drop = `DROP TABLE IF EXISTS ${quote(table)};`;
  const lines = rows.map((row) => `(${columns.map((column) => sqlText(cellText(held(row[column.name] ?? null, column.type)), column.type, engine)).join(', ')})`);
  const fill = lines.length === 0 ? '' : `\nINSERT INTO ${quote(table)} VALUES\n${lines.join(',\n')};`;
  return `${drop}\nCREATE TABLE ${quote(table)} (${types.join(', ')});${fill}`;
}

/** A cell of a narrow column: text that it cannot hold would be rounded by the engine, or refused. */
const held = (value: Value, { kind }: Type): Value => (kind === 'float32' && typeof value === 'number' ? Math.fround(value) : value);

function sqlText(text: string | null, column: Type, engine: EngineName): string {
  if (text === null) return 'NULL';
  if (column.kind === 'bytes') return engine === 'postgres' ? `decode('${text}', 'hex')` : `from_hex('${text}')`;
  return `'${text.replaceAll("'", "''")}'`;
}

/** The instant as a parameter is bound: ISO 8601 with Z. */
export function instantText(us: bigint): string {
  return `${utcText(us).replace(' ', 'T')}Z`;
}

/** What an engine answered, as a value of the interpreter; the kind is what the engine returned and not what was hoped for. */
export function valueFromEngine(plain: Plain): Value {
  if (plain === null || typeof plain === 'boolean' || typeof plain === 'bigint' || typeof plain === 'number') return plain;
  if (Array.isArray(plain)) return plain.map(valueFromEngine);
  throw new Error('text needs a type');
}

/** The same with the help of the declared type, for what engines hand over as text. */
export function typedFromEngine(plain: Plain, type: Type): Value {
  if (type.kind === 'pair' && typeof plain === 'object' && plain !== null) return pairOf(Object.values(plain), type);
  if (typeof plain === 'string' && type.kind === 'array' && type.element.kind === 'pair') return pairsOfText(plain, type.element).map(pairValue);
  // A length of time is its microseconds.
  if (typeof plain === 'bigint' && type.kind === 'duration') return { kind: 'duration', us: plain };
  if (typeof plain !== 'string') {
    if (Array.isArray(plain)) return plain.map((each) => typedFromEngine(each as Plain, type.kind === 'array' ? type.element : type));
    return valueFromEngine(plain);
  }
  switch (type.kind) {
    case 'decimal': {
      const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(plain);
      if (match === null) throw new Error(`not a decimal: ${plain}`);
      const [, sign, whole = '', fraction = ''] = match;
      const unscaled = BigInt(whole + fraction);
      return { kind: 'decimal', unscaled: sign === '-' ? -unscaled : unscaled, scale: fraction.length };
    }
    case 'date': return { kind: 'date', days: Math.round(Date.parse(`${plain}T00:00:00Z`) / 86_400_000) };
    case 'timestamp': {
      const match = /^(.*)\.(\d{6})Z$/.exec(plain);
      if (match === null) throw new Error(`not an instant with its zone: ${plain}`);
      return { kind: 'instant', us: BigInt(Date.parse(`${match[1] ?? ''}Z`)) * 1000n + BigInt(match[2] ?? '0') };
    }
    case 'string': return plain;
    case 'bytes': return Uint8Array.from(Buffer.from(plain, 'hex'));
    default: throw new Error(`${type.kind} came back as text: ${plain}`);
  }
}

function pairOf(members: readonly Plain[], type: Type & { readonly kind: 'pair' }): Value {
  const [first = null, second = null] = type.fields.map((field, i) => (members[i] === null || members[i] === undefined ? null : typedFromEngine(members[i], field.type)));
  return { kind: 'pair', first, second };
}

/** A pair as the runtime reads it. */
function pairValue(cell: Cell): Value {
  const [first = null, second = null] = Array.isArray(cell) ? (cell as readonly Cell[]) : [];
  return { kind: 'pair', first: valueOfCell(first), second: valueOfCell(second) };
}

/** A value of the runtime as one of the interpreter. */
export function valueOfCell(cell: Cell): Value {
  if (cell === null || typeof cell !== 'object' || cell instanceof Uint8Array) return cell;
  if (Array.isArray(cell)) return (cell as readonly Cell[]).map(valueOfCell);
  if ('kind' in cell) {
    switch (cell.kind) {
      case 'decimal': return typedFromEngine(cell.text, { kind: 'decimal', precision: 38, scale: 0 });
      case 'date': return { kind: 'date', days: cell.days };
      case 'timestamp': return { kind: 'instant', us: cell.micros };
    }
  }
  throw new Error('no store answers with such a value');
}

/** For messages. */
export function showValue(value: Value): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null || typeof value !== 'object') return Object.is(value, -0) ? '-0' : String(value);
  if (Array.isArray(value)) return `[${(value as readonly Value[]).map(showValue).join(', ')}]`;
  if ('kind' in value) {
    switch (value.kind) {
      case 'pair': return `{${showValue(value.first)}, ${showValue(value.second)}}`;
      case 'duration': return `${String(value.us)}us`;
      default: return cellText(value) ?? 'null';
    }
  }
  return cellText(value) ?? 'null';
}

