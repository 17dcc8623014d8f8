// The data of this example: half a year of a marketplace with 200 users, 40 of whom also sell. Some accounts are taken
// over and buy in bursts, a few sellers never deliver, and shoppers who are only busy look much like the first. What real
// tables are full of is here too: rows that arrive weeks late, nulls, duplicates, and equal timestamps.
//
//   node examples/fraud/generate.mjs --out DIR [--seed 7] [--orders 20000] [--decisions 2000] [--labels real|noise]
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { createRandom } from './random.mjs';

/** @typedef {import('./random.mjs').Random} Random */
/** @typedef {{ readonly seed: number, readonly orders: number, readonly decisions: number, readonly labels: 'real' | 'noise' }} Settings */
/**
 * Times are microseconds since 1970, as numbers: exact up to the year 2255.
 * @typedef {object} Order
 * @property {string} id
 * @property {string | null} buyer
 * @property {string} seller
 * @property {string} category
 * @property {number | null} cents
 * @property {string} fxRate
 * @property {string} status
 * @property {boolean} held what the payment provider's screening said of this very order
 * @property {number} at
 * @property {number} knownAt
 * @property {number} seq
 * @property {boolean} scam
 */

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.UTC(2025, 0, 1) * 1000;
const DAYS = 180;

const BUYERS = 200;
const SELLERS = 40;
const BAD_SELLERS = 4;
const CATEGORIES = ['books', 'garden', 'games', 'phones', 'shoes', 'toys'];
const CENTS = [1_200, 4_500, 2_900, 21_000, 6_800, 1_900];
const FX_RATES = ['1', '1', '1', '1.172400', '0.920500'];
const HOURS = [2, 1, 1, 1, 1, 2, 3, 5, 7, 8, 8, 9, 10, 9, 8, 8, 8, 9, 11, 13, 14, 12, 8, 4];

const user = (/** @type {number} */ index) => `u${String(index + 1).padStart(3, '0')}`;

/** @type {Settings} */
export const DEFAULTS = { seed: 7, orders: 20_000, decisions: 2_000, labels: 'real' };

/** All three tables, as rows of text; a pure function of the settings. @param {Partial<Settings>} [settings] */
export function generate(settings) {
  const chosen = { ...DEFAULTS, ...settings };
  const random = createRandom(chosen.seed);
  const orders = makeOrders(random, chosen);
  return {
    orders: [ORDER_COLUMNS, ...orders.map(orderRow)],
    decisions: [DECISION_COLUMNS, ...makeDecisions(random, orders, chosen.decisions)],
    risk_log: [RISK_COLUMNS, ...makeRiskLog(random)],
  };
}

/** Writes `orders.csv`, `decisions.csv` and `risk_log.csv`, each beside its place and then moved there. @param {string} folder @param {Partial<Settings>} [settings] */
export function writeTables(folder, settings) {
  mkdirSync(folder, { recursive: true });
  for (const [name, rows] of Object.entries(generate(settings))) {
    const target = join(folder, `${name}.csv`);
    writeFileSync(`${target}.part`, rows.map((row) => `${row.join(',')}\n`).join(''));
    renameSync(`${target}.part`, target);
  }
}

// ---- orders ---------------------------------------------------------------------------------------------------------

const ORDER_COLUMNS = ['order_id', 'buyer_id', 'seller_id', 'category', 'amount', 'fx_rate', 'status', 'held', 'event_ts', 'ingested_at', 'ingest_seq'];

