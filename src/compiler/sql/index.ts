/** The way from an engine-neutral query to text. */
export { printComment } from './comment.js';
export { printQuery } from './print-query.js';
export { printPreamble } from './print-preamble.js';
export { printScalar } from './print-scalar.js';
export { printCreateTable, printProbe } from './print-table.js';
