/** Texts and names as BigQuery writes them. */
import { formsOf } from '../forms.js';
import type { SqlSyntax } from '../syntax.js';

export const bigquery: SqlSyntax = {
  name: 'bigquery', doubleQuoted: 'text', backtickNames: true, backslashEscapes: true, dollarQuotes: 'none', nestedComments: false,
  lineComments: ['--', '#'], fold: 'none', textsThatMeanNow: false,
  // Its average of a NUMERIC is rounded to nine digits; a constant with a point is a float.
  forms: formsOf(
    'interval of number and unit', 'timestamp_sub', 'countif', 'sum of int64', 'avg of integers', 'logical_and', 'ifnull', 'if', 'group by all',
  ),
};
