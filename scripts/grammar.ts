/**
 * Writes what is generated from the grammar: EBNF, railroad diagrams and colours for editors.
 * `npx tsx scripts/grammar.ts` writes, `--check` only compares and fails on a difference.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { generatedFiles } from '../grammar/generated.js';

const root = new URL('../', import.meta.url);
const check = process.argv.includes('--check');
let stale = 0;

for (const { path, text } of generatedFiles()) {
  const url = new URL(path, root);
  if (!check) writeFileSync(url, text);
  else if (read(url) !== text) {
    stale += 1;
    console.error(`${path} is out of date: run npx tsx scripts/grammar.ts`);
  }
}
process.exitCode = stale > 0 ? 1 : 0;

function read(url: URL): string | undefined {
  try {
    return readFileSync(url, 'utf8');
  } catch {
    return undefined;
  }
}
