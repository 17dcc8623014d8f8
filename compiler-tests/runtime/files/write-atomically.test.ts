import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asOutputError, OutputError } from '../../../src/runtime/files/output-error.js';
import { writeAtomically, writeFilesAtomically } from '../../../src/runtime/files/write-atomically.js';
import { csvHeader, csvRecord } from '../../../src/runtime/files/csv.js';
import { dateCell, decimalCell, timestampCell } from '../../../src/runtime/drivers/cells.js';
import { failure } from '../drivers/collect.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feat-files-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));
const list = (): Promise<readonly string[]> => readdir(folder);

describe('a file', () => {
  it('appears with its content and nothing beside it', async () => {
    expect(await writeAtomically(join(folder, 'a.txt'), async (path) => writeFile(path, 'new').then(() => 7))).toBe(7);
    expect(await list()).toEqual(['a.txt']);
    expect(await readFile(join(folder, 'a.txt'), 'utf8')).toBe('new');
  });
  it('is not seen before it is whole', async () => {
    await writeFile(join(folder, 'a.txt'), 'old');
    await writeAtomically(join(folder, 'a.txt'), async (path) => {
      await writeFile(path, 'half');
      expect(await readFile(join(folder, 'a.txt'), 'utf8')).toBe('old');
    });
    expect(await readFile(join(folder, 'a.txt'), 'utf8')).toBe('half');
  });
  it('stays as it was when writing fails', async () => {
    await writeFile(join(folder, 'a.txt'), 'old');
    const error = await failure(writeAtomically(join(folder, 'a.txt'), async (path, scratch) => {
      await writeFile(path, 'half');
      await writeFile(join(scratch, 'spool'), 'x');
      throw Object.assign(new Error('write ENOSPC'), { code: 'ENOSPC' });
    }));
    expect(error).toMatchObject({ name: 'OutputError', reason: 'disk_full', problem: 'the disk is full' });
    expect(await list()).toEqual(['a.txt']);
    expect(await readFile(join(folder, 'a.txt'), 'utf8')).toBe('old');
  });
  it('and another appear together or not at all', async () => {
    const paths = [join(folder, 'a.csv'), join(folder, 'a.csv.manifest.json')] as const;
    await failure(writeFilesAtomically(paths, async ([first = '']) => writeFile(first, 'only one')));
    expect(await list()).toEqual([]);
    await writeFilesAtomically(paths, async ([first = '', second = '']) => {
      await writeFile(first, '1');
      await writeFile(second, '2');
    });
    expect(await list()).toEqual(['a.csv', 'a.csv.manifest.json']);
  });
  it('replaces a link instead of writing through it', async () => {
    await writeFile(join(folder, 'elsewhere'), 'precious');
    await symlink(join(folder, 'elsewhere'), join(folder, 'out'));
    await writeAtomically(join(folder, 'out'), (path) => writeFile(path, 'new'));
    expect(await readFile(join(folder, 'elsewhere'), 'utf8')).toBe('precious');
    expect(await readFile(join(folder, 'out'), 'utf8')).toBe('new');
  });
  it('is refused where a folder stands, or a file where its folder should be', async () => {
    await mkdir(join(folder, 'dir'));
    await writeFile(join(folder, 'file'), '');
    expect(await failure(writeAtomically(join(folder, 'dir'), (path) => writeFile(path, 'x')))).toMatchObject({ reason: 'is_folder' });
    expect(await failure(writeAtomically(join(folder, 'file', 'a'), (path) => writeFile(path, 'x')))).toMatchObject({ reason: 'no_folder' });
    await writeAtomically(join(folder, 'new', 'deep', 'a'), (path) => writeFile(path, 'x'));
    expect(await readFile(join(folder, 'new', 'deep', 'a'), 'utf8')).toBe('x');
  });
  it.runIf(process.getuid?.() !== 0)('is refused where permission is missing', async () => {
    await mkdir(join(folder, 'closed'));
    await chmod(join(folder, 'closed'), 0o500);
    expect(await failure(writeAtomically(join(folder, 'closed', 'a'), (path) => writeFile(path, 'x')))).toMatchObject({ reason: 'permission' });
  });
  it('that the system refuses says why in one line', () => {
    for (const [code, reason] of [['ENOSPC', 'disk_full'], ['EDQUOT', 'disk_full'], ['EFBIG', 'disk_full'], ['EROFS', 'permission'], ['EACCES', 'permission']]) {
      const error = asOutputError(Object.assign(new Error('x'), { code }), 'out.csv');
      expect(error).toBeInstanceOf(OutputError);
      expect(error).toMatchObject({ reason });
      expect((error as Error).message).toMatch(/^out\.csv cannot be written: [^\n]+$/);
    }
    const other = new Error('a bug');
    expect(asOutputError(other, 'out.csv')).toBe(other);
  });
});

describe('an interrupted process leaves nothing half written', () => {
  const child = fileURLToPath(new URL('interrupted.child.ts', import.meta.url));
  const interrupt = (mode: string): Promise<number | null> =>
    new Promise((resolve, reject) => {
      const process_ = spawn(process.execPath, ['--import', 'tsx', child, join(folder, 'out.csv'), mode], { stdio: ['ignore', 'pipe', 'inherit'] });
      process_.stdout.once('data', () => process_.kill('SIGINT'));
      if (mode === 'stubborn') process_.stdout.on('data', (data: Buffer) => data.toString().includes('aborted') && process_.kill('SIGINT'));
      process_.once('error', reject);
      process_.once('exit', (code) => resolve(code));
    });
  it('when it stops by itself', async () => {
    await writeFile(join(folder, 'out.csv'), 'old');
    expect(await interrupt('gentle')).toBe(130);
    expect(await list()).toEqual(['out.csv']);
    expect(await readFile(join(folder, 'out.csv'), 'utf8')).toBe('old');
  });
  it('when it has to be told twice', async () => {
    expect(await interrupt('stubborn')).toBe(130);
    expect(await list()).toEqual([]);
  });
});

describe('CSV', () => {
  it('is quoted by RFC 4180, with null and the empty text apart', () => {
    expect(csvHeader(['id', 'a,b', 'say "x"'])).toBe('id,"a,b","say ""x"""\r\n');
    expect(csvRecord([null, '', 'a', 'a,b', 'a"b', 'a\nb', ' a', '=1+1', true, false])).toBe(',"",a,"a,b","a""b","a\nb"," a",=1+1,true,false\r\n');
  });
  it('keeps every digit and writes instants in UTC', () => {
    expect(csvRecord([9_007_199_254_740_993n, 0.1 + 0.2, 1e21, decimalCell('-0.50'), timestampCell(1_735_689_600_000_001n, true), timestampCell(-1n, false), dateCell(-25_508), Uint8Array.of(0, 255)])).toBe(
      '9007199254740993,0.30000000000000004,1e+21,-0.50,2025-01-01T00:00:00.000001Z,1969-12-31T23:59:59.999999,1900-03-01,\\x00ff\r\n',
    );
    expect(csvRecord([[1n, 2n], [], ['a"', 'b'], [decimalCell('1.50')], [timestampCell(0n, true)], [9_007_199_254_740_993n], [['x', null]]])).toBe(
      '"[1,2]",[],"[""a\\"""",""b""]","[""1.50""]","[""1970-01-01T00:00:00Z""]","[""9007199254740993""]","[[""x"",null]]"\r\n',
    );
  });
});
