-- Feature view seller_risk: the values of one key at as_of.
-- The trust team's last word on a seller, for as long as it may be trusted.

SET TimeZone = 'UTC';
SET default_collation = '';
-- as_of: the instant whose values are computed: rows are seen as they were known then
SET VARIABLE featlang_as_of = epoch_us(now());
-- key1: the user_id asked for, as text
SET VARIABLE featlang_key1 = '';

WITH
  -- risk_log: every row, with its event time t and its knowledge time k in UTC microseconds
  f__source_1 AS (
    SELECT
      CASE
        WHEN s."scored_at" < TIMESTAMP '1900-01-01 00:00:00' THEN -2208988800000000
        WHEN s."scored_at" < TIMESTAMP '1970-01-01 00:00:00' THEN epoch_us(s."scored_at") - CAST(make_timestamp(epoch_us(s."scored_at")) > s."scored_at" AS BIGINT)
        WHEN s."scored_at" < TIMESTAMP '2200-01-01 00:00:00' THEN epoch_us(s."scored_at")
      END AS t,
      CASE
        WHEN s."loaded_at" < TIMESTAMP '1900-01-01 00:00:00' THEN -2208988800000000
        WHEN s."loaded_at" < TIMESTAMP '1970-01-01 00:00:00' THEN epoch_us(s."loaded_at")
        WHEN s."loaded_at" < TIMESTAMP '2200-01-01 00:00:00' THEN epoch_us(s."loaded_at") + CAST(make_timestamp(epoch_us(s."loaded_at")) < s."loaded_at" AS BIGINT)
      END AS k,
      CAST(s."seller_id" AS VARCHAR) COLLATE "binary" AS c1,
      CAST(s."tier" AS VARCHAR) COLLATE "binary" AS c2,
      CASE WHEN isfinite(s."score") THEN CAST(s."score" AS DOUBLE) + 0e0 END AS c3,
      CASE
        WHEN s."scored_at" < TIMESTAMP '1900-01-01 00:00:00' THEN -2208988800000000
        WHEN s."scored_at" < TIMESTAMP '1970-01-01 00:00:00' THEN epoch_us(s."scored_at") - CAST(make_timestamp(epoch_us(s."scored_at")) > s."scored_at" AS BIGINT)
        WHEN s."scored_at" < TIMESTAMP '2200-01-01 00:00:00' THEN epoch_us(s."scored_at")
      END AS c4,
      CASE
        WHEN s."loaded_at" < TIMESTAMP '1900-01-01 00:00:00' THEN -2208988800000000
        WHEN s."loaded_at" < TIMESTAMP '1970-01-01 00:00:00' THEN epoch_us(s."loaded_at") - CAST(make_timestamp(epoch_us(s."loaded_at")) > s."loaded_at" AS BIGINT)
        WHEN s."loaded_at" < TIMESTAMP '2200-01-01 00:00:00' THEN epoch_us(s."loaded_at")
      END AS c5
    FROM "trust"."risk_log" AS s
  ),
  -- rows that can count for seller_risk: key, clocks, and what its features read
  f__rows AS MATERIALIZED (
    SELECT
      s.c1 AS key1,
      s.t AS t,
      s.k AS k,
      row_number() OVER (PARTITION BY s.c1 ORDER BY s.t ASC NULLS FIRST, s.k ASC NULLS FIRST, s.c2 ASC NULLS FIRST, s.c3 ASC NULLS FIRST, s.c4 ASC NULLS FIRST, s.c5 ASC NULLS FIRST) AS h,
      s.c2 AS v1,
      s.c3 AS v2
    FROM f__source_1 AS s
    WHERE s.c1 IS NOT NULL
      AND s.t IS NOT NULL
      AND s.k IS NOT NULL
      AND s.t <= CAST(getvariable('featlang_as_of') AS BIGINT)
      AND s.t > CAST(getvariable('featlang_as_of') AS BIGINT) - 2592000000000
      AND s.k <= CAST(getvariable('featlang_as_of') AS BIGINT)
      AND s.c1 = CAST(getvariable('featlang_key1') AS VARCHAR)
  ),
  -- rows in the windows of each point, aggregated with one filter per feature
  f__scan_pairs AS (
    SELECT
      r.key1 AS key1,
      arg_max_null(r.v1, r.h) AS p1,
      arg_max_null(r.v2, r.h) AS p2
    FROM f__rows AS r
    GROUP BY
      r.key1
  ),
  -- seller_risk: tier, score
  f__values AS (
    SELECT
      a.key1 AS key1,
      a.p1 AS x1,
      a.p2 AS x2
    FROM f__scan_pairs AS a
  )
SELECT
  v.key1 AS "user_id",
  v.x1 AS "tier",
  v.x2 AS "score"
FROM f__values AS v;
