/** Rows for every table of the text, by a seed: few keys, around the night in which Amsterdam's clock is put back. */
import { clockAt, instantOf, localDate } from '../oracle/zones.js';
import { DAY, HOUR, MINUTE, us } from '../oracle/notation.js';
import type { Column } from '../oracle/spec.js';
import type { Instant, Row, Value } from '../oracle/values.js';
import { randomOf, type Random } from '../agreement/random.js';

const AMSTERDAM = 'Europe/Amsterdam';
const USERS = ['u1', 'u2', 'u3', "o'brien"];
/** 03:00 there becomes 02:00. */
const NIGHT = us('2025-10-26 01:00');
export const ASKED_AT: readonly Instant[] = [NIGHT + HOUR / 2n, NIGHT + 2n * DAY, NIGHT + 9n * DAY + 3n * HOUR];

export const EXAMPLES: readonly Column[] = [
  { name: 'ex_no', type: { kind: 'int64' } }, { name: 'transfer_id', type: { kind: 'string' } }, { name: 'transfer_ts', type: { kind: 'timestamp' } },
  { name: 'order_id', type: { kind: 'string' } }, { name: 'buyer_id', type: { kind: 'string' } }, { name: 'seller_id', type: { kind: 'string' } },
  { name: 'amount', type: { kind: 'decimal', precision: 12, scale: 2 } }, { name: 'is_scam', type: { kind: 'bool' } }, { name: 'chargeback_ts', type: { kind: 'timestamp' } },
  { name: 'sample_weight', type: { kind: 'float64' } },
];

const instant = (at: Instant): Value => ({ kind: 'instant', us: at });
const dec = (unscaled: number, scale: number): Value => ({ kind: 'decimal', unscaled: BigInt(unscaled), scale });
const mostly = (random: Random, value: Value, rest = 0.06): Value => (random.chance(rest) ? null : value);

/** Within a hundred days before the last question, most of them in the days around the night. */
function moment(random: Random): Instant {
  const minutes = random.weighted<() => number>([[5, () => random.between(-3 * 1440, 4 * 1440)], [3, () => random.between(-30 * 1440, 9 * 1440)], [2, () => random.between(-95 * 1440, 0)], [2, () => random.between(-120, 240)]])();
  return NIGHT + BigInt(minutes) * MINUTE;
}

/** What an order's own clock shows; in a fold the reading means its later instant. */
function order(random: Random, i: number, before: readonly Row[]): Row {
  const again = before.length > 0 && random.chance(0.2) ? random.pick(before) : null;
  const reading = clockAt(moment(random), AMSTERDAM);
  const t = instantOf(reading, AMSTERDAM);
  const known = t + BigInt(random.weighted<() => number>([[6, () => random.between(0, 20)], [2, () => random.between(20, 3 * 1440)]])()) * MINUTE;
  const made: Row = {
    order_id: `o${String(i)}`, buyer_id: mostly(random, random.pick(USERS)), seller_id: mostly(random, random.pick(USERS)), store_id: mostly(random, BigInt(random.between(1, 3))),
    category: mostly(random, random.pick(['books', 'Books', 'toys', 'é', '\u{1F600}'])), amount: mostly(random, dec(random.between(-500, 90_000), 2)), score: random.pick([null, NaN, -0, 0.1, 0.125, 2.5, -7.75]),
    fx_rate: mostly(random, random.pick([dec(1_000_000, 6), dec(1_234_567, 6), dec(850_001, 6)])), status: random.weighted([[8, 'paid'], [2, 'pending'], [2, 'refunded'], [1, 'test'], [1, 'void'], [1, null]]),
    'Delivery Zone': random.pick([AMSTERDAM, 'America/New_York', 'Asia/Kathmandu', null, 'Mars/Olympus']),
    event_ts: mostly(random, { kind: 'naive', us: reading }, 0.03), ingested_at: mostly(random, instant(known), 0.03), ingest_seq: BigInt(i), ds: { kind: 'date', days: localDate(t, 'UTC') },
  };
  if (again === null) return made;
  // A later version of an order says something else of it, seldom another buyer.
  const keeps = random.chance(0.8) ? { buyer_id: again['buyer_id'] ?? null, event_ts: again['event_ts'] ?? null, ds: again['ds'] ?? null } : {};
  return { ...made, order_id: again['order_id'] ?? null, ...keeps };
}

