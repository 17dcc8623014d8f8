/** A published program, run from its JSON alone, gives what the compiler's own program gives: rounds, keys, defaults and outputs. */
import { describe, expect, it } from 'vitest';
import { check } from '../../src/compiler/compile.js';
import { compileExpression } from '../../src/compiler/request/compile-expression.js';
import { compileRequest, type TypeOfFeature } from '../../src/compiler/request/program.js';
import { printRequestProgram, type ExpressionJson } from '../../src/compiler/request/print-program.js';
import type { RequestValue } from '../../src/compiler/request/values.js';
import { readExpression, readType } from './read-program.js';

const { plan, findings } = check([{ path: 'p.feat', text: `entity user (user_id: string)
entity pair (user_id: string, category: string)
source orders {
  from shop.orders   rows events   time at in 'UTC'   known at + 1min   settle 0s
  columns { user_id: string  category: string  amount: decimal(12,2)  at: timestamp }
}
view bought for user from orders { n = count() over 30d   avg_30d = avg(amount) over 30d   last_at = latest(at) over all   top = max_by(category, amount) over 90d }
view affinity for pair from orders { n_30d = count() over 30d }
request checkout {
  input amount: decimal(12,2)
  join bought on user_id
  vs_usual = amount / bought.avg_30d default 1
}
set s {
  train on ml.asked at asked_at in 'UTC' {
    columns { user_id: string  asked_at: timestamp  amount: decimal(12,2) }
    include own
    values exact
  }
  join bought as buyer on user_id { n }
  join affinity on user_id = user_id, category = buyer.top { n_30d as affinity }
  join checkout { vs_usual }
  hours_since = hours(as_of - buyer.last_at)
  busy = case when buyer.n > 3 and not amount_is_small then 'busy' else 'calm' end
  amount_is_small = amount < 5.5
  input amount: decimal(12,2)
}
` }]);

interface ProgramJson {
  readonly version: number;
  readonly slots: number;
  readonly as_of: number;
  readonly arguments: readonly { readonly name: string; readonly slot: number; readonly type: string }[];
  readonly joins: readonly { readonly view: string; readonly round: number; readonly keys: readonly ExpressionJson[]; readonly features: readonly { readonly feature: string; readonly type: string; readonly slot: number }[] }[];
  readonly computed: readonly { readonly slot: number; readonly expression: ExpressionJson; readonly default: ExpressionJson | null }[];
  readonly outputs: readonly { readonly name: string; readonly type: string; readonly slot: number }[];
}

/** What the views answer, by key: any function will do, as both sides ask it. */
const answerOf = (view: string, feature: string, type: string, key: readonly RequestValue[]): RequestValue => {
  if (key.includes(null) || key.includes('unknown')) return null;
  const size = Array.from(`${view}${feature}${key.join('/')}`).reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 97, 7);
  switch (type) {
    case 'float64': return size / 4;
    case 'string': return ['book', 'toy'][size % 2] ?? null;
    case 'timestamp': return 1_700_000_000_000_000n + BigInt(size);
    default: return BigInt(size % 8);
  }
};

function runJson(program: ProgramJson, values: ReadonlyMap<string, RequestValue>, asOf: bigint): Readonly<Record<string, RequestValue>> {
  const row: RequestValue[] = Array.from({ length: program.slots }, () => null);
  const value = (json: ExpressionJson): RequestValue => compileExpression(readExpression(json), Number)(row);
  for (const { name, slot } of program.arguments) row[slot] = values.get(name) ?? null;
  row[program.as_of] = asOf;
  for (const join of [...program.joins].sort((a, b) => a.round - b.round)) {
    const key = join.keys.map(value);
    for (const { feature, type, slot } of join.features) row[slot] = answerOf(join.view, feature, type, key);
  }
  for (const { slot, expression, default: otherwise } of program.computed) row[slot] = value(expression) ?? (otherwise === null ? null : value(otherwise));
  return Object.fromEntries(program.outputs.map(({ name, slot }) => [name, row[slot] ?? null]));
}

describe('a published program', () => {
  const [set] = plan.sets;
  const typeOf: TypeOfFeature = (name, feature) => {
    const view = plan.views.find((each) => each.name === name);
    const type = [...(view?.features ?? []), ...(view?.derived ?? [])].find((each) => each.name === feature)?.type;
    if (type === undefined) throw new Error(`no ${name}.${feature}`);
    return type;
  };

  it('gives what the closures give, for any request', () => {
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    if (set === undefined) throw new Error('no set');
    const json = JSON.parse(printRequestProgram(set, 'meaning', typeOf)) as ProgramJson;
    expect(json.version).toBe(1);
    expect(json.outputs.map(({ name }) => name)).toEqual(['buyer_n', 'affinity', 'vs_usual', 'hours_since', 'amount_is_small', 'busy']);
    expect(Math.max(...json.joins.map(({ round }) => round))).toBe(1);
    const program = compileRequest(set, typeOf);
    const seen = new Set<unknown>();
    for (const user of ['u1', 'u2', 'u3', 'unknown', null]) for (const amount of [null, 0n, 549n, 550n, 12_345n]) {
      const values = new Map<string, RequestValue>([['user_id', user], ['amount', amount]]);
      const asOf = 1_700_000_100_000_000n;
      const row = program.start(program.arguments.map(({ name }) => values.get(name) ?? null), asOf);
      for (const join of [...program.joins].sort((a, b) => a.round - b.round)) {
        const key = join.key(row);
        for (const { feature, slot } of join.features) row[slot] = answerOf(join.view, feature, typeOf(join.view, feature).kind, key);
      }
      program.compute(row);
      const expected = Object.fromEntries(program.outputs.map(({ name, slot }) => [name, row[slot] ?? null]));
      expect(runJson(json, values, asOf)).toEqual(expected);
      for (const value of Object.values(expected)) seen.add(value);
    }
    expect(seen.size).toBeGreaterThan(12);
    for (const { type } of json.outputs) expect(readType(type).kind).not.toBe('unknown');
  });
});
