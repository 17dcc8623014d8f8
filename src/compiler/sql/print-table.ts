/** The two statements about tables themselves: which columns one has, and a new one with given rows. */
import type { Dialect } from '../dialects/dialect.js';
import type { Query } from '../relational/relation.js';
import type { Origin } from '../temporal/plan.js';
import { internalName } from './names.js';
import { printQuery } from './print-query.js';

/** All columns of a table or file, as the engine itself sees them, and no row. */
export const printProbe = (origin: Origin, dialect: Dialect): string => `SELECT *\nFROM ${dialect.table(origin, [])} AS ${internalName('f__probe', dialect)}\nWHERE 1 = 0`;

/** A table that holds what a query gives: rows of a test, in an engine of its own. */
export const printCreateTable = (origin: Origin, rows: Query, dialect: Dialect): string => `CREATE TABLE ${dialect.table(origin, [])} AS\n${printQuery(rows, dialect)}`;
