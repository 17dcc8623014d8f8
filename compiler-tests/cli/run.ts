/** Runs `feat` inside the test as a shell would run it, and makes the projects that it is run in. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import type { Host } from '../../src/apps/cli/host.js';
import { runCli } from '../../src/apps/cli/program.js';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly env?: Host['env'];
  readonly stdin?: string;
  readonly signal?: AbortSignal;
  /** Called with every text on standard error. */
  readonly onErr?: (text: string) => void;
}

export async function feat(cwd: string, args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  let out = '';
  let err = '';
  const code = await runCli(args, {
    cwd, env: options.env ?? {}, colour: false, liveProgress: false, width: 100,
    signal: options.signal ?? new AbortController().signal,
    out: (text) => { out += text; },
    err: (text) => { err += text; options.onErr?.(text); },
    stdin: () => Promise.resolve(options.stdin ?? ''),
  });
  return { code, out, err };
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export function newFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'feat-cli-')));
  folders.push(folder);
  return folder;
}

/** A folder with these files. */
export function newProject(files: Readonly<Record<string, string>>): string {
  const folder = newFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

export const CONFIG = `project: shop
targets:
  dev:
    engine: duckdb
    tables:
      shop.orders: { csv: data/orders.csv }
      ml.asked: { csv: data/asked.csv }
`;

/** Five orders of two users and a guest, one of them late, one its own example. */
export const ORDERS = `order_id,user_id,amount,happened_at,loaded_at
o1,u1,10.00,2025-01-01T10:00:00,2025-01-01T10:00:00
o2,u1,5.50,2025-01-02T10:00:00,2025-01-03T00:00:00
o3,u2,7.25,2025-01-02T11:00:00,2025-01-02T11:00:00
o4,,1.00,2025-01-02T12:00:00,2025-01-02T12:00:00
o5,u1,2.00,2025-01-04T00:00:00,2025-01-04T00:00:00
`;

export const ASKED = `order_id,user_id,asked_at,good,known_at
o5,u1,2025-01-04T00:00:00,true,2025-02-01T00:00:00
x1,u1,2025-01-02T12:00:00,false,2025-02-01T00:00:00
x2,,2025-01-04T00:00:00,true,2025-02-01T00:00:00
x3,nobody,2025-01-04T00:00:00,true,2025-02-01T00:00:00
`;

export const DEFINITIONS = `entity user (user_id: string)

source orders {
  from shop.orders
  rows events
  time happened_at in 'UTC'
  known loaded_at in 'UTC'
  settle 1min
  id order_id
  columns {
    order_id: string
    user_id: string
    amount: decimal(10,2)
    happened_at: timestamp
    loaded_at: timestamp
  }
}

/// What a user bought.
view bought for user on user_id from orders {
  refresh every 1h delay 5min
  stale after 1d
  online

  n = count() over 7d
  spend = sum(amount) over 7d default 0
  dearest = max(amount) over 7d
  per_order = spend / n
}

set model {
  train on ml.asked at asked_at in 'UTC' {
    columns {
      order_id: string
      user_id: string
      asked_at: timestamp
      good: bool
      known_at: timestamp
    }
    label good known known_at in 'UTC'
    exclude own order_id
    values exact
  }
  join bought on user_id
}

test 'an order counts once it is known' {
  zone 'UTC'
  given orders
    | order_id | user_id | amount | happened_at      | loaded_at        |
    | o1       | u1      | 10.00  | 2025-01-01 10:00 | 2025-01-01 10:00 |
    | o2       | u1      | 5.50   | 2025-01-02 10:00 | 2025-01-03 00:00 |
  then bought at 2025-01-02 12:00
    | user_id | n | spend |
    | u1      | 1 | 10    |
  then bought at 2025-01-03
    | user_id | n | spend | dearest |
    | u1      | 2 | 15.5  | 10      |
}
`;

export const SHOP: Readonly<Record<string, string>> = {
  'feat.yaml': CONFIG, 'shop.feat': DEFINITIONS, 'data/orders.csv': ORDERS, 'data/asked.csv': ASKED,
};

/** The project with some files replaced or added. */
export const shop = (more: Readonly<Record<string, string>> = {}): string => newProject({ ...SHOP, ...more });

/** No stack of ours, no text of a library: what a person may be shown. */
export const looksLikeACrash = (text: string): boolean => /\n\s+at .*[(:/]|node:internal|Unhandled|internal error/.test(text);
