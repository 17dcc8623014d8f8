/** The only place that lists the dialects that raw SQL may be written in. */
import type { SqlSyntax } from '../syntax.js';
import { bigquery } from './bigquery.js';
import { duckdb } from './duckdb.js';
import { postgres } from './postgres.js';
import { snowflake } from './snowflake.js';
import { spark } from './spark.js';

export const SYNTAXES: readonly SqlSyntax[] = [duckdb, postgres, snowflake, bigquery, spark];

export const findSyntax = (name: string): SqlSyntax | undefined => SYNTAXES.find((syntax) => syntax.name === name);
