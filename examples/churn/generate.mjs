// The data of this example: half a year of 24 accounts. The first rows are written by hand and tell the story of one
// account, `acme`, whose features can be followed on paper; the rest is drawn from a seed. Plans end and the end is written
// days later, invoices are paid, refunded or voided, snapshots come a week apart and one of them is missing.
//
//   node examples/churn/generate.mjs [--out examples/churn/data] [--seed 3]
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { createRandom } from '../fraud/random.mjs';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2025, 0, 1);
const PLANS = [['basic', '29.00'], ['team', '79.00'], ['business', '199.00']];
const MONTH_ENDS = ['2025-01-31', '2025-02-28', '2025-03-31', '2025-04-30', '2025-05-31'];

const { values } = parseArgs({ options: { out: { type: 'string' }, seed: { type: 'string', default: '3' } } });
const random = createRandom(Number(values.seed));
const iso = (ms) => new Date(ms).toISOString().replace('.000Z', '');
const day = (ms) => iso(ms).slice(0, 10);

const plans = [
  // The team plan ended on 10 March, and somebody wrote so on the 14th. From the 10th to the 14th both were in force, for
  // all that anyone knew.
  ['acme', 'team', '79.00', 10, '2024-11-01T00:00:00', '2025-03-10T00:00:00', '2025-03-14T09:00:00'],
  ['acme', 'business', '199.00', 20, '2025-03-10T00:00:00', '', ''],
];
const invoices = [
  ['inv-1', 'acme', '79.00', 'paid', 1, '2025-01-01T08:00:00', '2025-01-01T08:10:00'],
  // On 31 January at 23:30 in UTC it is February in Amsterdam.
  ['inv-2', 'acme', '79.00', 'sent', 1, '2025-01-31T23:30:00', '2025-01-31T23:40:00'],
  ['inv-2', 'acme', '79.00', 'paid', 2, '2025-01-31T23:30:00', '2025-02-10T12:00:00'],
  ['inv-2', 'acme', '79.00', 'refunded', 3, '2025-01-31T23:30:00', '2025-03-20T12:00:00'],
  ['inv-3', 'acme', '79.00', 'paid', 1, '2025-03-01T08:00:00', '2025-03-01T08:10:00'],
  ['inv-4', 'acme', '199.00', 'sent', 1, '2025-03-12T08:00:00', '2025-03-12T08:10:00'],
  // Sent by mistake, voided the next day.
  ['inv-5', 'acme', '500.00', 'sent', 1, '2025-03-25T08:00:00', '2025-03-25T08:10:00'],
  ['inv-5', 'acme', '500.00', 'void', 2, '2025-03-25T08:00:00', '2025-03-26T08:00:00'],
];
const snapshots = [];
const monthEnds = [];
const toScore = [];

const accounts = ['acme', ...Array.from({ length: 23 }, (_, n) => `c${String(n + 1).padStart(2, '0')}`)];
for (const account of accounts.slice(1)) {
  let at = START - random.between(10, 400) * DAY;
  for (let n = 0; at < START + 170 * DAY && n < 6; n += 1) {
    const [plan, price] = random.pick(PLANS);
    const end = at + random.between(60, 220) * DAY;
    const over = end < START + 175 * DAY;
    plans.push([account, plan, random.chance(4) ? '' : price, random.between(2, 30), iso(at), over ? iso(end) : '', over ? iso(end + random.between(0, 6 * 24) * HOUR) : '']);
    if (random.chance(25)) break;
    at = end + (random.chance(20) ? random.between(3, 30) * DAY : 0);
  }
  for (let month = 0; month < 6; month += 1) {
    const issued = START + month * 30 * DAY + random.between(0, 29 * 24) * HOUR;
    const id = `${account}-${month}`;
    const amount = random.chance(3) ? '' : random.pick(PLANS)[1];
    const known = issued + random.between(1, 20) * 60_000 + (random.chance(6) ? 9 * DAY : 0);
    invoices.push([id, random.chance(2) ? '' : account, amount, 'sent', 1, iso(issued), iso(known)]);
    const later = known + random.between(1, 25) * DAY;
    if (random.chance(85)) invoices.push([id, account, amount, random.chance(10) ? 'void' : 'paid', 2, iso(issued), iso(later)]);
    // What is refunded arrives before what is paid, now and then: the revision decides, not the order of arrival.
    if (random.chance(15)) invoices.push([id, account, amount, 'refunded', 3, iso(issued), iso(random.chance(30) ? later - HOUR : later + random.between(1, 40) * DAY)]);
  }
}
for (let week = 0; week < 25; week += 1) {
  if (week === 17) continue;
  const at = START + (week * 7 + 4) * DAY;
  for (const [n, account] of accounts.entries()) {
    // Every third account is taken out of the table at some time.
    if (n % 3 === 2 && week > 10 + (n % 12)) continue;
    if (account === 'acme') snapshots.push([account, day(at), 100 + week, 8, week < 12 ? '' : 9]);
    else snapshots.push([account, day(at), random.below(60), random.between(1, 30), random.chance(40) ? '' : random.between(0, 10)]);
  }
}
let example = 0;
for (const account of [...accounts, 'unknown', '']) {
  for (const [n, date] of MONTH_ENDS.entries()) {
    example += 1;
    const next = MONTH_ENDS[n + 1] ?? '2025-06-30';
    monthEnds.push([example, account, `${date}T23:59:59`, account === 'acme' ? 'false' : random.chance(15) ? 'true' : 'false', `${next}T23:59:59`]);
  }
  toScore.push([1000 + example, account, '2025-06-15T09:00:00']);
}

const tables = {
  plan_history: ['account_id,plan,price,seats,valid_from,valid_to,closed_at', plans],
  invoices: ['invoice_id,account_id,amount,status,revision,issued_at,loaded_at', invoices],
  account_daily: ['account_id,day,logins_28d,active_seats,nps', snapshots],
  month_ends: ['example_id,account_id,asked_at,cancelled,outcome_at', monthEnds],
  to_score: ['example_id,account_id,asked_at', toScore],
};
const folder = values.out ?? fileURLToPath(new URL('data/', import.meta.url));
mkdirSync(folder, { recursive: true });
for (const [name, [header, rows]] of Object.entries(tables)) writeFileSync(join(folder, `${name}.csv`), `${header}\n${rows.map((row) => `${row.join(',')}\n`).join('')}`);
