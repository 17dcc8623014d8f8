-- Feature view seller_risk: the values of one key at as_of.
-- The trust team's last word on a seller, for as long as it may be trusted.

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
-- key1: the user_id asked for, as text
SELECT set_config('featlang.key1', '', false);

WITH
  -- risk_log: every row, with its event time t and its knowledge time k in UTC microseconds
  f__source_1 AS (
    SELECT
      CASE
        WHEN s."scored_at" < TIMESTAMP '1900-01-01 00:00:00' THEN -2208988800000000
        WHEN s."scored_at" < TIMESTAMP '2200-01-01 00:00:00' THEN CAST(extract(epoch FROM s."scored_at") * 1000000 AS bigint)
      END AS t,
      CASE
        WHEN s."loaded_at" < TIMESTAMP '1900-01-01 00:00:00' THEN -2208988800000000
        WHEN s."loaded_at" < TIMESTAMP '2200-01-01 00:00:00' THEN CAST(extract(epoch FROM s."loaded_at") * 1000000 AS bigint)
      END AS k,
      CAST(s."seller_id" AS text) COLLATE "C" AS c1,
      CAST(s."tier" AS text) COLLATE "C" AS c2,
      CASE
        WHEN abs(CAST(s."score" AS double precision)) < 'Infinity' THEN CAST(s."score" AS double precision) + 0
      END AS c3,
      CASE
        WHEN s."scored_at" < TIMESTAMP '1900-01-01 00:00:00' THEN -2208988800000000
        WHEN s."scored_at" < TIMESTAMP '2200-01-01 00:00:00' THEN CAST(extract(epoch FROM s."scored_at") * 1000000 AS bigint)
      END AS c4,
      CASE
        WHEN s."loaded_at" < TIMESTAMP '1900-01-01 00:00:00' THEN -2208988800000000
        WHEN s."loaded_at" < TIMESTAMP '2200-01-01 00:00:00' THEN CAST(extract(epoch FROM s."loaded_at") * 1000000 AS bigint)
      END AS c5
    FROM "trust"."risk_log" AS s
  ),
  -- rows that can count for seller_risk: key, clocks, and what its features read
  f__rows AS MATERIALIZED (
    SELECT
      s.c1 AS key1,
      s.t AS t,
      s.k AS k,
      row_number() OVER (PARTITION BY s.c1 ORDER BY s.t ASC NULLS FIRST, s.k ASC NULLS FIRST, s.c2 COLLATE "C" ASC NULLS FIRST, s.c3 ASC NULLS FIRST, s.c4 ASC NULLS FIRST, s.c5 ASC NULLS FIRST) AS h,
      s.c2 AS v1,
      s.c3 AS v2
    FROM f__source_1 AS s
    WHERE s.c1 IS NOT NULL
      AND s.t IS NOT NULL
      AND s.k IS NOT NULL
      AND s.t <= (SELECT CAST(current_setting('featlang.as_of') AS bigint))
      AND s.t > (SELECT CAST(current_setting('featlang.as_of') AS bigint)) - 2592000000000
      AND s.k <= (SELECT CAST(current_setting('featlang.as_of') AS bigint))
      AND s.c1 = (SELECT CAST(current_setting('featlang.key1') AS text))
  ),
  -- rows in the windows of each point, aggregated with one filter per feature
  f__scan_pairs AS (
    SELECT
      r.key1 AS key1,
      (array_agg(r.v1 ORDER BY r.h DESC NULLS LAST))[1] AS p1,
      (array_agg(r.v2 ORDER BY r.h DESC NULLS LAST))[1] AS p2
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
