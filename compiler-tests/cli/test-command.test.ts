// `feat test`: tests pass, fail with both values side by side, and cannot pass by accident.
import { describe, expect, it } from 'vitest';
import { DEFINITIONS, feat, shop } from './run.js';

const withTest = (text: string): string => shop({ 'shop.feat': `${DEFINITIONS.split('\ntest ')[0] ?? ''}\n${text}` });

const given = `  zone 'UTC'
  given orders
    | order_id | user_id | amount | happened_at      | loaded_at        |
    | o1       | u1      | 10.00  | 2025-01-01 10:00 | 2025-01-01 10:00 |
    | o2       | u1      | 5.50   | 2025-01-02 10:00 | 2025-01-03 00:00 |
`;
const view = (rows: string): string => `test 'of a view' {\n${given}  then bought at 2025-01-03\n    | user_id | n | spend | dearest | per_order |\n${rows}}\n`;

describe('feat test', () => {
  it('passes where every value is as expected, absent keys and nulls included', async () => {
    const ran = await feat(withTest(view('    | u1 | 2 | 15.5 | 10 | 7.75 |\n    | nobody | 0 | 0 | null | null |\n')), ['test']);
    expect(ran).toMatchObject({ code: 0, out: 'ok      of a view\n' });
    expect(ran.err).toContain('1 test, all passed');
  });

  it.each([
    ['a count', '| u1 | 3 | 15.5 | 10 | 7.75 |', 'n', '2', '3'],
    ['a sum', '| u1 | 2 | 15.51 | 10 | 7.75 |', 'spend', '15.50', '15.51'],
    ['a float', '| u1 | 2 | 15.5 | 10 | 7.7500001 |', 'per_order', '7.75', '7.7500001'],
    ['a null where a value is', '| u1 | 2 | 15.5 | null | 7.75 |', 'dearest', '10.00', 'null'],
    ['a value where null is', '| nobody | 0 | 0 | 1 | null |', 'dearest', 'null', '1.00'],
  ])('fails for %s, with both values', async (_, row, column, actual, expected) => {
    const folder = withTest(view(`    ${row}\n`));
    const ran = await feat(folder, ['test']);
    expect(ran.code).toBe(1);
    expect(ran.out).toMatch(/^FAILED {2}of a view {2}\(shop\.feat:\d+\)\n/);
    expect(ran.out).toMatch(new RegExp(`${actual.replace('.', '\\.')} \\(expected ${expected.replace('.', '\\.')}0*\\)`));
    const found = JSON.parse((await feat(folder, ['test', '--json'])).out) as readonly { readonly tables: readonly { readonly rows: readonly (readonly { readonly column: string; readonly same: boolean }[])[] }[] }[];
    expect(found[0]?.tables[0]?.rows[0]?.filter((cell) => !cell.same).map((cell) => cell.column)).toEqual([column]);
  });

  it('finds the rows of a set by what identifies them, and misses those that are not there', async () => {
    const set = (rows: string): string => `test 'of a set' {\n${given}  given ml.asked
    | order_id | user_id | asked_at         | good | known_at         |
    | o2       | u1      | 2025-01-03 00:00 | true | 2025-02-01 00:00 |
    | x1       | u1      | 2025-01-03 00:00 | true | 2025-02-01 00:00 |
    | x1       | u1      | 2025-01-02 00:00 | true | 2025-02-01 00:00 |
  then model\n    | order_id | n |\n${rows}}\n`;
    expect((await feat(withTest(set('    | o2 | 1 |\n    | x1 | 2 |\n    | x1 | 1 |\n')), ['test'])).code).toBe(0);
    const wrong = await feat(withTest(set('    | o2 | 2 |\n    | x9 | 0 |\n')), ['test']);
    expect(wrong.code).toBe(1);
    expect(wrong.out).toContain('1 (expected 2)');
    expect(wrong.out).toContain('x9 (no such row)');
  });

  it('reads times of a test in the zone that it names, clocks and folds included', async () => {
    const ran = await feat(shop({ 'shop.feat': `${(DEFINITIONS.split('\ntest ')[0] ?? '').replace("time happened_at in 'UTC'", "time happened_at in 'Europe/Amsterdam'").replace("known loaded_at in 'UTC'", "known loaded_at in 'Europe/Amsterdam'")}
test 'local times' {
  zone 'Europe/Amsterdam'
  given orders
    | order_id | user_id | amount | happened_at      | loaded_at        |
    | o1       | u1      | 1.00   | 2025-07-01 10:00 | 2025-07-01 10:00 |
  then bought at 2025-07-01 09:59:59.999999
    | user_id | n |
    | u1      | 0 |
  then bought at 2025-07-01T08:00:00Z
    | user_id | n |
    | u1      | 1 |
}
` }), ['test']);
    expect(ran.out).toBe('ok      local times\n');
    expect(ran.code).toBe(0);
  });

  it('tells programs and build servers in their own forms', async () => {
    const folder = withTest(`${view('    | u1 | 2 | 15.5 | 10 | 7.75 |\n')}\n${view('    | u1 | 9 | 15.5 | 10 | 7.75 |\n').replace('of a view', '<second> & "last"')}`);
    const junit = await feat(folder, ['test', '--format', 'junit']);
    expect(junit.out).toContain('<testsuites name="feat test" tests="2" failures="1">');
    expect(junit.out).toContain('<testcase name="&lt;second&gt; &amp; &quot;last&quot;" classname="shop.feat"');
    expect(junit.out).toContain('2 (expected 9)');
    // The table keeps its lines.
    expect(junit.out).toMatch(/\n +user_id +n +spend.*\n +-+ .*\n +u1 +2 \(expected 9\)/);
    const github = await feat(folder, ['test', '--format', 'github']);
    expect(github.out).toMatch(/^::error file=shop\.feat,line=\d+/);
    const sarif = JSON.parse((await feat(folder, ['test', '--format', 'sarif'])).out) as { readonly runs: readonly { readonly results: readonly { readonly ruleId: string }[] }[] };
    expect(sarif.runs[0]?.results.map((result) => result.ruleId)).toEqual(['FT8014']);
    expect((await feat(folder, ['test', 'of a view'])).code).toBe(0);
  });

  it('tells an error of the engine as a failure of the test', async () => {
    const wide = '99999999999999999999999999999999999999';
    const folder = shop({ 'shop.feat': `${(DEFINITIONS.split('\ntest ')[0] ?? '').replace('decimal(10,2)', 'decimal(38,0)')}
test 'too much' {
  zone 'UTC'
  given orders
    | order_id | user_id | amount  | happened_at      | loaded_at        |
    | o1       | u1      | ${wide} | 2025-01-01 10:00 | 2025-01-01 10:00 |
    | o2       | u1      | ${wide} | 2025-01-01 10:00 | 2025-01-01 10:00 |
  then bought at 2025-01-03
    | user_id | n |
    | u1      | 2 |
}
` });
    const ran = await feat(folder, ['test']);
    expect(ran.code).toBe(1);
    expect(ran.out).toContain('bought.spend of u1 at 2025-01-03T00:00:00Z does not fit decimal(38,0)');
  });
});
