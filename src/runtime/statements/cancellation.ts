/** Ties a session to an abort signal: when it fires, what runs is cancelled, and what would run next does not start. */
import { DriverError, type Session } from '../drivers/driver.js';

/** Runs `work` with the session; an abort makes it fail with reason `cancelled`. */
export async function cancellable<T>(session: Session, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  const stop = (): void => session.cancel();
  throwIfAborted(signal);
  signal?.addEventListener('abort', stop);
  try {
    return await work();
  } catch (error) {
    if (signal?.aborted === true) throw new DriverError('cancelled', 'stopped', { cause: error });
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

/** Between two batches nothing runs that could be cancelled: asks there. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new DriverError('cancelled', 'stopped');
}
