/** Texts and names as DuckDB writes them: names are found whatever their case. */
import { formsOf } from '../forms.js';
import type { SqlSyntax } from '../syntax.js';

export const duckdb: SqlSyntax = {
  name: 'duckdb', doubleQuoted: 'name', backtickNames: false, backslashEscapes: false, dollarQuotes: 'tagged', nestedComments: true,
  lineComments: ['--'], fold: 'none', textsThatMeanNow: false,
  // Its COUNT_IF is null where the condition is null in every row.
  forms: formsOf(
    'interval of number and unit', 'interval of text and unit', 'interval of text', 'sum of int64', 'avg of decimals', 'avg of integers', 'bool_and', 'filter', 'ifnull', 'decimal constant', 'group by all',
  ),
};
