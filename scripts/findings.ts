// Writes what is generated from the catalogue of findings and its fixtures: the examples of `feat explain`, and the
// pages of docs/findings. With --check it says which differ. Run it with `npx tsx scripts/findings.ts`.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { examplesSource, findingPages } from '../compiler-tests/diagnostics/finding-pages.js';

const check = process.argv.includes('--check');
const examplesPath = fileURLToPath(new URL('../src/tooling/explain/examples.ts', import.meta.url));
const folder = fileURLToPath(new URL('../docs/findings/', import.meta.url));

// The pages show the examples, which this process has loaded already: after a change of these it is run again.
const wanted = examplesSource();
const examplesDiffer = !existsSync(examplesPath) || readFileSync(examplesPath, 'utf8') !== wanted;
const pages = findingPages();
const present = existsSync(folder) ? readdirSync(folder) : [];
const stale = present.filter((name) => !pages.has(name));
const changed = [...pages].filter(([name, text]) => !present.includes(name) || readFileSync(folder + name, 'utf8') !== text);

if (check) {
  if (examplesDiffer) console.error('src/tooling/explain/examples.ts is not up to date');
  for (const name of [...changed.map(([page]) => page), ...stale]) console.error(`docs/findings/${name} is not up to date`);
  process.exitCode = !examplesDiffer && changed.length + stale.length === 0 ? 0 : 1;
} else if (examplesDiffer) {
  writeFileSync(examplesPath, wanted);
  console.error('src/tooling/explain/examples.ts written: run this once more for the pages');
} else {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of changed) writeFileSync(folder + name, text);
  for (const name of stale) rmSync(folder + name);
  console.error(`docs/findings: ${String(changed.length)} written, ${String(stale.length)} removed`);
}
