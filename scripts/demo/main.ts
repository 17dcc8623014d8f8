/**
 * The demonstration: the fraud example is checked, built, trained, materialized and read back with the same commands
 * that anyone runs, and then every value of one refresh instant is computed three times: as a training set, as the
 * online store answers it, and by the reference interpreter, which knows nothing of the compiler.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeTables } from '../../examples/fraud/generate.mjs';
import type { Host } from '../../src/apps/cli/host.js';
import { runCli } from '../../src/apps/cli/program.js';
import { compareAll, type Answers, type Compared } from './compare.js';
import { readCsv } from './read-csv.js';
import { referenceWorld } from './reference.js';

const EXAMPLE = fileURLToPath(new URL('../../examples/fraud/', import.meta.url));
const FOLDER = join(EXAMPLE, 'target', 'demo');
/** A tick of both views: the multiples of 15 minutes and of an hour. */
const REFRESH = '2025-05-15T12:00:00Z';
/** When the answers are asked for: before they are stale. */
const ASKED = '2025-05-15T12:10:00Z';
const VIEWS = ['bought', 'sold'] as const;

/** Everyone who buys or sells, and somebody that nobody has heard of. */
const KEYS = [...Array.from({ length: 200 }, (_, i) => `u${String(i + 1).padStart(3, '0')}`), 'nobody'];

export async function demo(): Promise<number> {
  const started = performance.now();
  prepare();
  say(`The example is copied to ${fromHere(FOLDER)}, with half a year of a marketplace's orders.\n`);

  await feat('check');
  await feat('test');
  await feat('build');
  await feat('train', 'scam_v1', '--out', join(FOLDER, 'scam_v1.parquet'));
  await feat('materialize', ...VIEWS, 'seller_risk', '--as-of', REFRESH);
  await feat('get', 'scam_v1', 'buyer_id=u033', 'seller_id=u035', '--at', ASKED);

  say(`\nNow the same instant, ${REFRESH}, as a training set: one example for each user.\n`);
  const answers = new Map<string, Answers>();
  for (const view of VIEWS) {
    const file = join(FOLDER, `at_refresh_${view}.csv`);
    await feat('train', `at_refresh_${view}`, '--out', file);
    const online = await feat('get', view, `user_id=${KEYS.join(',')}`, '--at', ASKED, '--json');
    answers.set(view, { training: readCsv(readFileSync(file, 'utf8')), online: JSON.parse(online) as Answers['online'] });
  }
  const world = referenceWorld(join(FOLDER, 'data', 'orders.csv'));
  const strategies = strategiesOf();
  const compared = VIEWS.flatMap((view) => compareAll(world, view, KEYS.map((user_id) => ({ user_id })), REFRESH, answers.get(view) ?? { training: [], online: [] }));
  show(compared, 'bought', 'u033', strategies);
  show(compared, 'sold', 'u035', strategies);

  const wrong = compared.filter((each) => !each.agree);
  for (const each of wrong.slice(0, 10)) say(`DIFFERENT ${each.view}.${each.feature} of ${each.key}: training ${each.training}, online ${each.online}, reference ${each.reference}`);
  say(`\n${compared.length} values of ${KEYS.length} users compared: ${wrong.length === 0 ? 'all three columns agree everywhere' : `${wrong.length} DIFFER`}.`);
  say(`The SQL that made them: ${fromHere(join(FOLDER, 'out', 'dev'))} (DuckDB) and ${fromHere(join(FOLDER, 'out', 'server'))} (Postgres).`);
  say(`Why a value is what it is: npm run -s feat -- -C ${fromHere(FOLDER)} explain value bought.n_30d user_id=u033 --online --at ${ASKED}`);
  say(`${((performance.now() - started) / 1000).toFixed(1)} s`);
  return wrong.length === 0 ? 0 : 1;
}

/** A copy of the example: nothing that is checked in is written to. */
function prepare(): void {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  for (const name of readdirSync(EXAMPLE).filter((each) => each.endsWith('.feat') || each === 'feat.yaml')) cpSync(join(EXAMPLE, name), join(FOLDER, name));
  writeTables(join(FOLDER, 'data'));
  writeFileSync(join(FOLDER, 'data', 'users.csv'), `user_id,asked_at\n${KEYS.map((key) => `${key},${REFRESH}\n`).join('')}`);
  writeFileSync(join(FOLDER, 'feat.yaml'), readFileSync(join(EXAMPLE, 'feat.yaml'), 'utf8').replace('    tables:\n', '    tables:\n      demo.users: { csv: data/users.csv }\n'));
  writeFileSync(join(FOLDER, 'demo.feat'), VIEWS.map(setAtRefresh).join('\n'));
}

