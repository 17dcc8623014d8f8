// Findings that no text of a project raises by itself: they come from the configuration, from files and data, or from
// a run. Each names the test that raises it; fixtures.test.ts checks that the test exists and speaks of the code.

import type { FindingCode } from '../../src/compiler/diagnostics/index.js';

const config = 'compiler-tests/runtime/config/config.test.ts';
const runs = 'compiler-tests/diagnostics/run-findings.test.ts';

/** The test file that raises a code. */
export const raisedElsewhere: Readonly<Partial<Record<FindingCode, string>>> = {
  FT1010: 'compiler-tests/grammar/lexical.test.ts',
  FT6002: 'compiler-tests/raw-sql/targets.test.ts',
  FT6003: runs,
  FT6004: 'compiler-tests/raw-sql/targets.test.ts',
  FT6006: 'compiler-tests/raw-sql/targets.test.ts',
  FT8001: config,
  FT8002: config,
  FT8003: config,
  FT8004: runs,
  FT8005: config,
  FT8006: config,
  FT8007: config,
  FT8008: runs,
  FT8014: runs,
  FT8015: config,
  FT8016: runs,
  FT8017: 'compiler-tests/cli/lock.test.ts',
  FT8018: 'compiler-tests/cli/lock.test.ts',
  FT8019: 'compiler-tests/cli/lock.test.ts',
  FT8020: 'compiler-tests/cli/stats.test.ts',
  FT9001: runs,
  FT9002: runs,
  FT9003: runs,
  FT9004: runs,
  FT9005: runs,
  FT9006: runs,
  FT9007: runs,
  FT9008: runs,
  FT9009: runs,
  FT9010: runs,
  FT9011: runs,
  FT9012: runs,
  FT9013: 'compiler-tests/raw-sql/run.test.ts',
  FT9014: runs,
  FT9015: runs,
};

const allTargets = 'every target of this version computes all that is compiled';

/** Codes whose construct this version refuses as a whole, and why; one that is raised must leave this table. */
export const notRaisedYet: Readonly<Partial<Record<FindingCode, string>>> = {
  FT6005: allTargets,
};
