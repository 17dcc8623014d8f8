/**
 * The functions that raw SQL may call: those whose answer depends on their arguments alone. It is a list of what may
 * be called and not of what may not, because whoever writes the next function that reads a file does not tell us.
 */

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

export const AGGREGATES = words(`
  COUNT SUM AVG MIN MAX STDDEV STDDEV_SAMP STDDEV_POP VARIANCE VAR_SAMP VAR_POP MEDIAN MODE COUNT_IF COUNTIF
  BOOL_AND BOOL_OR BOOLAND_AGG BOOLOR_AGG LOGICAL_AND LOGICAL_OR EVERY SUMIF SUM_IF
  PERCENTILE_CONT PERCENTILE_DISC QUANTILE_CONT QUANTILE_DISC ARRAY_AGG STRING_AGG LISTAGG
  ARG_MIN ARG_MAX MIN_BY MAX_BY APPROX_COUNT_DISTINCT CORR COVAR_POP COVAR_SAMP
`);

export const WINDOW_FUNCTIONS = words('ROW_NUMBER RANK DENSE_RANK PERCENT_RANK CUME_DIST NTILE LAG LEAD FIRST_VALUE LAST_VALUE NTH_VALUE');

const SCALARS = words(`
  COALESCE NULLIF IFNULL NVL NVL2 ZEROIFNULL NULLIFZERO IFF IF GREATEST LEAST
  ABS SIGN ROUND FLOOR CEIL CEILING TRUNC MOD POWER POW SQRT EXP LN LOG LOG2 LOG10 SAFE_DIVIDE DIV0 DIV
  LENGTH CHAR_LENGTH LOWER UPPER TRIM LTRIM RTRIM SUBSTR SUBSTRING LEFT RIGHT REPLACE CONCAT STARTS_WITH STARTSWITH CONTAINS STRPOS POSITION
  DATE DATE_TRUNC DATETRUNC TIMESTAMP_TRUNC DATE_PART EXTRACT DATEDIFF DATE_DIFF TIMESTAMPDIFF TIMESTAMP_DIFF DATEADD DATE_ADD DATE_SUB
  TIMESTAMPADD TIMESTAMP_ADD TIMESTAMP_SUB YEAR QUARTER MONTH WEEK DAY DAYOFWEEK DAYOFYEAR HOUR MINUTE SECOND EPOCH
`);

/** Answers that are others each time; told apart only to say so. */
const CLOCKS = words(`
  NOW CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_DATETIME LOCALTIME LOCALTIMESTAMP TODAY GETDATE SYSDATE SYSTIMESTAMP
  CLOCK_TIMESTAMP STATEMENT_TIMESTAMP TRANSACTION_TIMESTAMP TIMEOFDAY UNIX_TIMESTAMP GET_CURRENT_TIMESTAMP GET_CURRENT_TIME CURRENT_LOCALTIMESTAMP CURRENT_LOCALTIME
  RANDOM RAND UNIFORM RANDSTR NORMAL SEQ4 SEQ8 UUID UUID_STRING GEN_RANDOM_UUID GENERATE_UUID SETSEED NEXTVAL CURRVAL
`);
/** Of those, the ones that are written without parentheses too. */
const BARE_CLOCKS = words('CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_DATETIME LOCALTIME LOCALTIMESTAMP SYSDATE SYSTIMESTAMP');
/** Names that mean who is asking, or with what settings. */
const BARE_OTHERS = words('CURRENT_USER SESSION_USER SYSTEM_USER USER CURRENT_ROLE CURRENT_CATALOG CURRENT_SCHEMA CURRENT_DATABASE CURRENT_WAREHOUSE');

export const isClockCall = (word: string): boolean => CLOCKS.has(word);
export const isBareClock = (word: string): boolean => BARE_CLOCKS.has(word);
export const isBareContext = (word: string): boolean => BARE_OTHERS.has(word);
export const mayBeCalled = (word: string): boolean => SCALARS.has(word) || AGGREGATES.has(word) || WINDOW_FUNCTIONS.has(word);

/** Texts that some engines read as the moment of the query: 'now', 'today 10:00', and with signs around that they skip, 'now()'. */
export function saysNow(value: string): boolean {
  const words = value.match(/[a-z]+/gi) ?? [];
  // A sentence is no time.
  return words.length <= 5 && words.some((word) => /^(?:now|today|tomorrow|yesterday)$/i.test(word));
}
