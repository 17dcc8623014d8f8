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
    message: 'The SQL reads `{source}` without comparing its time `{time}` with @as_of_ts.',
    why: 'It would see rows of any time, so each example would be answered from the same ones.',
    help: 'Add `{time} <= @as_of_ts` to the top-level conditions.',
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
    help: 'Use @as_of_ts for the moment.',
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
    message: 'The SQL cannot be turned into a plan: {reason}.',
    why: 'It runs once for each distinct moment of the examples, and is refreshed in full.',
    help: 'Write it in the language to have it planned, or allow this.',
  },
});
