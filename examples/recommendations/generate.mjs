// The data of this example: eight weeks of 20 users and 16 items. The first rows are written by hand and tell the story of
// one user, `eve`, whose features can be followed on paper; the rest is drawn from a seed. Phones send late, some rows have
// no user or no price, equal times are common, and a few clicks seem to come before what they are a click on.
//
//   node examples/recommendations/generate.mjs [--out examples/recommendations/data] [--seed 5]
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { createRandom } from '../fraud/random.mjs';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.UTC(2025, 3, 1);
const DAYS = 56;
const CATEGORIES = ['books', 'games', 'garden', 'music'];

const { values } = parseArgs({ options: { out: { type: 'string' }, seed: { type: 'string', default: '5' } } });
const random = createRandom(Number(values.seed));
const iso = (ms) => new Date(ms).toISOString().replace('.000Z', '');
const two = (n) => String(n).padStart(2, '0');

const ITEMS = Array.from({ length: 16 }, (_, n) => ({ id: `i${two(n + 1)}`, category: CATEGORIES[n % 4], cents: 500 + random.below(60) * 50 }));

const interactions = [
  ['e1', 'eve', 'i01', 'books', 'click', '', '2025-05-10T10:00:00', '2025-05-10T10:00:02'],
  ['e1', 'eve', 'i01', 'books', 'buy', '12.00', '2025-05-10T10:05:00', '2025-05-10T10:05:02'],
  ['e2', 'eve', 'i02', 'games', 'click', '', '2025-05-11T10:00:00', '2025-05-11T10:00:02'],
  ['e3', 'eve', 'i05', 'books', 'click', '', '2025-05-12T09:00:00', '2025-05-12T09:00:02'],
  // Bought on the train, sent the next morning.
  ['e4', 'eve', 'i06', 'games', 'buy', '30.00', '2025-05-12T20:00:00', '2025-05-13T08:00:00'],
  ['e5', 'eve', 'i01', 'books', 'buy', '18.00', '2025-05-12T21:00:00', '2025-05-12T21:00:02'],
  ['e6', 'eve', 'i02', 'games', 'click', '', '2025-05-13T12:00:00', '2025-05-13T12:00:02'],
  // A click on the impression of 12:30 that the phone's clock puts at the very moment of it.
  ['e7', 'eve', 'i05', 'books', 'click', '', '2025-05-13T12:30:00', '2025-05-13T12:30:00'],
];
const impressions = [
  ['e7', 'eve', 'i05', 'books', '20.00', 1, '2025-05-13T12:30:00', 'true', '2025-05-13T13:30:00'],
  ['e8', 'eve', 'i02', 'games', '9.00', 2, '2025-05-13T06:00:00', 'false', '2025-05-13T07:00:00'],
  ['e9', 'new', 'i02', 'games', '9.00', 1, '2025-05-13T12:30:00', 'false', '2025-05-13T13:30:00'],
  ['e10', '', 'i02', 'games', '9.00', 3, '2025-05-13T12:30:00', 'false', '2025-05-13T13:30:00'],
];
const catalog = [];

for (let i = 0; i < 260; i += 1) {
  const user = random.chance(3) ? '' : `u${two(random.between(1, 20))}`;
  const item = random.pick(ITEMS);
  const shown = START + random.below(DAYS) * DAY + random.below(24 * 60) * MINUTE;
  const clicked = random.chance(55);
  impressions.push([`m${i}`, user, item.id, item.category, (item.cents / 100).toFixed(2), random.between(1, 8), iso(shown), clicked ? 'true' : 'false', iso(shown + HOUR)]);
  if (!clicked) continue;
  const at = shown + random.between(0, 50) * MINUTE;
  const late = random.chance(10) ? random.between(2, 30) * HOUR : random.between(0, 4) * SECOND;
  interactions.push([`m${i}`, user, item.id, item.category, 'click', '', iso(at), iso(at + late)]);
  if (random.chance(45)) interactions.push([`m${i}`, user, item.id, item.category, 'basket', (item.cents / 100).toFixed(2), iso(at + MINUTE), iso(at + MINUTE + late)]);
  if (random.chance(40)) interactions.push([`m${i}`, user, item.id, item.category, 'buy', random.chance(5) ? '' : (item.cents / 100).toFixed(2), iso(at + 2 * MINUTE), iso(at + 2 * MINUTE + late)]);
}
for (const [n, item] of ITEMS.entries()) {
  // The last four items are taken out of the catalog one after the other.
  for (let day = n % 2; day < (n < 12 ? DAYS : 20 + 4 * (n - 12)); day += 2) {
    const cents = item.cents + (day > 30 ? 100 : 0);
    catalog.push([item.id, item.category, (cents / 100).toFixed(2), random.chance(85) ? 'true' : 'false', iso(START + day * DAY + 22 * HOUR)]);
  }
}

const tables = {
  interactions: ['impression_id,user_id,item_id,category,kind,price,happened_at,received_at', interactions],
  impressions: ['impression_id,user_id,item_id,category,price,position,shown_at,clicked,clicked_known_at', impressions],
  catalog: ['item_id,category,price,in_stock,listed_at', catalog],
};
const folder = values.out ?? fileURLToPath(new URL('data/', import.meta.url));
mkdirSync(folder, { recursive: true });
for (const [name, [header, rows]] of Object.entries(tables)) writeFileSync(join(folder, `${name}.csv`), `${header}\n${rows.map((row) => `${row.join(',')}\n`).join('')}`);
