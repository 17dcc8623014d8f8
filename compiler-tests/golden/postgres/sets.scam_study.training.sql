-- Training set scam_study: one row for each example, features as they were at that instant.
-- The same examples with every value as of the very moment of the decision: what the tutorial studies.

SET TIME ZONE 'UTC';
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SET extra_float_digits = 1;
SET DateStyle = 'ISO, YMD';
SET enable_nestloop = off;
SET enable_mergejoin = off;
SET jit = off;

WITH
  -- orders: every row, with its event time t and its knowledge time k in UTC microseconds
  f__source_1 AS MATERIALIZED (
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
      CASE WHEN abs(CAST(s."amount" AS numeric)) < 'Infinity' THEN CAST(s."amount" AS numeric(12,2)) END AS c4,
      CASE WHEN abs(CAST(s."fx_rate" AS numeric)) < 'Infinity' THEN CAST(s."fx_rate" AS numeric(12,6)) END AS c5,
      CAST(s."status" AS text) COLLATE "C" AS c6,
      CAST(s."held" AS boolean) AS c7
    FROM "shop"."orders" AS s
    OFFSET 0
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
        WHEN e."decided_at" < TIMESTAMP '2200-01-01 00:00:00' THEN CAST(extract(epoch FROM e."decided_at") * 1000000 AS bigint)
      END AS at_us,
      CAST(e."buyer_id" AS text) COLLATE "C" AS j1_key1,
      CAST(e."order_id" AS text) COLLATE "C" AS j1_own,
      CAST(e."seller_id" AS text) COLLATE "C" AS j2_key1,
      CAST(e."order_id" AS text) COLLATE "C" AS j2_own
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
      s.c4 * s.c5 AS v1,
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
      CAST(1 AS integer) AS line,
      greatest(r.t, r.k) AS x,
      CAST(0 AS integer) AS edge,
      CAST(NULL AS bigint) AS at_us,
      CAST(NULL AS text) AS own,
      CAST(1 AS integer) AS v1,
      r.v1 AS v2,
      CAST(CASE WHEN r.w1 THEN 1 END AS integer) AS v4
    FROM f__j1_rows AS r
    WHERE r.k < r.t + 3600000000
    UNION ALL
    SELECT
      p.key1 AS key1,
      CAST(1 AS integer) AS line,
      p.at_us AS x,
      CAST(1 AS integer) AS edge,
      p.at_us AS at_us,
      p.own AS own,
      CAST(NULL AS integer) AS v1,
      CAST(NULL AS numeric(24,8)) AS v2,
      CAST(NULL AS integer) AS v4
    FROM f__j1_points AS p
    UNION ALL
    SELECT
      r.key1 AS key1,
      CAST(2 AS integer) AS line,
      r.t AS x,
      CAST(0 AS integer) AS edge,
      CAST(NULL AS bigint) AS at_us,
      CAST(NULL AS text) AS own,
      CAST(1 AS integer) AS v1,
      r.v1 AS v2,
      CAST(CASE WHEN r.w1 THEN 1 END AS integer) AS v4
    FROM f__j1_rows AS r
    WHERE r.k < r.t + 3600000000
    UNION ALL
    SELECT
      p.key1 AS key1,
      CAST(2 AS integer) AS line,
      p.at_us - 3600000000 AS x,
      CAST(2 AS integer) AS edge,
      p.at_us AS at_us,
      p.own AS own,
      CAST(NULL AS integer) AS v1,
      CAST(NULL AS numeric(24,8)) AS v2,
      CAST(NULL AS integer) AS v4
    FROM f__j1_points AS p
    UNION ALL
    SELECT
      p.key1 AS key1,
      CAST(2 AS integer) AS line,
      p.at_us - 86400000000 AS x,
      CAST(3 AS integer) AS edge,
      p.at_us AS at_us,
      p.own AS own,
      CAST(NULL AS integer) AS v1,
      CAST(NULL AS numeric(24,8)) AS v2,
      CAST(NULL AS integer) AS v4
    FROM f__j1_points AS p
    UNION ALL
    SELECT
      p.key1 AS key1,
      CAST(2 AS integer) AS line,
      p.at_us - 2592000000000 AS x,
      CAST(4 AS integer) AS edge,
      p.at_us AS at_us,
      p.own AS own,
      CAST(NULL AS integer) AS v1,
      CAST(NULL AS numeric(24,8)) AS v2,
      CAST(NULL AS integer) AS v4
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
      count(u.v2) OVER (PARTITION BY u.key1, u.line ORDER BY u.x ASC NULLS FIRST RANGE UNBOUNDED PRECEDING) AS q2,
      sum(u.v2) OVER (PARTITION BY u.key1, u.line ORDER BY u.x ASC NULLS FIRST RANGE UNBOUNDED PRECEDING) AS q3,
      count(u.v4) OVER (PARTITION BY u.key1, u.line ORDER BY u.x ASC NULLS FIRST RANGE UNBOUNDED PRECEDING) AS q4
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
      coalesce(max(c.q2) FILTER (WHERE c.edge = 1), 0) - coalesce(max(c.q2) FILTER (WHERE c.edge = 3), 0) AS p4,
      coalesce(max(c.q3) FILTER (WHERE c.edge = 1), CAST('0' AS numeric(38,8))) - coalesce(max(c.q3) FILTER (WHERE c.edge = 3), CAST('0' AS numeric(38,8))) AS p5,
      coalesce(max(c.q2) FILTER (WHERE c.edge = 1), 0) - coalesce(max(c.q2) FILTER (WHERE c.edge = 4), 0) AS p6,
      coalesce(max(c.q3) FILTER (WHERE c.edge = 1), CAST('0' AS numeric(38,8))) - coalesce(max(c.q3) FILTER (WHERE c.edge = 4), CAST('0' AS numeric(38,8))) AS p7,
      coalesce(max(c.q4) FILTER (WHERE c.edge = 1), 0) - coalesce(max(c.q4) FILTER (WHERE c.edge = 2), 0) AS p8
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
      count(r.v1) FILTER (WHERE r.t <= p.at_us AND r.t > p.at_us - 86400000000) AS p4,
      coalesce(sum(r.v1) FILTER (WHERE r.t <= p.at_us AND r.t > p.at_us - 86400000000), CAST('0' AS numeric(38,8))) AS p5,
      count(r.v1) FILTER (WHERE r.t <= p.at_us AND r.t > p.at_us - 2592000000000) AS p6,
      coalesce(sum(r.v1) FILTER (WHERE r.t <= p.at_us AND r.t > p.at_us - 2592000000000), CAST('0' AS numeric(38,8))) AS p7,
      count(CASE WHEN r.w1 THEN 1 END) FILTER (WHERE r.t <= p.at_us AND r.t > p.at_us - 3600000000) AS p8
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
      0 - count(r.v1) FILTER (WHERE r.t <= p.at_us AND r.t > p.at_us - 86400000000) AS p4,
      CAST('0' AS numeric(38,8)) - coalesce(sum(r.v1) FILTER (WHERE r.t <= p.at_us AND r.t > p.at_us - 86400000000), CAST('0' AS numeric(38,8))) AS p5,
      0 - count(r.v1) FILTER (WHERE r.t <= p.at_us AND r.t > p.at_us - 2592000000000) AS p6,
      CAST('0' AS numeric(38,8)) - coalesce(sum(r.v1) FILTER (WHERE r.t <= p.at_us AND r.t > p.at_us - 2592000000000), CAST('0' AS numeric(38,8))) AS p7,
      0 - count(CASE WHEN r.w1 THEN 1 END) FILTER (WHERE r.t <= p.at_us AND r.t > p.at_us - 3600000000) AS p8
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
      CAST(sum(c.p1) AS bigint) AS p1,
      CAST(sum(c.p2) AS bigint) AS p2,
      CAST(sum(c.p3) AS bigint) AS p3,
      CAST(sum(c.p4) AS bigint) AS p4,
      sum(c.p5) AS p5,
      CAST(sum(c.p6) AS bigint) AS p6,
      sum(c.p7) AS p7,
      CAST(sum(c.p8) AS bigint) AS p8
    FROM f__j1_sums_parts AS c
    WHERE c.at_us IS NOT NULL
    GROUP BY
      c.key1,
      c.at_us,
      c.own
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
        WHEN abs(CASE WHEN coalesce(a1.p4, 0) > 0 THEN a1.p5 END) < 1000000000000000000000000000000 THEN CASE WHEN coalesce(a1.p4, 0) > 0 THEN a1.p5 END
        WHEN CASE WHEN coalesce(a1.p4, 0) > 0 THEN a1.p5 END IS NOT NULL THEN CAST(concat(coalesce('overflow: bought.spend_24h is outside decimal(38,8) for key ' || p.key1 || ' at ' || CAST(TIMESTAMPTZ '1970-01-01 00:00:00+00' + p.at_us / 3600000000 * INTERVAL '1 hour' + p.at_us % 3600000000 * INTERVAL '1 microsecond' AS text), 'a value lies outside its type')) AS numeric)
      END, CAST('0.00000000' AS numeric(38,8))) AS x4,
      CASE
        WHEN coalesce(a1.p6, 0) > 0 THEN CAST(a1.p7 AS double precision) / nullif(CAST(a1.p6 AS double precision), 0)
      END AS x5,
      coalesce(a1.p8, 0) AS x6
    FROM f__j1_points AS p
    LEFT JOIN f__j1_sums_total AS a1
      ON p.key1 = a1.key1
        AND p.at_us = a1.at_us
        AND p.own IS NOT DISTINCT FROM a1.own
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
      CAST(1 AS integer) AS line,
      greatest(r.t, r.k) AS x,
      CAST(0 AS integer) AS edge,
      CAST(NULL AS bigint) AS at_us,
      CAST(NULL AS text) AS own,
      CAST(1 AS integer) AS v1,
      CAST(CASE WHEN r.v1 THEN 1 END AS integer) AS v2,
      CAST(CASE WHEN r.v1 IS NOT NULL THEN 1 END AS integer) AS v3
    FROM f__j2_rows AS r
    WHERE r.k < r.t + 2592000000000
    UNION ALL
    SELECT
      p.key1 AS key1,
      CAST(1 AS integer) AS line,
      p.at_us AS x,
      CAST(1 AS integer) AS edge,
      p.at_us AS at_us,
      p.own AS own,
      CAST(NULL AS integer) AS v1,
      CAST(NULL AS integer) AS v2,
      CAST(NULL AS integer) AS v3
    FROM f__j2_points AS p
    UNION ALL
    SELECT
      r.key1 AS key1,
      CAST(2 AS integer) AS line,
      r.t AS x,
      CAST(0 AS integer) AS edge,
      CAST(NULL AS bigint) AS at_us,
      CAST(NULL AS text) AS own,
      CAST(1 AS integer) AS v1,
      CAST(CASE WHEN r.v1 THEN 1 END AS integer) AS v2,
      CAST(CASE WHEN r.v1 IS NOT NULL THEN 1 END AS integer) AS v3
    FROM f__j2_rows AS r
    WHERE r.k < r.t + 2592000000000
    UNION ALL
    SELECT
      p.key1 AS key1,
      CAST(2 AS integer) AS line,
      p.at_us - 2592000000000 AS x,
      CAST(2 AS integer) AS edge,
      p.at_us AS at_us,
      p.own AS own,
      CAST(NULL AS integer) AS v1,
      CAST(NULL AS integer) AS v2,
      CAST(NULL AS integer) AS v3
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
      CAST(sum(c.p1) AS bigint) AS p1,
      CAST(sum(c.p2) AS bigint) AS p2,
      CAST(sum(c.p3) AS bigint) AS p3
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
        WHEN coalesce(a1.p3, 0) > 0 THEN CAST(coalesce(a1.p2, 0) AS double precision) / nullif(CAST(a1.p3 AS double precision), 0)
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
