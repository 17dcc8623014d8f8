/** Where a file stops being CSV, by line and in words; files that are CSV have no such place. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findMalformedRecord } from '../../../src/runtime/drivers/duckdb/malformed-csv.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feat-malformed-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function inText(text: string): Promise<unknown> {
  const path = join(folder, 'a.csv');
  await writeFile(path, text);
  return findMalformedRecord(path);
}

describe('a file that is CSV', () => {
  it.each([
    ['empty', ''], ['a header alone', 'a,b'], ['no last line end', 'a,b\n1,2'], ['CR LF', 'a,b\r\n1,2\r\n'], ['a byte order mark', '\ufeff"a,b",c\n1,2\n'],
    ['empty lines', 'a,b\n\n1,2\n\n'], ['empty cells', 'a,b\n,\n'], ['quoted commas, quotes and line ends', 'a,b\n"1,2","x""y\r\nz"\n3,4\n'], ['a quote in the middle', 'a,b\n1,x"y\n'],
    ['blanks around quotes', 'a,b\n1, "x,y" \n'],
  ])('%s', async (_, text) => {
    expect(await inText(text)).toBeNull();
  });
});

describe('a file that is none', () => {
  it.each([
    ['too few cells', 'a,b,c\n1,2,3\n4,5\n6,7,8\n', 3, 'the row has 2 cells, and the header 3'],
    ['too many, at the end of the file', 'a\n1\n2,3', 3, 'the row has 2 cells, and the header 1'],
    ['after a cell of three lines', 'a,b\n"x\ny\nz",1\n2\n', 5, 'the row has 1 cell, and the header 2'],
    ['after an empty line', 'a,b\n\n2\n', 3, 'the row has 1 cell, and the header 2'],
    ['text behind a closing quote', 'a,b\n1,2\n3,"x"y\n', 3, 'a cell goes on after its closing quote'],
    ['a quote that is never closed', 'a,b\n1,2\n3,"x\n4,5\n', 3, 'a quoted cell never ends'],
    ['ends of two kinds', 'a,b\r\n1,2\n3,4\n', 2, 'the line ends in LF, and the first one in CR LF'],
    ['a single CR', 'a,b\n1,2\r3,4\n', 2, 'the line ends in CR, and the first one in LF'],
  ])('%s', async (_, text, line, problem) => {
    expect(await inText(text)).toEqual({ line, problem });
  });
});
