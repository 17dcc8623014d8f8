// The example is read by newcomers before the manual: every file of it is whole, and its configuration too.
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseFile } from '../../grammar/index.js';
import { readConfig } from '../../src/runtime/config/read-config.js';

const FOLDER = new URL('../../examples/fraud/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, FOLDER), 'utf8');
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.feat'));

describe('the fraud example', () => {
  it('has its four files', () => {
    expect(files).toEqual(['scam.feat', 'sources.feat', 'tests.feat', 'views.feat']);
  });

  it.each(files)('%s parses', (path) => {
    const { ast, problems } = parseFile({ path, text: read(path) });
    expect(problems).toEqual([]);
    expect(ast.declarations.length).toBeGreaterThan(1);
  });

  it('says where each of its tables lies', () => {
    const { config, findings } = readConfig('feat.yaml', read('feat.yaml'));
    expect(findings).toEqual([]);
    const named = files.flatMap((path) => [...read(path).matchAll(/^\s*(?:from|train on) (\w+\.\w+)/gm)].map((match) => match[1]));
    const mapped = config?.targets.find(({ name }) => name === 'dev')?.tables.map(({ name }) => name) ?? [];
    expect(new Set(named)).toEqual(new Set(mapped));
  });
});
