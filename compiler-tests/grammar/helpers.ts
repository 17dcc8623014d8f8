/**
 * Reading trees in tests: without places, and expressions as short text that is easily written by hand.
 */
import { parseFile } from '../../grammar/parse.js';
import type { Declaration, Expr, FileNode, Window } from '../../src/compiler/syntax/ast.js';

/** Milliseconds of processor time that something takes: other programs on the machine do not count. */
export function cpuTime(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Parses text that is expected to be good. */
export function parseGood(text: string): FileNode {
  const { ast, problems } = parseFile({ path: 'good.feat', text });
  if (problems.length > 0) throw new Error(`unexpected findings: ${JSON.stringify(problems, null, 1)}\n${text}`);
  return ast;
}

/** The codes of a text's findings, in order, with the text they point at. */
export function codesOf(text: string): readonly string[] {
  return parseFile({ path: 'bad.feat', text }).problems.map((p) => `${p.code} ${text.slice(p.span.start, p.span.end)}`.trimEnd());
}

/** A copy of a tree without places, for comparison. */
export function withoutSpans(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutSpans);
  if (typeof node !== 'object' || node === null) return node;
  const kept = Object.entries(node).filter(([key]) => !['span', 'textSpan', 'variableSpan', 'trivia'].includes(key));
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutSpans(value)]));
}

/** The only declaration of a text. */
export function only<K extends Declaration['kind']>(text: string, kind: K): Extract<Declaration, { kind: K }> {
  const [first, ...more] = parseGood(text).declarations;
  if (first?.kind !== kind || more.length > 0) throw new Error(`expected one ${kind}`);
  return first as Extract<Declaration, { kind: K }>;
}

/** The value of a feature in a view, parsed from its text. */
export function featureValue(text: string): Expr {
  const view = only(`view v for e from s {\n  f = ${text}\n}`, 'view');
  const [item] = view.items;
  if (item?.kind !== 'feature') throw new Error('expected a feature');
  return item.value;
}

/** An expression as nested lists: `a + b` is `(+ a b)`. */
export function show(e: Expr): string {
  switch (e.kind) {
    case 'number': return e.text;
    case 'text': return `'${e.value}'`;
    case 'boolean': return String(e.value);
    case 'null': return 'null';
    case 'duration': return `${e.digits}${e.unit}`;
    case 'ref': return e.parts.map((p) => (p.quoted ? `"${p.text}"` : p.text)).join('.');
    case 'placeholder': return `$${e.name}`;
    case 'list': return `[${e.items.map(show).join(' ')}]`;
    case 'pair': return `{${e.items.map(show).join(' ')}}`;
    case 'unary': return `(${e.op} ${show(e.operand)})`;
    case 'binary': return `(${e.op} ${show(e.left)} ${show(e.right)})`;
    case 'between': return `(${e.negated ? 'not-' : ''}between ${show(e.operand)} ${show(e.low)} ${show(e.high)})`;
    case 'in': return `(${e.negated ? 'not-' : ''}in ${show(e.operand)} ${e.items.map(show).join(' ')})`;
    case 'isNull': return `(${e.negated ? 'not-' : ''}null? ${show(e.operand)})`;
    case 'zoned': return `(zone ${show(e.operand)} ${show(e.zone)})`;
    case 'case': return `(case${e.operand === undefined ? '' : ` of ${show(e.operand)}`} ${e.whens.map((w) => `(${show(w.condition)} -> ${show(w.value)})`).join(' ')}${e.otherwise === undefined ? '' : ` else ${show(e.otherwise)}`})`;
    case 'boundary': return `(${e.edge}-of${e.unit === undefined ? '' : ` ${e.unit}`}${e.of === undefined ? '' : ` @ ${show(e.of)}`}${e.zone === undefined ? '' : ` zone ${show(e.zone)}`})`;
    case 'call': {
      const suffixes = [
        e.distinct ? 'distinct' : '',
        e.by === undefined ? '' : `by:${show(e.by.group)}${e.by.keep === undefined ? '' : `:keep:${show(e.by.keep)}`}`,
        e.scale === undefined ? '' : `scale:${show(e.scale)}`,
        e.overflowNull ? 'overflow-null' : '',
        e.ignoreNulls ? 'ignore-nulls' : '',
        e.oldestFirst ? 'oldest-first' : '',
        e.plusThisRow ? 'plus-this-row' : '',
      ].filter((s) => s !== '');
      return `${e.name.text}(${e.args.map(show).join(' ')})${suffixes.map((s) => `~${s}`).join('')}`;
    }
    case 'windowed': {
      const clauses = [
        show(e.value),
        e.where === undefined ? '' : `where ${show(e.where)}`,
        e.over === undefined ? '' : `over ${e.over.windows.map(showWindow).join(' & ')}`,
        e.at === undefined ? '' : `at ${show(e.at)}`,
        e.fallback === undefined ? '' : `default ${show(e.fallback)}`,
      ].filter((s) => s !== '');
      return `<${clauses.join(' ; ')}>`;
    }
    case 'missing': return '?';
  }
}

/** A window as short text. */
export function showWindow(w: Window): string {
  const more = [
    w.ending === undefined ? '' : ` ending:${show(w.ending)}`,
    ...w.bounds.map((b) => ` ${b.mode}:${b.edge}`),
  ].join('');
  switch (w.kind) {
    case 'rolling': return show(w.length) + more;
    case 'all': return `all${w.forgetAfter === undefined ? '' : `:forget:${show(w.forgetAfter)}`}${more}`;
    case 'thisPeriod': return `this:${w.unit}${w.zone === undefined ? '' : `:${show(w.zone)}`}${more}`;
    case 'previousPeriods': return `previous:${w.count === undefined ? '' : `${show(w.count)}:`}${w.unit}${w.zone === undefined ? '' : `:${show(w.zone)}`}${more}`;
    case 'previousSlots': return `previous:${show(w.count)}x${show(w.length)}${more}`;
    case 'newestRows': return `newest:${show(w.count)}${more}`;
    case 'windowList': return `[${w.items.map(showWindow).join(' ')}]${more}`;
    case 'placeholderWindow': return `$${w.placeholder.name}${more}`;
    case 'missingWindow': return '?';
  }
}
