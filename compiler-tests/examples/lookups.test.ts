// Lookups: the newest row of a table, as known by then. The definitions stand here a second time, by hand, for the
// interpreter; and a join that knows nothing of either must give the same where it heeds when rows were created.
import { spawnSync } from 'node:child_process';
import { join as path } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Column, World } from '../oracle/index.js';
import { agg, arith, at, c, join, latest, lit, source, trainingSet, ttl, view, world } from '../oracle/notation.js';
import { copyExample, differencesOfSet, differsFromGenerated, disagreements, telling, threeColumns, train, walkThrough, type Example } from './example.js';

const REFRESH = '2025-06-03T14:00:00Z';

const text = (name: string): Column => ({ name, type: { kind: 'string' } });
const int = (name: string): Column => ({ name, type: { kind: 'int64' } });
const float = (name: string): Column => ({ name, type: { kind: 'float64' } });
const moment = (name: string): Column => ({ name, type: { kind: 'timestamp' } });

const CLOCKS = [moment('event_timestamp'), moment('created')];
const STATS = [int('driver_id'), ...CLOCKS, float('conv_rate'), float('acc_rate'), int('trips')];
const PROFILE = [int('driver_id'), ...CLOCKS, text('city'), text('vehicle')];
const RATINGS = [int('customer_id'), ...CLOCKS, float('rating'), int('rides_30d')];
const REQUESTS = [int('request_id'), int('driver_id'), int('customer_id'), moment('event_timestamp'), float('distance_km')];

function referenceWorld({ rows }: Example): World {
  const tables = [['driver_stats', STATS], ['driver_profile', PROFILE], ['customer_ratings', RATINGS]] as const;
  const lookup = (name: string, from: string, key: string, length: string, columns: readonly string[]): World['views'][number] => ({
    ...view(name, from, [], columns.map((column) => agg(column, latest(c(column)), ttl(length, { includingStart: true })))),
    key: [{ part: key, expr: c(key), type: { kind: 'int64' } }],
  });
  return world(tables.map(([name, columns]) => source(name, columns, { time: { kind: 'column', column: 'event_timestamp', zone: null }, known: at('created') })), [
    lookup('stats', 'driver_stats', 'driver_id', '4h', ['conv_rate', 'acc_rate', 'trips']),
    lookup('profile', 'driver_profile', 'driver_id', '365d', ['city', 'vehicle']),
    lookup('ratings', 'customer_ratings', 'customer_id', '30d', ['rating', 'rides_30d']),
  ], { ...Object.fromEntries(tables.map(([name, columns]) => [name, rows(name, columns)])), 'ml.ride_requests': rows('ride_requests', REQUESTS) });
}

const RIDES = trainingSet('rides', 'ml.ride_requests', REQUESTS, [
  join('stats', ['driver_id'], ['conv_rate', 'acc_rate', 'trips']), join('profile', ['driver_id'], ['city', 'vehicle']), join('ratings', ['customer_id'], ['rating', 'rides_30d']),
], {
  time: { column: 'event_timestamp', zone: null, dateEnd: null }, inputs: [{ name: 'distance_km', column: 'distance_km' }],
  derived: [{ name: 'effort', expr: arith(c('distance_km'), '*', arith(lit(1n), '-', c('stats.conv_rate'))) }],
});
const COLUMNS = {
  conv_rate: 'stats.conv_rate', acc_rate: 'stats.acc_rate', trips: 'stats.trips', city: 'profile.city', vehicle: 'profile.vehicle',
  customer_rating: 'ratings.rating', rides_30d: 'ratings.rides_30d', effort: 'effort',
};

describe('lookups', () => {
  const example = copyExample('lookups');
  const reference = referenceWorld(example);

  it('has the data that its generator writes', () => {
    expect(differsFromGenerated('lookups')).toEqual([]);
  });

  it('is checked, formatted, built and tested without a word', async () => {
    await walkThrough(example);
  });

  it('trains what the interpreter says', async () => {
    const { compared, different } = differencesOfSet(reference, RIDES, 'request_id', COLUMNS, await train(example, 'ride_v1'));
    expect(different).toEqual([]);
    expect(compared).toBeGreaterThan(1_000);
  });

  it('answers from the store what training says, and both what the interpreter says', async () => {
    await example.feat('materialize', '--as-of', REFRESH);
    const drivers = Array.from({ length: 9 }, (_, i) => ({ driver_id: String(1001 + i) }));
    const customers = Array.from({ length: 13 }, (_, i) => ({ customer_id: String(1 + i) }));
    const compared = [
      ...await threeColumns(example, reference, 'stats', drivers, REFRESH),
      ...await threeColumns(example, reference, 'profile', drivers, REFRESH),
      ...await threeColumns(example, reference, 'ratings', customers, REFRESH),
    ];
    expect(disagreements(compared)).toEqual([]);
    expect(telling(compared)).toBeGreaterThan(45);
  });

  it('gives driver 1001 what can be followed on paper', async () => {
    const requests = new Map((await train(example, 'ride_v1')).map((row) => [row['request_id'], row]));
    // 10:30: the hour of 10:00 as it was first written; its correction came a day later.
    expect(requests.get('1')).toMatchObject({ conv_rate: '0.5', trips: '10', city: 'Utrecht', vehicle: 'car', effort: '2' });
    // 11:30: the hour of 11:00 is written at 13:00.
    expect(requests.get('2')).toMatchObject({ conv_rate: '0.5', trips: '10' });
    // 14:00: it is written. 10 km times 1 - 0.25.
    expect(requests.get('3')).toMatchObject({ conv_rate: '0.25', acc_rate: '0.8', trips: '11', effort: '7.5' });
    // 15:00 is exactly four hours after 11:00, and `including start` keeps the row; a second later it is gone.
    expect(requests.get('4')).toMatchObject({ conv_rate: '0.25', effort: '1.5' });
    expect(requests.get('5')).toMatchObject({ conv_rate: null, trips: null, effort: null, city: 'Utrecht' });
    // The move of 3 June is known on the 5th at 12:00, and read at that instant.
    expect(requests.get('6')).toMatchObject({ city: 'Leiden', vehicle: 'van', customer_rating: '4.5' });
    // A driver and a customer that no table knows; no driver at all.
    expect(requests.get('7')).toMatchObject({ conv_rate: null, city: null, customer_rating: null });
    expect(requests.get('8')).toMatchObject({ driver_id: null, trips: null, customer_rating: '4.5' });
  });

  it('differs from a plain as-of join where rows were created after the request, and nowhere else', async () => {
    await train(example, 'ride_v1');
    const ran = spawnSync(process.execPath, [fileURLToPath(new URL('../../examples/lookups/naive.mjs', import.meta.url)), path(example.folder, 'ride_v1.csv')], { encoding: 'utf8' });
    expect(ran.stderr).toBe('');
    const [first, second] = ran.stdout.split('\n');
    expect(first).toBe('1400 values: 1283 the same, 117 different');
    expect(second).toBe('117 of these because the row was created after the request; 0 for another reason');
  });
});
