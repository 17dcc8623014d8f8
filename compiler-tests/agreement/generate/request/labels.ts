/** What comparisons of request time met, judged from the expression, the example and the values that it read. */
import type { TrainingRow } from '../../../oracle/index.js';
import { evaluate, scopeOf } from '../../../oracle/expressions.js';
import { isKnown, isZone } from '../../../oracle/zones.js';
import { askedWith } from '../../../oracle/training.js';
import type { Expr, SetSpec } from '../../../oracle/spec.js';
import type { Computed, Value } from '../../../oracle/values.js';
import { identity } from '../../../oracle/order.js';
import type { AgreementCase } from '../../case.js';
import type { Family } from '../../family.js';

const LABELS = [
  'as_of', 'input', 'input: instant', 'input: decimal', 'input: beyond 2^53', 'input: float', 'input: text beyond ASCII', 'feature', 'feature of two roles', 'feature that is inexact', 'list', 'reads what was computed', 'default',
  'input that is a key', 'input that is a key, wider', 'key named like the moment or a value', 'clock in a zone by value', 'clock beyond the calendar', 'request', 'set reads a request', 'null made a value', 'unknown key', 'null key', 'duplicate example', 'as served', 'case', 'coalesce', 'least or greatest', 'three-valued logic', 'comparison', 'rounding', 'analysis', 'text function', 'duration', 'division', 'remainder',
] as const;

export const REQUEST_CELLS: Family['cells'] = LABELS.map((label) => ({ label, paths: ['training'] as const }));

export function judgeRequest(of: AgreementCase, set: SetSpec, row: TrainingRow): (name: string) => readonly string[] {
  const examples = of.tables[set.examples.table] ?? [];
  const scope = new Map<string, Computed>([...scopeOf(row.example, set.examples.columns), ...row.values, ...askedWith(set, row.example)]);
  const keyOf = (alias: string): string => set.joins.flatMap((join) => (join.alias === alias ? join.key : [])).flatMap((key) => (key.kind === 'column' ? [key.name] : []))[0] ?? '';
  const [first, second] = [keyOf('bought'), keyOf('seller')];
  const inputs = new Set(set.inputs.map((input) => input.name));
  const duplicate = examples.some((other, i) => i !== row.index && [...inputs, first, second, set.time.column].every((name) => identity(other[name] ?? null) === identity(row.example[name] ?? null)));
  const known = new Set((of.tables['pays'] ?? []).map((event) => event['u']));
  return (name) => {
    const derived = set.derived.find((each) => each.name === name);
    if (derived === undefined) throw new Error(`nothing is called ${name}`);
    const labels = new Set<string>();
    const note = (label: (typeof LABELS)[number], when = true): void => {
      if (when) labels.add(label);
    };
    const read = nodesOf(derived.expr);
    const names = read.flatMap((node) => (node.kind === 'column' ? [node.name] : []));
    const features = names.filter((each) => /^(bought|seller|checkout\.inner)\./.test(each));
    for (const each of names.filter((one) => inputs.has(one))) noteInput(each, scope.get(each)?.value ?? null, set, note);
    note('as_of', names.includes('as_of'));
    note('feature', features.length > 0);
    note('feature of two roles', features.some((each) => each.startsWith('bought.')) && features.some((each) => each.startsWith('seller.')));
    note('feature that is inexact', features.some((each) => each.endsWith('.usual')));
    note('list', features.some((each) => each.endsWith('.words')));
    note('reads what was computed', names.some((each) => set.derived.some((other) => other.name === each)));
    note('request', name.startsWith('checkout.'));
    note('set reads a request', !name.startsWith('checkout.') && names.some((each) => /^checkout\.r/.test(each)));
    note('default', derived.default !== undefined && evaluate(derived.expr, scope).value === null && row.values.get(name)?.value !== null);
    note('null made a value', names.some((each) => (scope.get(each)?.value ?? null) === null));
    const keys = [...(features.some((each) => !each.startsWith('seller.')) ? [first] : []), ...(features.some((each) => each.startsWith('seller.')) ? [second] : [])].map((key) => row.example[key] ?? null);
    note('unknown key', keys.some((key) => key !== null && !known.has(key)));
    note('null key', keys.includes(null));
    note('duplicate example', duplicate);
    note('as served', set.values === 'served' && features.length > 0);
    note('input that is a key', names.includes('item'));
    note('input that is a key, wider', names.includes('item') && set.inputs.some((input) => input.name === 'item' && input.type !== undefined));
    note('key named like the moment or a value', features.length > 0 && (first !== 'u1' || second !== 'u2'));
    for (const node of read) noteClock(node, scope, note);
    for (const node of read) noteNode(node, note);
    return [...labels];
  };
}

