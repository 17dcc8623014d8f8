-- Training set scam_study: one row for each example, features as they were at that instant.
-- The same examples with every value as of the very moment of the decision: what the tutorial studies.

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
      CAST(s."amount" AS DECIMAL(12,2)) AS c4,
      CAST(s."fx_rate" AS DECIMAL(12,6)) AS c5,
      CAST(s."status" AS VARCHAR) COLLATE "binary" AS c6,
      CAST(s."held" AS BOOLEAN) AS c7
    FROM "shop"."orders" AS s
  ),
  -- the examples of scam_study: what is kept, the instant asked, and the key of each join
  f__examples AS MATERIALIZED (
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
      CAST(e."order_id" AS VARCHAR) COLLATE "binary" AS j1_own,
      CAST(e."seller_id" AS VARCHAR) COLLATE "binary" AS j2_key1,
      CAST(e."order_id" AS VARCHAR) COLLATE "binary" AS j2_own
    FROM "ml"."decisions" AS e
  ),
  -- each distinct key and instant at which bought as buyer is asked
  f__j1_points AS MATERIALIZED (
    SELECT DISTINCT
      e.j1_key1 AS key1,
      e.at_us AS at_us,
      e.j1_own AS own
    FROM f__examples AS e
    WHERE e.j1_key1 IS NOT NULL
      AND e.at_us IS NOT NULL
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
      s.c1 AS own,
      CAST(CAST(s.c4 AS DECIMAL(19,2)) * s.c5 AS DECIMAL(24,8)) AS v1,
      s.c7 AS w1
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
      AND s.c6 <> 'test'
      AND s.c6 = 'paid'
  ),
  -- rows (edge 0) and window edges: heads on the line where rows become visible, tails on the last line, of event times
  f__j1_sums_edges AS (
    SELECT
      r.key1 AS key1,
      CAST(1 AS INTEGER) AS line,
      greatest(r.t, r.k) AS x,
      CAST(0 AS INTEGER) AS edge,
      CAST(NULL AS BIGINT) AS at_us,
      CAST(NULL AS VARCHAR) AS own,
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
      p.own AS own,
      CAST(NULL AS INTEGER) AS v1,
      CAST(NULL AS INTEGER) AS v2
    FROM f__j1_points AS p
    UNION ALL
    SELECT
      r.key1 AS key1,
      CAST(2 AS INTEGER) AS line,
      r.t AS x,
      CAST(0 AS INTEGER) AS edge,
      CAST(NULL AS BIGINT) AS at_us,
      CAST(NULL AS VARCHAR) AS own,
      CAST(1 AS INTEGER) AS v1,
      CAST(CASE WHEN r.w1 THEN 1 END AS INTEGER) AS v2
    FROM f__j1_rows AS r
    WHERE r.k < r.t + 3600000000
    UNION ALL
    SELECT
      p.key1 AS key1,
      CAST(2 AS INTEGER) AS line,
      p.at_us - 3600000000 AS x,
      CAST(2 AS INTEGER) AS edge,
      p.at_us AS at_us,
      p.own AS own,
      CAST(NULL AS INTEGER) AS v1,
      CAST(NULL AS INTEGER) AS v2
    FROM f__j1_points AS p
    UNION ALL
    SELECT
      p.key1 AS key1,
      CAST(2 AS INTEGER) AS line,
      p.at_us - 86400000000 AS x,
      CAST(3 AS INTEGER) AS edge,
      p.at_us AS at_us,
      p.own AS own,
      CAST(NULL AS INTEGER) AS v1,
      CAST(NULL AS INTEGER) AS v2
    FROM f__j1_points AS p
    UNION ALL
    SELECT
      p.key1 AS key1,
      CAST(2 AS INTEGER) AS line,
      p.at_us - 2592000000000 AS x,
      CAST(4 AS INTEGER) AS edge,
      p.at_us AS at_us,
      p.own AS own,
      CAST(NULL AS INTEGER) AS v1,
      CAST(NULL AS INTEGER) AS v2
    FROM f__j1_points AS p
  ),
  -- running sums of each key, up to and including what happens at each instant
  f__j1_sums_running AS (
    SELECT
      u.key1 AS key1,
      u.at_us AS at_us,
      u.own AS own,
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
      c.own AS own,
      coalesce(max(c.q1) FILTER (WHERE c.edge = 1), 0) - coalesce(max(c.q1) FILTER (WHERE c.edge = 2), 0) AS p1,
      coalesce(max(c.q1) FILTER (WHERE c.edge = 1), 0) - coalesce(max(c.q1) FILTER (WHERE c.edge = 3), 0) AS p2,
      coalesce(max(c.q1) FILTER (WHERE c.edge = 1), 0) - coalesce(max(c.q1) FILTER (WHERE c.edge = 4), 0) AS p3,
      coalesce(max(c.q2) FILTER (WHERE c.edge = 1), 0) - coalesce(max(c.q2) FILTER (WHERE c.edge = 2), 0) AS p4
    FROM f__j1_sums_running AS c
    WHERE c.edge > 0
    GROUP BY
      c.key1,
      c.at_us,
      c.own
    UNION ALL
    SELECT
      p.key1 AS key1,
      p.at_us AS at_us,
      p.own AS own,
      count(*) FILTER (WHERE r.t <= p.at_us AND r.t > p.at_us - 3600000000) AS p1,
      count(*) FILTER (WHERE r.t <= p.at_us AND r.t > p.at_us - 86400000000) AS p2,
      count(*) FILTER (WHERE r.t <= p.at_us AND r.t > p.at_us - 2592000000000) AS p3,
      count(CASE WHEN r.w1 THEN 1 END) FILTER (WHERE r.t <= p.at_us AND r.t > p.at_us - 3600000000) AS p4
    FROM f__j1_points AS p
    JOIN f__j1_rows AS r
      ON r.key1 = p.key1
        AND r.t <= p.at_us
        AND r.t > p.at_us - 2592000000000
        AND r.k <= p.at_us
        AND NOT (r.k < r.t + 3600000000)
        AND coalesce(r.own <> p.own, TRUE)
    GROUP BY
      p.key1,
      p.at_us,
      p.own
    UNION ALL
    SELECT
      p.key1 AS key1,
      p.at_us AS at_us,
      p.own AS own,
      0 - count(*) FILTER (WHERE r.t <= p.at_us AND r.t > p.at_us - 3600000000) AS p1,
      0 - count(*) FILTER (WHERE r.t <= p.at_us AND r.t > p.at_us - 86400000000) AS p2,
      0 - count(*) FILTER (WHERE r.t <= p.at_us AND r.t > p.at_us - 2592000000000) AS p3,
      0 - count(CASE WHEN r.w1 THEN 1 END) FILTER (WHERE r.t <= p.at_us AND r.t > p.at_us - 3600000000) AS p4
    FROM f__j1_points AS p
    JOIN f__j1_rows AS r
      ON r.key1 = p.key1
        AND r.t <= p.at_us
        AND r.t > p.at_us - 2592000000000
        AND r.k <= p.at_us
        AND r.own = p.own
        AND r.k < r.t + 3600000000
    GROUP BY
      p.key1,
      p.at_us,
      p.own
  ),
  -- the parts of each point added up
  f__j1_sums_total AS (
    SELECT
      c.key1 AS key1,
      c.at_us AS at_us,
      c.own AS own,
      CAST(sum(c.p1) AS BIGINT) AS p1,
      CAST(sum(c.p2) AS BIGINT) AS p2,
      CAST(sum(c.p3) AS BIGINT) AS p3,
      CAST(sum(c.p4) AS BIGINT) AS p4
    FROM f__j1_sums_parts AS c
    WHERE c.at_us IS NOT NULL
    GROUP BY
      c.key1,
      c.at_us,
      c.own
  ),
  -- rows in the windows of each point, aggregated with one filter per feature
  f__j1_fan_pairs AS (
    SELECT
      p.key1 AS key1,
      p.at_us AS at_us,
      p.own AS own,
      count(r.v1) FILTER (WHERE r.t > p.at_us - 86400000000) AS p1,
      sum(r.v1) FILTER (WHERE r.t > p.at_us - 86400000000) AS p2,
      count(r.v1) AS p3,
      sum(r.v1) AS p4
    FROM f__j1_points AS p
    JOIN f__j1_rows AS r
      ON r.key1 = p.key1
        AND r.t <= p.at_us
        AND r.t > p.at_us - 2592000000000
        AND r.k <= p.at_us
        AND coalesce(r.own <> p.own, TRUE)
    GROUP BY
      p.key1,
      p.at_us,
      p.own
  ),
  -- bought: n_1h, n_24h, n_30d, spend_24h, avg_30d, held_1h
  f__j1_values AS (
    SELECT
      p.key1 AS key1,
      p.at_us AS at_us,
      p.own AS own,
      coalesce(a1.p1, 0) AS x1,
      coalesce(a1.p2, 0) AS x2,
      coalesce(a1.p3, 0) AS x3,
      coalesce(CASE
        WHEN abs(CASE WHEN coalesce(a2.p1, 0) > 0 THEN a2.p2 END) <= CAST('999999999999999999999999999999.99999999' AS DECIMAL(38,8)) THEN CASE WHEN coalesce(a2.p1, 0) > 0 THEN a2.p2 END
        WHEN CASE WHEN coalesce(a2.p1, 0) > 0 THEN a2.p2 END IS NOT NULL THEN error(coalesce('overflow: bought.spend_24h is outside decimal(38,8) for key ' || p.key1 || ' at ' || CAST(make_timestamptz(p.at_us) AS VARCHAR), 'a value lies outside its type'))
      END, CAST('0.00000000' AS DECIMAL(38,8))) AS x4,
      CASE WHEN coalesce(a2.p3, 0) > 0 THEN CAST(a2.p4 AS DOUBLE) / nullif(CAST(a2.p3 AS DOUBLE), 0e0) END AS x5,
      coalesce(a1.p4, 0) AS x6
    FROM f__j1_points AS p
    LEFT JOIN f__j1_sums_total AS a1
      ON p.key1 = a1.key1
        AND p.at_us = a1.at_us
        AND p.own IS NOT DISTINCT FROM a1.own
    LEFT JOIN f__j1_fan_pairs AS a2
      ON p.key1 = a2.key1
        AND p.at_us = a2.at_us
        AND p.own IS NOT DISTINCT FROM a2.own
  ),
  -- each distinct key and instant at which sold as seller is asked
  f__j2_points AS MATERIALIZED (
    SELECT DISTINCT
      e.j2_key1 AS key1,
      e.at_us AS at_us,
      e.j2_own AS own
    FROM f__examples AS e
    WHERE e.j2_key1 IS NOT NULL
      AND e.at_us IS NOT NULL
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
  -- rows that can count for sold: key, clocks, and what its features read
  f__j2_rows AS MATERIALIZED (
    SELECT
      s.c3 AS key1,
      s.t AS t,
      s.k AS k,
      s.c1 AS own,
      s.c7 AS v1
    FROM f__source_1 AS s
    JOIN f__j2_keys AS w
      ON s.c3 = w.key1
    CROSS JOIN f__j2_span AS x
    WHERE s.c3 IS NOT NULL
      AND s.t IS NOT NULL
      AND s.k IS NOT NULL
      AND s.t <= x.last_at
      AND s.t > x.first_at - 2592000000000
      AND s.k <= x.last_at
      AND s.c6 <> 'test'
  ),
  -- rows (edge 0) and window edges: heads on the line where rows become visible, tails on the last line, of event times
  f__j2_sums_edges AS (
    SELECT
      r.key1 AS key1,
      CAST(1 AS INTEGER) AS line,
      greatest(r.t, r.k) AS x,
      CAST(0 AS INTEGER) AS edge,
      CAST(NULL AS BIGINT) AS at_us,
      CAST(NULL AS VARCHAR) AS own,
      CAST(1 AS INTEGER) AS v1,
      CAST(CASE WHEN r.v1 THEN 1 END AS INTEGER) AS v2,
      CAST(CASE WHEN r.v1 IS NOT NULL THEN 1 END AS INTEGER) AS v3
    FROM f__j2_rows AS r
    WHERE r.k < r.t + 2592000000000
    UNION ALL
    SELECT
      p.key1 AS key1,
      CAST(1 AS INTEGER) AS line,
      p.at_us AS x,
      CAST(1 AS INTEGER) AS edge,
      p.at_us AS at_us,
      p.own AS own,
      CAST(NULL AS INTEGER) AS v1,
      CAST(NULL AS INTEGER) AS v2,
      CAST(NULL AS INTEGER) AS v3
    FROM f__j2_points AS p
    UNION ALL
    SELECT
      r.key1 AS key1,
      CAST(2 AS INTEGER) AS line,
      r.t AS x,
      CAST(0 AS INTEGER) AS edge,
      CAST(NULL AS BIGINT) AS at_us,
      CAST(NULL AS VARCHAR) AS own,
      CAST(1 AS INTEGER) AS v1,
      CAST(CASE WHEN r.v1 THEN 1 END AS INTEGER) AS v2,
      CAST(CASE WHEN r.v1 IS NOT NULL THEN 1 END AS INTEGER) AS v3
    FROM f__j2_rows AS r
    WHERE r.k < r.t + 2592000000000
    UNION ALL
    SELECT
      p.key1 AS key1,
      CAST(2 AS INTEGER) AS line,
      p.at_us - 2592000000000 AS x,
      CAST(2 AS INTEGER) AS edge,
      p.at_us AS at_us,
      p.own AS own,
      CAST(NULL AS INTEGER) AS v1,
      CAST(NULL AS INTEGER) AS v2,
      CAST(NULL AS INTEGER) AS v3
    FROM f__j2_points AS p
  ),
  -- running sums of each key, up to and including what happens at each instant
  f__j2_sums_running AS (
    SELECT
      u.key1 AS key1,
      u.at_us AS at_us,
      u.own AS own,
      u.edge AS edge,
      count(u.v1) OVER (PARTITION BY u.key1, u.line ORDER BY u.x ASC NULLS FIRST RANGE UNBOUNDED PRECEDING) AS q1,
      count(u.v2) OVER (PARTITION BY u.key1, u.line ORDER BY u.x ASC NULLS FIRST RANGE UNBOUNDED PRECEDING) AS q2,
      count(u.v3) OVER (PARTITION BY u.key1, u.line ORDER BY u.x ASC NULLS FIRST RANGE UNBOUNDED PRECEDING) AS q3
    FROM f__j2_sums_edges AS u
  ),
  -- head less tail; rows that became known late, counted one by one; own rows taken off
  f__j2_sums_parts AS (
    SELECT
      c.key1 AS key1,
      c.at_us AS at_us,
      c.own AS own,
      coalesce(max(c.q1) FILTER (WHERE c.edge = 1), 0) - coalesce(max(c.q1) FILTER (WHERE c.edge = 2), 0) AS p1,
      coalesce(max(c.q2) FILTER (WHERE c.edge = 1), 0) - coalesce(max(c.q2) FILTER (WHERE c.edge = 2), 0) AS p2,
      coalesce(max(c.q3) FILTER (WHERE c.edge = 1), 0) - coalesce(max(c.q3) FILTER (WHERE c.edge = 2), 0) AS p3
    FROM f__j2_sums_running AS c
    WHERE c.edge > 0
    GROUP BY
      c.key1,
      c.at_us,
      c.own
    UNION ALL
    SELECT
      p.key1 AS key1,
      p.at_us AS at_us,
      p.own AS own,
      count(*) FILTER (WHERE r.t <= p.at_us AND r.t > p.at_us - 2592000000000) AS p1,
      count(CASE WHEN r.v1 THEN 1 END) FILTER (WHERE r.t <= p.at_us AND r.t > p.at_us - 2592000000000) AS p2,
      count(CASE WHEN r.v1 IS NOT NULL THEN 1 END) FILTER (WHERE r.t <= p.at_us AND r.t > p.at_us - 2592000000000) AS p3
    FROM f__j2_points AS p
    JOIN f__j2_rows AS r
      ON r.key1 = p.key1
        AND r.t <= p.at_us
        AND r.t > p.at_us - 2592000000000
        AND r.k <= p.at_us
        AND NOT (r.k < r.t + 2592000000000)
        AND coalesce(r.own <> p.own, TRUE)
    GROUP BY
      p.key1,
      p.at_us,
      p.own
    UNION ALL
    SELECT
      p.key1 AS key1,
      p.at_us AS at_us,
      p.own AS own,
      0 - count(*) FILTER (WHERE r.t <= p.at_us AND r.t > p.at_us - 2592000000000) AS p1,
      0 - count(CASE WHEN r.v1 THEN 1 END) FILTER (WHERE r.t <= p.at_us AND r.t > p.at_us - 2592000000000) AS p2,
      0 - count(CASE WHEN r.v1 IS NOT NULL THEN 1 END) FILTER (WHERE r.t <= p.at_us AND r.t > p.at_us - 2592000000000) AS p3
    FROM f__j2_points AS p
    JOIN f__j2_rows AS r
      ON r.key1 = p.key1
        AND r.t <= p.at_us
        AND r.t > p.at_us - 2592000000000
        AND r.k <= p.at_us
        AND r.own = p.own
        AND r.k < r.t + 2592000000000
    GROUP BY
      p.key1,
      p.at_us,
      p.own
  ),
  -- the parts of each point added up
  f__j2_sums_total AS (
    SELECT
      c.key1 AS key1,
      c.at_us AS at_us,
      c.own AS own,
      CAST(sum(c.p1) AS BIGINT) AS p1,
      CAST(sum(c.p2) AS BIGINT) AS p2,
      CAST(sum(c.p3) AS BIGINT) AS p3
    FROM f__j2_sums_parts AS c
    WHERE c.at_us IS NOT NULL
    GROUP BY
      c.key1,
      c.at_us,
      c.own
  ),
  -- sold: n_30d, held_share_30d
  f__j2_values AS (
    SELECT
      p.key1 AS key1,
      p.at_us AS at_us,
      p.own AS own,
      coalesce(a1.p1, 0) AS x1,
      CASE
        WHEN coalesce(a1.p3, 0) > 0 THEN CAST(coalesce(a1.p2, 0) AS DOUBLE) / nullif(CAST(a1.p3 AS DOUBLE), 0e0)
      END AS x2
    FROM f__j2_points AS p
    LEFT JOIN f__j2_sums_total AS a1
      ON p.key1 = a1.key1
        AND p.at_us = a1.at_us
        AND p.own IS NOT DISTINCT FROM a1.own
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
  v1.x6 AS "buyer_held_1h",
  v2.x1 AS "seller_n_30d",
  v2.x2 AS "seller_held_share_30d"
FROM f__examples AS e
LEFT JOIN f__j1_values AS v1
  ON e.j1_key1 = v1.key1
    AND e.at_us = v1.at_us
    AND e.j1_own IS NOT DISTINCT FROM v1.own
LEFT JOIN f__j2_values AS v2
  ON e.j2_key1 = v2.key1
    AND e.at_us = v2.at_us
    AND e.j2_own IS NOT DISTINCT FROM v2.own;
