/** A process that is in the middle of writing a file when a signal reaches it. */
import { writeFile } from 'node:fs/promises';
import { withInterrupt } from '../../../src/runtime/files/interrupt.js';
import { writeAtomically } from '../../../src/runtime/files/write-atomically.js';

const [, , path = '', mode = ''] = process.argv;
try {
  await withInterrupt((signal) =>
    writeAtomically(path, async (temporary) => {
      await writeFile(temporary, 'half');
      process.stdout.write('writing\n');
      await new Promise((_, reject) => {
        const alive = setInterval(() => undefined, 1000);
        signal.addEventListener('abort', () => {
          if (mode === 'stubborn') process.stdout.write('aborted\n');
          else {
            clearInterval(alive);
            reject(new Error('stopped'));
          }
        });
      });
    }),
  );
} catch {
  process.exitCode = 130;
}
