/** The compiler as it stands, for the agreement test. */
import { statisticsStatement, trainingStatement } from '../../src/compiler/artifacts/assemble.js';
import { compile } from '../../src/compiler/compile.js';
import { duckdb } from '../../src/compiler/dialects/duckdb/dialect.js';
import { postgres } from '../../src/compiler/dialects/postgres/dialect.js';
import { compileRequest } from '../../src/compiler/request/program.js';
import type { Compiler } from './check-case.js';

export const THE_COMPILER: Compiler = { compile, trainingStatement, statisticsStatement, dialectOf: (engine) => (engine === 'duckdb' ? duckdb : postgres), compileRequest };
