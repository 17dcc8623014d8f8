/**
 * A typed expression as a person would write it, for sentences about definitions: what a lock recorded, what a
 * difference consists of. Casts that the checker put in are not shown, so that equal texts may differ in type; whoever
 * compares meanings compares their hashes.
 */
import { formatDate, formatDuration, formatInstant } from '../../calendar/index.js';
import type { Call, Expression, Literal, ScalarOp } from '../../types/expression.js';

/** How columns are called in the text. */
export type NameColumn = (column: string) => string;

const plain: NameColumn = (column) => (/^[A-Za-z_][A-Za-z0-9_]*$/.test(column) ? column : `"${column.replaceAll('"', '""')}"`);

const INFIX: Readonly<Partial<Record<ScalarOp, { readonly sign: string; readonly binds: number }>>> = {
  or: { sign: 'or', binds: 1 },
  and: { sign: 'and', binds: 2 },
  eq: { sign: '=', binds: 4 },
  ne: { sign: '!=', binds: 4 },
  lt: { sign: '<', binds: 4 },
  le: { sign: '<=', binds: 4 },
  gt: { sign: '>', binds: 4 },
  ge: { sign: '>=', binds: 4 },
  add: { sign: '+', binds: 6 },
  sub: { sign: '-', binds: 6 },
  timestamp_add: { sign: '+', binds: 6 },
  timestamp_sub: { sign: '-', binds: 6 },
  timestamp_diff: { sign: '-', binds: 6 },
  mul: { sign: '*', binds: 7 },
  div: { sign: '/', binds: 7 },
  mod: { sign: '%', binds: 7 },
};

/** The text of an expression. */
export function describeExpression(expression: Expression, name: NameColumn = plain): string {
  return print(expression, 0, name);
}

function print(expression: Expression, around: number, name: NameColumn): string {
  switch (expression.kind) {
    case 'literal':
      return describeLiteral(expression);
    case 'column':
      return name(expression.name);
    case 'case': {
      const branches = expression.branches.map(({ when, then }) => `when ${print(when, 0, name)} then ${print(then, 0, name)}`);
      return `case ${branches.join(' ')}${expression.otherwise === null ? '' : ` else ${print(expression.otherwise, 0, name)}`} end`;
    }
    case 'call':
      return printCall(expression, around, name);
  }
}

function printCall(call: Call, around: number, name: NameColumn): string {
  const infix = INFIX[call.op];
  const within = (binds: number, text: string): string => (binds < around ? `(${text})` : text);
  const args = (from = 0): string => call.args.slice(from).map((arg) => print(arg, 0, name)).join(', ');
  const [first, second] = call.args;
  const operand = (binds: number): string => (first === undefined ? '' : print(first, binds, name));
  if (infix !== undefined) {
    // The right operand binds tighter, so that a - (b - c) keeps its brackets.
    return within(infix.binds, call.args.map((arg, i) => print(arg, i === 0 ? infix.binds : infix.binds + 1, name)).join(` ${infix.sign} `));
  }
  switch (call.op) {
    case 'not':
      return within(3, `not ${operand(3)}`);
    case 'is_null':
      return within(4, `${operand(5)} is null`);
    case 'is_not_null':
      return within(4, `${operand(5)} is not null`);
    case 'in':
      return within(4, `${operand(5)} in (${args(1)})`);
    case 'neg':
      return within(8, `-${operand(8)}`);
    case 'cast':
      return first === undefined ? '' : print(first, around, name);
    case 'in_zone':
      return within(5, `${operand(6)} in ${second === undefined ? '' : print(second, 9, name)}`);
    case 'date_part':
    case 'period_day': {
      const [value, part, zone] = call.args;
      return `${part?.kind === 'literal' ? String(part.value) : 'part'}(${value === undefined ? '' : print(value, 0, name)}${zone === undefined ? '' : ` in ${print(zone, 9, name)}`})`;
    }
    case 'local_date':
      return `date(${operand(6)}${second === undefined ? '' : ` in ${print(second, 9, name)}`})`;
    case 'period_edge': {
      const [value, unit, n, zone] = call.args;
      const moment = `${edge(n)} of ${unit?.kind === 'literal' ? String(unit.value) : 'period'}(${value === undefined ? '' : print(value, 0, name)})`;
      return within(5, `${moment} in ${zone === undefined ? '' : print(zone, 9, name)}`);
    }
    case 'day_edge': {
      const [value, n, zone] = call.args;
      return within(5, `${edge(n)} of ${value === undefined ? '' : print(value, 9, name)} in ${zone === undefined ? '' : print(zone, 9, name)}`);
    }
    default:
      return `${call.op}(${args()})`;
  }
}

const edge = (n: Expression | undefined): string => (n?.kind === 'literal' && n.value === 0n ? 'start' : 'end');

/** A constant as it is written. */
export function describeLiteral({ value, type }: Literal): string {
  if (value === null) return 'null';
  switch (type.kind) {
    case 'string':
      return `'${String(value).replaceAll("'", "''")}'`;
    case 'timestamp':
      return `'${formatInstant(BigInt(value))}'`;
    case 'date':
      return `'${formatDate(Number(value))}'`;
    case 'duration': {
      const us = BigInt(value);
      return us < 0n ? `-${formatDuration(-us)}` : formatDuration(us);
    }
    default:
      return String(value);
  }
}
