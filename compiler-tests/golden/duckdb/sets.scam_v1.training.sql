-- Training set scam_v1: one row for each example, features as the online store would have answered at that instant.
-- The model at the checkout: will this order turn out to be a scam?

SET TimeZone = 'UTC';
SET default_collation = '';

WITH
  -- orders: every row, with its event time t and its knowledge time k in UTC microseconds
  f__source_1 AS MATERIALIZED (
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
  -- risk_log: every row, with its event time t and its knowledge time k in UTC microseconds
  f__source_2 AS (
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
  -- the examples of scam_v1: what is kept, the instant asked, and the key of each join
  f__asked AS (
    SELECT
      e."decided_at" AS c1,
      e."is_scam" AS c2,
      e."buyer_id" AS c3,
      e."seller_id" AS c4,
      e."order_id" AS c5,
      e."decision_id" AS c6,
      e."sample_weight" AS c7,
      CASE
        WHEN e."decided_at" < TIMESTAMP '1900-01-01 00:00:00' THEN -2208988800000000
        WHEN e."decided_at" < TIMESTAMP '1970-01-01 00:00:00' THEN epoch_us(e."decided_at") - CAST(make_timestamp(epoch_us(e."decided_at")) > e."decided_at" AS BIGINT)
        WHEN e."decided_at" < TIMESTAMP '2200-01-01 00:00:00' THEN epoch_us(e."decided_at")
      END AS at_us,
      CAST(e."buyer_id" AS VARCHAR) COLLATE "binary" AS j1_key1,
      CAST(e."seller_id" AS VARCHAR) COLLATE "binary" AS j2_key1,
      CAST(e."seller_id" AS VARCHAR) COLLATE "binary" AS j3_key1,
      CAST(e."seller_id" AS VARCHAR) COLLATE "binary" AS j4_key1
    FROM "ml"."decisions" AS e
  ),
  -- the examples asked for, with the instant that each join looks from: where it is served, that of the newest value that the online store had published
  f__examples AS MATERIALIZED (
    SELECT
      e.c1 AS c1,
      e.c2 AS c2,
      e.c3 AS c3,
      e.c4 AS c4,
      e.c5 AS c5,
      e.c6 AS c6,
      e.c7 AS c7,
      e.at_us AS at_us,
      e.j1_key1 AS j1_key1,
      e.j2_key1 AS j2_key1,
      e.j3_key1 AS j3_key1,
      e.j4_key1 AS j4_key1,
      CASE
        WHEN e.at_us - 60000001 - ((e.at_us - 60000001) % 900000000 + 900000000) % 900000000 >= e.at_us - 3600000000 THEN e.at_us - 60000001 - ((e.at_us - 60000001) % 900000000 + 900000000) % 900000000
      END AS j1_at,
      CASE
        WHEN e.at_us - 60000001 - ((e.at_us - 60000001) % 900000000 + 900000000) % 900000000 >= e.at_us - 3600000000 THEN e.at_us - 60000001 - ((e.at_us - 60000001) % 900000000 + 900000000) % 900000000
      END AS j2_at,
      CASE
        WHEN e.at_us - 1 - ((e.at_us - 1) % 3600000000 + 3600000000) % 3600000000 >= e.at_us - 10800000000 THEN e.at_us - 1 - ((e.at_us - 1) % 3600000000 + 3600000000) % 3600000000
      END AS j3_at
    FROM f__asked AS e
  ),
  -- each distinct key and instant at which bought as buyer is asked
  f__j1_points AS MATERIALIZED (
    SELECT DISTINCT
      e.j1_key1 AS key1,
      e.j1_at AS at_us
    FROM f__examples AS e
    WHERE e.j1_key1 IS NOT NULL
      AND e.j1_at IS NOT NULL
  ),
  -- the keys asked for: rows of others are not read further
  f__j1_keys AS (
    SELECT DISTINCT
      p.key1 AS key1
    FROM f__j1_points AS p
  ),
  -- the first and the last instant asked for
  f__j1_span AS (
    SELECT
      min(p.at_us) AS first_at,
      max(p.at_us) AS last_at
    FROM f__j1_points AS p
  ),
  -- rows that can count for bought: key, clocks, and what its features read
  f__j1_rows AS MATERIALIZED (
    SELECT
      s.c2 AS key1,
      s.t AS t,
      s.k AS k,
      row_number() OVER (PARTITION BY s.c2 ORDER BY s.t ASC NULLS FIRST, s.k ASC NULLS FIRST, s.c11 ASC NULLS FIRST, s.c1 ASC NULLS FIRST, s.c3 ASC NULLS FIRST, s.c4 ASC NULLS FIRST, s.c5 ASC NULLS FIRST, s.c6 ASC NULLS FIRST, s.c7 ASC NULLS FIRST, s.c8 ASC NULLS FIRST, s.c9 ASC NULLS FIRST, s.c10 ASC NULLS FIRST) AS h,
      CAST(CAST(s.c5 AS DECIMAL(19,2)) * s.c6 AS DECIMAL(24,8)) AS v1,
      s.c3 AS v2,
      s.c8 AS w1
    FROM f__source_1 AS s
    JOIN f__j1_keys AS w
      ON s.c2 = w.key1
    CROSS JOIN f__j1_span AS x
    WHERE s.c2 IS NOT NULL
      AND s.t IS NOT NULL
      AND s.k IS NOT NULL
      AND s.t <= x.last_at
      AND s.t > x.first_at - 2592000000000
      AND s.k <= x.last_at
      AND s.c7 <> 'test'
      AND s.c7 = 'paid'
  ),
  -- rows (edge 0) and window edges: heads on the line where rows become visible, tails on the last line, of event times
  f__j1_sums_edges AS (
    SELECT
      r.key1 AS key1,
      CAST(1 AS INTEGER) AS line,
      greatest(r.t, r.k) AS x,
      CAST(0 AS INTEGER) AS edge,
      CAST(NULL AS BIGINT) AS at_us,
      CAST(1 AS INTEGER) AS v1,
      CAST(CASE WHEN r.w1 THEN 1 END AS INTEGER) AS v2
    FROM f__j1_rows AS r
    WHERE r.k < r.t + 3600000000
    UNION ALL
    SELECT
      p.key1 AS key1,
      CAST(1 AS INTEGER) AS line,
      p.at_us AS x,
      CAST(1 AS INTEGER) AS edge,
      p.at_us AS at_us,
      CAST(NULL AS INTEGER) AS v1,
      CAST(NULL AS INTEGER) AS v2
    FROM f__j1_points AS p
    UNION ALL
    SELECT
      r.key1 AS key1,
      CAST(2 AS INTEGER) AS line,
      greatest(r.t + 86400000000, r.k) AS x,
      CAST(0 AS INTEGER) AS edge,
      CAST(NULL AS BIGINT) AS at_us,
      CAST(1 AS INTEGER) AS v1,
      CAST(CASE WHEN r.w1 THEN 1 END AS INTEGER) AS v2
    FROM f__j1_rows AS r
    WHERE r.k < r.t + 3600000000
    UNION ALL
    SELECT
      p.key1 AS key1,
      CAST(2 AS INTEGER) AS line,
      p.at_us AS x,
      CAST(2 AS INTEGER) AS edge,
      p.at_us AS at_us,
      CAST(NULL AS INTEGER) AS v1,
      CAST(NULL AS INTEGER) AS v2
    FROM f__j1_points AS p
    UNION ALL
    SELECT
      r.key1 AS key1,
      CAST(3 AS INTEGER) AS line,
      r.t AS x,
      CAST(0 AS INTEGER) AS edge,
      CAST(NULL AS BIGINT) AS at_us,
      CAST(1 AS INTEGER) AS v1,
      CAST(CASE WHEN r.w1 THEN 1 END AS INTEGER) AS v2
    FROM f__j1_rows AS r
    WHERE r.k < r.t + 3600000000
    UNION ALL
    SELECT
      p.key1 AS key1,
      CAST(3 AS INTEGER) AS line,
      p.at_us - 3600000000 AS x,
      CAST(3 AS INTEGER) AS edge,
      p.at_us AS at_us,
      CAST(NULL AS INTEGER) AS v1,
      CAST(NULL AS INTEGER) AS v2
    FROM f__j1_points AS p
    UNION ALL
    SELECT
      p.key1 AS key1,
      CAST(3 AS INTEGER) AS line,
      p.at_us - 86400000000 AS x,
      CAST(4 AS INTEGER) AS edge,
      p.at_us AS at_us,
      CAST(NULL AS INTEGER) AS v1,
      CAST(NULL AS INTEGER) AS v2
    FROM f__j1_points AS p
    UNION ALL
    SELECT
      p.key1 AS key1,
      CAST(3 AS INTEGER) AS line,
      p.at_us - 2592000000000 AS x,
      CAST(5 AS INTEGER) AS edge,
      p.at_us AS at_us,
      CAST(NULL AS INTEGER) AS v1,
      CAST(NULL AS INTEGER) AS v2
    FROM f__j1_points AS p
    UNION ALL
    SELECT
      p.key1 AS key1,
      CAST(3 AS INTEGER) AS line,
      p.at_us - 172800000000 AS x,
      CAST(6 AS INTEGER) AS edge,
      p.at_us AS at_us,
      CAST(NULL AS INTEGER) AS v1,
      CAST(NULL AS INTEGER) AS v2
    FROM f__j1_points AS p
  ),
  -- running sums of each key, up to and including what happens at each instant
  f__j1_sums_running AS (
    SELECT
      u.key1 AS key1,
      u.at_us AS at_us,
      u.edge AS edge,
      count(u.v1) OVER (PARTITION BY u.key1, u.line ORDER BY u.x ASC NULLS FIRST RANGE UNBOUNDED PRECEDING) AS q1,
      count(u.v2) OVER (PARTITION BY u.key1, u.line ORDER BY u.x ASC NULLS FIRST RANGE UNBOUNDED PRECEDING) AS q2
    FROM f__j1_sums_edges AS u
  ),
  -- head less tail; rows that became known late, counted one by one; own rows taken off
  f__j1_sums_parts AS (
    SELECT
      c.key1 AS key1,
      c.at_us AS at_us,
      coalesce(max(c.q1) FILTER (WHERE c.edge = 1), 0) - coalesce(max(c.q1) FILTER (WHERE c.edge = 3), 0) AS p1,
      coalesce(max(c.q1) FILTER (WHERE c.edge = 1), 0) - coalesce(max(c.q1) FILTER (WHERE c.edge = 4), 0) AS p2,
      coalesce(max(c.q1) FILTER (WHERE c.edge = 1), 0) - coalesce(max(c.q1) FILTER (WHERE c.edge = 5), 0) AS p3,
      coalesce(max(c.q2) FILTER (WHERE c.edge = 1), 0) - coalesce(max(c.q2) FILTER (WHERE c.edge = 3), 0) AS p4,
      coalesce(max(c.q1) FILTER (WHERE c.edge = 2), 0) - coalesce(max(c.q1) FILTER (WHERE c.edge = 6), 0) AS p5
    FROM f__j1_sums_running AS c
    WHERE c.edge > 0
    GROUP BY
      c.key1,
      c.at_us
    UNION ALL
    SELECT
      p.key1 AS key1,
      p.at_us AS at_us,
      count(*) FILTER (WHERE r.t <= p.at_us AND r.t > p.at_us - 3600000000) AS p1,
      count(*) FILTER (WHERE r.t <= p.at_us AND r.t > p.at_us - 86400000000) AS p2,
      count(*) FILTER (WHERE r.t <= p.at_us AND r.t > p.at_us - 2592000000000) AS p3,
      count(CASE WHEN r.w1 THEN 1 END) FILTER (WHERE r.t <= p.at_us AND r.t > p.at_us - 3600000000) AS p4,
      count(*) FILTER (WHERE r.t <= p.at_us - 86400000000 AND r.t > p.at_us - 172800000000) AS p5
    FROM f__j1_points AS p
    JOIN f__j1_rows AS r
      ON r.key1 = p.key1
        AND r.t <= p.at_us
        AND r.t > p.at_us - 2592000000000
        AND r.k <= p.at_us
        AND NOT (r.k < r.t + 3600000000)
    GROUP BY
      p.key1,
      p.at_us
  ),
  -- the parts of each point added up
  f__j1_sums_total AS (
    SELECT
      c.key1 AS key1,
      c.at_us AS at_us,
      CAST(sum(c.p1) AS BIGINT) AS p1,
      CAST(sum(c.p2) AS BIGINT) AS p2,
      CAST(sum(c.p3) AS BIGINT) AS p3,
      CAST(sum(c.p4) AS BIGINT) AS p4,
      CAST(sum(c.p5) AS BIGINT) AS p5
    FROM f__j1_sums_parts AS c
    WHERE c.at_us IS NOT NULL
    GROUP BY
      c.key1,
      c.at_us
  ),
  -- rows in the windows of each point, numbered from the newest
  f__j1_fan_ranked AS (
    SELECT
      p.key1 AS key1,
      p.at_us AS at_us,
      r.t AS t,
      r.k AS k,
      r.h AS h,
      r.v1 AS v1,
      r.v2 AS v2,
      r.w1 AS w1,
      row_number() OVER (PARTITION BY p.key1, p.at_us ORDER BY r.h DESC NULLS LAST) AS n1
    FROM f__j1_points AS p
    JOIN f__j1_rows AS r
      ON r.key1 = p.key1
        AND r.t <= p.at_us
        AND r.t > p.at_us - 2592000000000
        AND r.k <= p.at_us
  ),
  -- rows in the windows of each point, aggregated with one filter per feature
  f__j1_fan_pairs AS (
    SELECT
      r.key1 AS key1,
      r.at_us AS at_us,
      count(r.v1) FILTER (WHERE r.t > r.at_us - 86400000000) AS p1,
      sum(r.v1) FILTER (WHERE r.t > r.at_us - 86400000000) AS p2,
      count(r.v1) AS p3,
      sum(r.v1) AS p4,
      list(r.v1 ORDER BY r.v1 ASC NULLS FIRST) FILTER (WHERE r.v1 IS NOT NULL) AS p5,
      count(DISTINCT r.v2) FILTER (WHERE r.t > r.at_us - 86400000000) AS p6,
      count(r.v1) FILTER (WHERE r.n1 <= 5) AS p7,
      sum(r.v1) FILTER (WHERE r.n1 <= 5) AS p8
    FROM f__j1_fan_ranked AS r
    GROUP BY
      r.key1,
      r.at_us
  ),
  -- rows as they begin (side 0) and points (side 1), by blocks of time
  f__j1_blocks_up AS (
    SELECT
      r.key1 AS key1,
      CASE
        WHEN greatest(r.t, r.k) >= 0 THEN greatest(r.t, r.k) // 1296000000000
        ELSE (greatest(r.t, r.k) + 1) // 1296000000000 - 1
      END AS block,
      greatest(r.t, r.k) AS x,
      CAST(0 AS INTEGER) AS side,
      r.v1 AS q1
    FROM f__j1_rows AS r
    WHERE r.t + 2592000000000 - greatest(r.t, r.k) >= 1296000000000
    UNION ALL
    SELECT
      p.key1 AS key1,
      CASE WHEN p.at_us >= 0 THEN p.at_us // 1296000000000 ELSE (p.at_us + 1) // 1296000000000 - 1 END AS block,
      p.at_us AS x,
      CAST(1 AS INTEGER) AS side,
      CAST(NULL AS DECIMAL(24,8)) AS q1
    FROM f__j1_points AS p
  ),
  -- upwards within each block: what has begun by T in its own block
  f__j1_blocks_up_running AS (
    SELECT
      u.key1 AS key1,
      u.x AS at_us,
      u.side AS side,
      max(u.q1) OVER (PARTITION BY u.key1, u.block ORDER BY u.x ASC NULLS FIRST RANGE UNBOUNDED PRECEDING) AS q1
    FROM f__j1_blocks_up AS u
  ),
  -- rows as they end (side 0), and points (side 1) in the blocks before theirs
  f__j1_blocks_down AS (
    SELECT
      r.key1 AS key1,
      CASE
        WHEN greatest(r.t, r.k) >= 0 THEN greatest(r.t, r.k) // 1296000000000
        ELSE (greatest(r.t, r.k) + 1) // 1296000000000 - 1
      END AS block,
      r.t + 2592000000000 - 1 AS x,
      CAST(0 AS INTEGER) AS side,
      r.v1 AS q1
    FROM f__j1_rows AS r
    WHERE r.t + 2592000000000 - greatest(r.t, r.k) >= 1296000000000
    UNION ALL
    SELECT
      p.key1 AS key1,
      CASE WHEN p.at_us >= 0 THEN p.at_us // 1296000000000 ELSE (p.at_us + 1) // 1296000000000 - 1 END - 1 AS block,
      p.at_us AS x,
      CAST(1 AS INTEGER) AS side,
      CAST(NULL AS DECIMAL(24,8)) AS q1
    FROM f__j1_points AS p
    UNION ALL
    SELECT
      p.key1 AS key1,
      CASE WHEN p.at_us >= 0 THEN p.at_us // 1296000000000 ELSE (p.at_us + 1) // 1296000000000 - 1 END - 2 AS block,
      p.at_us AS x,
      CAST(1 AS INTEGER) AS side,
      CAST(NULL AS DECIMAL(24,8)) AS q1
    FROM f__j1_points AS p
  ),
  -- downwards within each block: what lasts beyond T
  f__j1_blocks_down_running AS (
    SELECT
      u.key1 AS key1,
      u.x AS at_us,
      u.side AS side,
      max(u.q1) OVER (PARTITION BY u.key1, u.block ORDER BY u.x DESC NULLS LAST RANGE UNBOUNDED PRECEDING) AS q1
    FROM f__j1_blocks_down AS u
  ),
  -- what each block holds for each point
  f__j1_blocks_parts AS (
    SELECT
      c.key1 AS key1,
      c.at_us AS at_us,
      c.q1 AS q1
    FROM f__j1_blocks_up_running AS c
    WHERE c.side = 1
    UNION ALL
    SELECT
      c.key1 AS key1,
      c.at_us AS at_us,
      c.q1 AS q1
    FROM f__j1_blocks_down_running AS c
    WHERE c.side = 1
    UNION ALL
    SELECT
      p.key1 AS key1,
      p.at_us AS at_us,
      max(r.v1) AS q1
    FROM f__j1_points AS p
    JOIN f__j1_rows AS r
      ON r.key1 = p.key1
        AND NOT (r.t + 2592000000000 - greatest(r.t, r.k) >= 1296000000000)
        AND r.t + 2592000000000 > greatest(r.t, r.k)
        AND r.t <= p.at_us
        AND r.t > p.at_us - 2592000000000
        AND r.k <= p.at_us
    GROUP BY
      p.key1,
      p.at_us
  ),
  -- the parts of each point merged
  f__j1_blocks_merged AS (
    SELECT
      c.key1 AS key1,
      c.at_us AS at_us,
      max(c.q1) AS q1
    FROM f__j1_blocks_parts AS c
    GROUP BY
      c.key1,
      c.at_us
  ),
  -- bought: n_1h, n_24h, n_30d, spend_24h, avg_30d, max_30d, sd_30d, sellers_24h, held_1h, n_day_before, last_five_avg
  f__j1_values AS (
    SELECT
      p.key1 AS key1,
      p.at_us AS at_us,
      coalesce(a1.p1, 0) AS x1,
      coalesce(a1.p2, 0) AS x2,
      coalesce(a1.p3, 0) AS x3,
      coalesce(CASE
        WHEN abs(CASE WHEN coalesce(a2.p1, 0) > 0 THEN a2.p2 END) <= CAST('999999999999999999999999999999.99999999' AS DECIMAL(38,8)) THEN CASE WHEN coalesce(a2.p1, 0) > 0 THEN a2.p2 END
        WHEN CASE WHEN coalesce(a2.p1, 0) > 0 THEN a2.p2 END IS NOT NULL THEN error(coalesce('overflow: bought.spend_24h is outside decimal(38,8) for key ' || p.key1 || ' at ' || CAST(make_timestamptz(p.at_us) AS VARCHAR), 'a value lies outside its type'))
      END, CAST('0.00000000' AS DECIMAL(38,8))) AS x4,
      CASE WHEN coalesce(a2.p3, 0) > 0 THEN CAST(a2.p4 AS DOUBLE) / nullif(CAST(a2.p3 AS DOUBLE), 0e0) END AS x5,
      a3.q1 AS x6,
      CASE
        WHEN coalesce(a2.p3, 0) >= 2 THEN list_transform([list_transform([a2.p5], lambda a: list_transform(a, lambda x: CAST(CAST(x AS DECIMAL(25,8)) - CAST(a[1] AS DECIMAL(25,8)) AS DOUBLE)))[1]], lambda l: CASE WHEN len(l) - 1 > 0 THEN list_transform([list_sum(l) / len(l)], lambda m: sqrt(greatest(list_sum(list_transform(l, lambda x: (x - m) * (x - m))) - list_sum(list_transform(l, lambda x: x - m)) * list_sum(list_transform(l, lambda x: x - m)) / len(l), 0e0) / (len(l) - 1)))[1] END)[1]
      END AS x7,
      coalesce(a2.p6, 0) AS x8,
      coalesce(a1.p4, 0) AS x9,
      coalesce(a1.p5, 0) AS x10,
      CASE WHEN coalesce(a2.p7, 0) > 0 THEN CAST(a2.p8 AS DOUBLE) / nullif(CAST(a2.p7 AS DOUBLE), 0e0) END AS x11
    FROM f__j1_points AS p
    LEFT JOIN f__j1_sums_total AS a1
      ON p.key1 = a1.key1
        AND p.at_us = a1.at_us
    LEFT JOIN f__j1_fan_pairs AS a2
      ON p.key1 = a2.key1
        AND p.at_us = a2.at_us
    LEFT JOIN f__j1_blocks_merged AS a3
      ON p.key1 = a3.key1
        AND p.at_us = a3.at_us
  ),
  -- each distinct key and instant at which bought as seller is asked
  f__j2_points AS MATERIALIZED (
    SELECT DISTINCT
      e.j2_key1 AS key1,
      e.j2_at AS at_us
    FROM f__examples AS e
    WHERE e.j2_key1 IS NOT NULL
      AND e.j2_at IS NOT NULL
  ),
  -- the keys asked for: rows of others are not read further
  f__j2_keys AS (
    SELECT DISTINCT
      p.key1 AS key1
    FROM f__j2_points AS p
  ),
  -- the first and the last instant asked for
  f__j2_span AS (
    SELECT
      min(p.at_us) AS first_at,
      max(p.at_us) AS last_at
    FROM f__j2_points AS p
  ),
  -- rows that can count for bought: key, clocks, and what its features read
  f__j2_rows AS MATERIALIZED (
    SELECT
      s.c2 AS key1,
      s.t AS t,
      s.k AS k
    FROM f__source_1 AS s
    JOIN f__j2_keys AS w
      ON s.c2 = w.key1
    CROSS JOIN f__j2_span AS x
    WHERE s.c2 IS NOT NULL
      AND s.t IS NOT NULL
      AND s.k IS NOT NULL
      AND s.t <= x.last_at
      AND s.t > x.first_at - 2592000000000
      AND s.k <= x.last_at
      AND s.c7 <> 'test'
      AND s.c7 = 'paid'
  ),
  -- rows (edge 0) and window edges: heads on the line where rows become visible, tails on the last line, of event times
  f__j2_sums_edges AS (
    SELECT
      r.key1 AS key1,
      CAST(1 AS INTEGER) AS line,
      greatest(r.t, r.k) AS x,
      CAST(0 AS INTEGER) AS edge,
      CAST(NULL AS BIGINT) AS at_us,
      CAST(1 AS INTEGER) AS v1
    FROM f__j2_rows AS r
    WHERE r.k < r.t + 2592000000000
    UNION ALL
    SELECT
      p.key1 AS key1,
      CAST(1 AS INTEGER) AS line,
      p.at_us AS x,
      CAST(1 AS INTEGER) AS edge,
      p.at_us AS at_us,
      CAST(NULL AS INTEGER) AS v1
    FROM f__j2_points AS p
    UNION ALL
    SELECT
      r.key1 AS key1,
      CAST(2 AS INTEGER) AS line,
      r.t AS x,
      CAST(0 AS INTEGER) AS edge,
      CAST(NULL AS BIGINT) AS at_us,
      CAST(1 AS INTEGER) AS v1
    FROM f__j2_rows AS r
    WHERE r.k < r.t + 2592000000000
    UNION ALL
    SELECT
      p.key1 AS key1,
      CAST(2 AS INTEGER) AS line,
      p.at_us - 2592000000000 AS x,
      CAST(2 AS INTEGER) AS edge,
      p.at_us AS at_us,
      CAST(NULL AS INTEGER) AS v1
    FROM f__j2_points AS p
  ),
  -- running sums of each key, up to and including what happens at each instant
  f__j2_sums_running AS (
    SELECT
      u.key1 AS key1,
      u.at_us AS at_us,
      u.edge AS edge,
      count(u.v1) OVER (PARTITION BY u.key1, u.line ORDER BY u.x ASC NULLS FIRST RANGE UNBOUNDED PRECEDING) AS q1
    FROM f__j2_sums_edges AS u
  ),
  -- head less tail; rows that became known late, counted one by one; own rows taken off
  f__j2_sums_parts AS (
    SELECT
      c.key1 AS key1,
      c.at_us AS at_us,
      coalesce(max(c.q1) FILTER (WHERE c.edge = 1), 0) - coalesce(max(c.q1) FILTER (WHERE c.edge = 2), 0) AS p1
    FROM f__j2_sums_running AS c
    WHERE c.edge > 0
    GROUP BY
      c.key1,
      c.at_us
    UNION ALL
    SELECT
      p.key1 AS key1,
      p.at_us AS at_us,
      count(*) FILTER (WHERE r.t <= p.at_us AND r.t > p.at_us - 2592000000000) AS p1
    FROM f__j2_points AS p
    JOIN f__j2_rows AS r
      ON r.key1 = p.key1
        AND r.t <= p.at_us
        AND r.t > p.at_us - 2592000000000
        AND r.k <= p.at_us
        AND NOT (r.k < r.t + 2592000000000)
    GROUP BY
      p.key1,
      p.at_us
  ),
  -- the parts of each point added up
  f__j2_sums_total AS (
    SELECT
      c.key1 AS key1,
      c.at_us AS at_us,
      CAST(sum(c.p1) AS BIGINT) AS p1
    FROM f__j2_sums_parts AS c
    WHERE c.at_us IS NOT NULL
    GROUP BY
      c.key1,
      c.at_us
  ),
  -- bought: n_30d
  f__j2_values AS (
    SELECT
      p.key1 AS key1,
      p.at_us AS at_us,
      coalesce(a1.p1, 0) AS x1
    FROM f__j2_points AS p
    LEFT JOIN f__j2_sums_total AS a1
      ON p.key1 = a1.key1
        AND p.at_us = a1.at_us
  ),
  -- each distinct key and instant at which sold as seller_sales is asked
  f__j3_points AS MATERIALIZED (
    SELECT DISTINCT
      e.j3_key1 AS key1,
      e.j3_at AS at_us
    FROM f__examples AS e
    WHERE e.j3_key1 IS NOT NULL
      AND e.j3_at IS NOT NULL
  ),
  -- the keys asked for: rows of others are not read further
  f__j3_keys AS (
    SELECT DISTINCT
      p.key1 AS key1
    FROM f__j3_points AS p
  ),
  -- the first and the last instant asked for
  f__j3_span AS (
    SELECT
      min(p.at_us) AS first_at,
      max(p.at_us) AS last_at
    FROM f__j3_points AS p
  ),
  -- rows that can count for sold: key, clocks, and what its features read
  f__j3_rows AS MATERIALIZED (
    SELECT
      s.c3 AS key1,
      s.t AS t,
      s.k AS k,
      s.c2 AS v1,
      s.c7 = 'cancelled' AS v2,
      s.c8 AS v3
    FROM f__source_1 AS s
    JOIN f__j3_keys AS w
      ON s.c3 = w.key1
    CROSS JOIN f__j3_span AS x
    WHERE s.c3 IS NOT NULL
      AND s.t IS NOT NULL
      AND s.k IS NOT NULL
      AND s.t <= x.last_at
      AND s.t > x.first_at - 2592000000000
      AND s.k <= x.last_at
      AND s.c7 <> 'test'
  ),
  -- rows (edge 0) and window edges: heads on the line where rows become visible, tails on the last line, of event times
  f__j3_sums_edges AS (
    SELECT
      r.key1 AS key1,
      CAST(1 AS INTEGER) AS line,
      greatest(r.t, r.k) AS x,
      CAST(0 AS INTEGER) AS edge,
      CAST(NULL AS BIGINT) AS at_us,
      CAST(1 AS INTEGER) AS v1,
      CAST(CASE WHEN r.v2 THEN 1 END AS INTEGER) AS v2,
      CAST(CASE WHEN r.v2 IS NOT NULL THEN 1 END AS INTEGER) AS v3,
      CAST(CASE WHEN r.v3 THEN 1 END AS INTEGER) AS v4,
      CAST(CASE WHEN r.v3 IS NOT NULL THEN 1 END AS INTEGER) AS v5
    FROM f__j3_rows AS r
    WHERE r.k < r.t + 86400000000
    UNION ALL
    SELECT
      p.key1 AS key1,
      CAST(1 AS INTEGER) AS line,
      p.at_us AS x,
      CAST(1 AS INTEGER) AS edge,
      p.at_us AS at_us,
      CAST(NULL AS INTEGER) AS v1,
      CAST(NULL AS INTEGER) AS v2,
      CAST(NULL AS INTEGER) AS v3,
      CAST(NULL AS INTEGER) AS v4,
      CAST(NULL AS INTEGER) AS v5
    FROM f__j3_points AS p
    UNION ALL
    SELECT
      r.key1 AS key1,
      CAST(2 AS INTEGER) AS line,
      r.t AS x,
      CAST(0 AS INTEGER) AS edge,
      CAST(NULL AS BIGINT) AS at_us,
      CAST(1 AS INTEGER) AS v1,
      CAST(CASE WHEN r.v2 THEN 1 END AS INTEGER) AS v2,
      CAST(CASE WHEN r.v2 IS NOT NULL THEN 1 END AS INTEGER) AS v3,
      CAST(CASE WHEN r.v3 THEN 1 END AS INTEGER) AS v4,
      CAST(CASE WHEN r.v3 IS NOT NULL THEN 1 END AS INTEGER) AS v5
    FROM f__j3_rows AS r
    WHERE r.k < r.t + 86400000000
    UNION ALL
    SELECT
      p.key1 AS key1,
      CAST(2 AS INTEGER) AS line,
      p.at_us - 86400000000 AS x,
      CAST(2 AS INTEGER) AS edge,
      p.at_us AS at_us,
      CAST(NULL AS INTEGER) AS v1,
      CAST(NULL AS INTEGER) AS v2,
      CAST(NULL AS INTEGER) AS v3,
      CAST(NULL AS INTEGER) AS v4,
      CAST(NULL AS INTEGER) AS v5
    FROM f__j3_points AS p
    UNION ALL
    SELECT
      p.key1 AS key1,
      CAST(2 AS INTEGER) AS line,
      p.at_us - 2592000000000 AS x,
      CAST(3 AS INTEGER) AS edge,
      p.at_us AS at_us,
      CAST(NULL AS INTEGER) AS v1,
      CAST(NULL AS INTEGER) AS v2,
      CAST(NULL AS INTEGER) AS v3,
      CAST(NULL AS INTEGER) AS v4,
      CAST(NULL AS INTEGER) AS v5
    FROM f__j3_points AS p
  ),
  -- running sums of each key, up to and including what happens at each instant
  f__j3_sums_running AS (
    SELECT
      u.key1 AS key1,
      u.at_us AS at_us,
      u.edge AS edge,
      count(u.v1) OVER (PARTITION BY u.key1, u.line ORDER BY u.x ASC NULLS FIRST RANGE UNBOUNDED PRECEDING) AS q1,
      count(u.v2) OVER (PARTITION BY u.key1, u.line ORDER BY u.x ASC NULLS FIRST RANGE UNBOUNDED PRECEDING) AS q2,
      count(u.v3) OVER (PARTITION BY u.key1, u.line ORDER BY u.x ASC NULLS FIRST RANGE UNBOUNDED PRECEDING) AS q3,
      count(u.v4) OVER (PARTITION BY u.key1, u.line ORDER BY u.x ASC NULLS FIRST RANGE UNBOUNDED PRECEDING) AS q4,
      count(u.v5) OVER (PARTITION BY u.key1, u.line ORDER BY u.x ASC NULLS FIRST RANGE UNBOUNDED PRECEDING) AS q5
    FROM f__j3_sums_edges AS u
  ),
  -- head less tail; rows that became known late, counted one by one; own rows taken off
  f__j3_sums_parts AS (
    SELECT
      c.key1 AS key1,
      c.at_us AS at_us,
      coalesce(max(c.q1) FILTER (WHERE c.edge = 1), 0) - coalesce(max(c.q1) FILTER (WHERE c.edge = 2), 0) AS p1,
      coalesce(max(c.q1) FILTER (WHERE c.edge = 1), 0) - coalesce(max(c.q1) FILTER (WHERE c.edge = 3), 0) AS p2,
      coalesce(max(c.q2) FILTER (WHERE c.edge = 1), 0) - coalesce(max(c.q2) FILTER (WHERE c.edge = 3), 0) AS p3,
      coalesce(max(c.q3) FILTER (WHERE c.edge = 1), 0) - coalesce(max(c.q3) FILTER (WHERE c.edge = 3), 0) AS p4,
      coalesce(max(c.q4) FILTER (WHERE c.edge = 1), 0) - coalesce(max(c.q4) FILTER (WHERE c.edge = 3), 0) AS p5,
      coalesce(max(c.q5) FILTER (WHERE c.edge = 1), 0) - coalesce(max(c.q5) FILTER (WHERE c.edge = 3), 0) AS p6
    FROM f__j3_sums_running AS c
    WHERE c.edge > 0
    GROUP BY
      c.key1,
      c.at_us
    UNION ALL
    SELECT
      p.key1 AS key1,
      p.at_us AS at_us,
      count(*) FILTER (WHERE r.t <= p.at_us AND r.t > p.at_us - 86400000000) AS p1,
      count(*) FILTER (WHERE r.t <= p.at_us AND r.t > p.at_us - 2592000000000) AS p2,
      count(CASE WHEN r.v2 THEN 1 END) FILTER (WHERE r.t <= p.at_us AND r.t > p.at_us - 2592000000000) AS p3,
      count(CASE WHEN r.v2 IS NOT NULL THEN 1 END) FILTER (WHERE r.t <= p.at_us AND r.t > p.at_us - 2592000000000) AS p4,
      count(CASE WHEN r.v3 THEN 1 END) FILTER (WHERE r.t <= p.at_us AND r.t > p.at_us - 2592000000000) AS p5,
      count(CASE WHEN r.v3 IS NOT NULL THEN 1 END) FILTER (WHERE r.t <= p.at_us AND r.t > p.at_us - 2592000000000) AS p6
    FROM f__j3_points AS p
    JOIN f__j3_rows AS r
      ON r.key1 = p.key1
        AND r.t <= p.at_us
        AND r.t > p.at_us - 2592000000000
        AND r.k <= p.at_us
        AND NOT (r.k < r.t + 86400000000)
    GROUP BY
      p.key1,
      p.at_us
  ),
  -- the parts of each point added up
  f__j3_sums_total AS (
    SELECT
      c.key1 AS key1,
      c.at_us AS at_us,
      CAST(sum(c.p1) AS BIGINT) AS p1,
      CAST(sum(c.p2) AS BIGINT) AS p2,
      CAST(sum(c.p3) AS BIGINT) AS p3,
      CAST(sum(c.p4) AS BIGINT) AS p4,
      CAST(sum(c.p5) AS BIGINT) AS p5,
      CAST(sum(c.p6) AS BIGINT) AS p6
    FROM f__j3_sums_parts AS c
    WHERE c.at_us IS NOT NULL
    GROUP BY
      c.key1,
      c.at_us
  ),
  -- rows in the windows of each point, aggregated with one filter per feature
  f__j3_fan_pairs AS (
    SELECT
      p.key1 AS key1,
      p.at_us AS at_us,
      count(DISTINCT r.v1) AS p1
    FROM f__j3_points AS p
    JOIN f__j3_rows AS r
      ON r.key1 = p.key1
        AND r.t <= p.at_us
        AND r.t > p.at_us - 2592000000000
        AND r.k <= p.at_us
    GROUP BY
      p.key1,
      p.at_us
  ),
  -- sold: n_24h, n_30d, buyers_30d, cancelled_share_30d, held_share_30d
  f__j3_values AS (
    SELECT
      p.key1 AS key1,
      p.at_us AS at_us,
      coalesce(a1.p1, 0) AS x1,
      coalesce(a1.p2, 0) AS x2,
      coalesce(a2.p1, 0) AS x3,
      CASE
        WHEN coalesce(a1.p4, 0) > 0 THEN CAST(coalesce(a1.p3, 0) AS DOUBLE) / nullif(CAST(a1.p4 AS DOUBLE), 0e0)
      END AS x4,
      CASE
        WHEN coalesce(a1.p6, 0) > 0 THEN CAST(coalesce(a1.p5, 0) AS DOUBLE) / nullif(CAST(a1.p6 AS DOUBLE), 0e0)
      END AS x5
    FROM f__j3_points AS p
    LEFT JOIN f__j3_sums_total AS a1
      ON p.key1 = a1.key1
        AND p.at_us = a1.at_us
    LEFT JOIN f__j3_fan_pairs AS a2
      ON p.key1 = a2.key1
        AND p.at_us = a2.at_us
  ),
  -- each distinct key and instant at which seller_risk is asked
  f__j4_points AS MATERIALIZED (
    SELECT DISTINCT
      e.j4_key1 AS key1,
      e.at_us AS at_us
    FROM f__examples AS e
    WHERE e.j4_key1 IS NOT NULL
      AND e.at_us IS NOT NULL
  ),
  -- the keys asked for: rows of others are not read further
  f__j4_keys AS (
    SELECT DISTINCT
      p.key1 AS key1
    FROM f__j4_points AS p
  ),
  -- the first and the last instant asked for
  f__j4_span AS (
    SELECT
      min(p.at_us) AS first_at,
      max(p.at_us) AS last_at
    FROM f__j4_points AS p
  ),
  -- rows that can count for seller_risk: key, clocks, and what its features read
  f__j4_rows AS (
    SELECT
      s.c1 AS key1,
      s.t AS t,
      s.k AS k,
      s.c2 AS o1,
      s.c3 AS o2,
      s.c4 AS o3,
      s.c5 AS o4,
      s.c2 AS v1,
      s.c3 AS v2
    FROM f__source_2 AS s
    JOIN f__j4_keys AS w
      ON s.c1 = w.key1
    CROSS JOIN f__j4_span AS x
    WHERE s.c1 IS NOT NULL
      AND s.t IS NOT NULL
      AND s.k IS NOT NULL
      AND s.t <= x.last_at
      AND s.t > x.first_at - 2592000000000
      AND s.k <= x.last_at
  ),
  -- rows by the instant at which they become visible
  f__j4_asof_visible AS (
    SELECT
      r.key1 AS key1,
      greatest(r.t, r.k) AS visible_at,
      r.t AS t
    FROM f__j4_rows AS r
  ),
  -- when the newest row of the key that is known by then happened
  f__j4_asof_records AS (
    SELECT
      r.key1 AS key1,
      r.visible_at AS visible_at,
      max(r.t) OVER (PARTITION BY r.key1 ORDER BY r.visible_at ASC NULLS FIRST RANGE UNBOUNDED PRECEDING) AS t
    FROM f__j4_asof_visible AS r
  ),
  -- when the newest row that is known at each point happened
  f__j4_asof_times AS (
    SELECT
      p.key1 AS key1,
      p.at_us AS at_us,
      r.t AS newest_t
    FROM f__j4_points AS p
    ASOF LEFT JOIN f__j4_asof_records AS r
      ON p.key1 = r.key1
        AND coalesce(p.at_us, CAST('-9223372036854775808' AS BIGINT)) >= r.visible_at
  ),
  -- the rows that happened then, the last in the order of the source first
  f__j4_asof_together AS (
    SELECT
      p.key1 AS key1,
      p.at_us AS at_us,
      r.t AS t,
      r.v1 AS v1,
      r.v2 AS v2,
      row_number() OVER (PARTITION BY p.key1, p.at_us ORDER BY r.k DESC NULLS LAST, r.o1 DESC NULLS LAST, r.o2 DESC NULLS LAST, r.o3 DESC NULLS LAST, r.o4 DESC NULLS LAST) AS place
    FROM f__j4_asof_times AS p
    JOIN f__j4_rows AS r
      ON r.key1 = p.key1
        AND r.t = p.newest_t
        AND r.k <= p.at_us
    WHERE p.newest_t > p.at_us - 2592000000000
  ),
  -- the newest known row of each point
  f__j4_asof_newest AS MATERIALIZED (
    SELECT
      n.key1 AS key1,
      n.at_us AS at_us,
      n.t AS t,
      n.v1 AS v1,
      n.v2 AS v2
    FROM f__j4_asof_together AS n
    WHERE n.place = 1
  ),
  -- seller_risk: tier, score
  f__j4_values AS (
    SELECT
      p.key1 AS key1,
      p.at_us AS at_us,
      CASE WHEN a1.t > a1.at_us - 2592000000000 THEN a1.v1 END AS x1,
      CASE WHEN a1.t > a1.at_us - 2592000000000 THEN a1.v2 END AS x2
    FROM f__j4_points AS p
    LEFT JOIN f__j4_asof_newest AS a1
      ON p.key1 = a1.key1
        AND p.at_us = a1.at_us
  )
SELECT
  e.c1 AS "decided_at",
  e.c2 AS "is_scam",
  e.c3 AS "buyer_id",
  e.c4 AS "seller_id",
  e.c5 AS "order_id",
  e.c6 AS "decision_id",
  e.c7 AS "sample_weight",
  v1.x1 AS "buyer_n_1h",
  v1.x2 AS "buyer_n_24h",
  v1.x3 AS "buyer_n_30d",
  v1.x4 AS "buyer_spend_24h",
  v1.x5 AS "buyer_avg_30d",
  v1.x6 AS "buyer_max_30d",
  v1.x7 AS "buyer_sd_30d",
  v1.x8 AS "buyer_sellers_24h",
  v1.x9 AS "buyer_held_1h",
  v1.x10 AS "buyer_n_day_before",
  v1.x11 AS "buyer_last_five_avg",
  v2.x1 AS "seller_n_30d",
  v3.x1 AS "seller_sales_n_24h",
  v3.x2 AS "seller_sales_n_30d",
  v3.x3 AS "seller_sales_buyers_30d",
  v3.x4 AS "seller_sales_cancelled_share_30d",
  v3.x5 AS "seller_sales_held_share_30d",
  v4.x1 AS "tier",
  v4.x2 AS "score"
FROM f__examples AS e
LEFT JOIN f__j1_values AS v1
  ON e.j1_key1 = v1.key1
    AND e.j1_at = v1.at_us
LEFT JOIN f__j2_values AS v2
  ON e.j2_key1 = v2.key1
    AND e.j2_at = v2.at_us
LEFT JOIN f__j3_values AS v3
  ON e.j3_key1 = v3.key1
    AND e.j3_at = v3.at_us
LEFT JOIN f__j4_values AS v4
  ON e.j4_key1 = v4.key1
    AND e.at_us = v4.at_us;
