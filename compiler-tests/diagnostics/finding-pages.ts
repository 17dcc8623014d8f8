// The pages of docs/findings as they should be: the catalogue's texts with the fixtures as examples.

import { findingCodes } from '../../src/compiler/diagnostics/index.js';
import { renderCodeIndex, renderCodePage } from '../../src/tooling/explain/index.js';
import { exampleOf, prelude } from './fixtures.js';

/** All pages by file name. */
export function findingPages(): ReadonlyMap<string, string> {
  const pages = new Map([['README.md', renderCodeIndex(prelude.text)]]);
  for (const code of findingCodes) {
    const bad = exampleOf(code, 'bad');
    const good = exampleOf(code, 'good');
    pages.set(`${code}.md`, renderCodePage(code, { ...(bad === undefined ? {} : { bad }), ...(good === undefined ? {} : { good }) }));
  }
  return pages;
}
