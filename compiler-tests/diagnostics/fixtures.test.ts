// Every code that the check of a project can raise is raised by a bad fixture, alone and at the marked place, and not
// by a good one. The reports of the same findings are checked against what their readers demand.

import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findingCodes, isFindingCode, type Finding } from '../../src/compiler/diagnostics/index.js';
import { renderGithub, renderPretty, renderSarif } from '../../src/tooling/report/index.js';
import { readSource, root, sourceFiles } from '../arch/project.js';
import { checkFiles } from './check-files.js';
import { notRaisedYet, raisedElsewhere } from './elsewhere.js';
import { fixtureCodes, fixturesOf, prelude, type Fixture } from './fixtures.js';
import { sarifValidator } from './sarif-schema.js';

const all = fixtureCodes().flatMap(fixturesOf);
const check = (fixture: Fixture): readonly Finding[] => checkFiles([prelude, ...fixture.files]);
const raised = new Set(
  sourceFiles('src', 'grammar')
    .filter((path) => !path.startsWith('src/compiler/diagnostics/catalogue/'))
    .flatMap((path) => [...readSource(path).matchAll(/'(FT\d{4})'/g)].map((match) => match[1] ?? '')),
);

describe('coverage of the codes', () => {
  it('every fixture folder is a code', () => {
    expect(fixtureCodes().filter((code) => !isFindingCode(code))).toEqual([]);
  });

  it('every code that is raised has a bad and a good fixture, or a test elsewhere', () => {
    const covered = (code: string): boolean => {
      const kinds = new Set(fixturesOf(code).map(({ kind }) => kind));
      return (kinds.has('bad') && kinds.has('good')) || (isFindingCode(code) && raisedElsewhere[code] !== undefined);
    };
    expect([...raised].filter((code) => !covered(code)).sort()).toEqual([]);
  });

  it('every code of the catalogue is raised by something, but for those of constructs to come', () => {
    const silent = findingCodes.filter((code) => !raised.has(code));
    expect(silent).toEqual(Object.keys(notRaisedYet).sort());
  });

  it.each(Object.entries(raisedElsewhere))('%s is raised by %s', (code, path) => {
    expect(existsSync(root + path)).toBe(true);
    expect(readSource(path)).toContain(code);
  });

  it('a bad fixture marks its own code, a good one none', () => {
    for (const fixture of all) {
      const codes = fixture.marks.map(({ code }) => code);
      if (fixture.kind === 'bad') expect(codes, fixture.name).toContain(fixture.name.slice(0, 6));
      else expect(codes, fixture.name).toEqual([]);
    }
  });
});

/** Findings and marks in one notation, with the marked text, so that a difference can be read. */
function shown(fixture: Fixture, code: string, file: string, start: number, end: number): string {
  const text = fixture.files.find(({ path }) => path === file)?.text ?? prelude.text;
  const line = text.slice(0, start).split('\n').length;
  const marked = text.slice(start, end);
  return `${file}:${String(line)} ${code} at ${String(start)} '${marked.includes('\n') ? `${marked.split('\n')[0] ?? ''}…` : marked}'`;
}

describe('fixtures', () => {
  it.each(all.map((fixture) => [fixture.name, fixture] as const))('%s', (_, fixture) => {
    const found = check(fixture).map(({ code, span }) => shown(fixture, code, span.file, span.start, span.end));
    const marked = fixture.marks.map(({ code, file, start, end }) => {
      const rest = fixture.files.find(({ path }) => path === file)?.text ?? '';
      const open = end ?? rest.length;
      return shown(fixture, code, file, start, open);
    });
    expect([...found].sort()).toEqual([...marked].sort());
  });
});

describe('reports of the bad fixtures', () => {
  const validate = sarifValidator();
  const bad = all.filter(({ kind }) => kind === 'bad').map((fixture) => [fixture.name, fixture] as const);

  it.each(bad)('%s: SARIF validates, with regions inside the file', (_, fixture) => {
    const files = [prelude, ...fixture.files];
    const log: unknown = JSON.parse(renderSarif(check(fixture), files, { version: '0.1.0' }));
    expect(validate(log) ? [] : validate.errors).toEqual([]);
    for (const { startLine, startColumn, endLine, endColumn, uri } of regionsOf(log)) {
      const lines = (files.find(({ path }) => encodeURIComponent(path) === uri.replaceAll('/', '%2F'))?.text ?? '').split('\n');
      expect(startLine).toBeLessThanOrEqual(lines.length);
      expect(endLine).toBeLessThanOrEqual(lines.length);
      expect(startColumn).toBeLessThanOrEqual((lines[startLine - 1] ?? '').length + 1);
      expect(endColumn).toBeLessThanOrEqual((lines[endLine - 1] ?? '').length + 1);
    }
  });

  it.each(bad)('%s: the lines for GitHub are commands of ours, and those for people none', (_, fixture) => {
    const files = [prelude, ...fixture.files];
    const lines = renderGithub(check(fixture), files).trimEnd().split('\n');
    for (const line of lines.slice(0, -1)) expect(line).toMatch(/^::(error|warning|notice) [^\r]*title=FT\d{4} [^:]*::\S/);
    expect(renderPretty(check(fixture), files)).not.toMatch(/^\s*::|##[a-z]*\[/m);
  });
});

interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

interface Place {
  readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region: Region };
}

interface Log {
  readonly runs: readonly { readonly results: readonly { readonly locations: readonly Place[]; readonly relatedLocations: readonly Place[] }[] }[];
}

function regionsOf(log: unknown): readonly (Region & { readonly uri: string })[] {
  const { runs } = log as Log;
  return runs
    .flatMap(({ results }) => results.flatMap(({ locations, relatedLocations }) => [...locations, ...relatedLocations]))
    .map(({ physicalLocation: { artifactLocation, region } }) => ({ ...region, uri: artifactLocation.uri }));
}
