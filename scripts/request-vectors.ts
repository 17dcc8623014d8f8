// Writes the test vectors of request-time expressions, whose values are the reference interpreter's. With --check it
// says whether they are up to date. Run it with `npx tsx scripts/request-vectors.ts`.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { makeVectors, printVectors } from '../compiler-tests/request/vectors.js';

const path = fileURLToPath(new URL('../docs/reference/request-vectors.jsonl', import.meta.url));
const lines = makeVectors();
const text = printVectors(lines);

if (process.argv.includes('--check')) {
  const same = existsSync(path) && readFileSync(path, 'utf8') === text;
  if (!same) console.error('docs/reference/request-vectors.jsonl is not up to date');
  process.exitCode = same ? 0 : 1;
} else {
  writeFileSync(path, text);
  console.error(`${String(lines.reduce((sum, line) => sum + line.rows.length, 0))} vectors of ${String(lines.length)} expressions, ${String(text.length)} characters`);
}
