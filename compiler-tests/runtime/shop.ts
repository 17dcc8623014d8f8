/**
 * A tiny shop on both engines, with statements written by hand, so that the runtime is tested without the compiler:
 * what a user bought in the hour before an instant.
 */
import type { Statement } from '../../src/compiler/artifacts/artifact.js';
import { arrayOf, decimal, FLOAT64, INT64, STRING, TIMESTAMP, type Type } from '../../src/compiler/types/type.js';
import { createDuckDbDriver } from '../../src/runtime/drivers/duckdb/driver.js';
import { createPostgresDriver } from '../../src/runtime/drivers/postgres/driver.js';
import type { Driver } from '../../src/runtime/drivers/driver.js';
import type { OnlineView } from '../../src/runtime/materialize/online-view.js';
import { withPostgres } from '../support/engines.js';

export interface Shop {
  readonly name: 'duckdb' | 'postgres';
  readonly driver: Driver;
  readonly statement: (purpose: 'training' | 'materialize' | 'history') => Statement;
  /** Any statements: the tests' own setup. */
  readonly script: (sql: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

const tables = `
  CREATE TABLE orders (user_id varchar, item varchar, amount numeric(10,2), ts timestamptz);
  INSERT INTO orders VALUES
    ('u1', 'a,"b"', 40.00, '2025-01-01 10:00:00Z'), ('u1', 'c', 2.50, '2025-01-01 10:30:00Z'),
    ('u2', 'd', -1.00, '2025-01-01 10:40:00.000001Z'), ('12', 'e', 1.00, '2025-01-01 10:41:00Z'), (NULL, 'f', 9.99, '2025-01-01 10:41:00Z');
  CREATE TABLE examples (id integer, user_id varchar, asked timestamptz, weight numeric(10,3), is_bad boolean);
  INSERT INTO examples VALUES
    (1, 'u1', '2025-01-01 10:45:00Z', 1.000, true), (1, 'u1', '2025-01-01 10:45:00Z', 1.000, true), (2, 'u9', '2025-01-01 10:45:00Z', NULL, false),
    (3, NULL, '2025-01-01 10:45:00Z', 0.10, NULL);
`;

const features: readonly { readonly name: string; readonly type: Type }[] = [
  { name: 'n_1h', type: INT64 }, { name: 'spend_1h', type: decimal(38, 2) }, { name: 'avg_1h', type: FLOAT64 },
  { name: 'last_at', type: TIMESTAMP }, { name: 'items', type: arrayOf(STRING) },
];

/** The view of both engines' statements. */
export const bought: OnlineView = {
  name: 'bought', meaning: '0123456789abcdef0123456789abcdef', keys: [{ name: 'user_id', type: STRING }], features,
  empty: [0n, null, null, null, []], staleAfter: 3_600_000_000n,
};

interface Spelling {
  readonly asOf: string;
  readonly key: string;
  readonly bind: (name: string) => string;
  readonly items: string;
  readonly session: readonly string[];
}

const values = (s: Spelling): string =>
  `count(*) AS n_1h, CAST(sum(amount) AS numeric(38,2)) AS spend_1h, CAST(sum(amount) AS double precision) / count(amount) AS avg_1h, max(ts) AS last_at, ${s.items} AS items`;
const active = (s: Spelling): string => `ts > ${s.asOf} - INTERVAL '1 hour' AND ts <= ${s.asOf}`;

function statementOf(s: Spelling, purpose: 'training' | 'materialize' | 'history'): Statement {
  const column = (role: 'key' | 'feature' | 'keep' | 'at' | 'label') => ({ name, type }: { readonly name: string; readonly type: Type | null }) =>
    ({ name, type, role, strategy: null, exact: name !== 'avg_1h' });
  const common = { subject: purpose === 'training' ? 'scam' : 'bought', preamble: '', session: s.session, purpose };
  const asOf = { name: 'as_of', type: 'timestamp', doc: '', bind: s.bind('as_of') } as const;
  const key1 = { name: 'key1', type: 'string', doc: '', bind: s.bind('key1') } as const;
  switch (purpose) {
    case 'training':
      return {
        ...common, path: 'sets/scam.training.sql', parameters: [],
        body: `SELECT e.id, e.user_id, e.asked, e.weight, e.is_bad, count(o.ts) AS n_1h, CAST(sum(o.amount) AS numeric(38,2)) AS spend_1h
FROM (SELECT *, row_number() OVER (ORDER BY id) AS r FROM examples) e LEFT JOIN orders o ON o.user_id = e.user_id AND o.ts <= e.asked AND o.ts > e.asked - INTERVAL '1 hour'
GROUP BY e.r, e.id, e.user_id, e.asked, e.weight, e.is_bad ORDER BY e.r`,
        columns: [
          ...['id', 'user_id'].map((name) => column('keep')({ name, type: null })), column('at')({ name: 'asked', type: null }),
          column('keep')({ name: 'weight', type: null }), column('label')({ name: 'is_bad', type: null }),
          column('feature')({ name: 'n_1h', type: INT64 }), column('feature')({ name: 'spend_1h', type: decimal(38, 2) }),
        ],
      };
    case 'materialize':
      return {
        ...common, path: 'views/bought.materialize.sql', parameters: [asOf],
        body: `SELECT user_id, ${values(s)} FROM orders WHERE user_id IS NOT NULL AND ${active(s)} GROUP BY user_id`,
        columns: [column('key')({ name: 'user_id', type: STRING }), ...features.map(column('feature'))],
      };
    case 'history':
      return {
        ...common, path: 'views/bought.history.sql', parameters: [asOf, key1],
        body: `SELECT user_id, ${values(s)} FROM orders WHERE user_id = ${s.key} AND ${active(s)} GROUP BY user_id`,
        columns: [column('key')({ name: 'user_id', type: STRING }), ...features.map(column('feature'))],
      };
  }
}

const duckdbSpelling: Spelling = {
  asOf: "getvariable('as_of')", key: "getvariable('key1')", items: 'list(item ORDER BY ts DESC)',
  bind: (name) => `SET VARIABLE ${name} = CAST($1 AS ${name === 'as_of' ? 'TIMESTAMPTZ' : 'VARCHAR'})`,
  session: ["SET TimeZone = 'UTC'"],
};
const postgresSpelling: Spelling = {
  asOf: "current_setting('feat.as_of')::timestamptz", key: "current_setting('feat.key1')", items: 'array_agg(item ORDER BY ts DESC)',
  bind: (name) => `SELECT set_config('feat.${name}', $1, false)`,
  session: ["SET TimeZone = 'UTC'"],
};

export async function duckdbShop(root: string): Promise<Shop> {
  const driver = createDuckDbDriver({ database: ':memory:', root });
  const admin = await driver.connect();
  const script = async (sql: string): Promise<void> => {
    for (const statement of sql.split(';')) if (statement.trim() !== '') await admin.run(statement);
  };
  await script(tables);
  return {
    name: 'duckdb', driver, script, statement: (purpose) => statementOf(duckdbSpelling, purpose),
    close: async () => {
      await admin.close();
      await driver.close();
    },
  };
}

export async function postgresShop(): Promise<Shop> {
  const engine = await withPostgres();
  await engine.script(tables);
  const driver = createPostgresDriver({ dsn: engine.url ?? '' });
  return {
    name: 'postgres', driver, script: engine.script, statement: (purpose) => statementOf(postgresSpelling, purpose),
    close: async () => {
      await driver.close();
      await engine.close();
    },
  };
}
