/**
 * The agreement of both engines, all strategies and all paths with the reference interpreter: the named cases, a fixed
 * run of generated ones, and a few that no one has seen before, whose seed is in the name of the test.
 * `npm run agree` runs thousands.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withDuckDB, withPostgres } from '../support/engines.js';
import type { AgreementCase } from './case.js';
import { checkCase, PINS, type Engines } from './check-case.js';
import { FAMILIES } from './families.js';
import { NAMED_CASES } from './named-cases.js';
import { showMismatch } from './show-mismatch.js';
import { THE_COMPILER } from './the-compiler.js';

let engines: Engines;
beforeAll(async () => {
  engines = new Map([['duckdb', await withDuckDB()], ['postgres', await withPostgres()]]);
});
afterAll(async () => {
  for (const engine of engines.values()) await engine.close();
});

async function disagreements(of: AgreementCase): Promise<readonly string[]> {
  const found = await checkCase(of, engines, { compiler: THE_COMPILER, pins: PINS, expected: null, first: false, compared: null });
  return found.map((each) => showMismatch(of, each, null));
}

describe('cases with a name', () => {
  it.each(NAMED_CASES.map((of) => [of.name, of] as const))('%s', async (_, of) => {
    expect(await disagreements(of)).toEqual([]);
  });
});

const UNSEEN = Date.now() % 1_000_000_007;
describe.each([[20_250_101, 16], [UNSEEN, 4]])('seed %i', (seed, cases) => {
  it.each(FAMILIES.map((family) => [family.name, Math.ceil(cases * family.share), family] as const))('agrees in the cases of %s, %i of them', { timeout: 300_000 }, async (_, count, family) => {
    for (let index = 0; index < count; index++) expect(await disagreements(family.make(seed, index))).toEqual([]);
  });
});
