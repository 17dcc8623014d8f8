/** Texts and names as Snowflake writes them. */
import type { SqlSyntax } from '../syntax.js';

export const snowflake: SqlSyntax = {
  name: 'snowflake', doubleQuoted: 'name', backtickNames: false, backslashEscapes: true, dollarQuotes: 'plain', nestedComments: false,
  lineComments: ['--', '//'], fold: 'upper',
};
