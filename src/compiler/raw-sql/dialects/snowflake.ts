/** Texts and names as Snowflake writes them. */
import { formsOf } from '../forms.js';
import type { SqlSyntax } from '../syntax.js';

export const snowflake: SqlSyntax = {
  name: 'snowflake', doubleQuoted: 'name', backtickNames: false, backslashEscapes: true, dollarQuotes: 'plain', nestedComments: false,
  lineComments: ['--', '//'], fold: 'upper', textsThatMeanNow: false,
  // Its average of a number is one of six more digits, rounded.
  forms: formsOf(
    'interval of text', 'dateadd', 'timestampadd', 'count_if', 'sum of int64', 'booland_agg', 'ifnull', 'nvl', 'zeroifnull', 'iff', 'decimal constant', 'group by all',
  ),
};
