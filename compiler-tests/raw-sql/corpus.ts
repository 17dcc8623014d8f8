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

  lifted('a text of days', 'snowflake', "SELECT user_id, COUNT(DISTINCT status) AS n, COUNT_IF(qty > 1) AS many, SUM(IFF(status = 'paid', amount, 0)) AS paid FROM orders WHERE event_ts >= @as_of_ts - INTERVAL '7 days' AND event_ts <= @as_of_ts GROUP BY ALL", 'n: int64 many: int64 paid: decimal(38,2)', '7d including start'),
  lifted('TIMESTAMPADD and NVL', 'snowflake', 'SELECT USER_ID, NVL(SUM(amount), 0) AS total FROM orders WHERE event_ts > TIMESTAMPADD(hour, -48, @as_of_ts) AND event_ts < @as_of_ts GROUP BY USER_ID', 'total: decimal(38,2)', '2d excluding now'),
  lifted('LOGICAL_OR and IF', 'bigquery', 'SELECT user_id, LOGICAL_OR(status = "paid") AS ever_paid, SUM(IF(qty > 2, 1, 0)) AS n FROM orders WHERE event_ts BETWEEN TIMESTAMP_SUB(@as_of_ts, INTERVAL 1 HOUR) AND @as_of_ts GROUP BY 1', 'ever_paid: bool n: int64', '1h including start'),
  lifted('a filter and the average of whole numbers', 'spark', "SELECT user_id, AVG(qty) FILTER (WHERE status = 'paid') AS usual, EVERY(qty > 0) AS all_positive FROM orders WHERE event_ts > @as_of_ts - INTERVAL '3 days' AND event_ts <= @as_of_ts GROUP BY user_id", 'usual: float64 all_positive: bool', '3d'),
  lifted('two steps back', 'duckdb', `${COUNT} WHERE event_ts > @as_of_ts - INTERVAL 1 DAY - INTERVAL 6 HOURS AND event_ts <= @as_of_ts - INTERVAL '6 hours' GROUP BY user_id`, 'n: int64', '1d ending 6h ago'),
  lifted('an alias that the window around the text once had', 'postgres', 'SELECT m.user_id, COUNT(*) AS n FROM orders m WHERE m.event_ts <= @as_of_ts GROUP BY m.user_id', 'n: int64', 'all'),
  lifted('a key by its alias', 'duckdb', 'SELECT o.user_id AS user_id, SUM(qty) AS n FROM orders AS o WHERE o.event_ts <= @as_of_ts GROUP BY user_id', 'n: decimal(38,0)', 'all'),

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
  runs('a year and a quarter', 'postgres', `${COUNT} WHERE event_ts > @as_of_ts - INTERVAL '1 year' - INTERVAL '3 months' AND event_ts <= @as_of_ts GROUP BY user_id`, 'n: int64', 'a year is not always of the same length'),
  runs('a length that its dialect does not write so', 'postgres', `${COUNT} WHERE event_ts > @as_of_ts - INTERVAL 30 DAY AND event_ts <= @as_of_ts GROUP BY user_id`, 'n: int64', 'not in the table for postgres'),
  runs('COUNT_IF of an engine that gives null where no row says yes or no', 'duckdb', 'SELECT user_id, COUNT_IF(qty > 1) AS n FROM orders WHERE event_ts <= @as_of_ts GROUP BY user_id', 'n: int64', 'not in the table for duckdb'),
  runs('an average that is rounded to a scale', 'snowflake', 'SELECT user_id, AVG(amount) AS n FROM orders WHERE event_ts <= @as_of_ts GROUP BY user_id', 'n: float64', 'avg of decimals'),
  runs('the same of another engine', 'bigquery', 'SELECT user_id, AVG(amount) AS n FROM orders WHERE event_ts <= @as_of_ts GROUP BY user_id', 'n: float64', 'avg of decimals'),
  runs('a sum that wraps around', 'spark', 'SELECT user_id, SUM(qty) AS n FROM orders WHERE event_ts <= @as_of_ts GROUP BY user_id', 'n: decimal(38,0)', 'sum of int64'),
  runs('a constant that is a float', 'bigquery', 'SELECT user_id, COUNT(*) AS n FROM orders WHERE event_ts <= @as_of_ts AND amount > 9.99 GROUP BY user_id', 'n: int64', 'decimal constant'),
  runs('too many digits', 'duckdb', 'SELECT user_id, COUNT(*) AS n FROM orders WHERE event_ts <= @as_of_ts AND score > 0.1000000000000000055 GROUP BY user_id', 'n: int64', 'too many digits'),
  runs('a text with an escape', 'bigquery', String.raw`SELECT user_id, COUNT(*) AS n FROM orders WHERE event_ts <= @as_of_ts AND status = 'it\'s' GROUP BY user_id`, 'n: int64', 'escape'),
  runs('EXISTS', 'duckdb', 'SELECT user_id, COUNT(*) AS n FROM orders WHERE event_ts <= @as_of_ts AND EXISTS (SELECT 1 FROM clicks c WHERE c.user_id = orders.user_id AND c.ts <= @as_of_ts) GROUP BY user_id', 'n: int64', 'not in the table'),
  runs('a list with its order', 'postgres', "SELECT user_id, STRING_AGG(status, ',' ORDER BY event_ts, order_id) AS s FROM orders WHERE event_ts <= @as_of_ts GROUP BY user_id", 's: string', 'order or a window of its own'),
  runs('COUNT of two columns', 'duckdb', 'SELECT user_id, COUNT(DISTINCT qty, status) AS n FROM orders WHERE event_ts <= @as_of_ts GROUP BY user_id', 'n: int64', 'several columns at once'),
  runs('a text that is cast to a time, where none means now', 'duckdb', "SELECT user_id, COUNT(*) AS n FROM orders WHERE event_ts <= @as_of_ts AND CAST(status AS DATE) IS NULL GROUP BY user_id", 'n: int64', 'not in the table'),
  runs('a key that is grouped with more', 'duckdb', 'SELECT user_id, COUNT(*) AS n FROM orders WHERE event_ts <= @as_of_ts GROUP BY user_id, status', 'n: int64', 'does not group by the key alone'),
  runs('a comma between sources, each bounded', 'duckdb', 'SELECT o.user_id, COUNT(*) AS n FROM orders o, clicks c WHERE o.event_ts <= @as_of_ts AND c.ts <= @as_of_ts AND c.user_id = o.user_id GROUP BY o.user_id', 'n: int64', 'joins tables'),
  runs('a right join, bounded in ON on the side that may be missing', 'postgres', 'SELECT o.user_id, COUNT(c.page) AS n FROM clicks c RIGHT JOIN orders o ON c.user_id = o.user_id AND c.ts <= @as_of_ts WHERE o.event_ts <= @as_of_ts GROUP BY o.user_id', 'n: int64', 'joins tables'),

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
  unbounded('an alias in quotes is another one: the condition is about the query around it', 'SELECT o.user_id, COUNT(*) AS n FROM orders o WHERE o.event_ts <= @as_of_ts AND EXISTS (SELECT 1 FROM orders "O" WHERE o.event_ts <= @as_of_ts) GROUP BY o.user_id', 'o.event_ts <= @as_of_ts', 'FT7003', 'postgres'),
  unbounded('an interval that says ago', `${COUNT} WHERE event_ts <= @as_of_ts - INTERVAL '1 day ago' GROUP BY user_id`, "event_ts <= @as_of_ts - INTERVAL '1 day ago'", 'FT7003', 'postgres'),
  unbounded('a condition of a join behind a comma', 'SELECT o.user_id, COUNT(*) AS n FROM orders o, clicks c RIGHT JOIN clicks d ON o.event_ts <= @as_of_ts WHERE c.ts <= @as_of_ts AND d.ts <= @as_of_ts GROUP BY o.user_id', 'c.ts <= @as_of_ts AND d.ts <= @as_of_ts'),
  unbounded('COALESCE around the bound', `${COUNT} WHERE COALESCE(event_ts <= @as_of_ts, TRUE) GROUP BY user_id`, 'COALESCE(event_ts <= @as_of_ts, TRUE)'),
  unbounded('COALESCE around the time', `${COUNT} WHERE COALESCE(event_ts, @as_of_ts) <= @as_of_ts GROUP BY user_id`, 'COALESCE(event_ts, @as_of_ts) <= @as_of_ts'),
  unbounded('the bound in a CASE', `${COUNT} WHERE CASE WHEN qty > 1 THEN event_ts <= @as_of_ts ELSE TRUE END GROUP BY user_id`, 'CASE WHEN qty > 1 THEN event_ts <= @as_of_ts ELSE TRUE END'),
  unbounded('the bound in HAVING', `${COUNT} GROUP BY user_id HAVING MAX(event_ts) <= @as_of_ts`, 'orders'),
  unbounded('the bound in a filter', `SELECT user_id, COUNT(*) FILTER (WHERE event_ts <= @as_of_ts) AS n FROM orders GROUP BY user_id`, 'orders'),
  unbounded('the bound in QUALIFY', 'SELECT user_id, qty AS n FROM orders QUALIFY event_ts <= @as_of_ts AND ROW_NUMBER() OVER (PARTITION BY user_id ORDER BY event_ts DESC) = 1', 'orders', 'FT7003', 'snowflake'),
  unbounded('the bound of a window function only', 'SELECT user_id, n FROM (SELECT user_id, event_ts, COUNT(*) OVER (PARTITION BY user_id) AS n FROM orders) t WHERE event_ts <= @as_of_ts', 'orders'),
  unbounded('one arm of a union', 'SELECT user_id, COUNT(*) AS n FROM (SELECT user_id FROM orders WHERE event_ts <= @as_of_ts UNION ALL SELECT user_id FROM orders) t GROUP BY user_id', 'orders'),
  unbounded('a full join, bounded in ON', 'SELECT o.user_id, COUNT(*) AS n FROM orders o FULL JOIN clicks c ON c.user_id = o.user_id AND c.ts <= @as_of_ts WHERE o.event_ts <= @as_of_ts GROUP BY o.user_id', 'o.event_ts <= @as_of_ts', 'FT7003', 'postgres'),
  unbounded('a query in the list of columns', 'SELECT user_id, (SELECT COUNT(*) FROM clicks) AS n FROM orders WHERE event_ts <= @as_of_ts', 'clicks'),
  unbounded('a query in ORDER BY', `${COUNT} WHERE event_ts <= @as_of_ts GROUP BY user_id ORDER BY (SELECT MAX(ts) FROM clicks)`, 'clicks'),
  unbounded('the moment in a text', `${COUNT} WHERE event_ts <= '@as_of_ts' GROUP BY user_id`, "event_ts <= '@as_of_ts'"),
  unbounded('the moment in a name', `${COUNT} WHERE event_ts <= "@as_of_ts" GROUP BY user_id`, 'event_ts <= "@as_of_ts"'),
  unbounded('equal to itself', `${COUNT} WHERE event_ts <= event_ts AND @as_of_ts IS NOT NULL GROUP BY user_id`, 'event_ts <= event_ts AND @as_of_ts IS NOT NULL'),
  unbounded('two comparisons without AND', `${COUNT} WHERE (event_ts <= @as_of_ts) = FALSE GROUP BY user_id`, '(event_ts <= @as_of_ts) = FALSE'),
  unbounded('not equal', `${COUNT} WHERE event_ts <> @as_of_ts GROUP BY user_id`, 'event_ts <> @as_of_ts'),
  unbounded('NOT BETWEEN', `${COUNT} WHERE event_ts NOT BETWEEN @as_of_ts - INTERVAL 1 DAY AND @as_of_ts GROUP BY user_id`, 'event_ts NOT BETWEEN @as_of_ts - INTERVAL 1 DAY AND @as_of_ts'),
  unbounded('DATEADD of a positive length', `${COUNT} WHERE event_ts <= DATEADD(day, 1, @as_of_ts) GROUP BY user_id`, 'event_ts <= DATEADD(day, 1, @as_of_ts)', 'FT7003', 'snowflake'),
  unbounded('a cast of the time', `${COUNT} WHERE CAST(event_ts AS DATE) <= @as_of_ts GROUP BY user_id`, 'CAST(event_ts AS DATE) <= @as_of_ts'),
  unbounded('in a zone', `${COUNT} WHERE DATE_TRUNC('day', event_ts) <= @as_of_ts GROUP BY user_id`, "DATE_TRUNC('day', event_ts) <= @as_of_ts"),
  unbounded('what follows a comment on the next line counts', `${COUNT} WHERE event_ts <= @as_of_ts -- and nothing else
  OR TRUE GROUP BY user_id`, 'event_ts <= @as_of_ts -- and nothing else\n  OR TRUE'),
  unbounded('a catalogue of the engine', 'SELECT table_name AS user_id, COUNT(*) AS n FROM information_schema.tables GROUP BY 1', 'information_schema.tables', 'FT7002'),
  unbounded('a source of another case in quotes of an engine that minds it', 'SELECT user_id, COUNT(*) AS n FROM orders WHERE "EVENT_TS" <= @as_of_ts GROUP BY user_id', '"EVENT_TS" <= @as_of_ts', 'FT7003', 'postgres'),
  unbounded('a list without order', "SELECT user_id, STRING_AGG(status, ',') AS n FROM orders WHERE event_ts <= @as_of_ts GROUP BY user_id", "STRING_AGG(status, ',')", 'FT7006'),
  unbounded('the most frequent, ties left to chance', 'SELECT user_id, MODE(qty) AS n FROM orders WHERE event_ts <= @as_of_ts GROUP BY user_id', 'MODE(qty)', 'FT7006'),
  unbounded('numbered without order', 'SELECT user_id, n FROM (SELECT user_id, qty AS n, ROW_NUMBER() OVER (PARTITION BY user_id) AS r FROM orders WHERE event_ts <= @as_of_ts) t WHERE r = 1', 'ROW_NUMBER() OVER (PARTITION BY user_id)', 'FT7006'),
  unbounded('one of each, any', 'SELECT DISTINCT ON (user_id) user_id, qty AS n FROM orders WHERE event_ts <= @as_of_ts', 'DISTINCT ON (user_id)', 'FT7006', 'postgres'),
  unbounded('a computed text that may say now', "SELECT user_id, COUNT(*) AS n FROM orders WHERE event_ts <= @as_of_ts AND event_ts > CAST('no' || 'w' AS TIMESTAMP) GROUP BY user_id", "CAST('no' || 'w' AS TIMESTAMP)", 'FT7006', 'postgres'),
  unbounded('the same in a range of times', "SELECT user_id, COUNT(*) AS n FROM orders WHERE event_ts <= @as_of_ts AND event_ts > LOWER(('[no' || 'w,)')::tstzrange) GROUP BY user_id", "('[no' || 'w,)')::tstzrange", 'FT7006', 'postgres'),
  unbounded('the same by a function', "SELECT user_id, COUNT(*) AS n FROM orders WHERE event_ts <= @as_of_ts AND event_ts > DATE(CONCAT('no', 'w')) GROUP BY user_id", "DATE(CONCAT('no', 'w'))", 'FT7006', 'postgres'),
  unbounded('a column of texts that is cast to a time', 'SELECT user_id, COUNT(*) AS n FROM orders WHERE event_ts <= @as_of_ts AND event_ts > status::timestamp GROUP BY user_id', 'status::timestamp', 'FT7006', 'postgres'),
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
  broken('the clock in a text with signs that the engine skips', `${COUNT} WHERE event_ts <= @as_of_ts AND event_ts > 'now()' GROUP BY user_id`, 'FT7006', "'now()'", 'postgres'),
  broken('the clock in a text, in parentheses and beside a day', `${COUNT} WHERE event_ts <= @as_of_ts AND event_ts > '(Thursday) today:' GROUP BY user_id`, 'FT7006', "'(Thursday) today:'", 'postgres'),
  broken('chance', `${COUNT} WHERE event_ts <= @as_of_ts AND random() < 0.1 GROUP BY user_id`, 'FT7006', 'random'),
  broken('a join that only looks like one', 'SELECT o.user_id, COUNT(*) AS n FROM orders o ASOF JOIN clicks c ON o.event_ts >= c.ts GROUP BY 1', 'FT7001', 'ASOF'),
  broken('a quote that is not closed', `${COUNT} WHERE status = 'paid GROUP BY user_id`, 'FT7008', "'"),
  broken('a comment that is not closed', `${COUNT} /* WHERE event_ts <= @as_of_ts GROUP BY user_id`, 'FT7008', '/*'),
  broken('a parameter of another kind', `${COUNT} WHERE event_ts <= @as_of GROUP BY user_id`, 'FT7001', '@'),
  broken('a longer name', `${COUNT} WHERE event_ts <= @as_of_ts_2 GROUP BY user_id`, 'FT7001', '@'),
  broken('a source hidden by a common table', 'WITH orders AS (SELECT * FROM clicks WHERE ts <= @as_of_ts) SELECT user_id, COUNT(*) AS n FROM orders GROUP BY user_id', 'FT7001', 'orders'),
  broken('LATERAL', 'SELECT o.user_id, x.n FROM orders o, LATERAL (SELECT 1 AS n) x WHERE o.event_ts <= @as_of_ts', 'FT7001', 'LATERAL', 'postgres'),
  broken('a recursive table', 'WITH RECURSIVE w AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM w) SELECT user_id, COUNT(*) AS n FROM orders WHERE event_ts <= @as_of_ts GROUP BY user_id', 'FT7001', 'RECURSIVE'),
  broken('a sample', 'SELECT user_id, COUNT(*) AS n FROM orders TABLESAMPLE BERNOULLI (10) WHERE event_ts <= @as_of_ts GROUP BY user_id', 'FT7001', 'TABLESAMPLE', 'postgres'),
  broken('a sample of another kind', 'SELECT user_id, COUNT(*) AS n FROM orders USING SAMPLE 10 WHERE event_ts <= @as_of_ts GROUP BY user_id', 'FT7001', 'USING'),
  broken('a table as it was', 'SELECT user_id, COUNT(*) AS n FROM orders FOR SYSTEM_TIME AS OF @as_of_ts WHERE event_ts <= @as_of_ts GROUP BY user_id', 'FT7001', 'FOR', 'bigquery'),
  broken('a name of the generated SQL', 'SELECT f__m.user_id, COUNT(*) AS n FROM orders f__m WHERE f__m.event_ts <= @as_of_ts GROUP BY 1', 'FT7001', 'f__m'),
  broken('an escape that ends nothing', "SELECT user_id, COUNT(*) AS n FROM orders WHERE status = E'\\'' OR TRUE --' AND event_ts <= @as_of_ts GROUP BY user_id", 'FT7001', "E'", 'postgres'),
  broken('a text in three quotes', "SELECT user_id, COUNT(*) AS n FROM orders WHERE status = '''' AND event_ts <= @as_of_ts GROUP BY user_id", 'FT7001', "'''", 'bigquery'),
  broken('a dollar quote that is not closed', 'SELECT user_id, COUNT(*) AS n FROM orders WHERE status = $a$ AND event_ts <= @as_of_ts GROUP BY user_id', 'FT7008', '$a$', 'postgres'),
  broken('a comment in a comment that is not closed', `${COUNT} /* /* */ WHERE event_ts <= @as_of_ts GROUP BY user_id`, 'FT7008', '/*', 'postgres'),
  broken('a sign that nobody sees', 'SELECT user_id, COUNT(*) AS n FROM orders WHERE event_ts <= @as_of_ts\u200b GROUP BY user_id', 'FT7001', '\u200b'),
  broken('a positional parameter', 'SELECT user_id, COUNT(*) AS n FROM orders WHERE event_ts <= $1 GROUP BY user_id', 'FT7001', '$', 'postgres'),
  broken('a second statement behind a comment', `${COUNT} WHERE event_ts <= @as_of_ts GROUP BY user_id; /* */ SELECT 1`, 'FT7004', 'SELECT'),
  broken('a table that is written in a WITH', 'WITH w AS (DELETE FROM orders RETURNING *) SELECT user_id, COUNT(*) AS n FROM orders WHERE event_ts <= @as_of_ts GROUP BY user_id', 'FT7001', 'DELETE', 'postgres'),
  broken('a comparison of a comparison', `${COUNT} WHERE event_ts <= @as_of_ts = FALSE GROUP BY user_id`, 'FT7001', '='),
  broken('a postfix that reads as an alias', 'SELECT user_id, COUNT(*) ISNULL FROM orders WHERE event_ts <= @as_of_ts GROUP BY user_id', 'FT7001', 'ISNULL', 'postgres'),
  broken('a function of the engine by its schema', 'SELECT user_id, COUNT(*) AS n FROM orders WHERE event_ts <= pg_catalog.now() GROUP BY user_id', 'FT7010', 'pg_catalog.now', 'postgres'),
  broken('a sleep', 'SELECT user_id, COUNT(*) AS n FROM orders WHERE event_ts <= @as_of_ts AND pg_sleep(1) IS NULL GROUP BY user_id', 'FT7010', 'pg_sleep', 'postgres'),
  broken('any value', 'SELECT user_id, ANY_VALUE(qty) AS n FROM orders WHERE event_ts <= @as_of_ts GROUP BY user_id', 'FT7010', 'ANY_VALUE'),
  broken('a column that is not there', `SELECT user_id, COUNT(*) AS total FROM orders WHERE event_ts <= @as_of_ts GROUP BY user_id`, 'FT7007', 'n'),
];
