/**
 * Which case killed each fault the last time, so that the next run asks that case first and takes minutes instead of
 * an hour. It is only an order: a fault that the remembered case no longer sees goes through all the others.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** By the reason of the fault: the id of a case. */
export type Killers = Readonly<Record<string, string>>;

const FILE = join(dirname(fileURLToPath(import.meta.url)), 'killers.json');

export async function readKillers(): Promise<Killers> {
  return JSON.parse(await readFile(FILE, 'utf8')) as Killers;
}

/** Adds what was found to what is known; faults that are no longer in the list are dropped. */
export async function rememberKillers(found: Killers, faults: readonly string[]): Promise<void> {
  const all = { ...(await readKillers()), ...found };
  const kept = faults.flatMap((why) => (all[why] === undefined ? [] : [[why, all[why]] as const]));
  await writeFile(FILE, `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`);
}
