// The rule for clock readings is the one that DuckDB has too, so the engine itself is an oracle for it: every change of
// offset from 1970 to 2199 in some awkward zones, half an hour and a microsecond around each of its two readings.
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { US_PER_HOUR, US_PER_MINUTE, localToUtc } from '../../src/compiler/calendar/index.js';
import { zone } from './helpers.js';

const ZONES = [
  'Europe/Amsterdam', 'America/Havana', 'America/St_Johns', 'Pacific/Apia', 'Australia/Lord_Howe', 'America/New_York',
  'Europe/Dublin', 'Pacific/Chatham', 'America/Sao_Paulo',
];

it.each(ZONES)('reads the clock of %s as DuckDB does', async (name) => {
  const connection = await (await DuckDBInstance.create()).connect();
  const around = [-US_PER_HOUR, -30n * US_PER_MINUTE, -1n, 0n, 1n, 30n * US_PER_MINUTE, US_PER_HOUR];
  const readings = zone(name).transitions.filter(({ atUtcUs }) => atUtcUs >= 0n)
    .flatMap(({ atUtcUs, offsetUs, offsetBeforeUs }) => around.flatMap((by) => [atUtcUs + offsetUs + by, atUtcUs + offsetBeforeUs + by]));
  const result = await connection.runAndReadAll(
    `select reading, epoch_us(make_timestamp(reading) at time zone '${name}') from (select unnest([${readings.join(',')}]::bigint[]) as reading)`);
  const rows = result.getRows();
  expect(rows.length).toBe(readings.length);
  expect(rows.filter(([reading, instant]) => localToUtc(zone(name), BigInt(String(reading))) !== instant)).toEqual([]);
  connection.closeSync();
});
