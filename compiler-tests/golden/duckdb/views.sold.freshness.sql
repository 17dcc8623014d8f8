-- Feature view sold: how fresh its source orders is, and the rows that can never count.

SET TimeZone = 'UTC';
SET default_collation = '';
-- as_of: the instant whose values are computed: rows are seen as they were known then
SET VARIABLE featlang_as_of = epoch_us(now());

WITH
  -- orders: every row, with its event time t and its knowledge time k in UTC microseconds
  f__source_1 AS (
    SELECT
      CASE
        WHEN s."event_ts" < TIMESTAMP '1900-01-01 00:00:00' THEN -2208988800000000
        WHEN s."event_ts" < TIMESTAMP '1970-01-01 00:00:00' THEN epoch_us(s."event_ts") - CAST(make_timestamp(epoch_us(s."event_ts")) > s."event_ts" AS BIGINT)
        WHEN s."event_ts" < TIMESTAMP '2200-01-01 00:00:00' THEN epoch_us(s."event_ts")
      END AS t,
      CASE
        WHEN s."ingested_at" < TIMESTAMP '1900-01-01 00:00:00' THEN -2208988800000000
        WHEN s."ingested_at" < TIMESTAMP '1970-01-01 00:00:00' THEN epoch_us(s."ingested_at")
        WHEN s."ingested_at" < TIMESTAMP '2200-01-01 00:00:00' THEN epoch_us(s."ingested_at") + CAST(make_timestamp(epoch_us(s."ingested_at")) < s."ingested_at" AS BIGINT)
      END AS k,
      CAST(s."seller_id" AS VARCHAR) COLLATE "binary" AS c1
    FROM "shop"."orders" AS s
  )
SELECT
  count(*) AS "source_rows",
  make_timestamptz(max(s.t)) AS "newest_event_time",
  make_timestamptz(max(s.k)) AS "newest_knowledge_time",
  count(*) FILTER (WHERE s.k > CAST(getvariable('featlang_as_of') AS BIGINT)) AS "rows_not_known_yet",
  count(*) FILTER (WHERE s.k > s.t) AS "rows_known_late",
  count(*) FILTER (WHERE s.t IS NULL) AS "rows_without_event_time",
  count(*) FILTER (WHERE s.k IS NULL) AS "rows_without_knowledge_time",
  count(*) FILTER (WHERE coalesce(s.c1 IS NULL, FALSE)) AS "rows_without_key"
FROM f__source_1 AS s;
