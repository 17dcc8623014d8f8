/**
 * The test vectors of request-time expressions: docs/reference/request-vectors.jsonl, one expression a line with rows of
 * slots and the value for each. The trees are those that the compiler publishes; the values are the interpreter's.
 */
import { findZone } from '../../src/compiler/calendar/index.js';
import { expressionJson, type ExpressionJson } from '../../src/compiler/request/print-program.js';
import { columnsOf, literal, type Expression } from '../../src/compiler/types/expression.js';
import { readRequestName } from '../../src/compiler/types/request-name.js';
import { STRING } from '../../src/compiler/types/type.js';
import { type as printType } from '../agreement/print-feat.js';
import { PLACES } from '../agreement/generate/calendar-places.js';
import { caseSeed, randomOf } from '../agreement/random.js';
import { evaluate } from '../oracle/expressions.js';
import type { Column, Expr, Type } from '../oracle/spec.js';
import type { Row, Value } from '../oracle/values.js';
import { INPUTS, rowOf } from './columns.js';
import { makeExpression, OUTPUTS } from './generate.js';
import { COLUMNS, planOf } from './project.js';
import { FLOAT, widen, type Typed } from './rules.js';
import { TIME_PAIRS } from './time-pairs.js';
import { toRequest } from './values.js';

/** A value in JSON: every exact number is a text of digits, a decimal at the scale of its type. */
export type VectorValue = string | number | boolean | null;

export interface VectorLine {
  readonly expression: ExpressionJson;
  /** The types of the slots. */
  readonly slots: readonly string[];
  readonly rows: readonly (readonly VectorValue[])[];
  readonly values: readonly VectorValue[];
  /** Where a value is not exact: how far off it may be, beside 1e-9 of it; null for one that is exact. Left out where all are. */
  readonly slack?: readonly (number | null)[];
}

const SEED = 20_250_301;
const PROJECTS = 20;
const EXPRESSIONS = 36;
const ROWS = 8;
const READABLE: readonly Column[] = [...INPUTS, { name: 'as_of', type: { kind: 'timestamp' } }];

const vectorValue = (value: Value): VectorValue => {
  const plain = toRequest(value);
  if (typeof plain === 'object' && plain !== null) throw new Error('a vector is one value');
  return typeof plain === 'bigint' ? String(plain) : plain;
};

/** All lines, the same whenever they are made. */
export function makeVectors(): readonly VectorLine[] {
  return [...Array.from({ length: PROJECTS }, (_, i) => arithmetic(i)).flat(), ...analysis(), ...clocks()];
}

/** Functions of analysis by themselves, which chance meets rarely. */
function analysis(): readonly VectorLine[] {
  const read = COLUMNS.filter(({ type }) => ['int32', 'decimal', 'float64'].includes(type.kind)).map((column) => widen(column, FLOAT).expr);
  return linesOf(PROJECTS, read.flatMap((of) => (['ln', 'exp', 'sqrt'] as const).map((name): Typed => ({ expr: { kind: 'call', name, args: [of] }, type: FLOAT }))));
}

function arithmetic(index: number): readonly VectorLine[] {
  const random = randomOf(caseSeed(SEED, index));
  const depth = 1 + (index % 3);
  const expressions = Array.from({ length: EXPRESSIONS }, (_, i) => makeExpression(random, COLUMNS, OUTPUTS[i % OUTPUTS.length] ?? 'int', depth));
  return linesOf(index, expressions);
}

function linesOf(index: number, expressions: readonly Typed[]): readonly VectorLine[] {
  const random = randomOf(caseSeed(SEED + 1, index));
  const { computed } = planOf(expressions);
  return expressions.flatMap((typed, i): readonly VectorLine[] => {
    const tree = computed[i]?.expression;
    if (tree === undefined) throw new Error('nothing is computed');
    const rows = Array.from({ length: columnsOf(tree).length === 0 ? 1 : ROWS }, () => rowOf(READABLE, random));
    return lineOf(typed, tree, nameOf, rows);
  });
}

function nameOf(column: string): string {
  const of = readRequestName(column);
  return of.kind === 'as_of' ? 'as_of' : of.kind === 'input' ? of.name : '';
}

function lineOf({ expr }: Pick<Typed, 'expr'>, tree: Expression, name: (column: string) => string, rows: readonly Row[]): readonly VectorLine[] {
  const read = columnsOf(tree);
  const known = rows.flatMap((row) => {
    const { value, inexact } = evaluate(expr, new Map(Object.entries(row).map(([column, each]) => [column, { value: each }])));
    // Where a band decides a comparison either side is right, and there is nothing to test.
    return inexact?.slack === Infinity ? [] : [{ row: read.map((column) => vectorValue(row[name(column)] ?? null)), value: vectorValue(value), slack: inexact?.slack ?? null }];
  });
  if (known.length === 0) return [];
  return [{
    expression: expressionJson(tree, (column) => read.indexOf(column)),
    slots: read.map((column) => printType(typeOf(name(column)))),
    rows: known.map(({ row }) => row), values: known.map(({ value }) => value),
    ...(known.every(({ slack }) => slack === null) ? {} : { slack: known.map(({ slack }) => slack) }),
  }];
}

const TIMES: readonly Column[] = [{ name: 'x', type: { kind: 'timestamp' } }, { name: 'd', type: { kind: 'date' } }];

function typeOf(name: string): Type {
  const found = [...READABLE, ...TIMES].find((column) => column.name === name);
  if (found === undefined) throw new Error(`no column ${name}`);
  return found.type;
}

/** Every function of a clock around the places where calendars are hard. */
function clocks(): readonly VectorLine[] {
  const day = 86_400_000_000n;
  return TIME_PAIRS.flatMap(({ ours, theirs }, i) => [0, 1, 2].flatMap((turn): readonly VectorLine[] => {
    const place = PLACES[(i * 3 + turn) % PLACES.length];
    if (place === undefined) throw new Error('no places');
    const tree = ours(literal(STRING, findZone(place.zone)?.canonical ?? place.zone));
    const expr: Expr = theirs({ kind: 'name', name: place.zone });
    const rows = [-25n, -1n, 0n, 1n, 23n].map((hours): Row => {
      const us = place.at + hours * 3_600_000_000n - 1n;
      return { x: { kind: 'instant', us }, d: { kind: 'date', days: Number((us - (((us % day) + day) % day)) / day) } };
    });
    return lineOf({ expr }, tree, (column) => column, [...rows, { x: null, d: null }]);
  }));
}

/** The text of the file. */
export const printVectors = (lines: readonly VectorLine[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('');
