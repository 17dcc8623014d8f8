/** Runs every hand-computed case against the interpreter: the case decides. */
import { describe, expect, it } from 'vitest';
import { compareValue, evaluate, examinedKeys, explain, historyAt, identity, instantOf, OverflowError, periodOf, refreshAt, scopeOf, tickAt, trainingRows, valueAt } from './index.js';
import type { Computed, Value } from './index.js';
import { elsewhere, vectors } from './vectors/index.js';
import type { Expected, Question } from './vectors/vector.js';

function showing(value: Value): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part)) ?? 'undefined';
}

/** A value written by hand is exact, to the last bit, unless it says how near it is. */
function expectValue(ask: () => Computed, expected: Expected): void {
  if (expected.kind === 'overflow') {
    expect(ask).toThrow(OverflowError);
    return;
  }
  const { value } = ask();
  if (expected.kind === 'near') {
    expect(typeof value).toBe('number');
    expect(Math.abs(Number(value) - expected.value)).toBeLessThanOrEqual(expected.relative * Math.abs(expected.value));
    return;
  }
  expect(compareValue(value, { value: expected.value }), `${showing(value)} instead of ${showing(expected.value)}`).toBe(true);
}

function expectMap(values: ReadonlyMap<string, Computed>, expected: Readonly<Record<string, Value>>): void {
  expect([...values.keys()].sort()).toEqual(Object.keys(expected).sort());
  for (const [name, value] of Object.entries(expected)) expectValue(() => values.get(name) ?? { value: null }, { kind: 'is', value });
}

function check(ask: Question): void {
  switch (ask.kind) {
    case 'value': return expectValue(() => valueAt(ask.world, ask.view, ask.feature, ask.key, ask.at, ask.own), ask.expected);
    case 'explain': {
      const told = explain(ask.world, ask.view, ask.feature, ask.key, ask.at, ask.own);
      expect(told.map((each) => each.index)).toEqual(told.map((_, i) => i));
      return expect(told.map((each) => each.reason)).toEqual(ask.expected);
    }
    case 'training': {
      const rows = trainingRows(ask.world, ask.set);
      expect(rows).toHaveLength(ask.expected.length);
      return rows.forEach((row, i) => expectMap(row.values, ask.expected[i] ?? {}));
    }
    case 'refresh': {
      const rows = refreshAt(ask.world, ask.view, ask.at);
      expect(rows.map((row) => identity(row.key))).toEqual(ask.expected.map((row) => identity(row.key)));
      return rows.forEach((row, i) => expectMap(row.values, ask.expected[i]?.values ?? {}));
    }
    case 'examined': return expect(examinedKeys(ask.world, ask.view, ask.after, ask.upTo).map(identity)).toEqual(ask.expected.map(identity));
    case 'history': {
      const changes = historyAt(ask.world, ask.view, ask.feature, ask.key, ask.ticks);
      return expect(changes.map(({ at, value }) => ({ at, value: value.value }))).toEqual(ask.expected);
    }
    case 'tick': return expect(tickAt(ask.at, ask.ticks, ask.delay)).toBe(ask.expected);
    case 'period': {
      const { start, end } = periodOf(ask.holds, ask.unit, ask.zone);
      return expect({ start, end }).toEqual(ask.expected);
    }
    case 'local': return expect(instantOf(ask.reading, ask.zone)).toBe(ask.expected);
    case 'expr': return expectValue(() => evaluate(ask.expr, scopeOf(ask.row)), ask.expected);
  }
}

describe('cases computed by hand', () => {
  it.each(vectors.map((each) => [each.id, each.why, each] as const))('%s: %s', (_id, _why, each) => check(each.ask));

  it('has one name for each case, and knows where the others are tested', () => {
    const ids = vectors.map((each) => each.id);
    expect(new Set(ids).size).toBe(ids.length);
    const named = new Set([...ids.map((id) => /^V\d+/.exec(id)?.[0] ?? ''), ...Object.keys(elsewhere)]);
    expect(Array.from({ length: 25 }, (_, i) => `V${i + 1}`).filter((id) => !named.has(id))).toEqual([]);
  });
});
