// The formats that programs read: each is parsed back by rules of its own, not by what the printer does.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finding, findingCodes, type Finding } from '../../../src/compiler/diagnostics/index.js';
import { renderGithub, renderJson, renderJunit, renderReport, renderSarif, reportFormats } from '../../../src/tooling/report/index.js';
import { filled } from '../filled.js';
import { sarifValidator } from '../sarif-schema.js';
import { file, findings, misspelt, severalLines } from './sample.js';

const nasty = fc.string({
  unit: fc.constantFrom('::', '%', '%0A', '\r', '\n', ',', ':', ']]>', '<', '&', '"', "'", '[', ']', '(', '\\', '{0}', '{', '}', '##[', '\u0000', '\u001B', '\uFFFE', '\uD83D', '😀', 'é', ' ', 'a'),
  maxLength: 12,
});
const nastyFinding = fc.record({ name: nasty, path: nasty, start: fc.nat(20), length: fc.nat(20), text: nasty }).map(({ name, path, start, length, text }) => ({
  found: finding('FT2001', { file: path, start, end: start + length }, { kind: name, name, scope: '' }, {
    related: [{ span: { file: path, start: 0, end: 2 }, message: name }],
    fixes: [{ title: name, edits: [{ span: { file: path, start, end: start + length }, text: name }] }],
  }),
  file: { path, text },
}));

describe('json', () => {
  it('holds texts, places in both measures, related places and fixes', () => {
    const { version, summary, findings: listed } = JSON.parse(renderJson([misspelt], [file])) as { version: number; summary: object; findings: Record<string, unknown>[] };
    expect(version).toBe(1);
    expect(summary).toEqual({ errors: 1, warnings: 0, infos: 0, files: 1 });
    expect(listed[0]).toMatchObject({
      code: 'FT2004',
      severity: 'error',
      message: '`orders` has no column named `amuont`.',
      params: { source: 'orders', name: 'amuont' },
      place: { file: file.path, start: { line: 3, column: 16 }, end: { line: 3, column: 22 } },
      fixes: [{ title: 'did you mean `amount`?', edits: [{ text: 'amount', place: { start: { line: 3, column: 16 } } }] }],
    });
  });
});

