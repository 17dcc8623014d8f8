#!/usr/bin/env node
/** The `feat` command: connects the process to the commands and leaves with their exit code. */
import { withInterrupt } from '../../runtime/files/interrupt.js';
import { EXIT, type Host } from './host.js';
import { runCli } from './program.js';

// A reader that goes away early (`feat … | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? EXIT.clean : EXIT.internal));

const host: Omit<Host, 'signal'> = {
  cwd: process.cwd(),
  env: process.env,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  stdin: async () => {
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString('utf8');
  },
  colour: process.stdout.isTTY && process.env['NO_COLOR'] === undefined,
  liveProgress: process.stderr.isTTY,
  width: process.stdout.columns ?? 88,
};

process.exitCode = await withInterrupt((signal) => runCli(process.argv.slice(2), { ...host, signal }));
