// Sets that are answered when a prediction is asked: what has to be sent, in which type, and what each key is read from.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../../scripts/demo/read-csv.js';
import { feat, looksLikeACrash, newProject } from './run.js';

const CONFIG = `project: shop
targets:
  dev:
    engine: duckdb
    tables:
      s.e: { csv: e.csv }
      s.ex: { csv: ex.csv }
`;
const source = (column: string): string => `source e {
  from s.e   rows events   time at in 'UTC'   known same as time   settle 0s
  columns { ${column}  at: timestamp }
}
`;
const AT = ['--at', '2025-01-02T12:00:00Z', '--json'];

/** A project of one view over `e`, refreshed at noon of 2025-01-02. */
async function served(files: { readonly text: string; readonly e: string; readonly ex: string }): Promise<string> {
  const folder = newProject({ 'feat.yaml': CONFIG, 'shop.feat': files.text, 'e.csv': files.e, 'ex.csv': files.ex });
  const refreshed = await feat(folder, ['materialize', '--as-of', '2025-01-02T12:00:00Z']);
  expect(refreshed).toMatchObject({ code: 0 });
  return folder;
}

const valuesOf = async (folder: string, ...args: readonly string[]): Promise<unknown> => {
  const { out, err } = await feat(folder, ['get', ...args, ...AT]);
  expect(looksLikeACrash(err)).toBe(false);
  return (JSON.parse(out) as readonly { readonly values: unknown }[]).map(({ values }) => values);
};

async function trained(folder: string, set: string): Promise<readonly Readonly<Record<string, string | null>>[]> {
  expect(await feat(folder, ['train', set, '--out', 'out.csv'])).toMatchObject({ code: 0 });
  return readCsv(readFileSync(join(folder, 'out.csv'), 'utf8'));
}

describe('an input that is a key too', () => {
  const text = (input: string): string => `entity item (n: int64)
${source('n: int64')}
view w for item on n from e { refresh every 1h   online   c = count() over 30d }
set u {
  train on s.ex at asked in 'UTC' { columns { n: int64  asked: timestamp } include own  values exact }
  join w on n
  input n: ${input}
  y = n + 0.5
}
`;
  const tables = { e: 'n,at\n5,2025-01-01T10:00:00\n', ex: 'n,asked\n5,2025-01-02T12:00:00\n500,2025-01-02T12:00:00\n' };

  // y is a sum of decimals, at the scale of the greater one; and of floats.
  it.each([['decimal(21,2)', '5.50', '500.50', '5.50'], ['float64', '5.5', '500.5', 5.5], ['int64', '5.5', '500.5', '5.5']])('is read as the key, and computed with as %s', async (input, five, hundreds, asked) => {
    const folder = await served({ text: text(input), ...tables });
    expect((await trained(folder, 'u')).map(({ n, c, y }) => [n, c, y])).toEqual([['5', '1', five], ['500', '0', hundreds]]);
    expect(await valuesOf(folder, 'u', 'n=5')).toEqual([{ c: '1', y: asked }]);
    expect(await valuesOf(folder, 'u', 'n=null')).toEqual([{ c: null, y: null }]);
  });

  it.each(['decimal(21,2)', 'float64'])('is refused where it is no key, as %s', async (input) => {
    const folder = await served({ text: text(input), ...tables });
    for (const n of ['5.5', '5.00', '9223372036854775808', '5e0']) {
      const { code, err } = await feat(folder, ['get', 'u', `n=${n}`, ...AT]);
      expect(code).not.toBe(0);
      expect(err).toContain(`n="${n}" is no int64`);
    }
  });

  it('takes all that its readers do, where the examples have a narrower column', async () => {
    const wide = text('int64').replace('columns { n: int64  asked', 'columns { n: int32  asked');
    const folder = await served({ text: wide, ...tables, e: 'n,at\n3000000000,2025-01-01T10:00:00\n' });
    expect(await valuesOf(folder, 'u', 'n=3000000000')).toEqual([{ c: '1', y: '3000000000.5' }]);
  });
});

