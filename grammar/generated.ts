/** The files that are generated from the grammar and committed beside it. */
import { printEbnf } from './ebnf.js';
import { printRailroad } from './railroad.js';
import { printTextMate } from './textmate.js';

/** A generated file, by its path from the root of the package. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

/** All of them, as they must be. */
export function generatedFiles(): readonly GeneratedFile[] {
  return [
    { path: 'grammar/featlang.ebnf', text: printEbnf() },
    { path: 'docs/reference/railroad.html', text: printRailroad() },
    { path: 'grammar/featlang.tmLanguage.json', text: printTextMate() },
  ];
}
