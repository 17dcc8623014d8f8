/**
 * Expressions of the hand-computed cases, asked twice: as the newest value of a source's rows, which is SQL alone, and
 * as arithmetic of a set over its inputs, which is SQL and JavaScript. Groups by a period are asked as such.
 */
import { agg, all, c, count, derived, firstN, is, latest, source, table, us, view, zone } from '../../oracle/notation.js';
import type { AggregateFeature, Column, Expr, SetSpec } from '../../oracle/spec.js';
import type { Row, Value } from '../../oracle/values.js';
import type { Expected, Question, Vector } from '../../oracle/vectors/vector.js';
import type { AgreementCase } from '../case.js';
import { answersExample } from './answers.js';
import { placed, type Placed } from './placed.js';
import { viewCases, type VectorCase } from './view-cases.js';
import { Unwritable } from './writable.js';

export type ExpressionVector = Vector & { readonly ask: Extract<Question, { readonly kind: 'expr' }> };

export const isExpression = (of: Vector): of is ExpressionVector => of.ask.kind === 'expr';

/** After every time in an expression. */
const ASKED_AT = us('2030-01-01');

/** All of them. Whatever the language has no words for has no case. */
export function expressionCases(of: readonly ExpressionVector[]): readonly VectorCase[] {
  const lists = of.filter(readsList);
  const plain = of.filter((each) => !lists.includes(each));
  return [...rowCases(plain.filter(isWritable)), ...setCases(plain.filter(({ ask }) => ask.expr.kind !== 'period').filter(isWritableInSet)), ...lists.flatMap(listCase)];
}

/** Why the language has no words for an expression; null where it has. */
export function whyUnwritable(of: ExpressionVector): string | null {
  try {
    if (!readsList(of)) placed(of.ask.expr, of.ask.row, of.id, 'clocks');
    return null;
  } catch (error) {
    if (error instanceof Unwritable) return error.message;
    throw error;
  }
}

const isWritable = (of: ExpressionVector): boolean => whyUnwritable(of) === null;
const readsList = ({ ask }: ExpressionVector): boolean => Object.values(ask.row).some(Array.isArray);
const isNaive = (value: Value): boolean => typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'naive';

// ---- rows of a source --------------------------------------------------------------------------------------------

/**
 * Rows read their times in the zone of their source; readings of a clock in another zone are in a source of their own.
 * So are those with a zone of their own, for which the tables of all zones are in every statement, and those without a
 * time, which share one row.
 */
function rowCases(of: readonly ExpressionVector[]): readonly VectorCase[] {
  const zoneOf = ({ ask }: ExpressionVector): string => (ask.expr.kind === 'in-zone' && ask.expr.zone.kind === 'name' && ask.expr.of.kind === 'literal' && isNaive(ask.expr.of.value) ? ask.expr.zone.name : 'UTC');
  const kindOf = (each: ExpressionVector): string => {
    const { expr } = each.ask;
    const timed = placed(expr, each.ask.row, each.id, 'clocks').clocks.length > 0;
    return `${zoneOf(each)} ${String(timed)} ${String('zone' in expr && expr.zone?.kind === 'column')}`;
  };
  return [...new Set(of.map(kindOf))].flatMap((kind) => {
    const alike = of.filter((each) => kindOf(each) === kind);
    return alike.slice(0, 1).flatMap((first) => rowCase(alike, zoneOf(first)));
  });
}

interface OfRow {
  readonly vector: ExpressionVector;
  readonly placed: Placed;
  /** Those without a time share a row. */
  readonly key: string;
}

