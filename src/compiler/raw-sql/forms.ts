/**
 * The table of forms that are lifted into the plan. Each is lifted only for the dialects that list it: those that have
 * it and mean by it what the plan computes, type by type. What a form becomes is said once, beside an example of it; the
 * agreement tests run each form as it stands and compare.
 */

/** Bounds on the time, aggregates, conditions and groups. */
export const LIFTED_FORMS = {
  'interval of number and unit': { example: 'INTERVAL 30 DAY', becomes: 'an exact length' },
  'interval of text and unit': { example: "INTERVAL '30' DAY", becomes: 'an exact length' },
  'interval of text': { example: "INTERVAL '30 days'", becomes: 'an exact length' },
  'dateadd': { example: 'DATEADD(day, -30, @as_of_ts)', becomes: 'an exact length before the moment' },
  'timestampadd': { example: 'TIMESTAMPADD(day, -30, @as_of_ts)', becomes: 'an exact length before the moment' },
  'timestamp_sub': { example: 'TIMESTAMP_SUB(@as_of_ts, INTERVAL 30 DAY)', becomes: 'an exact length before the moment' },
  'count': { example: 'COUNT(*), COUNT(1), COUNT(x)', becomes: 'count, null for a key without a row' },
  'count distinct': { example: 'COUNT(DISTINCT x)', becomes: 'count_distinct, null for a key without a row' },
  'count_if': { example: 'COUNT_IF(c)', becomes: 'count() where c' },
  'countif': { example: 'COUNTIF(c)', becomes: 'count() where c' },
  'sum of ones': { example: 'SUM(CASE WHEN c THEN 1 ELSE 0 END)', becomes: 'count() where c' },
  'sum of decimals': { example: 'SUM(x)', becomes: 'sum(x)' },
  'sum of int32': { example: 'SUM(x)', becomes: 'sum(x)' },
  'sum of int64': { example: 'SUM(x)', becomes: 'sum(x)' },
  'sum of floats': { example: 'SUM(x)', becomes: 'sum(x)' },
  'avg of decimals': { example: 'AVG(x)', becomes: 'avg(x)' },
  'avg of integers': { example: 'AVG(x)', becomes: 'avg(x)' },
  'avg of floats': { example: 'AVG(x)', becomes: 'avg(x)' },
  'min and max': { example: 'MIN(x), MAX(x)', becomes: 'min(x), max(x)' },
  'bool_and': { example: 'BOOL_AND(c), BOOL_OR(c)', becomes: 'bool_and(c), bool_or(c)' },
  'booland_agg': { example: 'BOOLAND_AGG(c), BOOLOR_AGG(c)', becomes: 'bool_and(c), bool_or(c)' },
  'logical_and': { example: 'LOGICAL_AND(c), LOGICAL_OR(c)', becomes: 'bool_and(c), bool_or(c)' },
  'every': { example: 'EVERY(c)', becomes: 'bool_and(c)' },
  'filter': { example: 'SUM(x) FILTER (WHERE c)', becomes: 'sum(x) where c' },
  'zero for null': { example: 'COALESCE(SUM(x), 0)', becomes: '0 for a key that has rows and nothing to add' },
  'ifnull': { example: 'IFNULL(SUM(x), 0), IFNULL(a, b)', becomes: 'as COALESCE' },
  'nvl': { example: 'NVL(SUM(x), 0), NVL(a, b)', becomes: 'as COALESCE' },
  'zeroifnull': { example: 'ZEROIFNULL(SUM(x))', becomes: 'as COALESCE with 0' },
  'comparison': { example: 'a = b, a <> b, a < b, a >= b', becomes: 'the same' },
  'decimal constant': { example: '12.50', becomes: 'a decimal' },
  'and, or, not': { example: 'a AND (b OR NOT c)', becomes: 'the same' },
  'between': { example: 'x [NOT] BETWEEN a AND b', becomes: 'the same' },
  'in': { example: 'x [NOT] IN (a, b)', becomes: 'the same' },
  'is null': { example: 'x IS [NOT] NULL', becomes: 'the same' },
  'like': { example: "x [NOT] LIKE 'a%', x LIKE '%a%'", becomes: 'starts_with, contains' },
  'case': { example: 'CASE WHEN c THEN x ELSE y END', becomes: 'the same' },
  'iff': { example: 'IFF(c, x, y)', becomes: 'as CASE' },
  'if': { example: 'IF(c, x, y)', becomes: 'as CASE' },
  'coalesce': { example: 'COALESCE(a, b)', becomes: 'the same' },
  'group by names': { example: 'GROUP BY user_id, GROUP BY alias', becomes: 'the key' },
  'group by position': { example: 'GROUP BY 1', becomes: 'the key' },
  'group by all': { example: 'GROUP BY ALL', becomes: 'the key' },
} as const satisfies Readonly<Record<string, { readonly example: string; readonly becomes: string }>>;

export type LiftedForm = keyof typeof LIFTED_FORMS;

const EVERYWHERE = [
  'count', 'count distinct', 'sum of ones', 'sum of decimals', 'sum of int32', 'sum of floats', 'avg of floats', 'min and max', 'zero for null', 'comparison', 'and, or, not', 'between', 'in',
  'is null', 'like', 'case', 'coalesce', 'group by names', 'group by position',
] as const satisfies readonly LiftedForm[];

/** The forms of every dialect, and the others that one has. */
export const formsOf = (...more: readonly LiftedForm[]): ReadonlySet<LiftedForm> => new Set<LiftedForm>([...EVERYWHERE, ...more]);
