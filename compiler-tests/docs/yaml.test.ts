// Every feat.yaml that a page shows is read without a finding.
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/runtime/config/read-config.js';
import { blocksOf, readPages } from './pages.js';

const projects = readPages().flatMap(blocksOf).filter(({ language, text }) => language === 'yaml' && /^project:/m.test(text));

describe('feat.yaml in the pages', () => {
  it.each(projects.map((block) => ({ block, name: `${block.page}:${block.line}` })))('$name is read', ({ block }) => {
    expect(readConfig('feat.yaml', block.text).findings).toEqual([]);
  });
});
