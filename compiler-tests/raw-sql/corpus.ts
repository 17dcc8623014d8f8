/**
 * Texts as people write them, each with the verdict that it must get: lifted into the plan, run as it stands, not bounded
 * by the moment, or broken. The verdict of a lifted text is its window; of the others the code and the marked text.
 */
export type Verdict =
  | { readonly kind: 'lifted'; readonly windows: readonly string[] }
  | { readonly kind: 'runs'; readonly because: string }
  | { readonly kind: 'unbounded' | 'broken'; readonly code: string; readonly at: string };

export interface CorpusText {
  readonly about: string;
  readonly dialect: string;
  readonly text: string;
  readonly columns: string;
  readonly verdict: Verdict;
}

const lifted = (about: string, dialect: string, text: string, columns: string, ...windows: readonly string[]): CorpusText => ({ about, dialect, text, columns, verdict: { kind: 'lifted', windows } });
const runs = (about: string, dialect: string, text: string, columns: string, because: string): CorpusText => ({ about, dialect, text, columns, verdict: { kind: 'runs', because } });
const unbounded = (about: string, text: string, at: string, code = 'FT7003', dialect = 'duckdb'): CorpusText => ({ about, dialect, text, columns: 'n: int64', verdict: { kind: 'unbounded', code, at } });
const broken = (about: string, text: string, code: string, at: string, dialect = 'duckdb'): CorpusText => ({ about, dialect, text, columns: 'n: int64', verdict: { kind: 'broken', code, at } });

const COUNT = 'SELECT user_id, COUNT(*) AS n FROM orders';

