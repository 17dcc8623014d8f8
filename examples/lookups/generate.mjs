// The data of this example: ten days of eight drivers and twelve customers. The first rows are written by hand and tell the
// story of driver 1001, whose lookups can be followed on paper; the rest is drawn from a seed. Jobs run late, hours are
// corrected the next day, drivers pause, and some requests name a driver that no table knows, or none.
//
//   node examples/lookups/generate.mjs [--out examples/lookups/data] [--seed 2]
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { createRandom } from '../fraud/random.mjs';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.UTC(2025, 5, 1);
const DAYS = 10;

const { values } = parseArgs({ options: { out: { type: 'string' }, seed: { type: 'string', default: '2' } } });
const random = createRandom(Number(values.seed));
const iso = (ms) => new Date(ms).toISOString().replace('.000Z', '');
const rate = () => random.chance(3) ? '' : String(random.between(10, 95) / 100);

const stats = [
  [1001, '2025-06-03T10:00:00', '2025-06-03T10:05:00', '0.5', '0.9', 10],
  [1001, '2025-06-03T11:00:00', '2025-06-03T13:00:00', '0.25', '0.8', 11],
  [1001, '2025-06-03T10:00:00', '2025-06-04T09:00:00', '0.75', '0.9', 12],
];
const profiles = [
  [1001, '2025-01-10T08:00:00', '2025-01-10T08:00:01', 'Utrecht', 'car'],
  [1001, '2025-06-03T09:00:00', '2025-06-05T12:00:00', 'Leiden', 'van'],
];
const ratings = [
  [1, '2025-06-01T00:00:00', '2025-06-01T03:00:00', '4.5', 7],
];
const requests = [
  [1, 1001, 1, '2025-06-03T10:30:00', '4', 'true', '2025-06-03T11:00:00'],
  [2, 1001, 1, '2025-06-03T11:30:00', '4', 'true', '2025-06-03T12:00:00'],
  [3, 1001, 1, '2025-06-03T14:00:00', '10', 'false', '2025-06-03T14:10:00'],
  // Exactly four hours after 11:00, and a second more.
  [4, 1001, 1, '2025-06-03T15:00:00', '2', 'true', '2025-06-03T15:30:00'],
  [5, 1001, 1, '2025-06-03T15:00:01', '2', 'true', '2025-06-03T15:30:00'],
  [6, 1001, 1, '2025-06-05T12:00:00', '2', 'true', '2025-06-05T12:30:00'],
  [7, 9999, 99, '2025-06-05T12:00:00', '2', 'true', '2025-06-05T12:30:00'],
  [8, '', 1, '2025-06-05T12:00:00', '', 'false', '2025-06-05T12:30:00'],
];

for (let driver = 1002; driver <= 1008; driver += 1) {
  for (let hour = 0; hour < DAYS * 24; hour += 1) {
    if (random.chance(72)) continue;
    const at = START + hour * HOUR;
    const created = at + (random.chance(10) ? random.between(2, 9) * HOUR : random.between(2, 12) * MINUTE);
    stats.push([driver, iso(at), iso(created), rate(), rate(), random.between(0, 30)]);
    if (random.chance(12)) stats.push([driver, iso(at), iso(created + random.between(1, 30) * HOUR), rate(), rate(), random.between(0, 30)]);
  }
  for (let n = random.between(1, 3); n > 0; n -= 1) {
    const at = START - 300 * DAY + random.between(0, 308 * 24) * HOUR;
    profiles.push([driver, iso(at), iso(at + random.between(1, 60) * HOUR), random.pick(['Utrecht', 'Leiden', 'Gouda']), random.pick(['car', 'van', 'bike', ''])]);
  }
}
for (let customer = 1; customer <= 12; customer += 1) {
  for (let day = -20; day < DAYS; day += 1) {
    if (random.chance(80)) continue;
    const at = START + day * DAY;
    ratings.push([customer, iso(at), iso(at + random.between(1, 40) * HOUR), String(random.between(20, 50) / 10), random.between(0, 20)]);
  }
}
for (let n = requests.length + 1; n <= 200; n += 1) {
  const at = START + DAY + random.between(0, (DAYS - 1) * 24 * 60) * MINUTE;
  requests.push([n, random.between(1002, 1009), random.between(1, 12), iso(at), String(random.between(2, 60) / 2), random.chance(80) ? 'true' : 'false', iso(at + 40 * MINUTE)]);
}

const tables = {
  driver_stats: ['driver_id,event_timestamp,created,conv_rate,acc_rate,trips', stats],
  driver_profile: ['driver_id,event_timestamp,created,city,vehicle', profiles],
  customer_ratings: ['customer_id,event_timestamp,created,rating,rides_30d', ratings],
  ride_requests: ['request_id,driver_id,customer_id,event_timestamp,distance_km,completed,ended_at', requests],
};
const folder = values.out ?? fileURLToPath(new URL('data/', import.meta.url));
mkdirSync(folder, { recursive: true });
for (const [name, [header, rows]] of Object.entries(tables)) writeFileSync(join(folder, `${name}.csv`), `${header}\n${rows.map((row) => `${row.join(',')}\n`).join('')}`);
