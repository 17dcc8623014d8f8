/**
 * `feat lock`: writes down what a set means, so that a later change of it is a finding and not a surprise in serving.
 * Without names it tells which sets are locked and whether they still mean the same.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { printLock } from '../../../compiler/artifacts/lock-file.js';
import { lockChanges, lockSet, type Lock, type LockChange, type LockedSet } from '../../../compiler/artifacts/lock.js';
import { FindingsError } from '../findings-error.js';
import { writeAtomically } from '../../../runtime/files/write-atomically.js';
import { CliError, EXIT, type ExitCode, type Host } from '../host.js';
import { LOCK_FILE } from '../lock/load.js';
import { counted } from '../progress.js';
import { openSoundProject, type SoundProject } from '../project.js';
import { findNamed } from '../run-context.js';
import { textTable } from '../show-values.js';

interface LockOptions {
  readonly remove?: boolean;
  readonly json?: boolean;
}

type Status = 'locked' | 'not locked' | 'changed' | 'gone';

/** What is to be told of one set. */
interface SetStatus {
  readonly set: string;
  readonly status: Status;
  readonly changes: readonly LockChange[];
}

export function lockCommand(program: Command, host: Host, done: (code: ExitCode) => void): void {
  program
    .command('lock')
    .description('write down what sets mean, so that a change of it is a finding; without names tell which are locked')
    .argument('[sets...]', 'sets to lock as they are now')
    .option('--remove', 'take the locks of these sets away: no model reads them')
    .option('--json', 'print the result as JSON')
    .action(async (names: readonly string[], options: LockOptions, command: Command) => {
      const project = await openSoundProject(host, command, { locks: false });
      const { lock } = project;
      if (lock === null) throw new FindingsError(project.findings, project.shown);
      if (names.length > 0) done(options.remove === true ? await removeLocks(project, lock, names, options, host) : await lockSets(project, lock, names, options, host));
      else if (options.remove === true) throw new CliError('--remove needs the names of sets', EXIT.usage, 'feat lock without names tells which are locked.');
      else done(tellLocks(project, lock, options, host));
    });
}

async function lockSets(project: SoundProject, lock: Lock, names: readonly string[], options: LockOptions, host: Host): Promise<ExitCode> {
  const next = new Map(lock);
  const told = [...new Set(names)].map((name): SetStatus => {
    const now = lockSet(project.plan, findNamed(project.plan.sets, name, 'set'));
    const before = lock.get(name);
    next.set(name, now);
    return { set: name, status: 'locked', changes: before === undefined ? [] : lockChanges(before, now) };
  });
  await writeLock(project, next);
  if (options.json === true) host.out(json(told));
  else for (const each of told) host.out(`${each.set}  ${lock.has(each.set) ? (each.changes.length === 0 ? 'was locked to the same' : 'locked anew') : 'locked'}\n${changeLines(each)}`);
  host.err(`${counted(next.size, 'set')} in ${LOCK_FILE}\n`);
  return EXIT.clean;
}

async function removeLocks(project: SoundProject, lock: Lock, names: readonly string[], options: LockOptions, host: Host): Promise<ExitCode> {
  const next = new Map<string, LockedSet>(lock);
  for (const name of names) {
    findNamed([...lock.keys()].map((each) => ({ name: each })), name, 'locked set');
    next.delete(name);
  }
  await writeLock(project, next);
  const told = [...new Set(names)].map((set): SetStatus => ({ set, status: 'not locked', changes: [] }));
  if (options.json === true) host.out(json(told));
  else for (const { set } of told) host.out(`${set}  not locked any more\n`);
  host.err(`${counted(next.size, 'set')} in ${LOCK_FILE}\n`);
  return EXIT.clean;
}

function tellLocks(project: SoundProject, lock: Lock, options: LockOptions, host: Host): ExitCode {
  const defined = project.plan.sets.map((set): SetStatus => {
    const locked = lock.get(set.name);
    const changes = locked === undefined ? [] : lockChanges(locked, lockSet(project.plan, set));
    return { set: set.name, status: locked === undefined ? 'not locked' : changes.length === 0 ? 'locked' : 'changed', changes };
  });
  const gone = [...lock.keys()].filter((name) => !defined.some((each) => each.set === name)).map((set): SetStatus => ({ set, status: 'gone', changes: [] }));
  const all = [...defined, ...gone];
  if (options.json === true) host.out(json(all));
  else if (all.length === 0) host.err('the project defines no set\n');
  else {
    host.out(textTable([{ name: 'set' }, { name: 'status' }], all.map(({ set, status }) => [set, status])));
    for (const each of all) if (each.changes.length > 0) host.out(`\n${each.set}\n${changeLines(each)}`);
  }
  return all.some(({ status }) => status === 'changed' || status === 'gone') ? EXIT.findings : EXIT.clean;
}

const changeLines = ({ changes }: SetStatus): string => changes.map(({ text }) => `  ${text}\n`).join('');

const json = (told: readonly SetStatus[]): string => `${JSON.stringify(told, null, 2)}\n`;

const writeLock = (project: SoundProject, lock: Lock): Promise<void> =>
  writeAtomically(join(project.root, LOCK_FILE), (temporary) => writeFile(temporary, printLock(lock)));