export const CORPUS: readonly CorpusText[] = [
  lifted('the seed', 'duckdb', `SELECT user_id, AVG(amount) AS avg_orders_30d FROM orders
  WHERE event_ts BETWEEN @as_of_ts - INTERVAL 30 DAY AND @as_of_ts
  GROUP BY user_id`, 'avg_orders_30d: float64', '30d including start'),
  lifted('a half-open window', 'duckdb', `${COUNT} WHERE event_ts > @as_of_ts - INTERVAL 7 DAY AND event_ts <= @as_of_ts GROUP BY user_id`, 'n: int64', '7d'),
  lifted('the newest left out', 'duckdb', `${COUNT} WHERE event_ts >= @as_of_ts - INTERVAL '24' HOUR AND event_ts < @as_of_ts GROUP BY 1`, 'n: int64', '1d including start excluding now'),
  lifted('a lag', 'postgres', `${COUNT} WHERE event_ts > @as_of_ts - INTERVAL '31 days' AND event_ts <= @as_of_ts - INTERVAL '1 day' GROUP BY user_id`, 'n: int64', '30d ending 1d ago'),
  lifted('turned around, with an alias', 'postgres', `SELECT o.user_id, COUNT(*) AS n FROM orders o WHERE @as_of_ts >= o.event_ts AND @as_of_ts - INTERVAL '2 hours' < o.event_ts GROUP BY o.user_id`, 'n: int64', '2h'),
  lifted('a lifetime', 'duckdb', `${COUNT} WHERE event_ts <= @as_of_ts GROUP BY user_id`, 'n: int64', 'all'),
  lifted('DATEADD, by position', 'snowflake', `select user_id, count(*) as frequency_90d, sum(amount) as monetary_90d
  from orders                                        -- only what was known at @as_of_ts is in it
  where event_ts between dateadd(day, -90, @as_of_ts) and @as_of_ts
  group by 1`, 'frequency_90d: int64  monetary_90d: float64', '90d including start'),
  lifted('TIMESTAMP_SUB and backticks', 'bigquery', 'SELECT user_id, COUNTIF(status = "paid") AS n FROM `orders` WHERE event_ts > TIMESTAMP_SUB(@as_of_ts, INTERVAL 30 DAY) AND event_ts <= @as_of_ts GROUP BY user_id', 'n: int64', '30d'),
  lifted('weeks', 'spark', `${COUNT} WHERE event_ts > @as_of_ts - INTERVAL 2 WEEKS AND event_ts <= @as_of_ts GROUP BY user_id`, 'n: int64', '14d'),
  lifted('several columns and filters', 'duckdb', `SELECT user_id, COUNT(*) AS n, COUNT(DISTINCT status) AS kinds, SUM(amount) FILTER (WHERE status = 'paid') AS paid,
    SUM(CASE WHEN status = 'paid' THEN 1 ELSE 0 END) AS n_paid, MAX(amount) AS most, MIN(qty) AS least, COALESCE(SUM(score), 0) AS total
  FROM orders WHERE event_ts > @as_of_ts - INTERVAL 7 DAY AND event_ts <= @as_of_ts AND status <> 'test' AND qty IN (1, 2, 3)
  GROUP BY user_id ORDER BY n DESC`, 'n: int64 kinds: int64 paid: decimal(38,2) n_paid: int64 most: decimal(12,2) least: int64 total: float64', '7d'),
  lifted('CASE within a sum', 'postgres', `SELECT user_id, SUM(CASE WHEN status = 'paid' THEN amount ELSE 0 END) AS paid FROM orders WHERE event_ts <= @as_of_ts AND event_ts > @as_of_ts - INTERVAL '30 days' GROUP BY user_id`, 'paid: decimal(38,2)', '30d'),
  lifted('a table in other letters', 'duckdb', 'SELECT USER_ID, count(*) AS N FROM Orders WHERE EVENT_TS <= @as_of_ts GROUP BY USER_ID', 'n: int64', 'all'),
  lifted('GROUP BY ALL and LIKE', 'duckdb', `SELECT user_id, COUNT(*) AS n FROM orders WHERE event_ts <= @as_of_ts AND status LIKE 'pa%' AND NOT (qty = 0 OR qty IS NULL) GROUP BY ALL`, 'n: int64', 'all'),
  lifted('marks within texts and comments', 'postgres', `SELECT user_id, COUNT(*) AS n FROM orders /* @as_of_ts; ' */ WHERE event_ts <= @as_of_ts AND status <> '@as_of_ts' -- ; drop table orders
  GROUP BY user_id;`, 'n: int64', 'all'),
  lifted('a text in dollars', 'postgres', 'SELECT user_id, COUNT(*) AS n FROM orders WHERE event_ts <= @as_of_ts AND status = $q$it\'s paid; @as_of_ts$q$ GROUP BY user_id', 'n: int64', 'all'),

  runs('a month', 'duckdb', `${COUNT} WHERE event_ts > @as_of_ts - INTERVAL 1 MONTH AND event_ts <= @as_of_ts GROUP BY user_id`, 'n: int64', 'a month is not always of the same length'),
  runs('a day that has begun', 'duckdb', `${COUNT} WHERE event_ts < DATE_TRUNC('day', @as_of_ts) GROUP BY user_id`, 'n: int64', 'not @as_of_ts less a length'),
  runs('HAVING', 'duckdb', `${COUNT} WHERE event_ts <= @as_of_ts GROUP BY user_id HAVING COUNT(*) > 1`, 'n: int64', 'HAVING'),
  runs('a common table', 'postgres', 'WITH w AS (SELECT * FROM orders WHERE event_ts <= @as_of_ts) SELECT user_id, COUNT(*) AS n FROM w GROUP BY user_id', 'n: int64', 'WITH'),
  runs('a join of two sources', 'postgres', 'SELECT o.user_id, COUNT(*) AS n FROM orders o JOIN clicks c ON c.user_id = o.user_id AND c.ts <= @as_of_ts WHERE o.event_ts <= @as_of_ts GROUP BY o.user_id', 'n: int64', 'joins tables'),
  runs('an outer join, bounded in ON', 'postgres', 'SELECT o.user_id, COUNT(c.page) AS n FROM orders o LEFT JOIN clicks c ON c.user_id = o.user_id AND c.ts <= @as_of_ts WHERE o.event_ts <= @as_of_ts GROUP BY o.user_id', 'n: int64', 'joins tables'),
  runs('a window function', 'duckdb', 'SELECT user_id, qty AS n FROM (SELECT user_id, qty, ROW_NUMBER() OVER (PARTITION BY user_id ORDER BY event_ts DESC, order_id) AS r FROM orders WHERE event_ts <= @as_of_ts) t WHERE r = 1', 'n: int64', 'query within it'),
  runs('a quotient', 'postgres', 'SELECT user_id, SUM(qty) / COUNT(*) AS n FROM orders WHERE event_ts <= @as_of_ts GROUP BY user_id', 'n: int64', 'neither a key nor an aggregate'),
  runs('arithmetic in a sum', 'duckdb', 'SELECT user_id, SUM(qty * 2) AS n FROM orders WHERE event_ts <= @as_of_ts GROUP BY user_id', 'n: int64', '`*` means different things'),
  runs('a median', 'duckdb', 'SELECT user_id, MEDIAN(amount) AS n FROM orders WHERE event_ts <= @as_of_ts GROUP BY user_id', 'n: float64', 'MEDIAN'),
  runs('a narrower type', 'duckdb', 'SELECT user_id, SUM(qty) AS n FROM orders WHERE event_ts <= @as_of_ts GROUP BY user_id', 'n: int64', 'declared as int64'),
  runs('two windows', 'duckdb', 'SELECT user_id, COUNT(*) FILTER (WHERE event_ts > @as_of_ts - INTERVAL 1 DAY) AS n FROM orders WHERE event_ts <= @as_of_ts GROUP BY user_id', 'n: int64', 'speaks of @as_of_ts'),
  runs('a semi-join', 'postgres', 'SELECT user_id, COUNT(*) AS n FROM orders WHERE event_ts <= @as_of_ts AND user_id IN (SELECT user_id FROM clicks WHERE ts <= @as_of_ts) GROUP BY user_id', 'n: int64', 'holds a query'),
  runs('a union', 'duckdb', 'SELECT user_id, COUNT(*) AS n FROM (SELECT user_id FROM orders WHERE event_ts <= @as_of_ts UNION ALL SELECT user_id FROM clicks WHERE ts <= @as_of_ts) t GROUP BY user_id', 'n: int64', 'query within it'),
  runs('QUALIFY', 'snowflake', 'SELECT user_id, qty AS n FROM orders WHERE event_ts <= @as_of_ts QUALIFY ROW_NUMBER() OVER (PARTITION BY user_id ORDER BY event_ts DESC) = 1', 'n: int64', 'QUALIFY'),

  unbounded('no condition', `${COUNT} GROUP BY user_id`, 'orders'),
  unbounded('within OR', `${COUNT} WHERE event_ts <= @as_of_ts OR status = 'vip' GROUP BY user_id`, "event_ts <= @as_of_ts OR status = 'vip'"),
  unbounded('AND binds tighter than OR', `${COUNT} WHERE event_ts <= @as_of_ts AND qty = 1 OR status = 'vip' GROUP BY user_id`, "event_ts <= @as_of_ts AND qty = 1 OR status = 'vip'"),
  unbounded('the rest of the day', `${COUNT} WHERE DATE(event_ts) <= DATE(@as_of_ts) GROUP BY user_id`, 'DATE(event_ts) <= DATE(@as_of_ts)'),
  unbounded('only from below', `${COUNT} WHERE event_ts >= @as_of_ts - INTERVAL 30 DAY GROUP BY user_id`, 'event_ts >= @as_of_ts - INTERVAL 30 DAY'),
  unbounded('beyond the moment', `${COUNT} WHERE event_ts <= @as_of_ts + INTERVAL 1 DAY GROUP BY user_id`, 'event_ts <= @as_of_ts + INTERVAL 1 DAY'),
  unbounded('less a negative length', `${COUNT} WHERE event_ts <= @as_of_ts - INTERVAL '-1 day' GROUP BY user_id`, "event_ts <= @as_of_ts - INTERVAL '-1 day'"),
  unbounded('another column', `${COUNT} WHERE ingested_at <= @as_of_ts GROUP BY user_id`, 'ingested_at <= @as_of_ts'),
  unbounded('denied', `${COUNT} WHERE NOT (event_ts > @as_of_ts) GROUP BY user_id`, 'NOT (event_ts > @as_of_ts)'),
  unbounded('one of two sources', 'SELECT o.user_id, COUNT(*) AS n FROM orders o JOIN clicks c ON c.user_id = o.user_id WHERE o.event_ts <= @as_of_ts GROUP BY o.user_id', 'o.event_ts <= @as_of_ts'),
  unbounded('the kept side of an outer join', 'SELECT o.user_id, COUNT(*) AS n FROM orders o LEFT JOIN clicks c ON c.user_id = o.user_id AND c.ts <= @as_of_ts AND o.event_ts <= @as_of_ts GROUP BY o.user_id', 'orders'),
  unbounded('a query within', 'SELECT user_id, COUNT(*) AS n FROM orders WHERE event_ts <= @as_of_ts AND qty > (SELECT MAX(qty) FROM orders) GROUP BY user_id', 'orders'),
  unbounded('a common table', 'WITH w AS (SELECT * FROM orders) SELECT user_id, COUNT(*) AS n FROM w WHERE event_ts <= @as_of_ts GROUP BY user_id', 'orders'),
  unbounded('a time of which it is not said whose', 'SELECT o.user_id, COUNT(*) AS n FROM orders o JOIN orders p ON o.user_id = p.user_id AND p.event_ts <= @as_of_ts WHERE event_ts <= @as_of_ts GROUP BY o.user_id', 'event_ts <= @as_of_ts'),
  unbounded('a day is no instant', 'SELECT user_id, COUNT(*) AS n FROM daily WHERE ds <= @as_of_ts GROUP BY user_id', 'ds <= @as_of_ts'),
  unbounded('an undeclared table', 'SELECT user_id, COUNT(*) AS n FROM payments WHERE event_ts <= @as_of_ts GROUP BY user_id', 'payments', 'FT7002'),
  unbounded('the table itself instead of its source', 'SELECT user_id, COUNT(*) AS n FROM shop.orders WHERE event_ts <= @as_of_ts GROUP BY user_id', 'shop.orders', 'FT7002'),
  unbounded('a common table out of its scope', 'SELECT user_id, COUNT(*) AS n FROM (WITH w AS (SELECT 1 AS x) SELECT user_id FROM orders WHERE event_ts <= @as_of_ts) t CROSS JOIN w GROUP BY user_id', 'w', 'FT7002'),
  unbounded('a backslash before a quote is no escape here', String.raw`SELECT user_id, COUNT(*) AS n FROM orders WHERE status = '\' OR event_ts <= @as_of_ts GROUP BY user_id; --'`, String.raw`status = '\' OR event_ts <= @as_of_ts`, 'FT7003', 'postgres'),
  unbounded('any rows', `SELECT user_id, qty AS n FROM orders WHERE event_ts <= @as_of_ts LIMIT 5`, 'LIMIT 5', 'FT7006'),

  broken('a second statement', `${COUNT} WHERE event_ts <= @as_of_ts GROUP BY user_id; DROP TABLE orders`, 'FT7004', 'DROP'),
  broken('out of the parentheses', 'SELECT 1 AS v) AS x; CREATE TABLE pwn AS SELECT 1; --', 'FT7008', ')'),
  broken('a change', 'UPDATE orders SET qty = 0', 'FT7005', 'UPDATE'),
  broken('a copy', "COPY orders TO 'x.csv'", 'FT7005', 'COPY'),
  broken('an attachment', "ATTACH 'x.db'", 'FT7005', 'ATTACH'),
  broken('a setting', 'SET threads = 1', 'FT7005', 'SET'),
  broken('a new table', 'SELECT 1 AS n INTO t FROM orders', 'FT7001', 'INTO'),
  broken('a file as a table', "SELECT user_id, 1 AS n FROM 'orders.csv'", 'FT7001', "'orders.csv'"),
  broken('a reader of files', "SELECT user_id, 1 AS n FROM read_csv('orders.csv')", 'FT7010', 'read_csv'),
  broken('a reader of files on a server', "SELECT user_id, length(pg_read_file('/etc/passwd')) AS n FROM orders WHERE event_ts <= @as_of_ts", 'FT7010', 'pg_read_file', 'postgres'),
  broken('another server', "SELECT user_id, 1 AS n FROM dblink('host=evil', 'select 1') t", 'FT7010', 'dblink', 'postgres'),
  broken('a setting that is read', "SELECT user_id, length(current_setting('data_directory')) AS n FROM orders WHERE event_ts <= @as_of_ts", 'FT7010', 'current_setting', 'postgres'),
  broken('who is asking', 'SELECT user_id, 1 AS n FROM orders WHERE event_ts <= @as_of_ts AND user_id = current_user', 'FT7010', 'current_user', 'postgres'),
  broken('the clock', `${COUNT} WHERE event_ts <= now() GROUP BY user_id`, 'FT7006', 'now'),
  broken('the clock without parentheses', `${COUNT} WHERE event_ts <= CURRENT_TIMESTAMP GROUP BY user_id`, 'FT7006', 'CURRENT_TIMESTAMP'),
  broken('the clock in a text', `${COUNT} WHERE event_ts <= TIMESTAMP 'today' GROUP BY user_id`, 'FT7006', "'today'", 'postgres'),
  broken('chance', `${COUNT} WHERE event_ts <= @as_of_ts AND random() < 0.1 GROUP BY user_id`, 'FT7006', 'random'),
  broken('a join that only looks like one', 'SELECT o.user_id, COUNT(*) AS n FROM orders o ASOF JOIN clicks c ON o.event_ts >= c.ts GROUP BY 1', 'FT7001', 'ASOF'),
  broken('a quote that is not closed', `${COUNT} WHERE status = 'paid GROUP BY user_id`, 'FT7008', "'"),
  broken('a comment that is not closed', `${COUNT} /* WHERE event_ts <= @as_of_ts GROUP BY user_id`, 'FT7008', '/*'),
  broken('a parameter of another kind', `${COUNT} WHERE event_ts <= @as_of GROUP BY user_id`, 'FT7001', '@'),
  broken('a longer name', `${COUNT} WHERE event_ts <= @as_of_ts_2 GROUP BY user_id`, 'FT7001', '@'),
  broken('a source hidden by a common table', 'WITH orders AS (SELECT * FROM clicks WHERE ts <= @as_of_ts) SELECT user_id, COUNT(*) AS n FROM orders GROUP BY user_id', 'FT7001', 'orders'),
  broken('a column that is not there', `SELECT user_id, COUNT(*) AS total FROM orders WHERE event_ts <= @as_of_ts GROUP BY user_id`, 'FT7007', 'n'),
];
