/**
 * `npm run mutate [-- --only text …] [--cases N] [--seed S] [--jobs J] [--remember]`: puts each fault of `mutants.ts` into
 * a copy of the compiler and runs the agreement cases against it until one disagrees with the interpreter. Exit code 1
 * where a fault survives or does not apply. `--remember` notes which case killed it; otherwise nothing in the working
 * tree is touched.
 */
import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stopPostgres, withDuckDB, withPostgres } from '../support/engines.js';
import { newServerFolder, SHARED_FOLDER_VARIABLE, stopServer } from '../support/postgres-server.js';
import type { Engines } from '../agreement/check-case.js';
import { casesOf } from './cases.js';
import { readKillers, rememberKillers } from './killers.js';
import type { Mutant } from './mutant.js';
import { MUTANTS } from './mutants.js';
import { fateOf, firstKiller, soundCompiler, type Fate } from './try-mutant.js';

interface Tried {
  readonly number: number;
  readonly fate: Fate;
  readonly seconds: number;
}

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', multiple: true }, cases: { type: 'string', default: '400' }, seed: { type: 'string', default: '2' }, jobs: { type: 'string', default: '2' },
    remember: { type: 'boolean', default: false }, worker: { type: 'string' },
  },
});
const chosen = MUTANTS.map((mutant, i) => ({ mutant, number: i + 1 })).filter(({ mutant }) => options.only === undefined || options.only.some((text) => `${mutant.file} ${mutant.why}`.includes(text)));

// ---- one process -------------------------------------------------------------------------------------------------

/** A run means something only if the compiler without a fault agrees; null where it does. */
async function tryAll(faults: typeof chosen, report: (tried: Tried) => void, sound: boolean): Promise<string | null> {
  const engines: Engines = new Map([['duckdb', await withDuckDB()], ['postgres', await withPostgres()]]);
  await engines.get('duckdb')?.query('SET threads = 1');
  const folder = await mkdtemp(join(tmpdir(), 'featlang-mutants-'));
  const cases = casesOf(Number(options.cases), Number(options.seed));
  const killers = await readKillers();
  try {
    if (sound) {
      const ill = await firstKiller(await soundCompiler(join(folder, 'sound')), engines, cases, [...new Set([...(options.only === undefined ? cases.named : []), ...chosen.flatMap(({ mutant }) => killers[mutant.why] ?? [])])]);
      if (ill !== null) return `the compiler itself disagrees in ${ill.by}: ${ill.how}`;
    }
    for (const { mutant, number } of faults) {
      const started = Date.now();
      const fate = await fateOf(mutant, join(folder, `m${String(number)}`), engines, cases, killers[mutant.why]);
      report({ number, fate, seconds: Math.round((Date.now() - started) / 100) / 10 });
    }
    return null;
  } finally {
    await rm(folder, { recursive: true, force: true });
    for (const engine of engines.values()) await engine.close();
  }
}

// ---- all processes -----------------------------------------------------------------------------------------------

type Message = Tried | { readonly ill: string };

async function runJobs(report: (tried: Tried) => void): Promise<string | null> {
  const jobs = Math.min(Number(options.jobs), chosen.length);
  const folder = await newServerFolder();
  try {
    const said = await Promise.all(Array.from({ length: jobs }, (_, i) => new Promise<string | null>((resolve, reject) => {
      const child = fork(process.argv[1] ?? '', [...process.argv.slice(2), '--worker', `${String(i)}/${String(jobs)}`], { env: { ...process.env, [SHARED_FOLDER_VARIABLE]: folder } });
      let ill: string | null = null;
      child.on('message', (message: Message) => {
        if ('ill' in message) ill = message.ill;
        else report(message);
      });
      child.on('exit', (code) => (code === 0 ? resolve(ill) : reject(new Error(`a worker ended with ${String(code)}`))));
    })));
    return said.find((each) => each !== null) ?? null;
  } finally {
    await stopServer(folder);
  }
}

function show(fate: Fate): string {
  switch (fate.kind) {
    case 'killed': return `killed by ${fate.by}: ${fate.how}`;
    case 'survived': return 'SURVIVED';
    case 'broken': return `BROKEN: ${fate.how}`;
    case 'does not apply': return `DOES NOT APPLY: found ${String(fate.times)} times`;
  }
}

const faultOf = (number: number): Mutant => {
  const found = MUTANTS[number - 1];
  if (found === undefined) throw new Error(`no fault ${String(number)}`);
  return found;
};

async function main(): Promise<number> {
  if (options.worker !== undefined) {
    const [part = 0, parts = 1] = options.worker.split('/').map(Number);
    const send = (message: Message): Promise<void> => new Promise((resolve, reject) => void process.send?.(message, (error: Error | null) => (error === null ? resolve() : reject(error))));
    const sent: Promise<void>[] = [];
    const ill = await tryAll(chosen.filter((_, i) => i % parts === part), (tried) => void sent.push(send(tried)), part === 0);
    if (ill !== null) sent.push(send({ ill }));
    await Promise.all(sent);
    process.disconnect?.();
    return 0;
  }
  const found: Record<string, string> = {};
  const alive: string[] = [];
  let killed = 0;
  const started = Date.now();
  const ill = await runJobs(({ number, fate, seconds }) => {
    const mutant = faultOf(number);
    if (fate.kind === 'killed') {
      killed++;
      found[mutant.why] = fate.by;
    }
    const line = `${String(number).padStart(3)} ${show(fate)} [${String(seconds)} s]\n      ${mutant.file}: ${mutant.why}`;
    if (fate.kind !== 'killed') alive.push(line);
    console.log(line);
  });
  await stopPostgres();
  if (options.remember) await rememberKillers(found, MUTANTS.map((mutant) => mutant.why));
  if (ill !== null) console.log(`\n${ill}`);
  // Once more, where a reader of a long log looks first.
  if (alive.length > 0) console.log(`\n${alive.join('\n')}`);
  console.log(`\n${String(chosen.length)} mutants, ${String(killed)} killed, ${String(chosen.length - killed)} survived or did not apply, in ${String(Math.round((Date.now() - started) / 1000))} s`);
  return ill === null && killed === chosen.length ? 0 : 1;
}

// Said outright: the exit hook of the Postgres package would turn an exit code that is only set into 0.
process.exit(await main());
