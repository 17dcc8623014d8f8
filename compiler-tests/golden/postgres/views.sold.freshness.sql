-- Feature view sold: how fresh its source orders is, and the rows that can never count.

SET TIME ZONE 'UTC';
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SET extra_float_digits = 1;
SET DateStyle = 'ISO, YMD';
SET enable_nestloop = off;
SET enable_mergejoin = off;
SET jit = off;
-- as_of: the instant whose values are computed: rows are seen as they were known then
SELECT set_config('featlang.as_of', CAST(CAST(floor(extract(epoch FROM now()) * 1000000) AS bigint) AS text), false);

WITH
  -- orders: every row, with its event time t and its knowledge time k in UTC microseconds
  f__source_1 AS (
    SELECT
      CASE
        WHEN s."event_ts" < TIMESTAMP '1900-01-01 00:00:00' THEN -2208988800000000
        WHEN s."event_ts" < TIMESTAMP '2200-01-01 00:00:00' THEN CAST(extract(epoch FROM s."event_ts") * 1000000 AS bigint)
      END AS t,
      CASE
        WHEN s."ingested_at" < TIMESTAMP '1900-01-01 00:00:00' THEN -2208988800000000
        WHEN s."ingested_at" < TIMESTAMP '2200-01-01 00:00:00' THEN CAST(extract(epoch FROM s."ingested_at") * 1000000 AS bigint)
      END AS k,
      CAST(s."seller_id" AS text) COLLATE "C" AS c1
    FROM "shop"."orders" AS s
  )
SELECT
  count(*) AS "source_rows",
  TIMESTAMPTZ '1970-01-01 00:00:00+00' + max(s.t) / 3600000000 * INTERVAL '1 hour' + max(s.t) % 3600000000 * INTERVAL '1 microsecond' AS "newest_event_time",
  TIMESTAMPTZ '1970-01-01 00:00:00+00' + max(s.k) / 3600000000 * INTERVAL '1 hour' + max(s.k) % 3600000000 * INTERVAL '1 microsecond' AS "newest_knowledge_time",
  count(*) FILTER (WHERE s.k > (SELECT CAST(current_setting('featlang.as_of') AS bigint))) AS "rows_not_known_yet",
  count(*) FILTER (WHERE s.k > s.t) AS "rows_known_late",
  count(*) FILTER (WHERE s.t IS NULL) AS "rows_without_event_time",
  count(*) FILTER (WHERE s.k IS NULL) AS "rows_without_knowledge_time",
  count(*) FILTER (WHERE coalesce(s.c1 IS NULL, FALSE)) AS "rows_without_key"
FROM f__source_1 AS s;
