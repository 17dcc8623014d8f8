/**
 * One repetition of C1 or C2 in a process of its own: the compiler as it is published, from text in memory. What loads
 * TypeScript on the fly slows the code that it loads, and reading files is not the compiler's work.
 */
import { check, compile } from '../../dist/src/compiler/index.js';
import { duckdb } from '../../dist/src/compiler/dialects/duckdb/dialect.js';

const time = (work) => {
  const started = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - started) / 1e6;
};

const cold = (files) => time(() => {
  const { findings, statements } = compile({ files, dialect: duckdb });
  if (findings.some((each) => each.severity === 'error') || statements.length < 1000) throw new Error(`the project does not compile: ${JSON.stringify(findings[0])}`);
});

/** The third edit is measured: the first ones pay for code that has not been compiled yet, as an editor's do once a day. */
function edited(files) {
  check(files);
  const edit = (n) => files.map((file) => (file.path === 'views/view_500.feat' ? { ...file, text: file.text.replace('over 90d', `over ${n}d`).replace('avg_30d   =', n === 93 ? 'avg_30d   ==' : 'avg_30d   =') } : file));
  for (const n of [91, 92]) check(edit(n));
  const last = edit(93);
  let found = 0;
  const milliseconds = time(() => {
    found = check(last).findings.length;
  });
  if (found === 0) throw new Error('the mistake in the edited file was not found');
  return milliseconds;
}

process.once('message', ({ kind, files }) => process.send(kind === 'cold' ? cold(files) : edited(files), () => process.exit(0)));
