/** The layout of printed SQL, compared with a text that was read and approved by a person, for both dialects. */
import { describe, expect, it } from 'vitest';
import { duckdb } from '../../src/compiler/dialects/duckdb/dialect.js';
import { postgres } from '../../src/compiler/dialects/postgres/dialect.js';
import { DIALECTS, findDialect } from '../../src/compiler/dialects/index.js';
import { InvariantError } from '../../src/compiler/diagnostics/invariant.js';
import { printComment, printPreamble, printQuery } from '../../src/compiler/sql/index.js';
import { fromStep, out, select, userOut, type Query } from '../../src/compiler/relational/relation.js';
import { any, asc, eq, fn, gt, int, isNotNull, le, minus, not, param, ref, text, userRef, when, type SqlType } from '../../src/compiler/relational/scalar.js';

const I: SqlType = { kind: 'int64' };
const S: SqlType = { kind: 'string' };
const F: SqlType = { kind: 'float64' };
const MONEY: SqlType = { kind: 'decimal', precision: 12, scale: 2 };
const TOTAL: SqlType = { kind: 'decimal', precision: 38, scale: 2 };
const SOURCE = { kind: 'table', origin: { kind: 'table', name: ['shop', 'orders'] }, alias: 's', typed: [] } as const;

const query: Query = {
  parameters: [{ name: 'as_of', type: 'timestamp', doc: 'the instant of the refresh' }],
  steps: [
    {
      name: 'f__source_1', comment: 'orders: every row\r; DROP TABLE x', materialized: true,
      relation: select({
        columns: [
          out('t', fn('read_instant_zoned', [userRef('s', 'event ts', { kind: 'timestamp' })], I)),
          out('c1', fn('read_text', [userRef('s', 'buyer', S)], S)),
          out('c2', fn('read_value', [userRef('s', 'amount', MONEY)], MONEY)),
        ],
        from: SOURCE,
      }),
    },
    {
      name: 'f__sums', comment: 'one row a buyer', materialized: false,
      relation: select({
        columns: [
          out('k', ref('r', 'c1', S)),
          out('n', { kind: 'aggregate', fn: 'count_rows', args: [], filter: gt(ref('r', 't', I), minus(param('as_of', I), int(86_400_000_000n))), orderBy: [], type: I }),
          out('total', { kind: 'aggregate', fn: 'sum_exact', args: [ref('r', 'c2', MONEY)], filter: null, orderBy: [], type: TOTAL }),
        ],
        from: fromStep('f__source_1', 'r'),
        where: [le(ref('r', 't', I), param('as_of', I)), any([isNotNull(ref('r', 'c1', S)), not(eq(ref('r', 'c1', S), text("it's")))])],
        groupBy: [ref('r', 'c1', S)],
      }),
    },
  ],
  final: select({
    columns: [
      userOut('user "id"', ref('a', 'k', S)),
      userOut('n', fn('coalesce', [ref('a', 'n', I), int(0)], I)),
      userOut('avg', when(gt(ref('a', 'n', I), int(0)), fn('div', [fn('cast', [ref('a', 'total', TOTAL)], F), fn('cast', [ref('a', 'n', I)], F)], F), null)),
      userOut('one', int(1)),
    ],
    from: fromStep('f__sums', 'a'),
    joins: [{ kind: 'left', item: fromStep('f__sums', 'b'), on: [eq(ref('a', 'k', S), ref('b', 'k', S)), gt(ref('a', 'n', I), ref('b', 'n', I))] }],
    orderBy: [asc(ref('a', 'k', S))],
  }),
};

const GOLDEN_DUCKDB = `WITH
  -- orders: every row
  -- ; DROP TABLE x
  f__source_1 AS MATERIALIZED (
    SELECT
      CASE
        WHEN s."event ts" < TIMESTAMPTZ '1900-01-01 00:00:00+00' THEN -2208988800000000
        WHEN s."event ts" < TIMESTAMPTZ '2200-01-01 00:00:00+00' THEN epoch_us(s."event ts")
      END AS t,
      CAST(s."buyer" AS VARCHAR) COLLATE "binary" AS c1,
      CAST(s."amount" AS DECIMAL(12,2)) AS c2
    FROM "shop"."orders" AS s
  ),
  -- one row a buyer
  f__sums AS (
    SELECT
      r.c1 AS k,
      count(*) FILTER (WHERE r.t > CAST(getvariable('featlang_as_of') AS BIGINT) - 86400000000) AS n,
      sum(r.c2) AS total
    FROM f__source_1 AS r
    WHERE r.t <= CAST(getvariable('featlang_as_of') AS BIGINT)
      AND (r.c1 IS NOT NULL OR NOT (r.c1 = 'it''s'))
    GROUP BY
      r.c1
  )
SELECT
  a.k AS "user ""id""",
  coalesce(a.n, 0) AS "n",
  CASE WHEN a.n > 0 THEN CAST(a.total AS DOUBLE) / nullif(CAST(a.n AS DOUBLE), 0e0) END AS "avg",
  CAST(1 AS BIGINT) AS "one"
FROM f__sums AS a
LEFT JOIN f__sums AS b
  ON a.k = b.k
    AND a.n > b.n
ORDER BY
  a.k ASC NULLS FIRST`;

