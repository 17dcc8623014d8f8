// Test blocks: cells as typed values, which row is meant and which values are compared.
import { describe, expect, it } from 'vitest';
import type { TestPlan } from '../../src/compiler/temporal/plan-tests.js';
import { checkText, errorsOf, ORDERS } from './project.js';

const PROJECT = `${ORDERS}
view v for user from orders { n = count() over 30d   s = sum(amount) over 30d   last = last_n(status, 3) over 30d }
set m {
  train on ml.d at at in 'UTC' { label y known z in 'UTC' keep id }
  join v as who on user_id { n }
}
`;

function testOf(text: string): TestPlan {
  const checked = checkText(`${PROJECT}\ntest 't' {\n${text}\n}`);
  const [test] = checked.plan.tests;
  if (test === undefined) throw new Error(errorsOf(checked).join('; '));
  return test;
}

describe('tests', () => {
  it('read cells by the types of their columns', () => {
    const [given] = testOf(`
      given orders
        | order_id | user_id | qty | amount | score | paid | day        | raw  | event_ts         | ingested_at          | status |
        | '1'      | null    | -3  | 40     | 1e3   | true | 2025-01-02 | 0AfF | 2025-01-01 10:00 | 2025-01-01T10:00:00.5+01:00 | 'null' |
        | 2        |         | 7   | -0.5   | 2.5   | null | null       | null | 1970-01-01       | null                 | null   |
      then v at 2025-01-02
        | user_id | n |
        | u1      | 1 |`).given;
    expect(given?.kind).toBe('source');
    expect(given?.rows).toEqual([
      ['1', null, -3n, '40.00', 1000, true, 20090n, '0aff', 1_735_725_600_000_000n, 1_735_722_000_500_000n, 'null'],
      ['2', null, 7n, '-0.50', 2.5, null, null, null, 0n, null, null],
    ]);
    expect(given?.columns.map((c) => c.name).slice(0, 3)).toEqual(['order_id', 'user_id', 'qty']);
  });

  it('times without an offset are read in the zone of the test', () => {
    const test = testOf(`
      zone 'Asia/Kathmandu'
      given orders
        | user_id | event_ts         |
        | u1      | 2025-01-01 05:45 |
      then v at 2025-01-02 05:45
        | user_id | n |
        | u1      | 1 |`);
    // Kathmandu is 5:45 ahead of UTC.
    expect(test.given[0]?.rows).toEqual([['u1', 1_735_689_600_000_000n]]);
    expect(test.expected[0]?.at).toBe(1_735_776_000_000_000n);
  });

  it('keys say which row is meant, features are compared', () => {
    const [expected] = testOf(`
      then v at 2025-01-02
        | user_id | s    | last         |
        | u1      | 40   | [a, 'b, c']  |
        | u2      | null | []           |`).expected;
    expect(expected?.columns.map((c) => [c.name, c.role])).toEqual([['user_id', 'match'], ['s', 'value'], ['last', 'value']]);
    expect(expected?.rows.map((row) => row.cells.map((cell) => cell.value))).toEqual([['u1', '40.00', ['a', 'b, c']], ['u2', null, []]]);
  });

  it('a set is tested through its examples', () => {
    const test = testOf(`
      given ml.d
        | id | user_id | at               | y    |
        | e1 | u1      | 2025-01-01 10:00 | true |
      then m
        | id | who_n |
        | e1 | 2     |`);
    expect(test.given[0]).toMatchObject({ kind: 'examples', name: 'ml.d', rows: [['e1', 'u1', 1_735_725_600_000_000n, 'true']] });
    expect(test.expected[0]).toMatchObject({ kind: 'set', name: 'm', at: null });
    expect(test.expected[0]?.rows[0]?.cells.map((cell) => cell.value)).toEqual(['e1', 2n]);
  });

  it.each([
    ['then v at 2025-01-02\n | user_id | nn |\n | u | 1 |', ['FT2001 nn']],
    ['then v at 2025-01-02\n | n |\n | 1 |', ['FT1018 v']],
    ['then v at 2025-01-02\n | user_id | n |\n | u1 | 1.5 |', ['FT3018 1.5']],
    ['then v\n | user_id | n |\n | u1 | 1 |', ['FT1018 v']],
    ['then w at 2025-01-02\n | user_id | n |\n | u1 | 1 |', ['FT2001 w']],
    ['given ordres\n | user_id |\n | u |\n then v at 2025-01-02\n | user_id | n |\n | u1 | 1 |', ['FT2001 ordres']],
    ['given orders\n | user |\n | u |\n then v at 2025-01-02\n | user_id | n |\n | u1 | 1 |', ['FT2004 user']],
    ['given orders\n | event_ts |\n | noon |\n then v at 2025-01-02\n | user_id | n |\n | u1 | 1 |', ['FT3018 noon']],
    ['given orders\n | user_id |\n | u |', ["FT1018 't'"]],
  ])('refuses %s', (text, expected) => {
    const checked = checkText(`${PROJECT}\ntest 't' {\n${text}\n}`);
    expect(errorsOf(checked)).toEqual(expected);
    expect(checked.plan.tests).toEqual([]);
  });
});
