/** The files of a new project. Its data is computed, so that it is small here and large enough there to learn from. */
import { formatInstant } from '../../../compiler/calendar/instants.js';

export interface StarterFile {
  readonly path: string;
  readonly text: string;
}

export const starterFiles = (): readonly StarterFile[] => [
  { path: 'feat.yaml', text: CONFIG },
  { path: 'shop.feat', text: DEFINITIONS },
  { path: 'data/purchases.csv', text: purchases() },
  { path: 'data/renewals.csv', text: renewals() },
  { path: '.gitignore', text: '.feat/\ntarget/\n' },
];

const CONFIG = `# Where this project lies and runs. Nothing here changes a value.
project: shop
targets:
  # Everything on this machine. Logical names become files; another target maps them to the tables of a server.
  dev:
    engine: duckdb
    tables:
      shop.purchases: { csv: data/purchases.csv }
      crm.renewals: { csv: data/renewals.csv }
`;

const DEFINITIONS = `/// Someone who buys.
entity customer (customer_id: string)

/// Every purchase, as the shop's system delivers it: most within minutes, some a day late.
source purchases {
  from shop.purchases
  rows events
  time bought_at in 'UTC'
  known loaded_at in 'UTC'
  settle 1min
  columns {
    purchase_id: string
    customer_id: string
    amount: decimal(10,2)
    bought_at: timestamp
    loaded_at: timestamp
  }
}

/// What a customer did of late.
view activity for customer on customer_id from purchases {
  refresh every 1h delay 5min
  stale after 6h
  online

  n = count() over [7d, 30d]
  spend_30d = sum(amount) over 30d default 0
  avg_90d = avg(amount) over 90d
  last_bought_at = latest(bought_at) over all forget after 730d
}

/// Will the customer renew? One example for each time that we asked.
set churn {
  train on crm.renewals at asked_at in 'UTC' {
    columns {
      customer_id: string
      asked_at: timestamp
      renewed: bool
      decided_at: timestamp
    }
    label renewed known decided_at in 'UTC'
    values as served
  }
  join activity on customer_id { n_7d, n_30d, spend_30d, avg_90d }
}

test 'a purchase counts once it is known, for as long as its window' {
  zone 'UTC'
  given purchases
    | purchase_id | customer_id | amount | bought_at        | loaded_at        |
    | p1          | c01         | 20.00  | 2025-01-01 10:00 | 2025-01-01 10:02 |
    | p2          | c01         | 5.00   | 2025-01-02 10:00 | 2025-01-03 10:00 |
  then activity at 2025-01-02 12:00
    | customer_id | n_7d | spend_30d |
    | c01         | 1    | 20        |
  then activity at 2025-01-04
    | customer_id | n_7d | spend_30d |
    | c01         | 2    | 25        |
  then activity at 2025-02-15
    | customer_id | n_7d | spend_30d |
    | c01         | 0    | 0         |
}
`;

const SECOND = 1_000_000n;
const DAY = 86_400n * SECOND;
/** 2025-01-01T00:00Z. */
const START = 1_735_689_600n * SECOND;
const CUSTOMERS = 40;

// Numerical Recipes' linear congruential generator: the same data everywhere, whatever the host's Math.random.
function numbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * below);
  };
}

const customer = (i: number): string => `c${String(i + 1).padStart(2, '0')}`;

/** Every third customer buys less from month to month. */
const fades = (i: number): boolean => i % 3 === 2;

function purchases(): string {
  const next = numbers(7);
  const rows: { readonly at: bigint; readonly line: string }[] = [];
  for (let i = 0; i < CUSTOMERS; i += 1) {
    for (let day = 0; day < 120; day += 1) {
      const chance = fades(i) ? 40 - Math.floor(day / 3) : 12 + (i % 5) * 5;
      if (next(100) >= chance) continue;
      const at = START + BigInt(day) * DAY + BigInt(next(86_400)) * SECOND;
      const late = next(20) === 0 ? DAY : BigInt(60 + next(600)) * SECOND;
      const cents = 300 + next(9_000);
      const amount = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
      rows.push({ at, line: `${customer(i)},${amount},${formatInstant(at)},${formatInstant(at + late)}` });
    }
  }
  rows.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return `purchase_id,customer_id,amount,bought_at,loaded_at\n${rows.map(({ line }, i) => `p${i + 1},${line}\n`).join('')}`;
}

function renewals(): string {
  const next = numbers(11);
  const rows = Array.from({ length: 120 }, (_, i) => {
    const who = i % CUSTOMERS;
    const at = START + BigInt(60 + next(55)) * DAY + BigInt(next(86_400)) * SECOND;
    const renewed = next(100) < (fades(who) ? 25 : 80);
    return `${customer(who)},${formatInstant(at)},${renewed},${formatInstant(at + 14n * DAY)}\n`;
  });
  return `customer_id,asked_at,renewed,decided_at\n${rows.join('')}`;
}