/** Reads a workflow command as the runner does (ActionCommand.TryParseV2): undo the escapes after splitting. */
function readCommand(line: string): { command: string; properties: Map<string, string>; data: string } {
  const match = /^::(\S+) (.*?)::(.*)$/.exec(line);
  if (match === null) throw new Error(`no command: ${line}`);
  const [, command = '', list = '', data = ''] = match;
  const undo = (text: string): string => text.replace(/%(0D|0A|3A|2C|25)/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  const properties = new Map(list.split(',').map((pair) => [pair.slice(0, pair.indexOf('=')), undo(pair.slice(pair.indexOf('=') + 1))]));
  return { command, properties, data: undo(data) };
}

describe('github', () => {
  it('makes one annotation a finding, at its lines', () => {
    const [first = '', second = '', summary] = renderGithub([misspelt, severalLines], [file]).split('\n');
    expect(Object.fromEntries(readCommand(second).properties)).toEqual({ file: file.path, line: '3', endLine: '3', col: '16', endColumn: '22', title: 'FT2004 Unknown column' });
    expect(readCommand(second).data.split('\n')).toEqual([
      '`orders` has no column named `amuont`.',
      'Why: Nothing can be computed from a column that does not exist.',
      'Help: Correct the spelling, or add the column to its `columns`.',
      'Fix: did you mean `amount`?',
    ]);
    expect([...readCommand(first).properties.keys()]).toEqual(['file', 'line', 'endLine', 'title']);
    expect(summary).toBe('2 errors in 1 file');
  });

  it('lets no text of the user become a command, a property or a line', () => {
    fc.assert(
      fc.property(nastyFinding, ({ found, file: other }) => {
        const lines = renderGithub([found], [other]).split('\n');
        expect(lines).toHaveLength(3);
        const { command, properties, data } = readCommand(lines[0] ?? '');
        expect(command).toBe('error');
        for (const key of properties.keys()) expect(['file', 'line', 'endLine', 'col', 'endColumn', 'title']).toContain(key);
        expect(properties.get('title')).toBe('FT2001 Unknown name');
        expect(data).toContain('\nWhy: Nothing can be computed from what is not defined.\nHelp: ');
        expect(lines.join('\n')).not.toMatch(/[\u0000-\u0009\u000B-\u001F]|##\[/);
      }),
      { numRuns: 500 },
    );
  });
});

interface Region { startLine: number; startColumn: number; endLine: number; endColumn: number }
interface Log { runs: { tool: { driver: { rules: { id: string }[] } }; results: { ruleId: string; ruleIndex: number; message: { text: string }; locations: { physicalLocation: { artifactLocation: { uri: string }; region?: Region } }[]; fixes?: unknown[] }[] }[] }

describe('sarif', () => {
  const validate = sarifValidator();
  const valid = (text: string): Log => {
    const log = JSON.parse(text) as Log;
    expect(validate(log) ? [] : validate.errors).toEqual([]);
    return log;
  };

  it('is refused by the schema when it is wrong', () => {
    expect(validate({ version: '2.1.0', runs: [{ tool: {} }] })).toBe(false);
    expect(validate({ version: '2.1.0', runs: [{ tool: { driver: { name: 'x' } }, results: [{ message: { text: 'x' }, unknown: 1 }] }] })).toBe(false);
  });

  it.each(findingCodes)('%s makes a valid log', (code) => {
    const log = valid(renderSarif([filled(code, { file: file.path, start: 5, end: 30 })], [file], { version: '0.1.0' }));
    expect(log.runs[0]?.results[0]?.ruleId).toBe(code);
  });

  it('has rules, relative encoded addresses, regions and fixes', () => {
    const log = valid(renderSarif(findings, [file], { version: '0.1.0' }));
    const [run] = log.runs;
    for (const result of run?.results ?? []) expect(run?.tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
    const result = run?.results.find((r) => r.ruleId === 'FT2004');
    expect(result?.locations[0]?.physicalLocation).toEqual({ artifactLocation: { uri: 'views/fraud%20x.feat' }, region: { startLine: 3, startColumn: 16, endLine: 3, endColumn: 22 } });
    expect(result?.fixes).toEqual([
      {
        description: { text: 'did you mean `amount`?' },
        artifactChanges: [{ artifactLocation: { uri: 'views/fraud%20x.feat' }, replacements: [{ deletedRegion: { startLine: 3, startColumn: 16, endLine: 3, endColumn: 22 }, insertedContent: { text: 'amount' } }] }],
      },
    ]);
  });

  it('stays valid, its regions inside the file and its texts free of links, whatever a user wrote', () => {
    fc.assert(
      fc.property(nastyFinding, ({ found, file: other }) => {
        const log = valid(renderSarif([found], [other], { version: '0.1.0' }));
        const [result] = log.runs[0]?.results ?? [];
        const lines = other.text.split(/\r\n|\r|\n/);
        for (const { physicalLocation: { artifactLocation, region } } of result?.locations ?? []) {
          expect(artifactLocation.uri).toMatch(/^[A-Za-z0-9%/._~-]*$/);
          if (region === undefined) continue;
          expect(region.endLine).toBeLessThanOrEqual(lines.length);
          expect(region.startColumn).toBeLessThanOrEqual((lines[region.startLine - 1] ?? '').length + 1);
          expect(region.endColumn).toBeLessThanOrEqual((lines[region.endLine - 1] ?? '').length + 1);
          expect(region.startLine < region.endLine || (region.startLine === region.endLine && region.startColumn <= region.endColumn)).toBe(true);
        }
        const shown = result?.message.text ?? '';
        // An unescaped bracket is one behind an even number of backslashes.
        expect(shown).not.toMatch(/(?<!\\)(?:\\\\)*[[\]]/);
        expect(shown.replace(/\{\{|\}\}/g, '')).not.toMatch(/[{}]/);
      }),
      { numRuns: 300 },
    );
  });
});

describe('junit', () => {
  it('counts errors as failures, and files without findings as passed', () => {
    const clean = { path: 'clean.feat', text: '' };
    const xml = renderJunit(findings, [file, clean]);
    expect(xml).toContain('<testsuites name="feat check" tests="7" failures="5">');
    expect(xml).toContain('  <testsuite name="clean.feat" tests="1" failures="0">\n    <testcase name="check" classname="clean.feat"/>\n');
    expect(xml).toContain('<testcase name="FT2004 Unknown column at 3:16" classname="views/fraud x.feat">');
  });

  it('stays well-formed XML 1.0 whatever a user wrote', () => {
    fc.assert(
      fc.property(nastyFinding, ({ found, file: other }) => {
        const xml = renderJunit([found, { ...found, severity: 'warning' } satisfies Finding], [other]);
        expect(xml).not.toMatch(/[^\t\n\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u);
        expect(unreadXml(xml)).toBe('');
        for (const line of xml.split('\n')) expect(line.trimStart().startsWith('::')).toBe(false);
        expect(xml).not.toMatch(/##[a-z]*\[/i);
      }),
      { numRuns: 300 },
    );
  });
});

/** Takes balanced elements away from the inside out; nothing is left of a well-formed document. */
function unreadXml(xml: string): string {
  const text = '(?:[^<&]|&(?:amp|lt|gt|quot|apos);)*';
  const attributes = '(?: [a-z]+="(?:[^<&"]|&(?:amp|lt|gt|quot|apos);)*")*';
  let rest = xml.replace(/^<\?xml version="1.0" encoding="UTF-8"\?>\n/, '');
  for (let before = ''; before !== rest; ) {
    before = rest;
    rest = rest.replace(new RegExp(`<([a-z-]+)${attributes}(?:/>|>${text}</\\1>)`, 'g'), '');
  }
  return rest.trim();
}

describe('the choice of format', () => {
  it('gives one text for all orders of the findings', () => {
    for (const format of reportFormats) {
      expect(renderReport(format, [...findings].reverse(), [file], { version: '0.1.0' })).toBe(renderReport(format, findings, [file], { version: '0.1.0' }));
    }
  });
});
