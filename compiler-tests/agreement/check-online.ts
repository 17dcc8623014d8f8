/**
 * The last step to a served value: what a full refresh found is packed as the online store packs it, looked up by
 * encoded key and unpacked; a key that the store does not hold reads as one without active rows. Every key that the
 * examples ask for is probed, so defaults, counts of nothing and keys with odd parts are read as serving reads them.
 */
import { compareValue } from '../oracle/compare.js';
import { identity } from '../oracle/index.js';
import type { Expr, Type } from '../oracle/spec.js';
import type { Instant, Value } from '../oracle/values.js';
import { evaluate, scopeOf } from '../oracle/expressions.js';
import type { PlainRow } from '../support/engines.js';
import type { Cell } from '../../src/runtime/drivers/driver.js';
import { onlineViewOf, type OnlineView } from '../../src/runtime/materialize/online-view.js';
import { encodeKey } from '../../src/runtime/online/key-codec.js';
import { decodeValue, encodeValue } from '../../src/runtime/online/value-codec.js';
import type { ViewPlan } from '../../src/compiler/temporal/plan.js';
import type { AgreementCase } from './case.js';
import type { Expectations } from './expectations.js';
import { showValue, typedFromEngine, valueOfCell } from './tables.js';

export interface OnlineDifference {
  readonly feature: string;
  readonly what: string;
}

/** A value that was read and is right. */
export interface OnlineValue {
  readonly feature: string;
  readonly key: readonly Value[];
  readonly value: Value;
}

export function checkOnline(of: AgreementCase, expected: Expectations, plan: ViewPlan, rows: readonly PlainRow[], at: Instant): { readonly right: readonly OnlineValue[]; readonly differences: readonly OnlineDifference[] } {
  const view = onlineViewOf(plan, 'agreement');
  const store = new Map(rows.map((row) => {
    const cells = [...view.keys, ...view.features].map((field) => cellOf(typedFromEngine(row[field.name] ?? null, field.type as Type)));
    return [keyText(view, cells.slice(0, view.keys.length)), encodeValue(view.features, cells.slice(view.keys.length))] as const;
  }));
  const differences: OnlineDifference[] = [];
  const right: OnlineValue[] = [];
  for (const key of probes(of, plan.name)) {
    const encoded = encodeKey(view.keys.map((field) => field.type), key.map(cellOf));
    const stored = encoded === null ? undefined : store.get(Buffer.from(encoded).toString('hex'));
    const values = encoded === null ? view.features.map(() => null) : stored === undefined ? view.empty : decodeValue(view.features, stored);
    view.features.forEach((field, i) => {
      const wanted = expected.value(plan.name, field.name, key, at);
      if (wanted === null) return;
      const got = storedValue(values[i] ?? null, field.type as Type);
      if (compareValue(got, wanted)) right.push({ feature: field.name, key, value: wanted.value });
      else differences.push({ feature: field.name, what: `${plan.name}.${field.name} of key ${showValue(key)} reads as ${showValue(got)}, expected ${showValue(wanted.value)}` });
    });
  }
  return { right, differences };
}

function keyText(view: OnlineView, cells: readonly Cell[]): string {
  const key = encodeKey(view.keys.map((field) => field.type), cells);
  return key === null ? 'null' : Buffer.from(key).toString('hex');
}

/** Some of the keys that examples ask for, for every join of the view. */
function probes(of: AgreementCase, view: string): readonly (readonly Value[])[] {
  return of.sets.flatMap((set) => set.joins.filter((join) => join.view === view && !readsJoins(join.key)).flatMap((join) => {
    const keys = (of.tables[set.examples.table] ?? []).map((example) => join.key.map((part) => evaluate(part, scopeOf(example, set.examples.columns)).value));
    const first = keys.slice(0, 4);
    const others = new Map(keys.slice(4).map((key) => [identity(key), key]));
    for (const key of first) others.delete(identity(key));
    return [...first, ...[...others.values()].slice(0, 12)];
  }));
}

/** A list of pairs comes back as a list of lists, a length of time as its microseconds. */
function storedValue(cell: Cell, type: Type): Value {
  if (typeof cell === 'bigint' && type.kind === 'duration') return { kind: 'duration', us: cell };
  if (type.kind !== 'array' || type.element.kind !== 'pair' || !Array.isArray(cell)) return valueOfCell(cell);
  return (cell as readonly (readonly Cell[])[]).map(([first = null, second = null]) => ({ kind: 'pair', first: valueOfCell(first), second: valueOfCell(second) }));
}

function cellOf(value: Value): Cell {
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return (value as readonly Value[]).map(cellOf);
  if ('kind' in value) {
    switch (value.kind) {
      case 'decimal': return { kind: 'decimal', text: showValue(value) };
      case 'date': return { kind: 'date', days: value.days };
      case 'instant': return { kind: 'timestamp', micros: value.us, zoned: true };
      case 'duration': return value.us;
      case 'pair': return [cellOf(value.first), cellOf(value.second)];
      default: break;
    }
  }
  throw new Error('no engine answers with such a value');
}

/** A key that only another join can tell. */
const readsJoins = (key: readonly Expr[]): boolean => key.some((part) => part.kind === 'column' && part.name.includes('.'));
