// A second opinion on the corpus: node-sql-parser, in the grammar nearest to the dialect of each text, must not call a
// text broken that is accepted here, nor read one that is refused here for its shape; where it cannot tell, it is counted.
import { describe, expect, it } from 'vitest';
import { SYNTAXES } from '../../src/compiler/raw-sql/dialects/index.js';
import { readSql, tablesOf } from '../../src/compiler/raw-sql/read.js';
import { tokenize } from '../../src/compiler/raw-sql/tokens.js';
import { testify } from '../../src/compiler/raw-sql/witness.js';
import { CORPUS, type CorpusText } from './corpus.js';

function opinionOn({ dialect, text }: CorpusText) {
  const syntax = SYNTAXES.find((each) => each.name === dialect);
  if (syntax === undefined) throw new Error(`no dialect ${dialect}`);
  const { tokens } = tokenize(text, syntax);
  return { syntax, testimony: tokens === null ? null : testify(tokens.filter((token, i) => !(token.kind === 'op' && token.text === ';' && i === tokens.length - 1))) };
}

const accepted = CORPUS.filter(({ verdict }) => verdict.kind === 'lifted' || verdict.kind === 'runs');
const statements = CORPUS.filter(({ verdict }) => verdict.kind === 'broken' && ['FT7004', 'FT7005'].includes(verdict.code));

describe('the second reader', () => {
  it('objects to nothing that is accepted, and finds the same tables', () => {
    for (const each of accepted) {
      const { syntax, testimony } = opinionOn(each);
      expect(testimony?.kind, each.about).not.toBe('objects');
      if (testimony?.kind !== 'read') continue;
      const { sql } = readSql(each.text, syntax);
      const ours = new Set(sql === null ? [] : tablesOf(sql.query).map(({ name }) => testimony.said(name.at(-1)?.text ?? '', name.at(-1)?.quoted ?? false)));
      expect(testimony.tables, each.about).toEqual(ours);
    }
  });

  it('reads most of what is accepted', () => {
    const unread = accepted.filter((each) => opinionOn(each).testimony?.kind !== 'read').map(({ about }) => about);
    expect(unread.length / accepted.length, unread.join('; ')).toBeLessThan(0.2);
  });

  it('sees no single SELECT in what is refused as another statement, or as two', () => {
    for (const each of statements) expect(opinionOn(each).testimony?.kind, each.about).not.toBe('read');
    expect(statements.length).toBeGreaterThan(5);
  });
});
