/**
 * Both engines, under every strategy, in training, refreshes and as served online, held to the answers that were
 * computed by hand: the interpreter gives these on the cases that are made of them, and the SQL gives what it gives.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vectors } from '../oracle/vectors/index.js';
import { withDuckDB, withPostgres } from '../support/engines.js';
import { checkCase, PINS, type Engines } from './check-case.js';
import { expectationsOf } from './expectations.js';
import { showMismatch } from './show-mismatch.js';
import { THE_COMPILER } from './the-compiler.js';
import { REFUSED_VECTORS, UNWRITABLE_VECTORS, VECTOR_CASES, type VectorCase } from './vector-cases.js';
import { NOT_ASKED, OF_THE_INTERPRETER } from './vectors/not-asked.js';

let engines: Engines;
beforeAll(async () => {
  engines = new Map([['duckdb', await withDuckDB()], ['postgres', await withPostgres()]]);
});
afterAll(async () => {
  for (const engine of engines.values()) await engine.close();
});

async function disagreements({ of }: VectorCase): Promise<readonly string[]> {
  const found = await checkCase(of, engines, { compiler: THE_COMPILER, pins: PINS, expected: expectationsOf(of), first: false, compared: null });
  return found.map((each) => showMismatch(of, each, null));
}

const overflowing: ReadonlySet<string> = new Set(vectors.flatMap(({ id, ask }) => ('expected' in ask && typeof ask.expected === 'object' && 'kind' in ask.expected && ask.expected.kind === 'overflow' ? [id] : [])));

describe('cases computed by hand, asked of the SQL', () => {
  it.each(VECTOR_CASES.map((each) => [`${each.of.name} on ${each.of.engines.join(' and ')}`, each] as const))('%s', async (_, each) => {
    const expected = expectationsOf(each.of);
    expect(each.asked.filter(({ holds }) => !holds(each.of, expected)).map(({ id }) => id)).toEqual([]);
    // Nothing hides behind a statement that must fail, but the overflow that was asked for.
    const failing = each.of.views.flatMap(({ name }) => each.of.refreshAt.filter((at) => expected.refresh(name, at).kind === 'overflow'));
    expect(failing.length > 0).toBe(each.asked.some(({ id }) => overflowing.has(id)));
    expect(await disagreements(each)).toEqual([]);
  });
});

describe('cases computed by hand that are not asked of the SQL', () => {
  it('are all the others, each with its reason', () => {
    const asked = new Set(VECTOR_CASES.flatMap((each) => each.asked.map(({ id }) => id)));
    const expected = vectors.filter(({ id, ask }) => OF_THE_INTERPRETER[ask.kind] === undefined && !asked.has(id)).map(({ id }) => id);
    expect([...NOT_ASKED.keys()].sort()).toEqual(expected.sort());
    expect(REFUSED_VECTORS.length + UNWRITABLE_VECTORS.length).toBe(NOT_ASKED.size);
  });

  it.each(REFUSED_VECTORS.map((each) => [each.id, each.refused, each] as const))('%s is refused with %s', async (_id, _code, { cases }) => {
    expect(cases.length).toBeGreaterThan(0);
    for (const each of cases) expect(await disagreements(each)).toEqual([]);
  });

  it.each(UNWRITABLE_VECTORS.map((each) => [each.id, each.told, each.found] as const))('%s: %s', (_, told, found) => {
    expect(found).toBe(told);
  });
});