/** @param {Random} random @param {Settings} settings @returns {Order[]} in order of arrival */
function makeOrders(random, { orders: count, labels }) {
  const activity = Array.from({ length: BUYERS }, () => random.between(1, 8));
  const favourites = Array.from({ length: BUYERS }, () => Array.from({ length: 6 }, () => random.below(SELLERS)));
  const bursts = Math.floor(count / 80);
  /** @type {{ buyer: number, seller: number, at: number, scamPercent: number, dear: boolean }[]} */
  const drafts = [];
  for (let burst = 0; burst < bursts; burst += 1) {
    // A quarter of the bursts are a stolen account; the others are people with time on their hands.
    const stolen = burst % 4 === 0;
    const buyer = random.below(BUYERS);
    const sellers = [random.below(SELLERS), random.below(SELLERS), random.below(SELLERS)];
    let at = momentOfDay(random);
    for (let left = stolen ? random.between(6, 18) : random.between(4, 14); left > 0; left -= 1) {
      drafts.push({ buyer, seller: random.pick(sellers), at, scamPercent: stolen ? 45 : 1.5, dear: stolen });
      // A basket that holds things of two sellers becomes two orders of one moment.
      if (!random.chance(12)) at += random.between(1, 12) * MINUTE + random.below(60 * SECOND);
    }
  }
  while (drafts.length < count) {
    const buyer = random.weighted(activity);
    const seller = random.chance(70) ? random.pick(favourites[buyer] ?? []) : random.below(SELLERS);
    drafts.push({ buyer, seller, at: momentOfDay(random), scamPercent: seller < BAD_SELLERS ? 11 : 1.5, dear: false });
  }
  const orders = drafts.slice(0, count).sort((a, b) => a.at - b.at).map((draft, index) => {
    const scam = labels === 'noise' ? random.chance(10) : random.chance(draft.scamPercent);
    const category = random.below(CATEGORIES.length);
    /** @type {Order} */
    const order = {
      id: `o${String(index + 1).padStart(6, '0')}`,
      buyer: random.chance(2) ? null : user(draft.buyer),
      seller: user(draft.seller),
      category: CATEGORIES[category] ?? '',
      cents: random.chance(1) ? null : priceOf(random, CENTS[category] ?? 0, draft.dear),
      fxRate: random.pick(FX_RATES),
      status: random.chance(96) ? 'paid' : random.chance(80) ? 'cancelled' : 'test',
      held: random.chance(scam ? 92 : 3),
      at: draft.at,
      knownAt: draft.at + delayOf(random),
      seq: 0,
      scam,
    };
    return order;
  });
  // Delivery is at least once: some rows arrive twice, equal in every column.
  const delivered = orders.flatMap((order) => (random.chance(0.5) ? [order, order] : [order]));
  const arrived = delivered.map((order) => order).sort((a, b) => a.knownAt - b.knownAt);
  arrived.forEach((order, index) => { order.seq = index + 1; });
  return arrived;
}

/** A moment of the half year, by the hours in which people shop. Milliseconds, as most systems stamp. @param {Random} random */
function momentOfDay(random) {
  return START + random.below(DAYS) * DAY + random.weighted(HOURS) * HOUR + random.below(3_600_000) * 1000;
}

/**
 * How long after its event a row is known. The checkout stamps `ingested_at` when its transaction begins, so by the
 * clocks the row is there before the model is asked; partners send files, and some of those come weeks late.
 * @param {Random} random
 */
function delayOf(random) {
  if (random.chance(92)) return random.below(30) * 1000;
  return random.chance(75) ? random.between(1, 45) * MINUTE : random.between(1, 20) * DAY + random.below(DAY / SECOND) * SECOND;
}

/** Between half and twice the price of a category, now and then doubled more than once. @param {Random} random @param {number} typical @param {boolean} dear */
function priceOf(random, typical, dear) {
  let cents = Math.floor((typical * random.between(50, dear ? 260 : 200)) / 100);
  while (random.chance(12)) cents *= 2;
  return cents;
}

/** @param {Order} order */
function orderRow(order) {
  return [order.id, order.buyer ?? '', order.seller, order.category, order.cents === null ? '' : money(order.cents), order.fxRate,
    order.status, String(order.held), time(order.at), time(order.knownAt), String(order.seq)];
}

// ---- decisions: the examples ------------------------------------------------------------------------------------------

const DECISION_COLUMNS = ['decision_id', 'order_id', 'buyer_id', 'seller_id', 'decided_at', 'is_scam', 'outcome_at', 'sample_weight'];

/**
 * One row for a prediction that was asked: every scam is a quarter of the sample, and weighs accordingly less. The moment
 * is that of the checkout, some tenths of a second after the order; the outcome is known weeks later.
 * @param {Random} random @param {readonly Order[]} orders @param {number} count
 */
