// The data of this example: ten weeks of a small marketplace, 24 accounts of which 8 also sell. The first rows are written
// by hand and tell the story of one buyer, `ada`, whose features can be followed on paper; the rest is drawn from a seed.
// What real tables are full of is here: orders that arrive days late or twice, null amounts and buyers, test orders.
//
//   node examples/marketplace/generate.mjs [--out examples/marketplace/data] [--seed 11]
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { createRandom } from '../fraud/random.mjs';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.UTC(2025, 0, 1);
const CATEGORIES = [['books', 1500], ['games', 4000], ['garden', 2500], ['phones', 30_000]];

const { values } = parseArgs({ options: { out: { type: 'string' }, seed: { type: 'string', default: '11' } } });
const random = createRandom(Number(values.seed));
const iso = (ms) => new Date(ms).toISOString().replace('.000Z', '');
const account = (n) => `a${String(n).padStart(2, '0')}`;

const web = [
  ['w-ada-1', 'ada', 'bob', 'books', '20.00', 'paid', '2025-02-20T10:00:00', '2025-02-20T10:00:05'],
  ['w-ada-2', 'ada', 'bob', 'books', '40.00', 'paid', '2025-03-01T09:00:00', '2025-03-01T09:00:05'],
  ['w-ada-3', 'ada', 'cyd', 'garden', '99.00', 'test', '2025-03-02T09:00:00', '2025-03-02T09:00:05'],
  ['w-ada-4', 'ada', 'cyd', 'garden', '', 'paid', '2025-03-03T12:00:00', '2025-03-03T12:00:05'],
  ['w-ada-5', 'ada', 'bob', 'books', '90.00', 'paid', '2025-03-05T12:00:00', '2025-03-05T12:00:05'],
];
const app = [
  // Placed on the 2nd, sent on the 4th: no query before the 4th has seen it.
  ['p-ada-1', 'ada', 'cyd', 'games', '6000', '2025-03-02T20:00:00', '2025-03-04T08:00:00'],
];
const standings = [
  // Decided on 28 February, loaded on 2 March: the order of 1 March was placed before anybody could have known.
  ['bob', 'good', '2025-02-28T00:00:00', '2025-03-02T06:00:00'],
  ['cyd', 'good', '2025-01-15T00:00:00', '2025-01-15T06:00:00'],
  ['cyd', 'banned', '2025-03-04T00:00:00', '2025-03-04T06:00:00'],
];
const checkouts = [
  [1, 'w-ada-5', 'ada', 'bob', '90.00', '2025-03-05T12:00:06', 'true', '2025-04-02T00:00:00'],
  [2, 'w-ada-2', 'ada', 'bob', '40.00', '2025-03-03T12:00:00', 'false', '2025-04-02T00:00:00'],
  [3, 'x-1', 'nobody', 'cyd', '10.00', '2025-03-05T12:00:00', 'false', '2025-04-03T00:00:00'],
  [4, 'x-2', '', 'bob', '10.00', '2025-03-05T12:00:00', 'false', '2025-04-03T00:00:00'],
];

for (let i = 0; i < 420; i += 1) {
  const buyer = random.chance(3) ? '' : account(random.between(1, 24));
  const seller = account(random.between(17, 24));
  const [category, usual] = random.pick(CATEGORIES);
  const cents = Math.round(usual * random.between(40, 180) / 100);
  const at = START + random.between(0, 69) * DAY + random.between(0, 24 * 60 - 1) * MINUTE;
  const late = random.chance(8) ? random.between(1, 9) * DAY : random.between(1, 90) * 1000;
  if (random.chance(40)) {
    const row = [`p${i}`, buyer, seller, category, random.chance(3) ? '' : String(cents), iso(at), iso(at + late)];
    app.push(row);
    if (random.chance(4)) app.push(row);
  } else {
    web.push([`w${i}`, buyer, seller, category, random.chance(3) ? '' : (cents / 100).toFixed(2), random.chance(4) ? 'test' : 'paid', iso(at), iso(at + late)]);
  }
  if (random.chance(45)) {
    const asked = at + random.between(1, 240) * 1000;
    const disputed = random.chance(18) ? 'true' : 'false';
    checkouts.push([checkouts.length + 1, random.chance(50) ? `w${i}` : `p${i}`, buyer, seller, (cents / 100).toFixed(2), iso(asked), disputed, iso(asked + random.between(7, 40) * DAY)]);
  }
}
for (let n = 17; n <= 24; n += 1) {
  for (let day = random.between(0, 30); day < 70; day += random.between(12, 30)) {
    const at = START + day * DAY;
    standings.push([account(n), random.pick(['new', 'good', 'good', 'watched', 'banned']), iso(at), iso(at + random.between(1, 60) * HOUR)]);
  }
}

const tables = {
  web_orders: ['order_id,buyer_id,seller_id,category,amount,status,ordered_at,ingested_at', web],
  app_orders: ['order_id,user_id,shop_id,category,cents,placed_at,received_at', app],
  standings: ['seller_id,standing,decided_at,loaded_at', standings],
  checkouts: ['checkout_id,order_id,buyer_id,seller_id,amount,asked_at,disputed,closed_at', checkouts],
};
const folder = values.out ?? fileURLToPath(new URL('data/', import.meta.url));
mkdirSync(folder, { recursive: true });
for (const [name, [header, rows]] of Object.entries(tables)) writeFileSync(join(folder, `${name}.csv`), `${header}\n${rows.map((row) => `${row.join(',')}\n`).join('')}`);