function rowCase(of: readonly ExpressionVector[], where: string): readonly VectorCase[] {
  const parts = of.map((vector): OfRow => {
    const { id, ask } = vector;
    const found = placed(ask.expr, ask.row, id, 'clocks');
    return { vector, placed: found, key: found.clocks.length === 0 ? 'timeless' : id };
  });
  const columns: readonly Column[] = [{ name: 'u', type: { kind: 'string' } }, { name: 't', type: { kind: 'timestamp' } }, { name: 'k', type: { kind: 'timestamp' } }, ...parts.flatMap((each) => each.placed.columns)];
  const early: Value = { kind: 'instant', us: us('2025-01-01') };
  const rows = [...new Set(parts.map(({ key }) => key))].map((key): Row => {
    const own = parts.filter((each) => each.key === key);
    const [t = early, k = t] = own[0]?.placed.clocks ?? [];
    return { u: key, t, k, ...Object.fromEntries(own.flatMap((each) => Object.entries(each.placed.row))) };
  });
  const features = parts.map(({ vector, placed: { expr } }) => agg(vector.id, featureOf(expr), all()));
  const world = { sources: [source('s', columns, { time: { kind: 'column', column: 't', zone: zone(where) }, known: { kind: 'column', column: 'k', zone: zone(where) } })], views: [view('v', 's', ['u'], features)], tables: new Map([['s', rows]]) };
  return viewCases(parts.map(({ vector: { id, ask }, key }) =>
    ({ id, ask: { kind: 'value', world, view: 'v', feature: id, key: [key], at: ASKED_AT, expected: ask.expr.kind === 'period' ? ofGroup(ask.expected) : ask.expected } })));
}

const featureOf = (expr: Expr): AggregateFeature['aggregate'] => (expr.kind === 'period' ? { op: 'by', inner: count, group: expr, keep: null } : latest(expr));

/** The period as the name of a group of one row; what is in no period is in no group. */
function ofGroup(expected: Expected): Expected {
  if (expected.kind !== 'is') throw new Error('a period is exact');
  return { kind: 'is', value: expected.value === null ? [] : [{ kind: 'pair', first: expected.value, second: 1n }] };
}

// ---- arithmetic of a set -----------------------------------------------------------------------------------------

/** An input states one zone, and the examples of these sets are read in UTC. */
const isWritableInSet = (of: ExpressionVector): boolean => isWritable(of) && !(of.ask.expr.kind === 'in-zone' && of.ask.expr.of.kind === 'literal' && isNaive(of.ask.expr.of.value));

function setCases(of: readonly ExpressionVector[]): readonly VectorCase[] {
  const parts = of.map((vector) => ({ vector, placed: placed(vector.ask.expr, vector.ask.row, vector.id, 'columns') }));
  const given = parts.flatMap((each) => each.placed.columns);
  const columns: readonly Column[] = [{ name: 'ex_no', type: { kind: 'int64' } }, { name: 'asked_at', type: { kind: 'timestamp' } }, ...given];
  const example: Row = { ex_no: 0n, asked_at: { kind: 'instant', us: ASKED_AT }, ...Object.fromEntries(parts.flatMap((each) => Object.entries(each.placed.row))) };
  const set: SetSpec = {
    name: 'asked', examples: { table: 'asked_rows', columns, where: null }, time: { column: 'asked_at', zone: zone('UTC'), dateEnd: null }, own: null, values: 'exact', label: null, keep: ['ex_no'], joins: [],
    inputs: given.map(({ name, type }) => ({ name, column: name, ...(type.kind === 'timestamp' ? { zone: zone('UTC') } : {}) })),
    derived: parts.map(({ vector, placed: { expr } }) => ({ name: vector.id, expr })),
  };
  const whole: AgreementCase = {
    name: `arithmetic of a set: ${String(parts.length)} expressions`, family: 'events', entities: [], sources: [], views: [], sets: [set], tables: { asked_rows: [example] }, clocks: {}, refreshAt: [], engines: ['duckdb', 'postgres'],
  };
  return [{ of: whole, asked: parts.map(({ vector: { id, ask } }) => answersExample(id, 0, id, ask.expected)) }];
}

// ---- lists -------------------------------------------------------------------------------------------------------

/** A list is what a feature has found: an expression over it is arithmetic of the view. */
function listCase({ id, ask }: ExpressionVector): readonly VectorCase[] {
  const lists = Object.entries(ask.row);
  const elements = lists.flatMap(([name, list]) => (Array.isArray(list) ? (list as readonly Value[]).map((x, i): Row => ({ u: 'u1', of: name, t: { kind: 'instant', us: us('2025-01-01') + BigInt(i) }, x })) : []));
  const { columns } = table('u text, of text, t ts, x int', '');
  const features = [...lists.map(([name]) => agg(name, firstN(c('x'), elements.length), all(), { where: is('of', name) })), derived(id, ask.expr)];
  const world = { sources: [source('s', columns)], views: [view('v', 's', ['u'], features)], tables: new Map([['s', elements]]) };
  return viewCases([{ id, ask: { kind: 'value', world, view: 'v', feature: id, key: ['u1'], at: ASKED_AT, expected: ask.expected } }]);
}