function makeDecisions(random, orders, count) {
  const seen = new Set();
  const once = orders.filter(({ id, at }) => at >= START + 30 * DAY && !seen.has(id) && seen.add(id));
  const scams = sample(random, once.filter(({ scam }) => scam), Math.floor(count / 4));
  const rest = sample(random, once.filter(({ scam }) => !scam), count - scams.length);
  const weightOf = { true: weight(once.filter(({ scam }) => scam).length, scams.length), false: weight(once.filter(({ scam }) => !scam).length, rest.length) };
  const rows = [...scams, ...rest].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)).map((order, index) => {
    const asked = order.at + random.between(80_000, 400_000);
    // A few are asked at the very instant of an order, and a few on a refresh tick.
    const decidedAt = random.chance(1) ? order.at : random.chance(1) ? asked - (asked % (15 * MINUTE)) : asked;
    const outcomeAt = order.at + (order.scam ? random.between(7, 60) : 75) * DAY;
    // Some buyers are new: the example is the only trace of them.
    const buyer = random.chance(0.5) ? `u9${String(index).padStart(4, '0')}` : (order.buyer ?? '');
    return [`d${String(index + 1).padStart(5, '0')}`, order.id, buyer, order.seller, time(decidedAt), String(order.scam), time(outcomeAt), weightOf[order.scam ? 'true' : 'false']];
  });
  // A request that timed out was asked, and logged, twice.
  return rows.flatMap((row) => (random.chance(0.5) ? [row, row] : [row]));
}

/** @template T @param {Random} random @param {readonly T[]} population @param {number} count */
function sample(random, population, count) {
  const left = [...population];
  return Array.from({ length: Math.min(count, left.length) }, () => {
    const index = random.below(left.length);
    const [chosen] = left.splice(index, 1);
    return /** @type {T} */ (chosen);
  });
}

/** @param {number} population @param {number} sampled */
const weight = (population, sampled) => money(sampled === 0 ? 0 : Math.round((population * 100) / sampled));

// ---- the risk log of sellers --------------------------------------------------------------------------------------------

const RISK_COLUMNS = ['seller_id', 'tier', 'score', 'scored_at', 'loaded_at'];

/** Every seller is scored now and then: late for the bad ones, wrongly for some good ones. @param {Random} random */
function makeRiskLog(random) {
  /** @type {{ at: number, row: string[] }[]} */
  const log = [];
  for (let seller = 0; seller < SELLERS; seller += 1) {
    let at = START - random.below(20 * 24) * HOUR;
    while (at < START + DAYS * DAY) {
      const bad = seller < BAD_SELLERS && at > START + 45 * DAY;
      const score = bad ? random.between(45, 95) : random.between(2, 60);
      const tier = score >= 70 ? 'high' : score >= 40 ? 'medium' : 'low';
      log.push({ at, row: [user(seller), tier, String(score / 100), time(at), time(at + random.between(5, 90) * MINUTE)] });
      at += random.between(6, 20) * DAY + random.below(DAY / SECOND) * SECOND;
      // Scoring was switched off for some: by the end of `ttl` what it said is no longer read.
      if (random.chance(8)) at += 40 * DAY;
    }
  }
  return log.sort((a, b) => a.at - b.at).map(({ row }) => row);
}

// ---- text -----------------------------------------------------------------------------------------------------------------

/** @param {number} cents */
const money = (cents) => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;

/** ISO 8601 in UTC with microseconds. @param {number} us */
const time = (us) => `${new Date(Math.floor(us / 1000)).toISOString().slice(0, -1)}${String(us % 1000).padStart(3, '0')}Z`;

// ---- command line -----------------------------------------------------------------------------------------------------------

/** @param {string | undefined} text @param {number} otherwise @param {string} name */
function wholeNumber(text, otherwise, name) {
  if (text === undefined) return otherwise;
  if (!/^\d{1,9}$/.test(text)) throw new RangeError(`--${name} is a whole number, not ${JSON.stringify(text)}`);
  return Number(text);
}

function main() {
  const { values } = parseArgs({
    options: { out: { type: 'string' }, seed: { type: 'string' }, orders: { type: 'string' }, decisions: { type: 'string' }, labels: { type: 'string' } },
  });
  const { out, labels = DEFAULTS.labels } = values;
  if (out === undefined) throw new RangeError('--out DIR says where the tables go');
  if (labels !== 'real' && labels !== 'noise') throw new RangeError('--labels is real or noise');
  writeTables(out, {
    seed: wholeNumber(values.seed, DEFAULTS.seed, 'seed'),
    orders: wholeNumber(values.orders, DEFAULTS.orders, 'orders'),
    decisions: wholeNumber(values.decisions, DEFAULTS.decisions, 'decisions'),
    labels,
  });
  process.stderr.write(`wrote orders.csv, decisions.csv and risk_log.csv to ${out}\n`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    main();
  } catch (problem) {
    process.stderr.write(`generate: ${problem instanceof Error ? problem.message : String(problem)}\n`);
    process.exitCode = 2;
  }
}
