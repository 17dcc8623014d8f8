// Runs `feat` inside the test, in a folder of its own that holds the project which `feat init` writes, damaged or not.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Host } from '../../src/apps/cli/host.js';
import { runCli } from '../../src/apps/cli/program.js';

/** What a command left behind. */
export interface Run {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
  /** The codes of the errors and warnings shown on standard error, in order; notes are left out. */
  readonly codes: readonly string[];
}

/** A folder with a project. */
export interface ProjectFolder {
  readonly root: string;
  readonly feat: (args: readonly string[], env?: Host['env']) => Promise<Run>;
  readonly write: (path: string, text: string) => void;
  /** Changes a file; it must change. */
  readonly edit: (path: string, change: (text: string) => string) => void;
  readonly remove: () => void;
}

/** The project that `feat init` writes, in a new folder. */
export async function starterProject(): Promise<ProjectFolder> {
  const folder = emptyFolder();
  const { exit, err } = await folder.feat(['init', '.']);
  if (exit !== 0) throw new Error(`feat init: ${err}`);
  return folder;
}

/** A new folder with nothing in it. */
export function emptyFolder(): ProjectFolder {
  const root = mkdtempSync(join(tmpdir(), 'feat-findings-'));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  return {
    root,
    write,
    edit: (path, change) => {
      const before = readFileSync(join(root, path), 'utf8');
      const after = change(before);
      if (after === before) throw new Error(`${path} was to be changed`);
      write(path, after);
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
    feat: async (args, env = {}) => {
      let out = '';
      let err = '';
      const exit = await runCli([...args], {
        cwd: root,
        env,
        out: (text) => void (out += text),
        err: (text) => void (err += text),
        stdin: () => Promise.resolve(''),
        colour: false,
        liveProgress: false,
        width: 100,
        signal: new AbortController().signal,
      });
      return { exit, out, err, codes: [...err.matchAll(/^(?:error|warning)\[(FT\d{4})\]: /gm)].map((match) => match[1] ?? '') };
    },
  };
}
