// An example as its reader runs it: copied, checked, built, trained, materialized and read back with the commands; then
// every value of one refresh instant three times, as a training set, as the online store answers it, and by the
// interpreter, and the rows of its training sets twice. The interpreter gets the definitions written a second time by hand.
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compareAll, fromText, type Answers, type Compared, type KeyTexts } from '../../scripts/demo/compare.js';
import { readCsv, type CsvRecord } from '../../scripts/demo/read-csv.js';
import { feat, newFolder, type Ran } from '../cli/run.js';
import { compareValue, trainingRows, type Column, type Row, type SetSpec, type Value, type World } from '../oracle/index.js';
import { date, dec, naive, ts } from '../oracle/notation.js';

export interface Example {
  readonly folder: string;
  /** Runs a command, and fails where it does not end well. */
  readonly feat: (...args: readonly string[]) => Promise<Ran>;
  /** The rows of a table as the interpreter reads them. */
  readonly rows: (table: string, columns: readonly Column[], naiveColumns?: readonly string[]) => readonly Row[];
}

const EXAMPLES = fileURLToPath(new URL('../../examples/', import.meta.url));

/** A copy of an example and its data. */
export function copyExample(name: string): Example {
  const folder = newFolder();
  for (const each of readdirSync(join(EXAMPLES, name)).filter((file) => /\.(feat|yaml|sql)$|^data$/.test(file))) cpSync(join(EXAMPLES, name, each), join(folder, each), { recursive: true });
  return {
    folder,
    feat: async (...args) => {
      const ran = await feat(folder, args);
      if (ran.code !== 0) throw new Error(`feat ${args.join(' ')} ended with ${ran.code}\n${ran.out}${ran.err}`);
      return ran;
    },
    rows: (table, columns, naiveColumns = []) => readCsv(readFileSync(join(folder, 'data', `${table}.csv`), 'utf8')).map((record) => rowOf(record, columns, naiveColumns)),
  };
}

/** What a newcomer types first: no command may fail, nothing may be found that the page does not explain. */
export async function walkThrough({ feat: run }: Example, allowed: readonly string[] = []): Promise<void> {
  const { findings } = JSON.parse((await run('check', '--json')).out) as { readonly findings: readonly { readonly code: string; readonly severity: string }[] };
  const unexplained = findings.filter(({ code }) => !allowed.includes(code));
  if (unexplained.length > 0) throw new Error(`unexplained: ${unexplained.map(({ code }) => code).join(', ')}`);
  const missing = allowed.filter((code) => !findings.some((each) => each.code === code));
  if (missing.length > 0) throw new Error(`explained, but not found: ${missing.join(', ')}`);
  await run('fmt', '--check');
  await run('build');
  await run('test');
}

