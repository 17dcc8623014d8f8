/**
 * Processes that run cases beside each other, over one Postgres server. Each takes a list of tasks and answers with
 * what came of it, as often as it is asked.
 */
import { fork } from 'node:child_process';
import { newServerFolder, SHARED_FOLDER_VARIABLE, stopServer } from '../support/postgres-server.js';
import type { Options } from './options.js';
import { addOutcomes, NO_OUTCOME, openEngines, runCases, type Outcome, type Task } from './run-cases.js';

export interface Workers {
  readonly run: (tasks: readonly Task[], progress: (done: number) => void) => Promise<Outcome>;
  readonly close: () => Promise<void>;
}

type Answer = { readonly ready: true } | { readonly done: number } | { readonly outcome: Outcome };

export async function openWorkers(options: Options, argv: readonly string[]): Promise<Workers> {
  if (options.jobs <= 1) {
    const engines = await openEngines(options);
    return {
      run: (tasks, progress) => runCases(tasks, options, engines, progress),
      close: async () => {
        for (const engine of engines.values()) await engine.close();
      },
    };
  }
  const folder = await newServerFolder();
  const children = Array.from({ length: options.jobs }, () => fork(process.argv[1] ?? '', [...argv, '--seed', String(options.seed), '--worker'], { env: { ...process.env, [SHARED_FOLDER_VARIABLE]: folder } }));
  // A loader may listen on the channel before the worker does: what is sent too early would be lost.
  await Promise.all(children.map((child) => new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (code) => reject(new Error(`a worker ended with ${String(code)}`)));
  })));
  return {
    run: async (tasks, progress) => {
      const done = children.map(() => 0);
      const outcomes = await Promise.all(children.map((child, i) => new Promise<Outcome>((resolve, reject) => {
        const onExit = (code: number | null): void => reject(new Error(`a worker ended with ${String(code)}`));
        const onMessage = (answer: Answer): void => {
          if ('ready' in answer) return;
          if ('done' in answer) {
            done[i] = answer.done;
            progress(done.reduce((a, b) => a + b, 0));
            return;
          }
          child.off('exit', onExit).off('message', onMessage);
          resolve(answer.outcome);
        };
        child.on('exit', onExit).on('message', onMessage);
        child.send(tasks.filter((_, t) => t % children.length === i));
      })));
      return outcomes.reduce(addOutcomes, NO_OUTCOME);
    },
    close: async () => {
      await Promise.all(children.map((child) => new Promise<void>((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.once('exit', () => resolve());
        child.disconnect();
      })));
      await stopServer(folder);
    },
  };
}

/** What a process does that was started by `openWorkers`: answers until the channel is closed. */
export async function work(options: Options): Promise<void> {
  const engines = await openEngines(options);
  const send = (answer: Answer): void => void process.send?.(answer);
  await new Promise<void>((resolve) => {
    process.on('message', (tasks: readonly Task[]) => {
      void runCases(tasks, options, engines, (done) => send({ done })).then((outcome) => send({ outcome }), (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.stack ?? error.message : String(error)}\n`);
        process.exit(1);
      });
    });
    process.on('disconnect', () => resolve());
    send({ ready: true });
  });
  for (const engine of engines.values()) await engine.close();
}
