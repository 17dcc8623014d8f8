/** Texts and names as Spark writes them, its settings left alone. */
import { formsOf } from '../forms.js';
import type { SqlSyntax } from '../syntax.js';

export const spark: SqlSyntax = {
  name: 'spark', doubleQuoted: 'text', backtickNames: true, backslashEscapes: true, dollarQuotes: 'none', nestedComments: true,
  lineComments: ['--'], fold: 'none', textsThatMeanNow: true,
  // Its sum of bigints wraps around, its average of a decimal is one of four more digits, rounded.
  forms: formsOf(
    'interval of number and unit', 'interval of text and unit', 'interval of text', 'dateadd', 'timestampadd', 'count_if', 'avg of integers', 'bool_and', 'every', 'filter', 'ifnull', 'nvl', 'if', 'decimal constant', 'group by all',
  ),
};
