// The check of a whole project, as `feat check` runs it.

import { check } from '../../src/compiler/compile.js';
import type { Finding } from '../../src/compiler/diagnostics/index.js';
import type { SourceFile } from '../../src/compiler/source/span.js';

/** All findings of a project, what is allowed taken out. */
export function checkFiles(files: readonly SourceFile[]): readonly Finding[] {
  return check(files).findings;
}
