-- Feature view bought: the values of every key with an active row at as_of (full refresh).
-- What a user bought.

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
      CAST(s."order_id" AS text) COLLATE "C" AS c1,
      CAST(s."buyer_id" AS text) COLLATE "C" AS c2,
      CAST(s."seller_id" AS text) COLLATE "C" AS c3,
      CAST(s."category" AS text) COLLATE "C" AS c4,
      CASE WHEN abs(CAST(s."amount" AS numeric)) < 'Infinity' THEN CAST(s."amount" AS numeric(12,2)) END AS c5,
      CASE WHEN abs(CAST(s."fx_rate" AS numeric)) < 'Infinity' THEN CAST(s."fx_rate" AS numeric(12,6)) END AS c6,
      CAST(s."status" AS text) COLLATE "C" AS c7,
      CAST(s."held" AS boolean) AS c8,
      CASE
        WHEN s."event_ts" < TIMESTAMP '1900-01-01 00:00:00' THEN -2208988800000000
        WHEN s."event_ts" < TIMESTAMP '2200-01-01 00:00:00' THEN CAST(extract(epoch FROM s."event_ts") * 1000000 AS bigint)
      END AS c9,
      CASE
        WHEN s."ingested_at" < TIMESTAMP '1900-01-01 00:00:00' THEN -2208988800000000
        WHEN s."ingested_at" < TIMESTAMP '2200-01-01 00:00:00' THEN CAST(extract(epoch FROM s."ingested_at") * 1000000 AS bigint)
      END AS c10,
      CAST(s."ingest_seq" AS bigint) AS c11
    FROM "shop"."orders" AS s
  ),
  -- rows that can count for bought: key, clocks, and what its features read
  f__rows AS MATERIALIZED (
    SELECT
      s.c2 AS key1,
      s.t AS t,
      s.k AS k,
      row_number() OVER (PARTITION BY s.c2 ORDER BY s.t ASC NULLS FIRST, s.k ASC NULLS FIRST, s.c11 ASC NULLS FIRST, s.c1 COLLATE "C" ASC NULLS FIRST, s.c3 COLLATE "C" ASC NULLS FIRST, s.c4 COLLATE "C" ASC NULLS FIRST, s.c5 ASC NULLS FIRST, s.c6 ASC NULLS FIRST, s.c7 COLLATE "C" ASC NULLS FIRST, s.c8 ASC NULLS FIRST, s.c9 ASC NULLS FIRST, s.c10 ASC NULLS FIRST) AS h,
      s.c5 * s.c6 AS v1,
      s.c3 AS v2,
      s.c5 * s.c6 > CAST('100.00000000' AS numeric(24,8)) AS w1,
      s.c5 * s.c6 > CAST('100.00000000' AS numeric(24,8)) AS v3,
      s.c8 AS w2,
      s.c8 AS v4,
      s.c9 AS v5,
      s.c4 AS v6
    FROM f__source_1 AS s
    WHERE s.c2 IS NOT NULL
      AND s.t IS NOT NULL
      AND s.k IS NOT NULL
      AND s.t <= (SELECT CAST(current_setting('featlang.as_of') AS bigint))
      AND s.k <= (SELECT CAST(current_setting('featlang.as_of') AS bigint))
      AND s.c7 <> 'test'
      AND s.c7 = 'paid'
  ),
  -- rows in the windows of each point, numbered from the newest
  f__scan_ranked AS (
    SELECT
      r.key1 AS key1,
      r.t AS t,
      r.k AS k,
      r.h AS h,
      r.v1 AS v1,
      r.v2 AS v2,
      r.w1 AS w1,
      r.v3 AS v3,
      r.w2 AS w2,
      r.v4 AS v4,
      r.v5 AS v5,
      r.v6 AS v6,
      row_number() OVER (PARTITION BY r.key1, coalesce(r.t > (SELECT CAST(current_setting('featlang.as_of') AS bigint)) - 2592000000000, FALSE) ORDER BY r.h DESC NULLS LAST) AS n1
    FROM f__rows AS r
  ),
  -- rows in the windows of each point, aggregated with one filter per feature
  f__scan_pairs AS (
    SELECT
      r.key1 AS key1,
      count(*) FILTER (WHERE r.t > (SELECT CAST(current_setting('featlang.as_of') AS bigint)) - 3600000000) AS p1,
      count(*) FILTER (WHERE r.t > (SELECT CAST(current_setting('featlang.as_of') AS bigint)) - 86400000000) AS p2,
      count(*) FILTER (WHERE r.t > (SELECT CAST(current_setting('featlang.as_of') AS bigint)) - 2592000000000) AS p3,
      count(r.v1) FILTER (WHERE r.t > (SELECT CAST(current_setting('featlang.as_of') AS bigint)) - 86400000000) AS p4,
      sum(r.v1) FILTER (WHERE r.t > (SELECT CAST(current_setting('featlang.as_of') AS bigint)) - 86400000000) AS p5,
      count(r.v1) FILTER (WHERE r.t > (SELECT CAST(current_setting('featlang.as_of') AS bigint)) - 2592000000000) AS p6,
      sum(r.v1) FILTER (WHERE r.t > (SELECT CAST(current_setting('featlang.as_of') AS bigint)) - 2592000000000) AS p7,
      min(r.v1) FILTER (WHERE r.t > (SELECT CAST(current_setting('featlang.as_of') AS bigint)) - 2592000000000) AS p8,
      max(r.v1) FILTER (WHERE r.t > (SELECT CAST(current_setting('featlang.as_of') AS bigint)) - 2592000000000) AS p9,
      sum(trunc(r.v1 * 100000000)) FILTER (WHERE r.t > (SELECT CAST(current_setting('featlang.as_of') AS bigint)) - 2592000000000 AND r.v1 IS NOT NULL) AS p10,
      sum(trunc(r.v1 * 100000000) * trunc(r.v1 * 100000000)) FILTER (WHERE r.t > (SELECT CAST(current_setting('featlang.as_of') AS bigint)) - 2592000000000 AND r.v1 IS NOT NULL) AS p11,
      array_agg(CAST(r.v1 AS double precision) ORDER BY CAST(r.v1 AS double precision) ASC NULLS FIRST) FILTER (WHERE r.t > (SELECT CAST(current_setting('featlang.as_of') AS bigint)) - 2592000000000 AND r.v1 IS NOT NULL) AS p12,
      count(DISTINCT r.v2 COLLATE "C") FILTER (WHERE r.t > (SELECT CAST(current_setting('featlang.as_of') AS bigint)) - 86400000000) AS p13,
      count(*) FILTER (WHERE r.t > (SELECT CAST(current_setting('featlang.as_of') AS bigint)) - 2592000000000 AND r.w1) AS p14,
      count(*) FILTER (WHERE r.t > (SELECT CAST(current_setting('featlang.as_of') AS bigint)) - 2592000000000 AND r.v3) AS p15,
      count(r.v3) FILTER (WHERE r.t > (SELECT CAST(current_setting('featlang.as_of') AS bigint)) - 2592000000000) AS p16,
      count(*) FILTER (WHERE r.t > (SELECT CAST(current_setting('featlang.as_of') AS bigint)) - 3600000000 AND r.w2) AS p17,
      bool_or(r.v4) FILTER (WHERE r.t > (SELECT CAST(current_setting('featlang.as_of') AS bigint)) - 2592000000000) AS p18,
      count(*) FILTER (WHERE r.t <= (SELECT CAST(current_setting('featlang.as_of') AS bigint)) - 86400000000
        AND r.t > (SELECT CAST(current_setting('featlang.as_of') AS bigint)) - 172800000000) AS p19,
      count(*) AS p20,
      (array_agg(r.v5 ORDER BY r.h DESC NULLS LAST))[1] AS p21,
      array_agg(r.v6 ORDER BY r.h DESC NULLS LAST) FILTER (WHERE r.t > (SELECT CAST(current_setting('featlang.as_of') AS bigint)) - 2592000000000 AND r.v6 IS NOT NULL) AS p22,
      count(r.v1) FILTER (WHERE r.t > (SELECT CAST(current_setting('featlang.as_of') AS bigint)) - 2592000000000 AND r.n1 <= 5) AS p23,
      sum(r.v1) FILTER (WHERE r.t > (SELECT CAST(current_setting('featlang.as_of') AS bigint)) - 2592000000000 AND r.n1 <= 5) AS p24
    FROM f__scan_ranked AS r
    GROUP BY
      r.key1
  ),
  -- bought: n_1h, n_24h, n_30d, spend_24h, spend_30d, avg_30d, min_30d, max_30d, sd_30d, p90_30d, sellers_24h, big_30d, big_share_30d, held_1h, held_30d, n_day_before, n_ever, last_order_at, last_categories, last_five_avg
  f__values AS (
    SELECT
      a.key1 AS key1,
      coalesce(a.p1, 0) AS x1,
      coalesce(a.p2, 0) AS x2,
      coalesce(a.p3, 0) AS x3,
      coalesce(CASE
        WHEN abs(CASE WHEN coalesce(a.p4, 0) > 0 THEN a.p5 END) < 1000000000000000000000000000000 THEN CASE WHEN coalesce(a.p4, 0) > 0 THEN a.p5 END
        WHEN CASE WHEN coalesce(a.p4, 0) > 0 THEN a.p5 END IS NOT NULL THEN CAST(concat(coalesce('overflow: bought.spend_24h is outside decimal(38,8) for key ' || a.key1 || ' at ' || CAST(TIMESTAMPTZ '1970-01-01 00:00:00+00' + (SELECT CAST(current_setting('featlang.as_of') AS bigint)) / 3600000000 * INTERVAL '1 hour' + (SELECT CAST(current_setting('featlang.as_of') AS bigint)) % 3600000000 * INTERVAL '1 microsecond' AS text), 'a value lies outside its type')) AS numeric)
      END, CAST('0.00000000' AS numeric(38,8))) AS x4,
      coalesce(CASE
        WHEN abs(CASE WHEN coalesce(a.p6, 0) > 0 THEN a.p7 END) < 1000000000000000000000000000000 THEN CASE WHEN coalesce(a.p6, 0) > 0 THEN a.p7 END
        WHEN CASE WHEN coalesce(a.p6, 0) > 0 THEN a.p7 END IS NOT NULL THEN CAST(concat(coalesce('overflow: bought.spend_30d is outside decimal(38,8) for key ' || a.key1 || ' at ' || CAST(TIMESTAMPTZ '1970-01-01 00:00:00+00' + (SELECT CAST(current_setting('featlang.as_of') AS bigint)) / 3600000000 * INTERVAL '1 hour' + (SELECT CAST(current_setting('featlang.as_of') AS bigint)) % 3600000000 * INTERVAL '1 microsecond' AS text), 'a value lies outside its type')) AS numeric)
      END, CAST('0.00000000' AS numeric(38,8))) AS x5,
      CASE
        WHEN coalesce(a.p6, 0) > 0 THEN CAST(a.p7 AS double precision) / nullif(CAST(a.p6 AS double precision), 0)
      END AS x6,
      a.p8 AS x7,
      a.p9 AS x8,
      CASE
        WHEN coalesce(a.p6, 0) >= 2 THEN (SELECT CASE WHEN f__v4 >= 0 THEN sqrt(f__v4) END FROM (SELECT (SELECT CASE
          WHEN abs(CAST(a.p6 - 1 AS double precision)) < 1
            AND abs(f__v3) > double precision '1.7976931348623155e308' * abs(CAST(a.p6 - 1 AS double precision)) THEN NULL
          ELSE f__v3 / nullif(CAST(a.p6 - 1 AS double precision), 0)
        END FROM (SELECT CASE
          WHEN a.p11 - div(a.p10, nullif(CAST(a.p6 AS numeric), 0)) * (CAST(a.p6 AS numeric) * div(a.p10, nullif(CAST(a.p6 AS numeric), 0)) + 2 * (a.p10 - CAST(a.p6 AS numeric) * div(a.p10, nullif(CAST(a.p6 AS numeric), 0)))) < 1000000000000000000 THEN CAST((a.p11 - div(a.p10, nullif(CAST(a.p6 AS numeric), 0)) * (CAST(a.p6 AS numeric) * div(a.p10, nullif(CAST(a.p6 AS numeric), 0)) + 2 * (a.p10 - CAST(a.p6 AS numeric) * div(a.p10, nullif(CAST(a.p6 AS numeric), 0))))) * CAST(a.p6 AS numeric) - (a.p10 - CAST(a.p6 AS numeric) * div(a.p10, nullif(CAST(a.p6 AS numeric), 0))) * (a.p10 - CAST(a.p6 AS numeric) * div(a.p10, nullif(CAST(a.p6 AS numeric), 0))) AS double precision) / nullif(CAST(a.p6 AS double precision), 0)
          ELSE (SELECT CASE
            WHEN (f__v2 >= 0 OR f__v1 <= double precision '1.7976931348623155e308' + f__v2)
              AND (f__v2 <= 0 OR f__v1 >= double precision '-1.7976931348623155e308' + f__v2) THEN f__v1 - f__v2
          END FROM (SELECT CAST(a.p11 - div(a.p10, nullif(CAST(a.p6 AS numeric), 0)) * (CAST(a.p6 AS numeric) * div(a.p10, nullif(CAST(a.p6 AS numeric), 0)) + 2 * (a.p10 - CAST(a.p6 AS numeric) * div(a.p10, nullif(CAST(a.p6 AS numeric), 0)))) AS double precision) AS f__v1, CAST((a.p10 - CAST(a.p6 AS numeric) * div(a.p10, nullif(CAST(a.p6 AS numeric), 0))) * (a.p10 - CAST(a.p6 AS numeric) * div(a.p10, nullif(CAST(a.p6 AS numeric), 0))) AS double precision) / nullif(CAST(a.p6 AS double precision), 0) AS f__v2 OFFSET 0) AS f__v)
        END / double precision '10000000000000000e0' AS f__v3 OFFSET 0) AS f__v) AS f__v4 OFFSET 0) AS f__v)
      END AS x9,
      CASE
        WHEN coalesce(cardinality(a.p12), 0) > 0 THEN CASE
          WHEN (9 * (cardinality(a.p12) - 1)) % 10 = 0 THEN (a.p12)[CASE
            WHEN 9 * (cardinality(a.p12) - 1) >= 0 THEN (9 * (cardinality(a.p12) - 1)) / 10
            ELSE (9 * (cardinality(a.p12) - 1) + 1) / 10 - 1
          END + 1]
          ELSE (SELECT CASE
            WHEN (f__v6 <= 0 OR f__v5 <= double precision '1.7976931348623155e308' - f__v6)
              AND (f__v6 >= 0 OR f__v5 >= double precision '-1.7976931348623155e308' - f__v6) THEN f__v5 + f__v6
          END FROM (SELECT (a.p12)[CASE
            WHEN 9 * (cardinality(a.p12) - 1) >= 0 THEN (9 * (cardinality(a.p12) - 1)) / 10
            ELSE (9 * (cardinality(a.p12) - 1) + 1) / 10 - 1
          END + 1] AS f__v5, (SELECT CASE
            WHEN abs(f__v4) > 1 AND abs(f__v3) > double precision '1.7976931348623155e308' / abs(f__v4) THEN NULL
            WHEN f__v4 <> 0 AND abs(f__v4) < 1 AND abs(f__v3) < double precision '1e-323' / abs(f__v4) THEN double precision '0'
            ELSE f__v3 * f__v4 + double precision '0'
          END FROM (SELECT (SELECT CASE
            WHEN (f__v2 >= 0 OR f__v1 <= double precision '1.7976931348623155e308' + f__v2)
              AND (f__v2 <= 0 OR f__v1 >= double precision '-1.7976931348623155e308' + f__v2) THEN f__v1 - f__v2
          END FROM (SELECT (a.p12)[CASE
            WHEN 9 * (cardinality(a.p12) - 1) >= 0 THEN (9 * (cardinality(a.p12) - 1)) / 10
            ELSE (9 * (cardinality(a.p12) - 1) + 1) / 10 - 1
          END + 2] AS f__v1, (a.p12)[CASE
            WHEN 9 * (cardinality(a.p12) - 1) >= 0 THEN (9 * (cardinality(a.p12) - 1)) / 10
            ELSE (9 * (cardinality(a.p12) - 1) + 1) / 10 - 1
          END + 1] AS f__v2 OFFSET 0) AS f__v) AS f__v3, CAST((9 * (cardinality(a.p12) - 1)) % 10 AS double precision) / nullif(CAST(10 AS double precision), 0) AS f__v4 OFFSET 0) AS f__v) AS f__v6 OFFSET 0) AS f__v)
        END
      END AS x10,
      coalesce(a.p13, 0) AS x11,
      coalesce(a.p14, 0) AS x12,
      CASE
        WHEN coalesce(a.p16, 0) > 0 THEN CAST(coalesce(a.p15, 0) AS double precision) / nullif(CAST(a.p16 AS double precision), 0)
      END AS x13,
      coalesce(a.p17, 0) AS x14,
      a.p18 AS x15,
      coalesce(a.p19, 0) AS x16,
      coalesce(a.p20, 0) AS x17,
      a.p21 AS x18,
      coalesce((a.p22)[1:5], CAST('{}' AS text[])) AS x19,
      CASE
        WHEN coalesce(a.p23, 0) > 0 THEN CAST(a.p24 AS double precision) / nullif(CAST(a.p23 AS double precision), 0)
      END AS x20
    FROM f__scan_pairs AS a
  )
SELECT
  v.key1 AS "user_id",
  v.x1 AS "n_1h",
  v.x2 AS "n_24h",
  v.x3 AS "n_30d",
  v.x4 AS "spend_24h",
  v.x5 AS "spend_30d",
  v.x6 AS "avg_30d",
  v.x7 AS "min_30d",
  v.x8 AS "max_30d",
  v.x9 AS "sd_30d",
  v.x10 AS "p90_30d",
  v.x11 AS "sellers_24h",
  v.x12 AS "big_30d",
  v.x13 AS "big_share_30d",
  v.x14 AS "held_1h",
  v.x15 AS "held_30d",
  v.x16 AS "n_day_before",
  v.x17 AS "n_ever",
  TIMESTAMPTZ '1970-01-01 00:00:00+00' + v.x18 / 3600000000 * INTERVAL '1 hour' + v.x18 % 3600000000 * INTERVAL '1 microsecond' AS "last_order_at",
  v.x19 AS "last_categories",
  v.x20 AS "last_five_avg"
FROM f__values AS v;
