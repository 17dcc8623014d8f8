/** Texts and names as Postgres writes them (standard_conforming_strings is on everywhere since 9.1). */
import type { SqlSyntax } from '../syntax.js';

export const postgres: SqlSyntax = {
  name: 'postgres', doubleQuoted: 'name', backtickNames: false, backslashEscapes: false, dollarQuotes: 'tagged', nestedComments: true,
  lineComments: ['--'], fold: 'lower',
};
