// Findings made up for tests of the reports: every hole holds a text that names itself.

import { entryOf, holesIn, type Finding, type FindingCode } from '../../src/compiler/diagnostics/index.js';
import type { Span } from '../../src/compiler/source/span.js';

/** A finding of any code whose parameters are all given; `value` is what fills a hole. */
export function filled(code: FindingCode, span: Span, value: (hole: string) => string = (hole) => `<${hole}>`): Finding {
  const { severity, title, message, why, help } = entryOf(code);
  const holes = [title, message, why, help].flatMap(holesIn);
  return { code, severity, span, params: Object.fromEntries(holes.map((hole) => [hole, value(hole)])), related: [], fixes: [] };
}