export function rowsOf(seed: number): Readonly<Record<string, readonly Row[]>> {
  const random = randomOf(seed);
  const many = (n: number, make: (i: number) => Row): readonly Row[] => Array.from({ length: n }, (_, i) => make(i));
  const user = (): Value => mostly(random, random.pick(USERS), 0.04);
  const orders: Row[] = [];
  for (let i = 0; i < 110; i++) orders.push(order(random, i, orders));
  return {
    orders,
    risk_log: many(24, (i) => ({ risk_id: `r${String(i)}`, seller_id: user(), tier: mostly(random, random.pick(['high', 'low'])), scored_at: instant(moment(random)) })),
    plans: many(16, () => {
      const from = moment(random);
      const to = from + BigInt(random.between(-1, 40)) * DAY;
      return {
        user_id: user(), plan: random.pick(['free', 'pro', null]), price: mostly(random, dec(random.between(0, 9_999), 2)), valid_from: instant(from),
        valid_to: random.chance(0.4) ? null : instant(to), closed_at: random.chance(0.2) ? null : instant(to + BigInt(random.between(-3, 5)) * HOUR),
      };
    }),
    departments: [{ store_id: 1n, name: 'Centrum' }, { store_id: 2n, name: null }],
    user_360: many(20, () => ({
      user_id: user(), ds: { kind: 'date', days: localDate(NIGHT, AMSTERDAM) + random.between(-6, 8) }, ltv: random.pick([null, 0.5, 1e6, NaN]), nps: mostly(random, BigInt(random.between(-100, 100))), segment: random.pick(['a', 'b', null]),
    })),
    users: USERS.map((user_id, i) => ({ user_id, country: random.pick(['NL', 'CU']), signup_at: i === 2 ? null : instant(moment(random)) })),
    web_views: many(30, () => {
      const t = moment(random);
      return { user_id: user(), page: random.pick(['home', 'cart', null]), ts: instant(t), loaded_at: instant(random.chance(0.2) ? us('2025-03-14 09:00') : t + BigInt(random.between(0, 90)) * MINUTE) };
    }),
    app_views: many(20, () => {
      const t = moment(random);
      return { user_id: user(), screen: random.pick(['home', 'chat']), ts: instant(t), received_at: mostly(random, instant(t + BigInt(random.between(0, 90)) * MINUTE)) };
    }),
    fx: [{ currency: 'EUR', rate: dec(1_000_000, 6), ds: { kind: 'date', days: 20_300 } }],
    transfer_labels: many(36, (i): Row => {
      // Many examples are orders of the source, whose own row must not count.
      const own = random.chance(0.5) ? random.pick(orders) : null;
      const at = random.weighted<() => Instant>([[3, () => random.pick(ASKED_AT)], [4, () => moment(random)], [1, () => us('2024-12-31 23:00')]])();
      return {
        ex_no: BigInt(i), transfer_id: `t${String(i)}`, transfer_ts: mostly(random, instant(at), 0.04), order_id: own?.['order_id'] ?? mostly(random, `x${String(i)}`), buyer_id: own?.['buyer_id'] ?? user(), seller_id: own?.['seller_id'] ?? user(),
        amount: mostly(random, dec(random.between(0, 50_000), 2)), is_scam: random.pick([true, false, null]), chargeback_ts: mostly(random, instant(at + 20n * DAY), 0.5), sample_weight: random.pick([1, 0.5]),
      };
    }),
  };
}
