/**
 * What is told of a name that stands for nothing: the nearest one that there is, what other languages call by that
 * name, or, where it stands in double quotes, that a text was perhaps meant.
 */
import { finding, type Finding, type Fix } from '../diagnostics/finding.js';
import { renameFixes } from '../diagnostics/suggest.js';
import type { Span } from '../source/span.js';
import type { Name, Ref } from '../syntax/ast.js';
import { refText } from './operand.js';

/** A column that a source or a table of examples does not have. */
export function unknownColumn(node: Ref | Name, source: string, names: Iterable<string>): Finding {
  const [name, quoted] = node.kind === 'ref' ? [refText(node), node.parts.length === 1 && node.parts[0]?.quoted === true] : [node.text, node.quoted];
  const fixes = renameFixes(node.span, name, names);
  if (quoted && fixes.length === 0) return textMeant(node.span, name);
  return finding('FT2004', node.span, { source, name }, { fixes });
}

/** A feature, input or constant that there is not. */
export function unknownRef(node: Ref | Name, kind: string, scope: string, names: Iterable<string>): Finding {
  const [name, quoted] = node.kind === 'ref' ? [refText(node), node.parts.length === 1 && node.parts[0]?.quoted === true] : [node.text, node.quoted];
  const fixes = renameFixes(node.span, name, names);
  if (quoted && fixes.length === 0) return textMeant(node.span, name);
  return finding('FT2001', node.span, { kind, name, scope }, { fixes });
}

function textMeant(span: Span, name: string): Finding {
  const text = `'${name.replaceAll("'", "''")}'`;
  return finding('FT2020', span, { name, text }, { fixes: [{ title: `write ${text} if it is a text`, edits: [{ span, text }] }] });
}

// What pandas, SQL dialects and spreadsheets call the functions of this language; null where nothing stands for it.
const OTHER_FUNCTIONS: Readonly<Record<string, string>> = {
  mean: 'avg', average: 'avg', total: 'sum', nunique: 'count_distinct', n_distinct: 'count_distinct', distinct_count: 'count_distinct', uniq: 'count_distinct',
  std: 'stddev_samp', stddev: 'stddev_samp', stdev: 'stddev_samp', variance: 'var_samp', var: 'var_samp',
  any: 'bool_or', every: 'bool_and', all: 'bool_and', exists: 'found', rate: 'share', ratio: 'share',
  last: 'latest', last_value: 'latest', most_recent: 'latest', array_agg: 'last_n', collect_list: 'last_n', list: 'last_n',
  quantile: 'percentile', percentile_cont: 'percentile', percentile_approx: 'percentile', quantile_cont: 'percentile', argmax: 'max_by', arg_max: 'max_by', argmin: 'min_by', arg_min: 'min_by',
  ifnull: 'coalesce', nvl: 'coalesce', isnull: 'coalesce', fillna: 'coalesce', iff: 'if', iif: 'if',
  len: 'length', char_length: 'length', lower: 'lower_ascii', lcase: 'lower_ascii', upper: 'upper_ascii', ucase: 'upper_ascii', substring: 'substr', strpos: 'contains', startswith: 'starts_with',
  log: 'ln', power: 'pow', ceiling: 'ceil', trunc: 'floor', min_of: 'least', max_of: 'greatest', unix_timestamp: 'epoch_s', dayofweek: 'dow', weekday: 'dow',
};

const ADVICE: Readonly<Record<string, string>> = {
  count_if: 'Write `count() where …`: every aggregate takes a condition', countif: 'Write `count() where …`: every aggregate takes a condition',
  sum_if: 'Write `sum(…) where …`: every aggregate takes a condition', sumif: 'Write `sum(…) where …`: every aggregate takes a condition',
  avg_if: 'Write `avg(…) where …`: every aggregate takes a condition', avgif: 'Write `avg(…) where …`: every aggregate takes a condition',
  datediff: 'Subtract the one from the other: `days(a - b)`, `hours(a - b)`', date_diff: 'Subtract the one from the other: `days(a - b)`, `hours(a - b)`', timestampdiff: 'Subtract the one from the other: `days(a - b)`, `hours(a - b)`',
  dateadd: 'Add a length of time: `a + 7d`', date_add: 'Add a length of time: `a + 7d`', date_sub: 'Subtract a length of time: `a - 7d`',
  date_trunc: 'Use a calendar window, such as `over this month`', row_number: 'Rows are not numbered: `over newest 5 rows` takes the newest, `latest(x)` the last', rank: 'Rows are not numbered: `over newest 5 rows` takes the newest, `latest(x)` the last',
  lag: 'Look back with the window, `latest(x) over 30d ending 1d ago`, or take several values with `last_n(x, 2)`', lead: 'Nothing that comes later can be read',
  cast: 'There is no cast: whole numbers and decimals widen by themselves. Where a column has another type than you need, convert it in the table or view that the source reads',
  to_date: 'There is no cast: declare the column as it is in the table', to_timestamp: 'There is no cast: declare the column as it is in the table',
};

/** A function that there is not. */
export function unknownFunction(name: Name, known: readonly string[]): Finding {
  const word = name.text.toLowerCase();
  const other = Object.hasOwn(OTHER_FUNCTIONS, word) ? OTHER_FUNCTIONS[word] : undefined;
  const advice = Object.hasOwn(ADVICE, word) ? ADVICE[word] : undefined;
  const fixes: readonly Fix[] = advice !== undefined ? [] : other !== undefined ? [{ title: `write \`${other}\``, edits: [{ span: name.span, text: other }] }] : renameFixes(name.span, name.text, known);
  const help = advice ?? (other !== undefined ? `Here it is called \`${other}\`` : fixes.length > 0 ? 'Correct the spelling' : 'Use one of the functions in the documentation, under "Types and functions"');
  return finding('FT2005', name.span, { name: name.text, advice: help }, { fixes });
}

const OTHER_TYPES: Readonly<Record<string, readonly string[]>> = {
  int: ['int32', 'int64'], integer: ['int32', 'int64'], bigint: ['int64'], long: ['int64'], smallint: ['int32'], tinyint: ['int32'], int16: ['int32'], int8: ['int32'], uint32: ['int64'],
  float: ['float64'], double: ['float64'], real: ['float32'], number: ['int64', 'float64'], numeric: ['decimal(18,2)'], money: ['decimal(18,2)'],
  text: ['string'], varchar: ['string'], char: ['string'], str: ['string'], uuid: ['string'], json: ['string'], enum: ['string'],
  boolean: ['bool'], datetime: ['timestamp'], timestamptz: ['timestamp'], timestamp_ntz: ['timestamp'], timestamp_tz: ['timestamp'], time: ['timestamp'], blob: ['bytes'], bytea: ['bytes'], binary: ['bytes'],
};

/** A type that there is not; `span` covers its arguments too. */
export function unknownType(name: Name, span: Span, known: readonly string[]): Finding {
  const word = name.text.toLowerCase();
  const others = Object.hasOwn(OTHER_TYPES, word) ? (OTHER_TYPES[word] ?? []) : [];
  const fixes = others.length === 0 ? renameFixes(name.span, name.text, known) : others.map((other) => ({ title: `write \`${other}\``, edits: [{ span, text: other }] }));
  return finding('FT2006', name.span, { name: name.text }, { fixes });
}
