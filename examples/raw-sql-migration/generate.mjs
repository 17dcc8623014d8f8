// The data of this example: seven months of 15 users and their orders. The first rows are written by hand and tell the story
// of one user, `dan`, whose features can be followed on paper; the rest is drawn from a seed. Orders arrive late or twice,
// some have no amount, some no user.
//
//   node examples/raw-sql-migration/generate.mjs [--out examples/raw-sql-migration/data] [--seed 9]
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { createRandom } from '../fraud/random.mjs';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const START = Date.UTC(2025, 0, 1);
const DAYS = 210;

const { values } = parseArgs({ options: { out: { type: 'string' }, seed: { type: 'string', default: '9' } } });
const random = createRandom(Number(values.seed));
const iso = (ms) => new Date(ms).toISOString().replace('.000Z', '');

const orders = [
  // Exactly 90 days before the renewal of 1 June: BETWEEN keeps it.
  ['d1', 'dan', '10.00', 'paid', '2025-03-03T00:00:00', '2025-03-03T00:01:00'],
  ['d2', 'dan', '25.50', 'paid', '2025-04-10T10:00:00', '2025-04-10T10:01:00'],
  ['d3', 'dan', '', 'paid', '2025-05-01T10:00:00', '2025-05-01T10:01:00'],
  ['d4', 'dan', '80.00', 'refunded', '2025-05-20T10:00:00', '2025-05-20T10:01:00'],
  // Placed before the renewal, loaded after it.
  ['d5', 'dan', '500.00', 'paid', '2025-05-31T22:00:00', '2025-06-01T06:00:00'],
  // Before the window of 1 June, and within that of 1 May.
  ['d6', 'dan', '7.00', 'paid', '2025-03-02T23:59:59', '2025-03-03T00:01:00'],
];
const renewals = [
  [1, 'dan', '2025-06-01T00:00:00', 'true', '2025-07-01T00:00:00'],
  [2, 'dan', '2025-06-01T06:00:00', 'true', '2025-07-01T00:00:00'],
  [3, 'dan', '2025-05-01T00:00:00', 'false', '2025-06-01T00:00:00'],
  [4, 'nobody', '2025-06-01T00:00:00', 'false', '2025-07-01T00:00:00'],
  [5, '', '2025-06-01T00:00:00', 'false', '2025-07-01T00:00:00'],
];
for (let i = 0; i < 320; i += 1) {
  const at = START + random.below(DAYS) * DAY + random.below(24 * 60) * MINUTE;
  const late = random.chance(12) ? random.between(1, 20) * DAY : random.between(1, 5) * MINUTE;
  const row = [`o${i}`, random.chance(3) ? '' : `u${String(random.between(1, 15)).padStart(2, '0')}`, random.chance(4) ? '' : (random.between(100, 20_000) / 100).toFixed(2), random.pick(['paid', 'paid', 'paid', 'sent', 'refunded']), iso(at), iso(at + late)];
  orders.push(row);
  if (random.chance(3)) orders.push(row);
}
for (let n = renewals.length + 1; n <= 120; n += 1) {
  const at = START + random.between(20, DAYS - 1) * DAY + (random.chance(40) ? 0 : random.below(24 * 60) * MINUTE);
  renewals.push([n, `u${String(random.between(1, 16)).padStart(2, '0')}`, iso(at), random.chance(60) ? 'true' : 'false', iso(at + 30 * DAY)]);
}

const tables = {
  orders: ['order_id,user_id,amount,status,event_ts,ingested_at', orders],
  renewals: ['renewal_id,user_id,asked_at,renewed,known_at', renewals],
};
const folder = values.out ?? fileURLToPath(new URL('data/', import.meta.url));
mkdirSync(folder, { recursive: true });
for (const [name, [header, rows]] of Object.entries(tables)) writeFileSync(join(folder, `${name}.csv`), `${header}\n${rows.map((row) => `${row.join(',')}\n`).join('')}`);
