/**
 * Lists of pairs on their way out: the same digits from both engines, one of which has no type for them, in CSV and in
 * Parquet, in the online store and as JSON.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../../../src/compiler/compile.js';
import { findDialect } from '../../../src/compiler/dialects/index.js';
import { jsonValue } from '../../../src/apps/cli/show-values.js';
import { pairsOfText } from '../../../src/runtime/drivers/pair-cells.js';
import type { Session } from '../../../src/runtime/drivers/driver.js';
import { readStatement } from '../../../src/runtime/statements/run-statement.js';
import { runTraining } from '../../../src/runtime/training/train.js';
import { decodeValue, encodeValue } from '../../../src/runtime/online/value-codec.js';
import { collect } from '../drivers/collect.js';
import { duckdbShop, postgresShop, type Shop } from '../shop.js';

const PROJECT = `entity user (user_id: string)
source orders { from orders  rows events  time ts in 'UTC'  known same as time  settle 0s
  columns { user_id: string  item: string  amount: decimal(10,2)  ts: timestamp  big: int64  blob: bytes } }
view bought for user from orders {
  refresh every 1h
  pairs = last_n({ item, amount }, 5) over all
  times = last_n({ ts, big }, 5) over all
  bytes = first_n({ blob, amount }, 5) over all
  spend = sum(amount) by item over all
}
set scam { train on examples at asked in 'UTC' { columns { user_id: string  asked: timestamp  id: int64 }  keep id  values exact }
  join bought on user_id { pairs, times, bytes, spend } }
`;
const MORE = `
  ALTER TABLE orders ADD COLUMN big bigint;
  ALTER TABLE orders ADD COLUMN blob BYTES_TYPE;
  UPDATE orders SET big = 9007199254740993, blob = FROM_HEX;
  DELETE FROM examples WHERE id <> 1 OR asked IS NULL;
  UPDATE orders SET amount = NULL WHERE item = 'c'
`;

let folder: string;
let inspect: Session;
let reader: Shop;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feat-pairs-'));
  reader = await duckdbShop(folder);
  inspect = await reader.driver.connect();
});
afterAll(async () => {
  await inspect.close();
  await reader.close();
  await rm(folder, { recursive: true });
});

const at = (clock: string): bigint => BigInt(Date.parse(`2025-01-01T${clock}Z`)) * 1000n;
const decimal = (text: string) => ({ kind: 'decimal', text });
const instant = (micros: bigint) => ({ kind: 'timestamp', micros, zoned: true });

describe.each([['duckdb', () => duckdbShop(folder)], ['postgres', postgresShop]] as const)('%s', (name, open) => {
  let shop: Shop;
  let session: Session;
  const dialect = findDialect(name);
  if (dialect === undefined) throw new Error('no such dialect');
  const { findings, statements } = compile({ files: [{ path: 'p.feat', text: PROJECT }], dialect });
  const statementOf = (purpose: string) => {
    const found = statements.find((each) => each.purpose === purpose);
    if (found === undefined) throw new Error(`${purpose}: ${findings.map((each) => each.code).join(', ')}`);
    return found;
  };
  beforeAll(async () => {
    shop = await open();
    await shop.script(MORE.replace('BYTES_TYPE', name === 'duckdb' ? 'blob' : 'bytea').replace('FROM_HEX', name === 'duckdb' ? "from_hex('00ff')" : "decode('00ff', 'hex')"));
    session = await shop.driver.connect();
  });
  afterAll(async () => {
    await session.close();
    await shop.close();
  });

  it('gives every member as a value of its type, to the store and back', async () => {
    const { rows, columns } = await readStatement(session, statementOf('materialize'), { as_of: '2025-01-01T11:00:00Z' });
    const row = rows.find(([user]) => user === 'u1');
    expect(row?.slice(1)).toEqual([
      [['c', null], ['a,"b"', decimal('40.00')]],
      [[instant(at('10:30:00')), 9_007_199_254_740_993n], [instant(at('10:00:00')), 9_007_199_254_740_993n]],
      [[Uint8Array.from([0, 255]), decimal('40.00')], [Uint8Array.from([0, 255]), null]],
      [['a,"b"', decimal('40.00')], ['c', null]],
    ]);
    const fields = columns.slice(1).flatMap((column) => (column.type === null ? [] : [{ name: column.name, type: column.type }]));
    const back = decodeValue(fields, encodeValue(fields, row?.slice(1) ?? []));
    expect(back).toEqual(row?.slice(1));
    expect(fields.map((field, i) => jsonValue(back[i] ?? null, field.type))[1]).toEqual([['2025-01-01T10:30:00Z', '9007199254740993'], ['2025-01-01T10:00:00Z', '9007199254740993']]);
  });

  it('writes them to CSV as arrays of two', async () => {
    const path = join(folder, `${name}.csv`);
    await runTraining({ session, statement: statementOf('training'), output: { path, format: 'csv' }, target: 'dev', meaning: 'm' });
    const [header, first] = (await readFile(path, 'utf8')).split('\r\n');
    expect(header).toBe('asked,user_id,id,pairs,times,bytes,spend');
    expect(first).toContain('"[[""c"",null],[""a,\\""b\\"""",""40.00""]]"');
    expect(first).toContain('"[[""2025-01-01T10:30:00Z"",""9007199254740993""],');
    expect(first).toContain('""\\\\x00ff""');
  });

  it('writes them to Parquet as structs with the names of their members', async () => {
    const path = join(folder, `${name}.parquet`);
    await runTraining({ session, statement: statementOf('training'), output: { path, format: 'parquet' }, target: 'dev', meaning: 'm' });
    const { columns, rows } = await collect(inspect, `SELECT pairs, times, bytes, spend, pairs[2].amount FROM read_parquet('${path}') LIMIT 1`);
    expect(columns.map((column) => column.engineType.replaceAll(/["\s]/g, ''))).toEqual([
      'STRUCT(ITEMVARCHAR,AMOUNTDECIMAL(10,2))[]', 'STRUCT(TSTIMESTAMPWITHTIMEZONE,BIGBIGINT)[]', 'STRUCT(BLOBBLOB,AMOUNTDECIMAL(10,2))[]',
      'STRUCT(ITEMVARCHAR,VALUEDECIMAL(38,2))[]', 'DECIMAL(10,2)',
    ]);
    expect(rows[0]?.[4]).toEqual(decimal('40.00'));
    expect(rows[0]?.[3]).toEqual([['a,"b"', decimal('40.00')], ['c', null]]);
  });
});

describe('a document of pairs', () => {
  const type = { kind: 'pair', fields: [{ name: 'a', type: { kind: 'int64' } }, { name: 'b', type: { kind: 'decimal', precision: 38, scale: 4 } }] } as const;
  it('keeps every digit', () => {
    expect(pairsOfText('[[9223372036854775807, 9999999999999999999999999999999999.9999], [-1, null]]', type)).toEqual([
      [9_223_372_036_854_775_807n, decimal('9999999999999999999999999999999999.9999')], [-1n, null],
    ]);
  });
  it.each(['{}', '[1]', '[[true, {}]]', '[["x"'])('is refused where it is none: %s', (text) => {
    expect(() => pairsOfText(text, { kind: 'pair', fields: [{ name: 'a', type: { kind: 'bool' } }, { name: 'b', type: { kind: 'date' } }] })).toThrow();
  });
});
