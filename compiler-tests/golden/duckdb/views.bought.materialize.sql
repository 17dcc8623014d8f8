-- Feature view bought: the values of every key with an active row at as_of (full refresh).
-- What a user bought.

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
      CAST(s."order_id" AS VARCHAR) COLLATE "binary" AS c1,
      CAST(s."buyer_id" AS VARCHAR) COLLATE "binary" AS c2,
      CAST(s."seller_id" AS VARCHAR) COLLATE "binary" AS c3,
      CAST(s."category" AS VARCHAR) COLLATE "binary" AS c4,
      CAST(s."amount" AS DECIMAL(12,2)) AS c5,
      CAST(s."fx_rate" AS DECIMAL(12,6)) AS c6,
      CAST(s."status" AS VARCHAR) COLLATE "binary" AS c7,
      CAST(s."held" AS BOOLEAN) AS c8,
      CASE
        WHEN s."event_ts" < TIMESTAMP '1900-01-01 00:00:00' THEN -2208988800000000
        WHEN s."event_ts" < TIMESTAMP '1970-01-01 00:00:00' THEN epoch_us(s."event_ts") - CAST(make_timestamp(epoch_us(s."event_ts")) > s."event_ts" AS BIGINT)
        WHEN s."event_ts" < TIMESTAMP '2200-01-01 00:00:00' THEN epoch_us(s."event_ts")
      END AS c9,
      CASE
        WHEN s."ingested_at" < TIMESTAMP '1900-01-01 00:00:00' THEN -2208988800000000
        WHEN s."ingested_at" < TIMESTAMP '1970-01-01 00:00:00' THEN epoch_us(s."ingested_at") - CAST(make_timestamp(epoch_us(s."ingested_at")) > s."ingested_at" AS BIGINT)
        WHEN s."ingested_at" < TIMESTAMP '2200-01-01 00:00:00' THEN epoch_us(s."ingested_at")
      END AS c10,
      CAST(s."ingest_seq" AS BIGINT) AS c11
    FROM "shop"."orders" AS s
  ),
  -- rows that can count for bought: key, clocks, and what its features read
  f__rows AS MATERIALIZED (
    SELECT
      s.c2 AS key1,
      s.t AS t,
      s.k AS k,
      row_number() OVER (PARTITION BY s.c2 ORDER BY s.t ASC NULLS FIRST, s.k ASC NULLS FIRST, s.c11 ASC NULLS FIRST, s.c1 ASC NULLS FIRST, s.c3 ASC NULLS FIRST, s.c4 ASC NULLS FIRST, s.c5 ASC NULLS FIRST, s.c6 ASC NULLS FIRST, s.c7 ASC NULLS FIRST, s.c8 ASC NULLS FIRST, s.c9 ASC NULLS FIRST, s.c10 ASC NULLS FIRST) AS h,
      CAST(CAST(s.c5 AS DECIMAL(19,2)) * s.c6 AS DECIMAL(24,8)) AS v1,
      s.c3 AS v2,
      CAST(CAST(s.c5 AS DECIMAL(19,2)) * s.c6 AS DECIMAL(24,8)) > CAST('100.00000000' AS DECIMAL(24,8)) AS w1,
      CAST(CAST(s.c5 AS DECIMAL(19,2)) * s.c6 AS DECIMAL(24,8)) > CAST('100.00000000' AS DECIMAL(24,8)) AS v3,
      s.c8 AS w2,
      s.c8 AS v4,
      s.c9 AS v5,
      s.c4 AS v6
    FROM f__source_1 AS s
    WHERE s.c2 IS NOT NULL
      AND s.t IS NOT NULL
      AND s.k IS NOT NULL
      AND s.t <= CAST(getvariable('featlang_as_of') AS BIGINT)
      AND s.k <= CAST(getvariable('featlang_as_of') AS BIGINT)
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
      row_number() OVER (PARTITION BY r.key1, coalesce(r.t > CAST(getvariable('featlang_as_of') AS BIGINT) - 2592000000000, FALSE) ORDER BY r.h DESC NULLS LAST) AS n1
    FROM f__rows AS r
  ),
  -- rows in the windows of each point, aggregated with one filter per feature
  f__scan_pairs AS (
    SELECT
      r.key1 AS key1,
      count(*) FILTER (WHERE r.t > CAST(getvariable('featlang_as_of') AS BIGINT) - 3600000000) AS p1,
      count(*) FILTER (WHERE r.t > CAST(getvariable('featlang_as_of') AS BIGINT) - 86400000000) AS p2,
      count(*) FILTER (WHERE r.t > CAST(getvariable('featlang_as_of') AS BIGINT) - 2592000000000) AS p3,
      count(r.v1) FILTER (WHERE r.t > CAST(getvariable('featlang_as_of') AS BIGINT) - 86400000000) AS p4,
      sum(r.v1) FILTER (WHERE r.t > CAST(getvariable('featlang_as_of') AS BIGINT) - 86400000000) AS p5,
      count(r.v1) FILTER (WHERE r.t > CAST(getvariable('featlang_as_of') AS BIGINT) - 2592000000000) AS p6,
      sum(r.v1) FILTER (WHERE r.t > CAST(getvariable('featlang_as_of') AS BIGINT) - 2592000000000) AS p7,
      min(r.v1) FILTER (WHERE r.t > CAST(getvariable('featlang_as_of') AS BIGINT) - 2592000000000) AS p8,
      max(r.v1) FILTER (WHERE r.t > CAST(getvariable('featlang_as_of') AS BIGINT) - 2592000000000) AS p9,
      list(r.v1 ORDER BY r.v1 ASC NULLS FIRST) FILTER (WHERE r.t > CAST(getvariable('featlang_as_of') AS BIGINT) - 2592000000000 AND r.v1 IS NOT NULL) AS p10,
      list(CAST(r.v1 AS DOUBLE) ORDER BY CAST(r.v1 AS DOUBLE) ASC NULLS FIRST) FILTER (WHERE r.t > CAST(getvariable('featlang_as_of') AS BIGINT) - 2592000000000 AND r.v1 IS NOT NULL) AS p11,
      count(DISTINCT r.v2) FILTER (WHERE r.t > CAST(getvariable('featlang_as_of') AS BIGINT) - 86400000000) AS p12,
      count(*) FILTER (WHERE r.t > CAST(getvariable('featlang_as_of') AS BIGINT) - 2592000000000 AND r.w1) AS p13,
      count(*) FILTER (WHERE r.t > CAST(getvariable('featlang_as_of') AS BIGINT) - 2592000000000 AND r.v3) AS p14,
      count(r.v3) FILTER (WHERE r.t > CAST(getvariable('featlang_as_of') AS BIGINT) - 2592000000000) AS p15,
      count(*) FILTER (WHERE r.t > CAST(getvariable('featlang_as_of') AS BIGINT) - 3600000000 AND r.w2) AS p16,
      bool_or(r.v4) FILTER (WHERE r.t > CAST(getvariable('featlang_as_of') AS BIGINT) - 2592000000000) AS p17,
      count(*) FILTER (WHERE r.t <= CAST(getvariable('featlang_as_of') AS BIGINT) - 86400000000
        AND r.t > CAST(getvariable('featlang_as_of') AS BIGINT) - 172800000000) AS p18,
      count(*) AS p19,
      arg_max_null(r.v5, r.h) AS p20,
      list(r.v6 ORDER BY r.h DESC NULLS LAST) FILTER (WHERE r.t > CAST(getvariable('featlang_as_of') AS BIGINT) - 2592000000000 AND r.v6 IS NOT NULL) AS p21,
      count(r.v1) FILTER (WHERE r.t > CAST(getvariable('featlang_as_of') AS BIGINT) - 2592000000000 AND r.n1 <= 5) AS p22,
      sum(r.v1) FILTER (WHERE r.t > CAST(getvariable('featlang_as_of') AS BIGINT) - 2592000000000 AND r.n1 <= 5) AS p23
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
        WHEN abs(CASE WHEN coalesce(a.p4, 0) > 0 THEN a.p5 END) <= CAST('999999999999999999999999999999.99999999' AS DECIMAL(38,8)) THEN CASE WHEN coalesce(a.p4, 0) > 0 THEN a.p5 END
        WHEN CASE WHEN coalesce(a.p4, 0) > 0 THEN a.p5 END IS NOT NULL THEN error(coalesce('overflow: bought.spend_24h is outside decimal(38,8) for key ' || a.key1 || ' at ' || CAST(make_timestamptz(CAST(getvariable('featlang_as_of') AS BIGINT)) AS VARCHAR), 'a value lies outside its type'))
      END, CAST('0.00000000' AS DECIMAL(38,8))) AS x4,
      coalesce(CASE
        WHEN abs(CASE WHEN coalesce(a.p6, 0) > 0 THEN a.p7 END) <= CAST('999999999999999999999999999999.99999999' AS DECIMAL(38,8)) THEN CASE WHEN coalesce(a.p6, 0) > 0 THEN a.p7 END
        WHEN CASE WHEN coalesce(a.p6, 0) > 0 THEN a.p7 END IS NOT NULL THEN error(coalesce('overflow: bought.spend_30d is outside decimal(38,8) for key ' || a.key1 || ' at ' || CAST(make_timestamptz(CAST(getvariable('featlang_as_of') AS BIGINT)) AS VARCHAR), 'a value lies outside its type'))
      END, CAST('0.00000000' AS DECIMAL(38,8))) AS x5,
      CASE WHEN coalesce(a.p6, 0) > 0 THEN CAST(a.p7 AS DOUBLE) / nullif(CAST(a.p6 AS DOUBLE), 0e0) END AS x6,
      a.p8 AS x7,
      a.p9 AS x8,
      CASE
        WHEN coalesce(a.p6, 0) >= 2 THEN list_transform([list_transform([a.p10], lambda a: list_transform(a, lambda x: CAST(CAST(x AS DECIMAL(25,8)) - CAST(a[1] AS DECIMAL(25,8)) AS DOUBLE)))[1]], lambda l: CASE WHEN len(l) - 1 > 0 THEN list_transform([list_sum(l) / len(l)], lambda m: sqrt(greatest(list_sum(list_transform(l, lambda x: (x - m) * (x - m))) - list_sum(list_transform(l, lambda x: x - m)) * list_sum(list_transform(l, lambda x: x - m)) / len(l), 0e0) / (len(l) - 1)))[1] END)[1]
      END AS x9,
      CASE
        WHEN coalesce(len(a.p11), 0) > 0 THEN CASE
          WHEN (9 * (len(a.p11) - 1)) % 10 = 0 THEN list_extract(a.p11, CASE
            WHEN 9 * (len(a.p11) - 1) >= 0 THEN (9 * (len(a.p11) - 1)) // 10
            ELSE (9 * (len(a.p11) - 1) + 1) // 10 - 1
          END + 1)
          ELSE list_transform([list_extract(a.p11, CASE
            WHEN 9 * (len(a.p11) - 1) >= 0 THEN (9 * (len(a.p11) - 1)) // 10
            ELSE (9 * (len(a.p11) - 1) + 1) // 10 - 1
          END + 1) + list_transform([list_transform([list_extract(a.p11, CASE
            WHEN 9 * (len(a.p11) - 1) >= 0 THEN (9 * (len(a.p11) - 1)) // 10
            ELSE (9 * (len(a.p11) - 1) + 1) // 10 - 1
          END + 2) - list_extract(a.p11, CASE
            WHEN 9 * (len(a.p11) - 1) >= 0 THEN (9 * (len(a.p11) - 1)) // 10
            ELSE (9 * (len(a.p11) - 1) + 1) // 10 - 1
          END + 1)], lambda f__v1: CASE WHEN isfinite(f__v1) THEN f__v1 END)[1] * (CAST((9 * (len(a.p11) - 1)) % 10 AS DOUBLE) / nullif(CAST(10 AS DOUBLE), 0e0)) + 0e0], lambda f__v2: CASE WHEN isfinite(f__v2) THEN f__v2 END)[1]], lambda f__v3: CASE WHEN isfinite(f__v3) THEN f__v3 END)[1]
        END
      END AS x10,
      coalesce(a.p12, 0) AS x11,
      coalesce(a.p13, 0) AS x12,
      CASE
        WHEN coalesce(a.p15, 0) > 0 THEN CAST(coalesce(a.p14, 0) AS DOUBLE) / nullif(CAST(a.p15 AS DOUBLE), 0e0)
      END AS x13,
      coalesce(a.p16, 0) AS x14,
      a.p17 AS x15,
      coalesce(a.p18, 0) AS x16,
      coalesce(a.p19, 0) AS x17,
      a.p20 AS x18,
      coalesce(list_slice(a.p21, 1, 5), CAST([] AS VARCHAR[])) AS x19,
      CASE WHEN coalesce(a.p22, 0) > 0 THEN CAST(a.p23 AS DOUBLE) / nullif(CAST(a.p22 AS DOUBLE), 0e0) END AS x20
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
  make_timestamptz(v.x18) AS "last_order_at",
  v.x19 AS "last_categories",
  v.x20 AS "last_five_avg"
FROM f__values AS v;