type Note = (label: (typeof LABELS)[number], when?: boolean) => void;

function noteInput(name: string, value: Value, set: SetSpec, note: Note): void {
  const kind = set.examples.columns.find((column) => column.name === name)?.type.kind;
  note('input');
  if (value === null) return;
  note('input: instant', kind === 'timestamp');
  note('input: decimal', kind === 'decimal');
  note('input: float', kind === 'float64' || kind === 'float32');
  note('input: beyond 2^53', typeof value === 'bigint' && (value > 2n ** 53n || value < -(2n ** 53n)));
  note('input: text beyond ASCII', typeof value === 'string' && /[^\x00-\x7f]/.test(value));
}

/** A function of a clock: whose zone an example names, and whether another zone's clock would be unknown there. */
function noteClock(node: Expr, scope: ReadonlyMap<string, Computed>, note: Note): void {
  if (node.kind !== 'day-edge' && node.kind !== 'date-part' && node.kind !== 'local-date' && node.kind !== 'start-of' && node.kind !== 'end-of') return;
  const zone = node.zone?.kind === 'column' ? scope.get(node.zone.column)?.value : null;
  const of = evaluate(node.of, scope).value;
  const us = typeof of !== 'object' || of === null || !('kind' in of) ? null : of.kind === 'instant' ? of.us : of.kind === 'date' ? BigInt(of.days) * 86_400_000_000n : null;
  note('clock in a zone by value', typeof zone === 'string' && isZone(zone));
  note('clock beyond the calendar', us !== null && !isKnown(us, 'Europe/Amsterdam'));
}

function noteNode(node: Expr, note: Note): void {
  switch (node.kind) {
    case 'case': case 'coalesce': return note(node.kind);
    case 'and': case 'or': case 'not': case 'is-null': case 'in': return note('three-valued logic');
    case 'compare': return note('comparison');
    case 'arithmetic':
      note('division', node.op === '/');
      return note('remainder', node.op === '%');
    case 'call':
      note('least or greatest', node.name === 'least' || node.name === 'greatest');
      note('rounding', ['round', 'floor', 'ceil'].includes(node.name));
      note('analysis', ['ln', 'exp', 'sqrt', 'pow'].includes(node.name));
      note('text function', ['substr', 'concat', 'length', 'starts_with', 'contains', 'lower_ascii', 'upper_ascii'].includes(node.name));
      return note('duration', ['days', 'hours', 'minutes', 'seconds'].includes(node.name));
    default: return undefined;
  }
}

/** Every node of an expression, outermost first. */
function nodesOf(tree: unknown): readonly Expr[] {
  if (Array.isArray(tree)) return (tree as readonly unknown[]).flatMap(nodesOf);
  if (typeof tree !== 'object' || tree === null || ArrayBuffer.isView(tree)) return [];
  const inner = Object.values(tree).flatMap(nodesOf);
  return 'kind' in tree && typeof tree.kind === 'string' && !('us' in tree) && !('unscaled' in tree) ? [tree as Expr, ...inner] : inner;
}
