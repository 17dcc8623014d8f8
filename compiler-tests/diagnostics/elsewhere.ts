// Findings that no text of a project raises by itself: they come from the configuration, from files and data, or from
// a run. Each names the test that raises it; fixtures.test.ts checks that the test exists and speaks of the code.

import type { FindingCode } from '../../src/compiler/diagnostics/index.js';

/** The test file that raises a code. */
export const raisedElsewhere: Readonly<Partial<Record<FindingCode, string>>> = {};
