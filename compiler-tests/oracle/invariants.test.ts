/** What must hold of the interpreter whatever the rows: the sentences of contract 2 that follow from its one idea. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareValue, examinedKeys, explain, identity, refreshAt, tickAt, trainingRows, valueAt } from './index.js';
import type { World } from './index.js';
import { HOUR, join, trainingSet } from './notation.js';
import type { Row } from './values.js';
import { anyRows, features, key, moment, row, rowsKind, sixHourly, worldOf } from './worlds.js';

const names = features.map((each) => each.name);

function everything(of: World, u: string, T: bigint, own?: string): readonly string[] {
  return names.map((name) => `${name} = ${identity(valueAt(of, 'v', name, [u], T, own).value)}`);
}

function holds<T>(property: fc.IProperty<T>): void {
  fc.assert(property, { numRuns: 150 });
}

describe('the interpreter', () => {
  it('reads rows in any order', () => {
    holds(fc.property(anyRows, rowsKind, key, moment, fc.array(fc.nat(), { minLength: 14, maxLength: 14 }), (rows, kind, u, T, weights) => {
      const shuffled = rows.map((each, i) => ({ each, weight: weights[i] ?? 0 })).sort((a, b) => a.weight - b.weight).map(({ each }) => each);
      expect(everything(worldOf(shuffled, kind), u, T)).toEqual(everything(worldOf(rows, kind), u, T));
    }));
  });

  it('never lets a row speak before it is known', () => {
    holds(fc.property(anyRows, rowsKind, key, moment, (rows, kind, u, T) => {
      const known = rows.filter((each) => each.k !== null && typeof each.k === 'object' && 'us' in each.k && each.k.us <= T);
      expect(everything(worldOf(known, kind), u, T)).toEqual(everything(worldOf(rows, kind), u, T));
    }));
  });

  it('keeps a store right that only ever examines the keys of a refresh', () => {
    holds(fc.property(anyRows, rowsKind, fc.array(moment, { minLength: 1, maxLength: 6 }), (rows, kind, moments) => {
      const of = worldOf(rows, kind);
      const ticks = [...new Set(moments)].sort((a, b) => (a < b ? -1 : 1));
      let previous = ticks[0] ?? 0n;
      const store = new Map(['u1', 'u2', 'u3'].map((u) => [u, everything(of, u, previous)]));
      for (const R of ticks.slice(1)) {
        for (const [u] of examinedKeys(of, 'v', previous, R)) if (typeof u === 'string') store.set(u, everything(of, u, R));
        previous = R;
        for (const [u, values] of store) expect(values).toEqual(everything(of, u, R));
      }
    }));
  });

  it('stores in a full refresh what training reads at that instant', () => {
    holds(fc.property(anyRows, rowsKind, moment, (rows, kind, R) => {
      const of = worldOf(rows, kind);
      const stored = refreshAt(of, 'v', R);
      for (const each of stored) for (const [name, value] of each.values) {
        expect(compareValue(value.value, valueAt(of, 'v', name, each.key, R))).toBe(true);
      }
      const keys = new Set(stored.map((each) => identity(each.key)));
      const nobody = everything(of, 'nobody', R);
      for (const u of ['u1', 'u2', 'u3']) if (!keys.has(identity([u]))) expect(everything(of, u, R)).toEqual(nobody);
    }));
  });

  it('gives one row for every example, and equal examples equal rows', () => {
    const example = fc.record({ u: fc.option(key, { nil: null }), at: fc.option(moment.map((each) => ({ kind: 'instant' as const, us: each })), { nil: null }) });
    holds(fc.property(anyRows, rowsKind, fc.array(example, { minLength: 1, maxLength: 5 }), (rows, kind, examples) => {
      const doubled = [...examples, ...examples];
      const of: World = { ...worldOf(rows, kind), tables: new Map([['s', rows], ['ex', doubled]]) };
      const trained = trainingRows(of, trainingSet('set', 'ex', [], [join('v', ['u'], names)]));
      expect(trained.map((each) => each.index)).toEqual(doubled.map((_, i) => i));
      trained.slice(0, examples.length).forEach((each, i) => expect(trained[i + examples.length]?.values).toEqual(each.values));
      for (const each of trained) if (each.example.u === null || each.example.at === null) {
        expect([...each.values.values()].every((value) => value.value === null)).toBe(true);
      }
    }));
  });

  it('explains as many rows as it counts', () => {
    holds(fc.property(anyRows, rowsKind, key, moment, fc.constantFrom('a', 'b', undefined), (rows, kind, u, T, own) => {
      const of = worldOf(rows, kind);
      for (const name of ['n', 'n_lag', 'n_ok', 'n_all', 'today', 'yesterday', 'midnight']) {
        const told = explain(of, 'v', name, [u], T, own);
        expect(told).toHaveLength(rows.length);
        expect(BigInt(told.filter((each) => each.reason === 'counts').length)).toBe(valueAt(of, 'v', name, [u], T, own).value);
      }
    }));
  });

  it('excludes an own row as if it had never been, among events', () => {
    holds(fc.property(anyRows, key, moment, (rows, u, T) => {
      const without = rows.filter((each) => each.id !== 'a');
      expect(everything(worldOf(rows, { kind: 'events' }), u, T, 'a')).toEqual(everything(worldOf(without, { kind: 'events' }), u, T));
    }));
  });

  it('counts each of equal events, and one of equal versions', () => {
    holds(fc.property(row, key, moment, (one, u, T) => {
      const asEvents = (rows: readonly Row[]): unknown => valueAt(worldOf(rows, { kind: 'events' }), 'v', 'n_all', [u], T).value;
      const single = asEvents([one]);
      expect(asEvents([one, one])).toBe(single === 1n ? 2n : 0n);
      const kind = { kind: 'versions', keys: ['id'], newestBy: [] } as const;
      const versionsOf = valueAt(worldOf([one, one], kind), 'v', 'n_all', [u], T).value;
      expect(versionsOf).toBe(one.id === null && single === 1n ? 2n : single);
    }));
  });

  it('answers from a tick that lies strictly before', () => {
    holds(fc.property(moment, fc.bigInt({ min: 0n, max: 9n * HOUR }), (T, delay) => {
      const R = tickAt(T, sixHourly, delay);
      expect(R + delay < T && T <= R + delay + 6n * HOUR).toBe(true);
    }));
  });
});