describe('a join at another moment', () => {
  const text = `entity user (user_id: string)
${source('user_id: string')}
view v for user on user_id from e { refresh every 1h   online   c = count() over 30d }
set t {
  train on s.ex at asked in 'UTC' { columns { user_id: string  other: string  asked: timestamp } include own  values exact }
  join v on user_id
  join v as b on other at asked - 1h
}
`;

  it('needs nothing to be sent, and has no value', async () => {
    const folder = await served({ text, e: 'user_id,at\nu1,2025-01-01T10:00:00\nu2,2025-01-01T10:00:00\nu2,2025-01-02T11:30:00\n', ex: 'user_id,other,asked\nu1,u2,2025-01-02T12:00:00\n' });
    expect((await trained(folder, 't')).map(({ c, b_c }) => [c, b_c])).toEqual([['1', '1']]);
    expect(await valuesOf(folder, 't', 'user_id=u1')).toEqual([{ c: '1', b_c: null }]);
    expect((await feat(folder, ['get', 't', 'user_id=u1', ...AT])).err).toContain('b: read at a moment other than that of the request, which the store does not hold');
    expect((await feat(folder, ['get', 't', 'user_id=u1', 'other=u2', ...AT])).err).toContain('other');
    expect(await feat(folder, ['build'])).toMatchObject({ code: 0 });
    const program = JSON.parse(readFileSync(join(folder, 'out/requests/t.request.json'), 'utf8')) as { readonly arguments: readonly { readonly name: string }[]; readonly joins: readonly { readonly keys: readonly unknown[]; readonly at_own_moment: boolean }[] };
    expect(program.arguments.map(({ name }) => name)).toEqual(['user_id']);
    expect(program.joins.map(({ keys, at_own_moment }) => [keys.length, at_own_moment])).toEqual([[1, false], [0, true]]);
  });
});

describe('names that mean something to a request', () => {
  it('a key column that is called as_of', async () => {
    const text = `entity snap (as_of: date)
${source('as_of: date')}
view v for snap on as_of from e { refresh every 1h   online   c = count() over 30d }
set t {
  train on s.ex at asked in 'UTC' { columns { as_of: date  asked: timestamp } include own  values exact }
  join v on as_of
  asked_hour = hour(as_of in 'UTC')
}
`;
    const folder = await served({ text, e: 'as_of,at\n2025-01-01,2025-01-01T10:00:00\n', ex: 'as_of,asked\n2025-01-01,2025-01-02T12:00:00\n' });
    expect((await trained(folder, 't')).map(({ c, asked_hour }) => [c, asked_hour])).toEqual([['1', '12']]);
    expect(await valuesOf(folder, 't', 'as_of=2025-01-01')).toEqual([{ c: '1', asked_hour: '12' }]);
    expect(await valuesOf(folder, 't', 'as_of=2025-01-02')).toEqual([{ c: '0', asked_hour: '12' }]);
  });

  it('what a set computes under the dotted name of a request', async () => {
    const text = `entity user (user_id: string)
${source('user_id: string')}
view v for user on user_id from e { refresh every 1h   online   c = count() over 30d }
request checkout {
  input n: int64
  more = n + 1
  much = more * 10
}
set t {
  train on s.ex at asked in 'UTC' { columns { user_id: string  n: int64  asked: timestamp } include own  values exact }
  join v on user_id
  join checkout { much, more as again, more as once_more }
  input n: int64
  "checkout.more" = n + 1000
  "checkout.more once_more" = n + 2000
  both = "checkout.more" + checkout.more
}
`;
    const folder = await served({ text, e: 'user_id,at\nu1,2025-01-01T10:00:00\n', ex: 'user_id,n,asked\nu1,2,2025-01-02T12:00:00\n' });
    const wanted = { c: '1', much: '30', again: '3', once_more: '3', 'checkout.more': '1002', 'checkout.more once_more': '2002', both: '1005' };
    expect(await trained(folder, 't')).toMatchObject([wanted]);
    expect(await valuesOf(folder, 't', 'user_id=u1', 'n=2')).toEqual([wanted]);
  });
});
