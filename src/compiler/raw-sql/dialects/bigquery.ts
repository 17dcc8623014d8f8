/** Texts and names as BigQuery writes them. */
import type { SqlSyntax } from '../syntax.js';

export const bigquery: SqlSyntax = {
  name: 'bigquery', doubleQuoted: 'text', backtickNames: true, backslashEscapes: true, dollarQuotes: 'none', nestedComments: false,
  lineComments: ['--', '#'], fold: 'none',
};
