/** Outcomes of tests: a line each and the tables that differ, findings for programs, JUnit for build servers. */
import { finding, type Finding } from '../../../compiler/diagnostics/index.js';
import { indexLines, positionAt, type SourceFile } from '../../../compiler/source/index.js';
import { visible, visibleSentence } from '../../../tooling/report/index.js';
import { shown, textTable } from '../show-values.js';
import type { ComparedCell, ComparedTable, TestOutcome } from './run-test.js';

/** A finding for every cell that differs. */
export function findingsOfTests(outcomes: readonly TestOutcome[]): readonly Finding[] {
  return outcomes.flatMap(({ test, tables }) => tables.flatMap((table): readonly Finding[] => {
    if (table.problem !== null) {
      return [finding('FT8014', table.span, { test: test.title, where: table.about, column: 'the result', actual: `an error (${table.problem})`, expected: 'values' })];
    }
    return table.rows.flatMap((row) => row.filter((cell) => !cell.same).slice(0, row.some((cell) => cell.actual === undefined) ? 1 : undefined).map((cell) =>
      finding('FT8014', cell.span, { test: test.title, where: table.about, column: cell.column, actual: actualText(cell), expected: shown(cell.expected) })));
  }));
}

const actualText = ({ actual }: ComparedCell): string => (actual === undefined ? 'in no row' : shown(actual));

/** For people: what passed, and where something differs the table with both values. */
export function prettyTests(outcomes: readonly TestOutcome[], files: readonly SourceFile[]): string {
  const lines = outcomes.map((outcome) => {
    const head = `${outcome.passed ? 'ok    ' : 'FAILED'}  ${visible(outcome.test.title)}`;
    if (outcome.passed) return `${head}\n`;
    return `${head}  (${placeOf(outcome, files)})\n${outcome.tables.filter(differs).map(tableText).join('')}`;
  });
  return lines.join('');
}

const differs = (table: ComparedTable): boolean => table.problem !== null || table.rows.some((row) => row.some((cell) => !cell.same));

function tableText(table: ComparedTable): string {
  if (table.problem !== null) return `\n        ${table.about}: ${visible(table.problem)}\n\n`;
  const [first = []] = table.rows;
  const text = textTable(first.map((cell) => ({ name: cell.column })), table.rows.map((row) => row.map(cellText)));
  return `\n        ${table.about}\n${text.split('\n').map((line) => (line === '' ? '' : `          ${line}`)).join('\n')}\n`;
}

function cellText(cell: ComparedCell): string {
  if (cell.same) return shown(cell.expected);
  return cell.actual === undefined ? `${shown(cell.expected)} (no such row)` : `${shown(cell.actual)} (expected ${shown(cell.expected)})`;
}

function placeOf({ test }: TestOutcome, files: readonly SourceFile[]): string {
  const file = files.find((each) => each.path === test.span.file);
  return file === undefined ? test.span.file : `${file.path}:${positionAt(indexLines(file.text), test.span.start).line}`;
}

/** `2 tests, 1 failed`. */
export function summaryOfTests(outcomes: readonly TestOutcome[]): string {
  const failed = outcomes.filter((outcome) => !outcome.passed).length;
  return `${outcomes.length} ${outcomes.length === 1 ? 'test' : 'tests'}, ${failed === 0 ? 'all passed' : `${failed} failed`}`;
}

export function jsonTests(outcomes: readonly TestOutcome[]): string {
  const value = outcomes.map(({ test, passed, tables }) => ({
    test: test.title,
    file: test.span.file,
    passed,
    tables: tables.map((table) => ({
      about: table.about,
      problem: table.problem,
      rows: table.rows.map((row) => row.map((cell) => ({
        column: cell.column, same: cell.same, expected: cell.expected === null ? null : shown(cell.expected),
        actual: cell.actual === undefined || cell.actual === null ? null : shown(cell.actual), row: cell.actual === undefined ? 'missing' : 'found',
      }))),
    })),
  }));
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** One suite a file, one case a test. */
export function junitTests(outcomes: readonly TestOutcome[]): string {
  const files = [...new Set(outcomes.map(({ test }) => test.span.file))];
  const failures = outcomes.filter((outcome) => !outcome.passed).length;
  const suites = files.flatMap((file) => {
    const own = outcomes.filter(({ test }) => test.span.file === file);
    return [
      `  <testsuite name="${xml(file)}" tests="${own.length}" failures="${own.filter((outcome) => !outcome.passed).length}">`,
      ...own.flatMap((outcome) => testCase(outcome, file)),
      '  </testsuite>',
    ];
  });
  return ['<?xml version="1.0" encoding="UTF-8"?>', `<testsuites name="feat test" tests="${outcomes.length}" failures="${failures}">`, ...suites, '</testsuites>', ''].join('\n');
}

function testCase(outcome: TestOutcome, file: string): readonly string[] {
  const head = `    <testcase name="${xml(outcome.test.title)}" classname="${xml(file)}" time="${(outcome.milliseconds / 1000).toFixed(3)}"`;
  if (outcome.passed) return [`${head}/>`];
  return [`${head}>`, `      <failure type="FT8014" message="values differ">${outcome.tables.filter(differs).map((table) => tableText(table).split('\n').map(xml).join('\n')).join('')}</failure>`, '    </testcase>'];
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

// XML 1.0 can't hold most control characters at all.
const xml = (text: string): string =>
  visibleSentence(text)
    .replace(/[^\t\n\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[&<>"']/g, (character) => entities[character] ?? character);
