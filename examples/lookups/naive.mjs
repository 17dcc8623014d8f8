// The as-of join that is written by hand most often: of the rows with `event_timestamp` at or before the request, and within
// the time to live, the newest; of equal ones that which was created last. It reads the table of today, and so rows that
// were created after the request. Prints where it differs from a training set, and whether that is why.
//
//   node naive.mjs target/ride_v1.csv [--data data]
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';

const HOUR = 3_600_000;
const { values, positionals } = parseArgs({ allowPositionals: true, options: { data: { type: 'string' } } });
const data = values.data ?? fileURLToPath(new URL('data/', import.meta.url));
const trained = new Map(read(positionals[0] ?? 'target/ride_v1.csv').map((row) => [row.request_id, row]));
const LOOKUPS = [
  { table: 'driver_stats', key: 'driver_id', ttl: 4 * HOUR, columns: { conv_rate: 'conv_rate', acc_rate: 'acc_rate', trips: 'trips' } },
  { table: 'driver_profile', key: 'driver_id', ttl: 365 * 24 * HOUR, columns: { city: 'city', vehicle: 'vehicle' } },
  { table: 'customer_ratings', key: 'customer_id', ttl: 30 * 24 * HOUR, columns: { rating: 'customer_rating', rides_30d: 'rides_30d' } },
];

function read(file) {
  const [header, ...lines] = readFileSync(file, 'utf8').trimEnd().split(/\r?\n/).map((line) => line.split(','));
  return lines.map((cells) => Object.fromEntries(header.map((name, i) => [name, cells[i]])));
}

const ms = (text) => Date.parse(`${text.replace('Z', '')}Z`);

/** The newest row of a key at a moment; `known` leaves out what was created later. */
function asOf(rows, { key, ttl }, request, known) {
  const at = ms(request.event_timestamp);
  return rows
    .filter((row) => row[key] === request[key] && ms(row.event_timestamp) <= at && ms(row.event_timestamp) >= at - ttl && (!known || ms(row.created) <= at))
    .sort((a, b) => ms(b.event_timestamp) - ms(a.event_timestamp) || ms(b.created) - ms(a.created))[0];
}

let compared = 0;
let unexplained = 0;
const different = [];
for (const lookup of LOOKUPS) {
  const rows = read(join(data, `${lookup.table}.csv`));
  for (const request of read(join(data, 'ride_requests.csv'))) {
    const naive = asOf(rows, lookup, request, false);
    const careful = asOf(rows, lookup, request, true);
    for (const [column, output] of Object.entries(lookup.columns)) {
      const got = trained.get(request.request_id)?.[output];
      const [a, b] = [naive, careful].map((row) => number(row?.[column] ?? ''));
      compared += 1;
      if (number(got) !== b) unexplained += 1;
      if (number(got) !== a) different.push({ request: request.request_id, at: request.event_timestamp, value: output, naive: a || 'null', trained: number(got) || 'null', created: naive?.created ?? '' });
    }
  }
}

function number(text) {
  return text === '' || text === undefined ? '' : Number.isNaN(Number(text)) ? text : String(Number(text));
}

console.log(`${compared} values: ${compared - different.length} the same, ${different.length} different`);
console.log(`${different.filter(({ at, created }) => ms(created) > ms(at)).length} of these because the row was created after the request; ${unexplained} for another reason`);
console.log('request  at                   value            naive    trained  its row was created');
for (const each of different.sort((a, b) => Number(a.request) - Number(b.request)).slice(0, 8)) {
  console.log(`${each.request.padEnd(7)}  ${each.at}  ${each.value.padEnd(15)}  ${each.naive.padEnd(7)}  ${each.trained.padEnd(7)}  ${each.created}`);
}
