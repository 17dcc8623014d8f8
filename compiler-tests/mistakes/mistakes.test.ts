// What people get wrong, and what they are told. Each entry of the corpus holds a text with its mistakes and, below the
// lines, what should be found: exactly that, at exactly that place, with the next step in the words of the report. The
// whole reports are kept beside it, to be read.

import { describe, expect, it } from 'vitest';
import { check } from '../../src/compiler/compile.js';
import { sortFindings, type Finding } from '../../src/compiler/diagnostics/index.js';
import { renderPretty } from '../../src/tooling/report/pretty.js';
import { prelude, readCorpus, type Entry } from './read-corpus.js';

const topics = readCorpus();
const fileOf = (entry: Entry): { readonly path: string; readonly text: string } => ({ path: 'mistake.feat', text: entry.text });
const findingsOf = (entry: Entry): readonly Finding[] => sortFindings(check([prelude, fileOf(entry)]).findings);
const reportOf = (entry: Entry, findings: readonly Finding[]): string => renderPretty(findings, [prelude, fileOf(entry)]);
const inOneLine = (text: string): string => text.replace(/\s+/g, ' ');

/** Lines with tildes below, as the corpus has them, so that a difference can be read. */
function annotated(text: string, marks: readonly { readonly code: string; readonly start: number; readonly end: number }[]): string {
  return marks
    .map(({ code, start, end }) => {
      const lineStart = text.lastIndexOf('\n', start - 1) + 1;
      const line = text.slice(lineStart).split('\n', 1)[0] ?? '';
      return `${line}\n${' '.repeat(start - lineStart)}${end === start ? '^' : '~'.repeat(end - start)} ${code}`;
    })
    .join('\n');
}

it('the world around the mistakes has none', () => {
  expect(check([prelude]).findings.map(({ code, span }) => `${code} ${prelude.text.slice(span.start, span.end)}`)).toEqual([]);
});

it('there are enough of them, and many come in company', () => {
  const entries = topics.flatMap((topic) => topic.entries);
  expect(entries.filter(({ expected }) => expected.length > 0).length).toBeGreaterThanOrEqual(120);
  expect(entries.filter(({ expected }) => expected.length > 1).length).toBeGreaterThanOrEqual(20);
  expect(new Set(entries.map(({ title }) => title)).size).toBe(entries.length);
});

describe.each(topics)('$name', ({ name, entries }) => {
  it.each(entries.map((entry) => [entry.title, entry] as const))('%s', (_, entry) => {
    const findings = findingsOf(entry);
    const elsewhere = findings.filter(({ span }) => span.file !== 'mistake.feat').map(({ code, span }) => `${code} in ${span.file}`);
    expect(elsewhere).toEqual([]);
    const found = findings.map(({ code, span }) => ({ code, start: span.start, end: span.end }));
    const expected = [...entry.expected].sort((a, b) => a.start - b.start || a.end - b.end || (a.code < b.code ? -1 : 1));
    expect(annotated(entry.text, found)).toBe(annotated(entry.text, expected));
    findings.forEach((one, i) => {
      const report = inOneLine(reportOf(entry, [one]));
      for (const words of expected[i]?.words ?? []) expect(report).toContain(words);
    });
  });

  it('reads well', async () => {
    const reports = entries.map((entry) => `=== ${entry.title}\n\n${reportOf(entry, findingsOf(entry))}`);
    await expect(reports.join('\n\n')).toMatchFileSnapshot(`rendered/${name}.txt`);
  });
});
