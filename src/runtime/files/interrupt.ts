/** Ctrl-C and its kind as an abort signal, so that what runs is cancelled and what was begun is cleaned up. */

/**
 * Runs `work` with a signal that the first SIGINT or SIGTERM fires. A second one ends the process at once, which still
 * removes unfinished files.
 */
export async function withInterrupt<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    return await work(controller.signal);
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}
