/**
 * C1 and C2: how long the compiler itself takes. C1 is a cold process that reads a project of 1,000 views (20,000
 * lines), checks it and emits the SQL of one dialect; C2 is one file of it edited in a process that has checked the
 * rest, as an editor or a watching build does, until every finding is there again.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { projectOfViews } from './project-of-views.js';
import type { SourceFile } from '../../src/compiler/source/index.js';
import type { Figure, Measured, Measuring } from './figure.js';

const WORKER = fileURLToPath(new URL('compiler-speed-worker.mjs', import.meta.url));

export const COLD: Figure = { name: 'C1', what: '1,000 views cold: parse, check, emit one dialect', unit: 'ms', least: 1000, aim: 200, measure: (how) => measured('cold', how) };
export const EDITED: Figure = { name: 'C2', what: 'one file of 1,000 edited: all findings again', unit: 'ms', least: 20, aim: 5, measure: (how) => measured('edited', how) };

async function measured(kind: 'cold' | 'edited', { repetitions, scale }: Measuring): Promise<Measured> {
  const files = projectOfViews(Math.max(501, Math.round(1000 * scale)));
  const lines = files.reduce((sum, file) => sum + file.text.split('\n').length - 1, 0);
  const values: number[] = [];
  for (let i = 0; i < repetitions; i++) values.push(await inFreshProcess(kind, files));
  return { values, note: `${String(files.length)} files, ${String(lines)} lines` };
}

/** Each repetition has a process of its own: what one learnt, the compiler's own warm code included, must not help the next. */
function inFreshProcess(kind: string, files: readonly SourceFile[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = fork(WORKER, [], { execArgv: [] });
    child.send({ kind, files });
    child.once('message', (milliseconds: number) => resolve(milliseconds));
    child.once('exit', (code) => code !== 0 && reject(new Error(`the measurement ended with ${String(code)}`)));
  });
}
