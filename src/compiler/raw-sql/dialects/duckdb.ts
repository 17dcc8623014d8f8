/** Texts and names as DuckDB writes them: names are found whatever their case. */
import type { SqlSyntax } from '../syntax.js';

export const duckdb: SqlSyntax = {
  name: 'duckdb', doubleQuoted: 'name', backtickNames: false, backslashEscapes: false, dollarQuotes: 'tagged', nestedComments: true,
  lineComments: ['--'], fold: 'none',
};
