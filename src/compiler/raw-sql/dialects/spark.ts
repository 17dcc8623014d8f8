/** Texts and names as Spark writes them, its settings left alone. */
import type { SqlSyntax } from '../syntax.js';

export const spark: SqlSyntax = {
  name: 'spark', doubleQuoted: 'text', backtickNames: true, backslashEscapes: true, dollarQuotes: 'none', nestedComments: true,
  lineComments: ['--'], fold: 'none',
};
