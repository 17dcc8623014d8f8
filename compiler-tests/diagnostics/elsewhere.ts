// Findings that no text of a project raises by itself: they come from the configuration, from files and data, or from
// a run. Each names the test that raises it; fixtures.test.ts checks that the test exists and speaks of the code.

import type { FindingCode } from '../../src/compiler/diagnostics/index.js';

/** The test file that raises a code. */
export const raisedElsewhere: Readonly<Partial<Record<FindingCode, string>>> = {
  FT1010: 'compiler-tests/grammar/lexical.test.ts',
};

const rawSql = 'raw SQL is read and not compiled yet: FT6001';
const inPlace = 'tables overwritten in place are read and not compiled yet: FT6001';
const versions = 'versions are read and not compiled yet: FT6001';
const allTargets = 'every target of this version computes all that is compiled';

/** Codes whose construct this version refuses as a whole, and why; one that is raised must leave this table. */
export const notRaisedYet: Readonly<Partial<Record<FindingCode, string>>> = {
  FT4015: inPlace,
  FT4021: versions,
  FT4022: inPlace,
  FT6002: allTargets,
  FT6004: rawSql,
  FT6005: allTargets,
  FT7001: rawSql,
  FT7002: rawSql,
  FT7003: rawSql,
  FT7004: rawSql,
  FT7005: rawSql,
  FT7006: rawSql,
  FT7007: rawSql,
  FT7008: rawSql,
  FT7009: rawSql,
  FT9013: rawSql,
};
