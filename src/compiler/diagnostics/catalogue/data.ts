// FT9xxx: what comes up when definitions meet data: tables, connections, rows.

import { defineFindings } from './entry.js';

export const dataFindings = defineFindings({
  FT9001: {
    severity: 'error',
    title: 'Table not found',
    message: 'The target `{target}` has no table `{table}`, which `{source}` comes from.',
    why: 'No data, no values.',
    help: 'Correct the mapping in feat.yaml, or create the table.',
  },
  FT9002: {
    severity: 'error',
    title: 'Column not found',
    message: 'The table `{table}` has no column `{column}`, which `{source}` declares.',
    why: 'What is computed from it would fail.',
    help: 'Correct `columns` of the source, or the table.',
  },
  FT9003: {
    severity: 'error',
    title: 'Column of another type',
    message: '`{column}` is {actual} in `{table}`, and `{source}` declares {expected}.',
    why: 'Values would be converted in a way that differs from engine to engine.',
    help: 'Correct the type in `columns` of the source.',
  },
  FT9004: {
    severity: 'error',
    title: 'Cannot connect',
    message: 'The target `{target}` cannot be reached: {problem}.',
    why: 'The run needs its data.',
    help: 'Check that the server runs and that the address in `{variable}` is right.',
  },
  FT9005: {
    severity: 'error',
    title: 'Not let in',
    message: 'The target `{target}` refuses the user or the password.',
    why: 'The run needs its data.',
    help: 'Check the user and the password in `{variable}`.',
  },
  FT9006: {
    severity: 'error',
    title: 'Row cannot be read',
    message: '{file}, line {line}: {problem}.',
    why: 'A row that is left out or read wrongly changes values without a trace.',
    help: 'Correct the row, or the type of its column.',
  },
  FT9007: {
    severity: 'error',
    title: 'Result out of range',
    message: '`{feature}` of {key} at {instant} does not fit {type}.',
    why: 'A value that does not fit would be wrong in some engines and fail in others.',
    help: 'Use a wider type, or `on overflow null` to get null instead.',
  },
  FT9008: {
    severity: 'warning',
    title: 'Rows without a time or key',
    message: '{rows} of `{source}` without {part} will never be seen.',
    why: 'A row that does not say when it happened, when it was known or whose it is belongs to no feature.',
    help: 'Correct them at their origin, if they should count.',
  },
  FT9009: {
    severity: 'warning',
    title: 'Examples without a key or moment',
    message: '{examples} of `{set}` without {part} will have null for all features that need it.',
    why: 'They are kept, so that the output has one row for every example.',
    help: 'Leave them out with `where`, if they should not be trained on.',
  },
  FT9010: {
    severity: 'error',
    title: 'Examples later than the data',
    message: '{examples} of `{set}` came after {horizon}, to which `{source}` is complete.',
    why: 'Trained again tomorrow they would have other values.',
    help: 'Leave them out with `where`, or wait until the source is complete.',
  },
  FT9011: {
    severity: 'error',
    title: 'Cannot write',
    message: '`{path}` cannot be written: {problem}.',
    why: 'Nothing was left half written: what was there before is still there.',
    help: 'Make room or give permission, and run it again.',
  },
  FT9012: {
    severity: 'error',
    title: 'Query failed',
    message: 'The target `{target}` refused {what}: {problem}.',
    why: 'The step has no result; what was there before is still there.',
    help: 'Read the message of the engine; the SQL lies in {path}.',
  },
  FT9013: {
    severity: 'error',
    title: 'Two rows for one key',
    message: 'The raw SQL of `{view}` gives more than one row for {key}.',
    why: 'A feature has one value for a key; which of the rows is meant would be an accident.',
    help: 'Group by the key.',
  },
  FT9014: {
    severity: 'warning',
    title: 'Later than what was loaded',
    message: '{examples} of `{set}` came after {horizon}, the newest row known of `{source}`.',
    why: 'Rows that are still to come may change their values.',
    help: 'Load what is missing and train again, or leave the newest examples out with `where`.',
  },
});