/** The files that the example's generator writes, which must be those that are committed. */
export function differsFromGenerated(name: string): readonly string[] {
  const out = newFolder();
  const ran = spawnSync(process.execPath, [join(EXAMPLES, name, 'generate.mjs'), '--out', out], { encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(ran.stderr);
  const committed = join(EXAMPLES, name, 'data');
  return [...new Set([...readdirSync(out), ...readdirSync(committed)])].filter((file) => readOrNull(join(out, file)) !== readOrNull(join(committed, file)));
}

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

const trainedSets = new WeakMap<Example, Map<string, Promise<readonly CsvRecord[]>>>();

/** A training set as the command wrote it, made once. */
export function train(example: Example, set: string): Promise<readonly CsvRecord[]> {
  const sets = trainedSets.get(example) ?? new Map<string, Promise<readonly CsvRecord[]>>();
  trainedSets.set(example, sets);
  const made = sets.get(set) ?? trainNow(example, set);
  sets.set(set, made);
  return made;
}

async function trainNow(example: Example, set: string): Promise<readonly CsvRecord[]> {
  const file = join(example.folder, `${set}.csv`);
  await example.feat('train', set, '--out', file);
  return readCsv(readFileSync(file, 'utf8'));
}

/** Every feature of a view for these keys at one instant, in three columns. The view has been materialized as of it. */
export async function threeColumns(example: Example, world: World, view: string, keys: readonly KeyTexts[], refresh: string): Promise<readonly Compared[]> {
  const types = world.views.find(({ name }) => name === view)?.key.map(({ type }) => (type.kind === 'int64' ? 'int64' : 'string')) ?? [];
  const parts = Object.keys(keys[0] ?? {});
  mkdirSync(join(example.folder, 'data'), { recursive: true });
  writeFileSync(join(example.folder, 'data', `asked_${view}.csv`), `${[...parts, 'asked_at'].join(',')}\n${keys.map((key) => `${[...Object.values(key), refresh].join(',')}\n`).join('')}`);
  const on = parts.length === 0 ? '' : ` on ${parts.map((part) => `${part} = ${part}`).join(', ')}`;
  writeFileSync(join(example.folder, `asked_${view}.feat`), `set asked_${view} {
  train on csv 'data/asked_${view}.csv' at asked_at in 'UTC' {
    columns {
${parts.map((part, i) => `      ${part}: ${types[i] ?? 'string'}\n`).join('')}      asked_at: timestamp
    }
    values exact
  }
  join ${view}${on}
}
`);
  const training = await train(example, `asked_${view}`);
  const given = parts.map((part) => `${part}=${keys.map((key) => key[part] ?? '').join(',')}`);
  const online = JSON.parse((await example.feat('get', view, ...given, '--at', refresh, '--json')).out) as Answers['online'];
  return compareAll(world, view, keys, refresh, { training, online });
}

/** Those that differ, as lines to read. */
export const disagreements = (compared: readonly Compared[]): readonly string[] =>
  compared.filter(({ agree }) => !agree).map((each) => `${each.view}.${each.feature} of ${each.key}: training ${each.training}, online ${each.online}, reference ${each.reference}`);

/** How many of these values say something: neither null nor nothing counted. */
export const telling = (compared: readonly Compared[]): number => compared.filter(({ reference }) => !['null', '0', '[]', 'false'].includes(reference)).length;

/** A training set against the interpreter's, row for row: `columns` are its outputs by the names that the interpreter gives them. */
export function differencesOfSet(world: World, set: SetSpec, id: string, columns: Readonly<Record<string, string>>, trained: readonly CsvRecord[]): { readonly compared: number; readonly different: readonly string[] } {
  const expected = trainingRows(world, set);
  const byId = new Map(trained.map((row) => [row[id], row]));
  if (expected.length !== trained.length || byId.size !== trained.length) return { compared: 0, different: [`${trained.length} rows, expected ${expected.length}`] };
  const different: string[] = [];
  let compared = 0;
  for (const row of expected) {
    const given = row.example[id];
    const name = typeof given === 'bigint' || typeof given === 'string' ? String(given) : '';
    const record = byId.get(name);
    for (const [column, path] of Object.entries(columns)) {
      const reference = row.values.get(path);
      if (reference === undefined || record === undefined || !(column in record)) throw new Error(`no ${column} (${path}) of ${name}`);
      if (reference.value !== null) compared += 1;
      if (!compareValue(fromText(record[column] ?? null, reference.value), reference)) different.push(`${column} of ${name}: ${record[column] ?? 'null'}`);
    }
  }
  return { compared, different };
}

// ---- rows ---------------------------------------------------------------------------------------------------------

function rowOf(record: CsvRecord, columns: readonly Column[], naiveColumns: readonly string[]): Row {
  return Object.fromEntries(columns.map(({ name, type }) => {
    if (!(name in record)) throw new Error(`no column ${name}`);
    const text = record[name] ?? null;
    return [name, text === null ? null : valueOf(text, type.kind, naiveColumns.includes(name))];
  }));
}

function valueOf(text: string, kind: Column['type']['kind'], isNaive: boolean): Value {
  switch (kind) {
    case 'string': return text;
    case 'bool': return text === 'true';
    case 'int32': case 'int64': return BigInt(text);
    case 'float64': return Number(text);
    case 'decimal': return dec(text);
    case 'date': return date(text);
    case 'timestamp': return isNaive ? naive(text) : ts(text);
    default: throw new Error(`no column of ${kind}`);
  }
}
