/** What comparisons of request time met, judged from the expression, the example and the values that it read. */
import type { TrainingRow } from '../../../oracle/index.js';
import { evaluate, scopeOf } from '../../../oracle/expressions.js';
import type { Expr, SetSpec } from '../../../oracle/spec.js';
import type { Computed, Value } from '../../../oracle/values.js';
import { identity } from '../../../oracle/order.js';
import type { AgreementCase } from '../../case.js';
import type { Family } from '../../family.js';

const LABELS = [
  'as_of', 'input', 'input: instant', 'input: decimal', 'input: beyond 2^53', 'input: float', 'input: text beyond ASCII', 'feature', 'feature of two roles', 'feature that is inexact', 'list', 'reads what was computed', 'default',
  'request', 'set reads a request', 'null made a value', 'unknown key', 'null key', 'duplicate example', 'as served', 'case', 'coalesce', 'least or greatest', 'three-valued logic', 'comparison', 'rounding', 'analysis', 'text function', 'duration', 'division', 'remainder',
] as const;

export const REQUEST_CELLS: Family['cells'] = LABELS.map((label) => ({ label, paths: ['training'] as const }));

export function judgeRequest(of: AgreementCase, set: SetSpec, row: TrainingRow): (name: string) => readonly string[] {
  const examples = of.tables[set.examples.table] ?? [];
  const scope = new Map<string, Computed>([...scopeOf(row.example, set.examples.columns), ...row.values]);
  const inputs = new Set(set.inputs.map((input) => input.name));
  const duplicate = examples.some((other, i) => i !== row.index && [...inputs, 'u1', 'u2', set.time.column].every((name) => identity(other[name] ?? null) === identity(row.example[name] ?? null)));
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
    note('default', derived.default !== undefined && withoutDefault(derived.expr, scope, row, set) === null);
    note('null made a value', names.some((each) => (scope.get(each)?.value ?? null) === null));
    const keys = [...(features.some((each) => !each.startsWith('seller.')) ? ['u1'] : []), ...(features.some((each) => each.startsWith('seller.')) ? ['u2'] : [])].map((key) => row.example[key] ?? null);
    note('unknown key', keys.some((key) => key !== null && !known.has(key)));
    note('null key', keys.includes(null));
    note('duplicate example', duplicate);
    note('as served', set.values === 'served' && features.length > 0);
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

function withoutDefault(expr: Expr, scope: ReadonlyMap<string, Computed>, row: TrainingRow, set: SetSpec): Value {
  const moment = row.example[set.time.column] ?? null;
  if (moment === null || typeof moment !== 'object' || !('us' in moment)) return null;
  const instant = (value: Computed): Computed => (typeof value.value === 'object' && value.value !== null && 'kind' in value.value && value.value.kind === 'naive' ? { value: { kind: 'instant', us: value.value.us } } : value);
  return evaluate(expr, new Map([...[...scope].map(([name, value]) => [name, instant(value)] as const), ['as_of', { value: { kind: 'instant', us: moment.us } }]])).value;
}
