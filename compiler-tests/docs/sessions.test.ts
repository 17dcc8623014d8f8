// What a page shows a command to print is what it prints: the commands of each page are run in order, in the project
// that the page speaks of. A line `…` stands for any lines; one that ends in `…` was cut there to fit the page. A page
// shows all that a terminal shows, or standard output alone.
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeTables } from '../../examples/fraud/generate.mjs';
import { blocksOf, readPages, ROOT, type Page } from './pages.js';
import { run } from './run-cli.js';

const pages = new Map(readPages().map((page) => [page.path, page]));

function pageOf(path: string): Page {
  const page = pages.get(path);
  if (page === undefined) throw new Error(`there is no page ${path}`);
  return page;
}

const folders: string[] = [];

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'feat-page-'));
  folders.push(folder);
  return folder;
}

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

/** The project that "getting started" has its reader write. */
async function gettingStarted(): Promise<string> {
  const folder = await newFolder();
  for (const { language, text } of blocksOf(pageOf('docs/guide/getting-started.md'))) {
    if (language === 'csv' || language === 'feat') await writeFile(join(folder, `payments.${language}`), text);
  }
  return folder;
}

async function edit(folder: string, pattern: RegExp, by: string): Promise<string> {
  const file = join(folder, 'payments.feat');
  await writeFile(file, (await readFile(file, 'utf8')).replace(pattern, by));
  return folder;
}

/** The same without the line that the page has its reader delete. */
const withoutOwn = async (): Promise<string> => edit(await gettingStarted(), /^ *exclude own payment_id\n/m, '');

/** Built, and then changed. */
async function builtBefore(): Promise<string> {
  const folder = await gettingStarted();
  await run(folder, ['build']);
  return edit(folder, /over 7d default 0/, 'over 8d default 0');
}

let example: Promise<string> | null = null;
/** The project of the tutorial, one for all pages that speak of it. */
const fraud = (): Promise<string> => (example ??= makeFraud());

async function makeFraud(): Promise<string> {
  const folder = await newFolder();
  const from = join(ROOT, 'examples', 'fraud');
  for (const name of await readdir(from)) if (/\.feat$|^feat\.yaml$/.test(name)) await cp(join(from, name), join(folder, name));
  await mkdir(join(folder, 'data'));
  writeTables(join(folder, 'data'));
  // The page of explanations reads what the tutorial has materialized.
  await run(folder, ['materialize', 'bought', '--as-of', '2025-06-15']);
  return folder;
}

/** An example whose tables are in the repository. */
const committed = (name: string) => async (): Promise<string> => {
  const folder = await newFolder();
  const from = join(ROOT, 'examples', name);
  for (const each of await readdir(from)) if (/\.(feat|yaml|sql)$|^data$/.test(each)) await cp(join(from, each), join(folder, each), { recursive: true });
  return folder;
};

interface Session {
  readonly words: readonly string[];
  readonly shown: readonly string[];
  readonly name: string;
}

/** The commands of a page with what they are shown to print. */
function sessionsOn(page: Page): readonly Session[] {
  return blocksOf(page).flatMap(({ line, text }) =>
    text.split(/^(?=\$ feat )/m).filter((part) => part.startsWith('$ feat ') && !/ --help\n/.test(part)).map((part): Session => {
      const [command = '', ...shown] = part.trimEnd().split('\n');
      return { words: command.slice('$ feat '.length).split(' '), shown, name: `line ${line}: ${command}` };
    }),
  );
}

/** The first shown line that the printed ones do not match; null where all do. */
function firstDifference(shown: readonly string[], printed: readonly string[]): string | null {
  const [line, ...rest] = shown;
  if (line === undefined) return printed.length === 0 ? null : `not shown: ${printed[0] ?? ''}`;
  if (line === '…') return printed.some((_, i) => firstDifference(rest, printed.slice(i)) === null) || firstDifference(rest, []) === null ? null : `nothing goes on with: ${rest[0] ?? ''}`;
  const [actual] = printed;
  const cut = line.endsWith('…') && actual?.startsWith(line.slice(0, -1).trimEnd()) === true;
  return actual === line || cut ? firstDifference(rest, printed.slice(1)) : `shown: ${line}\nprinted: ${actual ?? 'nothing'}`;
}

const PAGES = [
  { path: 'docs/guide/getting-started.md', project: gettingStarted },
  { path: 'docs/guide/explain.md', project: fraud },
  { path: 'docs/guide/reading-the-sql.md', project: gettingStarted },
  { path: 'docs/guide/in-ci.md', project: withoutOwn },
  { path: 'examples/fraud/README.md', project: fraud },
  ...['marketplace', 'recommendations', 'churn', 'lookups', 'raw-sql-migration'].map((name) => ({ path: `examples/${name}/README.md`, project: committed(name) })),
];

/** Commands whose project the page describes in words. */
const ELSEWHERE: Readonly<Record<string, () => Promise<string>>> = {
  'docs/guide/getting-started.md: 1': withoutOwn,
  'docs/guide/explain.md: 2': gettingStarted,
  'docs/guide/in-ci.md: 2': builtBefore,
};

describe.each(PAGES)('$path', ({ path, project }) => {
  let folder: Promise<string> | null = null;
  it.each(sessionsOn(pageOf(path)).map((session, i) => ({ ...session, elsewhere: ELSEWHERE[`${path}: ${i}`] })))('$name', async ({ words, shown, elsewhere }) => {
    const { printed, out } = await run(await (elsewhere === undefined ? (folder ??= project()) : elsewhere()), words);
    const [all, result] = [printed, out].map((text) => firstDifference(shown, text.trimEnd().split('\n')));
    expect(result === null ? null : all, printed).toBeNull();
  });
});
