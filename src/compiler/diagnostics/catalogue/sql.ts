// FT7xxx: SQL that the author wrote. What cannot be proven to read only what was known is refused.

import { defineFindings } from './entry.js';

export const sqlFindings = defineFindings({
  FT7001: {
    severity: 'error',
    title: 'SQL cannot be read',
    message: 'This SQL cannot be read: {problem}.',
    why: 'What is not understood cannot be checked for leakage.',
    help: 'Correct it, or write the feature in the language itself.',
  },
  FT7002: {
    severity: 'error',
    title: 'Undeclared table',
    message: 'The SQL reads `{table}`, which is not a declared source.',
    why: 'Only a source says when its rows were known; any other table would be read as it is today.',
    help: 'Declare a source for it, and name the source.',
  },
  FT7003: {
    severity: 'error',
    title: 'Not bounded',
    message: 'The SQL reads `{source}` without a bound on its time `{time}`: {reason}.',
    why: 'Rows later than the moment that is asked about would count, and training would see the future.',
    help: 'Write `{time} <= @as_of_ts` among the conditions that are joined by AND right behind WHERE.',
  },
  FT7004: {
    severity: 'error',
    title: 'More than one statement',
    message: 'The SQL holds more than one statement.',
    why: 'A view is one query; a second statement could do anything.',
    help: 'Keep one SELECT.',
  },
  FT7005: {
    severity: 'error',
    title: 'Not a query',
    message: 'The SQL is `{kind}`, not a SELECT.',
    why: 'A definition reads; it never writes.',
    help: 'Write a SELECT.',
  },
  FT7006: {
    severity: 'error',
    title: 'Clock or chance in SQL',
    message: '`{function}` gives another answer each time.',
    why: 'A definition is computed for many moments and must give each the same answer every time.',
    help: 'Use @as_of_ts for the moment, and say an order (one without ties) where one row or value of several is taken.',
  },
  FT7007: {
    severity: 'error',
    title: 'Column not in the result',
    message: 'The SQL gives no column `{column}`.',
    why: 'It is declared as {role} of the view.',
    help: 'Select it under that name, or take the declaration out.',
  },
  FT7008: {
    severity: 'error',
    title: 'Unbalanced SQL',
    message: '{what} in this SQL has no counterpart.',
    why: 'Pasted into a larger query it would change its meaning.',
    help: 'Balance it.',
  },
  FT7009: {
    severity: 'warning',
    title: 'Runs once per moment',
    message: 'This SQL is run as it stands, which only {dialect} can do, because {reason}.',
    why: 'Training runs it once for each distinct moment of the examples, every refresh computes every key anew, and a target of another engine cannot build it.',
    help: 'Write it as a plain aggregation or in the language itself to have it planned, or allow this.',
  },
  FT7010: {
    severity: 'error',
    title: 'Function that may not be called',
    message: 'Raw SQL may not call `{function}`.',
    why: 'Only functions whose answer depends on their arguments alone are let in; others may read files, other tables, settings or the network.',
    help: 'Write it with the usual functions of SQL, or read what it gives through a source.',
  },
  FT7011: {
    severity: 'error',
    title: 'Not row by row',
    message: 'The SQL of a source gives one row for each row of one table, and this does more: {reason}.',
    why: 'A row is known at one moment; one that is made of several rows would hold what came later.',
    help: 'Keep `SELECT … FROM <table> WHERE …`, and aggregate or join in a view.',
  },
  FT7012: {
    severity: 'error',
    title: 'Unknown dialect of SQL',
    message: '`{dialect}` is not a dialect that raw SQL can be written in.',
    why: 'How texts, names and comments are written differs, and a misread text could hide what it reads.',
    help: 'Write one of {dialects}.',
  },
});
