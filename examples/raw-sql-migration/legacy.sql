-- orders_90d.sql, as the scheduler runs it every night, with @as_of_ts filled in by a script.
WITH recent AS (
  SELECT user_id, amount, status, event_ts
  FROM orders
  WHERE event_ts BETWEEN @as_of_ts - INTERVAL 90 DAY AND @as_of_ts
)
SELECT
  user_id,
  COUNT(*) AS n_90d,
  SUM(CASE WHEN status = 'paid' THEN amount ELSE 0 END) AS paid_90d,
  COUNT(*) FILTER (WHERE status = 'refunded') AS refunded_90d,
  MAX(amount) AS dearest_90d,
  AVG(amount) AS avg_90d
FROM recent
GROUP BY user_id