const setAtRefresh = (view: string): string => `/// Every user at one refresh of the view, to compare with what the store answers.
set at_refresh_${view} {
  train on demo.users at asked_at in 'UTC' {
    columns {
      user_id: string
      asked_at: timestamp
    }
    values exact
  }
  join ${view} on user_id
}
`;

// ---- commands -----------------------------------------------------------------------------------------------------

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const fromHere = (path: string): string => relative(process.cwd(), path) || '.';

/** Runs one command in the copy, shows it and what it says, and gives its output. A failure ends the demonstration. */
async function feat(...args: readonly string[]): Promise<string> {
  let output = '';
  let messages = '';
  const host: Host = {
    cwd: FOLDER, env: {}, colour: false, liveProgress: false, width: 100, signal: new AbortController().signal,
    out: (text) => { output += text; },
    err: (text) => { messages += text; },
    stdin: () => Promise.resolve(''),
  };
  say(`$ feat ${args.map((arg) => shorten(arg)).join(' ')}`);
  const code = await runCli([...args], host);
  // Advice and lists are long, and the last line of a report sums it up.
  if (args[0] === 'check') say(`  ${output.trimEnd().split('\n').at(-1) ?? ''}`);
  else if (!args.includes('--json')) indent(output, args[0] === 'build' ? 4 : 24);
  if (code !== 0) indent(messages, 200);
  else if (messages !== '') say(`  ${messages.trimEnd().split('\n').at(-1) ?? ''}`);
  if (code !== 0) throw new Error(`feat ${args[0] ?? ''} ended with exit code ${code}`);
  return output;
}

const shorten = (arg: string): string => (arg.length > 60 && arg.includes('=') ? `${arg.slice(0, 24)},…` : arg.startsWith('/') ? relative(FOLDER, arg) : arg);

function indent(text: string, most: number): void {
  const lines = text.split('\n').filter((line) => line !== '');
  for (const line of lines.slice(0, most)) say(`  ${line}`);
  if (lines.length > most) say(`  … ${lines.length - most} more lines`);
}

// ---- the table ----------------------------------------------------------------------------------------------------

interface Strategies {
  readonly training: ReadonlyMap<string, string>;
  readonly online: ReadonlyMap<string, string>;
}

function strategiesOf(): Strategies {
  const manifest = JSON.parse(readFileSync(join(FOLDER, 'out', 'dev', 'manifest.json'), 'utf8')) as {
    readonly views: readonly { readonly name: string; readonly features: readonly { readonly name: string; readonly strategy: string | null }[] }[];
    readonly sets: readonly { readonly name: string; readonly columns: readonly { readonly name: string; readonly feature: string | null; readonly strategy: string | null }[] }[];
  };
  const online = manifest.views.flatMap((view) => view.features.map((feature) => [`${view.name}.${feature.name}`, feature.strategy ?? 'arithmetic'] as const));
  const training = manifest.sets.filter((set) => set.name.startsWith('at_refresh_')).flatMap((set) =>
    set.columns.flatMap((column) => (column.feature === null ? [] : [[column.feature, column.strategy ?? 'arithmetic'] as const])));
  return { online: new Map(online), training: new Map(training) };
}

function show(compared: readonly Compared[], view: string, key: string, strategies: Strategies): void {
  const rows = compared.filter((each) => each.view === view && each.key === key);
  const cells = rows.map((each) => [
    `${view}.${each.feature}`, each.training, each.online, each.reference, each.agree ? 'yes' : 'NO',
    strategies.training.get(`${view}.${each.feature}`) ?? '', strategies.online.get(`${view}.${each.feature}`) ?? '',
  ]);
  const head = ['feature', 'training', 'online', 'reference', 'agree', 'training plan', 'refresh plan'];
  const widths = head.map((title, i) => Math.max(title.length, ...cells.map((row) => (row[i] ?? '').length)));
  const line = (row: readonly string[]): string => row.map((cell, i) => (i >= 1 && i <= 3 ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0))).join('  ').trimEnd();
  say(`\n${view} of ${key} as of ${REFRESH}`);
  for (const row of [head, widths.map((width) => '-'.repeat(width)), ...cells]) say(`  ${line(row)}`);
}
