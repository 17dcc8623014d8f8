/**
 * Expressions of the tree as text that parses to the same tree. Only what templates, loops and lists of windows make is
 * printed so; what people wrote stays as they wrote it.
 */
import { contextualWords, reservedWords } from '../../../grammar/tokens.js';
import { unreachable } from '../../compiler/diagnostics/index.js';
import type { BinaryOp, CallExpr, Expr, Name, Over, Window, WindowedExpr, Zone } from '../../compiler/syntax/ast.js';

/** How tightly what is printed holds together; an operand that holds looser than its place wants is put in brackets. */
const LOOSEST = 0;
const COMPARED = 4;
const ZONED = 5;
const ATOM = 9;

const BINDS: Readonly<Record<BinaryOp, number>> = { or: 1, and: 2, '=': 4, '!=': 4, '<': 4, '<=': 4, '>': 4, '>=': 4, '+': 6, '-': 6, '*': 7, '/': 7, '%': 7 };

const words: ReadonlySet<string> = new Set([...reservedWords, ...contextualWords]);

/** A name that was made rather than written: in quotes where it would be read as something else. */
export const plainName = (text: string): string => (/^[A-Za-z_]\w*$/.test(text) && !words.has(text.toLowerCase()) ? text : quoted(text));

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** A name as it was written. */
export const printName = (name: Name): string => (name.quoted ? quoted(name.text) : name.text);

const textLiteral = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** The text of an expression. */
export function printExpression(node: Expr): string {
  return print(node, LOOSEST);
}

function print(node: Expr, around: number): string {
  const [text, holds] = printed(node);
  return holds < around ? `(${text})` : text;
}

function printed(node: Expr): readonly [text: string, holds: number] {
  switch (node.kind) {
    case 'number':
      return [node.text, ATOM];
    case 'text':
      return [textLiteral(node.value), ATOM];
    case 'boolean':
      return [String(node.value), ATOM];
    case 'null':
      return ['null', ATOM];
    case 'duration':
      return [`${node.digits}${node.unit}`, ATOM];
    case 'ref':
      return [node.parts.map(printName).join('.'), ATOM];
    case 'placeholder':
      return [`$${node.name}`, ATOM];
    case 'missing':
      return ['', ATOM];
    case 'list':
      return [`[${node.items.map(printExpression).join(', ')}]`, ATOM];
    case 'pair':
      return [`{ ${node.items.map(printExpression).join(', ')} }`, ATOM];
    case 'unary':
      return node.op === 'not' ? [`not ${print(node.operand, 3)}`, 3] : [`-${print(node.operand, ATOM)}`, 8];
    case 'binary': {
      const binds = BINDS[node.op];
      // Comparisons don't chain, and the right operand of `-` and `/` keeps its brackets.
      return [`${print(node.left, binds === COMPARED ? ZONED : binds)} ${node.op} ${print(node.right, binds + 1)}`, binds];
    }
    case 'between':
      return [`${print(node.operand, ZONED)} ${node.negated ? 'not ' : ''}between ${print(node.low, ZONED)} and ${print(node.high, ZONED)}`, COMPARED];
    case 'in':
      return [`${print(node.operand, ZONED)} ${node.negated ? 'not ' : ''}in (${node.items.map(printExpression).join(', ')})`, COMPARED];
    case 'isNull':
      return [`${print(node.operand, ZONED)} is ${node.negated ? 'not ' : ''}null`, COMPARED];
    case 'zoned':
      return [`${print(node.operand, 6)}${inZone(node.zone)}`, ZONED];
    case 'case': {
      const whens = node.whens.map(({ condition, value }) => ` when ${printExpression(condition)} then ${printExpression(value)}`);
      return [`case${node.operand === undefined ? '' : ` ${printExpression(node.operand)}`}${whens.join('')}${node.otherwise === undefined ? '' : ` else ${printExpression(node.otherwise)}`} end`, ATOM];
    }
    case 'boundary': {
      const of = node.of === undefined ? '' : node.unit === undefined ? ` ${print(node.of, ATOM)}` : `(${printExpression(node.of)})`;
      return [`${node.edge} of${node.unit === undefined ? '' : ` ${node.unit}`}${of}${node.zone === undefined ? '' : inZone(node.zone)}`, node.zone === undefined ? ATOM : ZONED];
    }
    case 'call':
      return [printCall(node), plain(node) ? ATOM : LOOSEST];
    case 'windowed':
      return [printWindowed(node), LOOSEST];
    default:
      return unreachable(node, 'printExpression');
  }
}

const inZone = (zone: Zone): string => ` in ${print(zone, ATOM)}`;

const plain = ({ by, ignoreNulls, oldestFirst, scale, overflowNull, plusThisRow }: CallExpr): boolean =>
  by === undefined && scale === undefined && !ignoreNulls && !oldestFirst && !overflowNull && !plusThisRow;

function printCall(node: CallExpr): string {
  return [
    `${printName(node.name)}(${node.distinct ? 'distinct ' : ''}${node.args.map(printExpression).join(', ')})`,
    ...(node.by === undefined ? [] : [`by ${printExpression(node.by.group)}${node.by.keep === undefined ? '' : ` keep ${printExpression(node.by.keep)}`}`]),
    ...(node.scale === undefined ? [] : [`scale ${printExpression(node.scale)}`]),
    ...(node.ignoreNulls ? ['ignore nulls'] : []),
    ...(node.oldestFirst ? ['oldest first'] : []),
    ...(node.overflowNull ? ['on overflow null'] : []),
    ...(node.plusThisRow ? ['plus this row'] : []),
  ].join(' ');
}

function printWindowed({ value, where, over, at, fallback }: WindowedExpr): string {
  return [
    printExpression(value),
    ...(where === undefined ? [] : [`where ${printExpression(where)}`]),
    ...(over === undefined ? [] : [printOver(over)]),
    ...(at === undefined ? [] : [`at ${printExpression(at)}`]),
    ...(fallback === undefined ? [] : [`default ${printExpression(fallback)}`]),
  ].join(' ');
}

const printOver = ({ windows }: Over): string => `over ${windows.map(printWindow).join(', ')}`;

function printWindow(window: Window): string {
  return [
    printShape(window),
    ...(window.ending === undefined ? [] : [`ending ${printExpression(window.ending)} ago`]),
    ...window.bounds.map(({ mode, edge }) => `${mode} ${edge}`),
  ].join(' ');
}

function printShape(window: Window): string {
  switch (window.kind) {
    case 'rolling':
      return printExpression(window.length);
    case 'all':
      return `all${window.forgetAfter === undefined ? '' : ` forget after ${printExpression(window.forgetAfter)}`}`;
    case 'thisPeriod':
      return `this ${window.unit}${window.zone === undefined ? '' : inZone(window.zone)}`;
    case 'previousPeriods':
      return `previous ${window.count === undefined ? window.unit : `${printExpression(window.count)} ${window.unit}s`}${window.zone === undefined ? '' : inZone(window.zone)}`;
    case 'previousSlots':
      return `previous ${printExpression(window.count)} x ${printExpression(window.length)}`;
    case 'newestRows':
      return `newest ${printExpression(window.count)} rows`;
    case 'windowList':
      return `[${window.items.map(printWindow).join(', ')}]`;
    case 'placeholderWindow':
      return `$${window.placeholder.name}`;
    case 'missingWindow':
      return '';
    default:
      return unreachable(window, 'printShape');
  }
}
