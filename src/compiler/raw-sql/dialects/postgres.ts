/** Texts and names as Postgres writes them (standard_conforming_strings is on everywhere since 9.1). */
import { formsOf } from '../forms.js';
import type { SqlSyntax } from '../syntax.js';

export const postgres: SqlSyntax = {
  name: 'postgres', doubleQuoted: 'name', backtickNames: false, backslashEscapes: false, dollarQuotes: 'tagged', nestedComments: true,
  lineComments: ['--'], fold: 'lower', textsThatMeanNow: true,
  forms: formsOf(
    'interval of text and unit', 'interval of text', 'sum of int64', 'avg of decimals', 'avg of integers', 'bool_and', 'every', 'filter', 'decimal constant',
  ),
};
