// The command as a process: signals, full disks and closed pipes, and the built package beside the sources.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { DEFINITIONS, looksLikeACrash, newFolder, shop } from './run.js';

const path = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
/** One process, so that a signal reaches the command itself. */
const SOURCE = ['--import', pathToFileURL(path('node_modules/tsx/dist/loader.mjs')).href, path('src/apps/cli/main.ts')];
const BUILT = path('dist/src/apps/cli/main.js');

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
});

function start(command: string, args: readonly string[], cwd: string): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const child = spawn(command, args, { cwd, env: { PATH: process.env['PATH'] }, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let out = '';
  let err = '';
  child.stdout.on('data', (piece: Buffer) => { out += piece.toString(); });
  child.stderr.on('data', (piece: Buffer) => { err += piece.toString(); });
  return { child, ended: new Promise((done) => child.on('close', (code) => { running.delete(child); done({ code, out, err }); })) };
}

const feat = (cwd: string, ...args: readonly string[]) => start(process.execPath, [...SOURCE, ...args], cwd);

/** Orders of twenty users, all in every window: with a hundred thousand of them a run takes many seconds. */
function many(orderCount: number, exampleCount: number): string {
  const row = (i: number): string => `o${i},u${i % 20},1.00,2025-01-0${1 + (i % 5)}T${String(i % 24).padStart(2, '0')}:00:00,2025-01-06T00:00:00\n`;
  const orders = `order_id,user_id,amount,happened_at,loaded_at\n${Array.from({ length: orderCount }, (_, i) => row(i)).join('')}`;
  const asked = Array.from({ length: exampleCount }, (_, i) => `x${i},u${i % 20},2025-01-07T${String(i % 24).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}:${String(i % 59).padStart(2, '0')},true,2025-02-01T00:00:00\n`);
  return shop({
    'shop.feat': (DEFINITIONS.split('\ntest ')[0] ?? '').replace('dearest = max(amount) over 7d', 'dearest = max(amount) over 7d\n  middle = percentile(amount, 0.5) over 7d'),
    'data/orders.csv': orders, 'data/asked.csv': `order_id,user_id,asked_at,good,known_at\n${asked.join('')}`,
  });
}

describe('Ctrl-C', () => {
  it.each([['set.csv', 'SIGINT'], ['set.parquet', 'SIGTERM']] as const)('in the middle of %s leaves what was there before, and nothing beside it', async (file, signal) => {
    const folder = many(100_000, 40_000);
    writeFileSync(join(folder, file), 'what was there before');
    const { child, ended } = feat(folder, 'train', 'model', '--strategy', 'fan_out', '--out', file);
    // The private folder beside the target is the sign that the run is in its middle.
    const begun = (): boolean => readdirSync(folder).some((name) => name.startsWith(`.${file}.`));
    const deadline = Date.now() + 40_000;
    while (!begun() && child.exitCode === null && Date.now() < deadline) await new Promise((done) => setTimeout(done, 10));
    expect(begun()).toBe(true);
    child.kill(signal);
    const { code, err, out } = await ended;
    expect(code).toBe(130);
    expect(out).toBe('');
    expect(err).toContain('feat: stopped; nothing was left half written');
    expect(looksLikeACrash(err)).toBe(false);
    expect(readFileSync(join(folder, file), 'utf8')).toBe('what was there before');
    expect(readdirSync(folder).sort()).toEqual(['data', 'feat.yaml', file, 'shop.feat'].sort());
  });
});

describe('a full disk', () => {
  it.each(['set.csv', 'set.parquet'])('while writing %s is one line, and what was there before is still there', async (file) => {
    // Files may not grow past 32 KiB in this shell: what is written meets the limit as it would meet the end of a disk.
    const folder = many(100, 20_000);
    writeFileSync(join(folder, file), 'what was there before');
    const command = [process.execPath, ...SOURCE, 'train', 'model', '--out', file].map((part) => `'${part}'`).join(' ');
    const { code, err, out } = await start('/bin/bash', ['-c', `trap '' XFSZ; ulimit -f 32; exec ${command}`], folder).ended;
    expect(err).toContain(`${file} cannot be written: `);
    expect(looksLikeACrash(err)).toBe(false);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(readFileSync(join(folder, file), 'utf8')).toBe('what was there before');
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});

describe('a reader that goes away', () => {
  it('is no error', async () => {
    const command = [process.execPath, ...SOURCE, 'explain'].map((part) => `'${part}'`).join(' ');
    const { code, err } = await start('/bin/bash', ['-c', `set -o pipefail; ${command} | head -1 >/dev/null`], newFolder()).ended;
    expect(err).toBe('');
    expect([0, 141]).toContain(code);
  });
});

/** The build is newer than every source: otherwise what it does says nothing of them. */
function isFresh(): boolean {
  if (!existsSync(BUILT)) return false;
  const newest = (folder: string): number => Math.max(0, ...readdirSync(folder, { withFileTypes: true }).map((entry) =>
    entry.isDirectory() ? newest(join(folder, entry.name)) : entry.name.endsWith('.ts') ? statSync(join(folder, entry.name)).mtimeMs : 0));
  return statSync(BUILT).mtimeMs >= Math.max(newest(path('src')), newest(path('grammar')));
}

describe.skipIf(!isFresh())('the built package', () => {
  const built = (cwd: string, ...args: readonly string[]) => start(BUILT, args, cwd).ended;

  it('runs by its own name, in any folder', async () => {
    const folder = newFolder();
    expect(await built(folder, '--version')).toMatchObject({ code: 0, err: '' });
    expect((await built(folder, 'init', 'demo')).code).toBe(0);
    expect(await built(join(folder, 'demo'), 'check')).toMatchObject({ code: 0, out: 'no findings\n', err: '' });
    expect((await built(join(folder, 'demo'), 'test')).code).toBe(0);
    const trained = await built(join(folder, 'demo'), 'train', 'churn', '--out', 'churn.parquet');
    expect(trained).toMatchObject({ code: 0, out: 'churn.parquet\nchurn.parquet.manifest.json\n' });
    expect((await built(folder, 'nothing')).code).toBe(2);
  });

  it('checks, formats, builds and tests a project with no right to read elsewhere, write elsewhere or start a process', async () => {
    const folder = shop();
    const permission = process.allowedNodeEnvironmentFlags.has('--permission') ? '--permission' : '--experimental-permission';
    const rights = [permission, '--no-warnings', `--allow-fs-read=${path('.')}*`, `--allow-fs-read=${folder}/*`, `--allow-fs-write=${folder}/*`];
    const held = (...args: readonly string[]) => start(process.execPath, [...rights, ...args], folder).ended;
    for (const args of [['check'], ['fmt', '--check'], ['build'], ['build', '--check'], ['explain', 'plan', 'model']]) {
      expect(await held(BUILT, ...args)).toMatchObject({ code: 0 });
    }
    // The embedded engine is native code, which these rights hold off unless it is let in; it locks itself.
    expect(await held('--allow-addons', BUILT, 'test')).toMatchObject({ code: 0, out: 'ok      an order counts once it is known\n' });
    expect((await held(BUILT, '-C', '/etc', 'check')).code).not.toBe(0);
  });

  it('gives its parts to programs', async () => {
    const program = `
      const { check, compile, findDialect, DIALECTS } = await import('featlang/compiler');
      const { renderReport } = await import('featlang/tooling');
      const { loadConfig, runTraining } = await import('featlang/runtime');
      const files = [{ path: 'a.feat', text: 'entity user (' }];
      const { findings } = check(files);
      const { statements } = compile({ files, dialect: findDialect(DIALECTS[0].name) });
      const { config } = await loadConfig('.');
      console.log(JSON.stringify([findings.length > 0, statements.length, renderReport('json', findings, files, { colour: false, width: 80, version: '0' }).includes('FT1'), config.defaultTarget, typeof runTraining, typeof (await import('featlang')).compile]));`;
    const ran = await start(process.execPath, ['--input-type=module', '-e', program], path('.')).ended;
    expect(ran.err).toBe('');
    expect(JSON.parse(ran.out)).toEqual([true, 0, true, 'dev', 'function', 'function']);
  });
});