const GOLDEN_POSTGRES = `WITH
  -- orders: every row
  -- ; DROP TABLE x
  f__source_1 AS MATERIALIZED (
    SELECT
      CASE
        WHEN s."event ts" < TIMESTAMPTZ '1900-01-01 00:00:00+00' THEN -2208988800000000
        WHEN s."event ts" < TIMESTAMPTZ '2200-01-01 00:00:00+00' THEN CAST(extract(epoch FROM s."event ts") * 1000000 AS bigint)
      END AS t,
      CAST(s."buyer" AS text) COLLATE "C" AS c1,
      CASE WHEN abs(CAST(s."amount" AS numeric)) < 'Infinity' THEN CAST(s."amount" AS numeric(12,2)) END AS c2
    FROM "shop"."orders" AS s
  ),
  -- one row a buyer
  f__sums AS (
    SELECT
      r.c1 AS k,
      count(*) FILTER (WHERE r.t > (SELECT CAST(current_setting('featlang.as_of') AS bigint)) - 86400000000) AS n,
      sum(r.c2) AS total
    FROM f__source_1 AS r
    WHERE r.t <= (SELECT CAST(current_setting('featlang.as_of') AS bigint))
      AND (r.c1 IS NOT NULL OR NOT (r.c1 = 'it''s'))
    GROUP BY
      r.c1
  )
SELECT
  a.k AS "user ""id""",
  coalesce(a.n, 0) AS "n",
  CASE WHEN a.n > 0 THEN CAST(a.total AS double precision) / nullif(CAST(a.n AS double precision), 0) END AS "avg",
  CAST(1 AS bigint) AS "one"
FROM f__sums AS a
LEFT JOIN f__sums AS b
  ON a.k = b.k
    AND a.n > b.n
ORDER BY
  a.k COLLATE "C" ASC NULLS FIRST`;

describe('layout', () => {
  it('is stable and readable on DuckDB', () => expect(printQuery(query, duckdb)).toBe(GOLDEN_DUCKDB));
  it('is stable and readable on Postgres', () => expect(printQuery(query, postgres)).toBe(GOLDEN_POSTGRES));

  it('opens with the header, the session and the parameters', () => {
    expect(printPreamble(['View bought\nper user', ''], duckdb.session, query.parameters, duckdb)).toBe(`-- View bought
-- per user
--

SET TimeZone = 'UTC';
SET default_collation = '';
-- as_of: the instant of the refresh
SET VARIABLE featlang_as_of = epoch_us(now());
`);
  });

  it('has no trailing blank and no tab', () => {
    for (const dialect of DIALECTS) expect(`${printPreamble(['a ', '\tb'], dialect.session, query.parameters, dialect)}\n${printQuery(query, dialect)}`).not.toMatch(/[ \t]$|\t/m);
  });

  it('shows what hides in a comment', () => {
    expect(printComment('a\u202eb\u0007\u2028c\u0085d\r\ne  ')).toEqual(['-- a\\u{202e}b\\u{7}', '-- c', '-- d', '-- e']);
  });

  it('knows its dialects by name', () => {
    expect(DIALECTS.map((d) => d.name)).toEqual(['duckdb', 'postgres']);
    expect(findDialect('postgres')).toBe(postgres);
    expect(findDialect('oracle')).toBeUndefined();
  });

  it('refuses what a dialect can not do: that is a bug of ours', () => {
    const file: Query = { parameters: [], steps: [], final: select({ columns: [userOut('a', userRef('s', 'a', I))], from: { ...SOURCE, origin: { kind: 'file', format: 'csv', path: 'a.csv' } } }) };
    expect(() => printQuery(file, postgres)).toThrow(InvariantError);
    const asof: Query = { parameters: [], steps: [], final: select({ columns: [userOut('a', userRef('s', 'a', I))], from: SOURCE, joins: [{ kind: 'asof_left', item: { ...SOURCE, alias: 'q' }, on: [], left: int(1), right: int(1) }] }) };
    expect(() => printQuery(asof, postgres)).toThrow(InvariantError);
  });
});
