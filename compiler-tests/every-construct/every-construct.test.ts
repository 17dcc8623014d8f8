// The text that shows every construct, end to end: rows for all of its tables on both engines, the training set and every
// view at several instants, each value held to the interpreter.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkCase, PINS, type Engines } from '../agreement/check-case.js';
import { expectationsOf } from '../agreement/expectations.js';
import { withDuckDB, withPostgres } from '../support/engines.js';
import { COMPILER, everyConstruct } from './case.js';

let engines: Engines;
beforeAll(async () => {
  engines = new Map([['duckdb', await withDuckDB()], ['postgres', await withPostgres()]]);
});
afterAll(async () => {
  for (const engine of engines.values()) await engine.close();
});

const SEEDS = [1, 2];

describe('every construct', () => {
  it.each(['duckdb', 'postgres'] as const)('is built for %s, but for the view that is SQL of another engine', (name) => {
    const { findings, statements } = COMPILER.compile({ files: [], dialect: COMPILER.dialectOf(name) });
    expect(findings.filter((f) => f.severity === 'error')).toEqual([]);
    expect(findings.filter((f) => f.code === 'FT6006').map((f) => f.params)).toEqual([{ view: 'rfm', dialect: 'snowflake', actual: name }]);
    expect(statements.filter((s) => s.purpose === 'training').map((s) => s.subject)).toEqual(['scam_v3']);
    expect(statements.filter((s) => s.purpose === 'materialize').map((s) => s.subject).sort()).toEqual(
      ['affinity', 'bought', 'browsing', 'platform', 'seller_risk', 'signup', 'sold', 'user_plan', 'user_wide']);
  });

  it.each(SEEDS)('trains and materializes what the interpreter computes, seed %i', { timeout: 300_000 }, async (seed) => {
    const of = everyConstruct(seed);
    const found = await checkCase(of, engines, { compiler: COMPILER, pins: seed === 1 ? PINS : ['auto'], expected: null, first: false, compared: null });
    expect(found.map(({ engine, pin, path, what, detail }) => [engine, pin, path, what, ...detail].join(' '))).toEqual([]);
  });

  it('is about values: every feature has some that are neither null nor of nothing', () => {
    const empty = new Set<string>();
    const full = new Set<string>();
    for (const of of SEEDS.map(everyConstruct)) {
      const expected = expectationsOf(of);
      const note = (name: string, value: unknown): void => void (value === null || value === 0n || (Array.isArray(value) && value.length === 0) ? empty : full).add(name);
      for (const view of of.views) {
        for (const at of of.refreshAt) {
          const rows = expected.refresh(view.name, at);
          if (rows.kind === 'rows') for (const row of rows.rows) for (const [name, { value }] of row.values) note(`${view.name}.${name}`, value);
        }
      }
      for (const set of of.sets) {
        const rows = expected.training(set);
        if (rows.kind === 'rows') for (const row of rows.rows) for (const [name, { value }] of row.values) note(`${set.name}: ${name}`, value);
      }
    }
    // The view keeps paid orders alone, so of these there are none, as a reader of the text can tell.
    expect([...empty].filter((name) => !full.has(name))).toEqual(['bought.refunds_30d', 'bought.n_pending']);
    expect(full.size).toBeGreaterThan(70);
  });
});
