// Writes docs/findings from the catalogue and the fixtures, or with --check says which pages differ.
// Run it with `npx tsx scripts/findings.ts`.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findingPages } from '../compiler-tests/diagnostics/finding-pages.js';

const folder = fileURLToPath(new URL('../docs/findings/', import.meta.url));
const pages = findingPages();
const present = existsSync(folder) ? readdirSync(folder) : [];
const stale = present.filter((name) => !pages.has(name));
const changed = [...pages].filter(([name, text]) => !present.includes(name) || readFileSync(folder + name, 'utf8') !== text);

if (process.argv.includes('--check')) {
  for (const name of [...changed.map(([page]) => page), ...stale]) console.error(`docs/findings/${name} is not up to date`);
  process.exitCode = changed.length + stale.length === 0 ? 0 : 1;
} else {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of changed) writeFileSync(folder + name, text);
  for (const name of stale) rmSync(folder + name);
  console.error(`docs/findings: ${String(changed.length)} written, ${String(stale.length)} removed`);
}
