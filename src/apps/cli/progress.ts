/** How far a run is, on standard error: one line that rewrites itself on a terminal, a line now and then elsewhere. */
import type { Host } from './host.js';

export interface Progress {
  readonly report: (count: bigint) => void;
  /** Leaves the terminal's line empty for what comes next. */
  readonly end: () => void;
}

const LIVE_MS = 200;
const LOG_MS = 10_000;

/** `what` is counted: `rows of scam_v1`. */
export function startProgress(what: string, host: Host): Progress {
  const every = host.liveProgress ? LIVE_MS : LOG_MS;
  let last = Date.now();
  let open = false;
  return {
    report: (count) => {
      const now = Date.now();
      if (now - last < every) return;
      last = now;
      const text = `${withThousands(count)} ${what}`;
      if (host.liveProgress) host.err(`\r\u001b[K${text}`);
      else host.err(`${text}\n`);
      open = host.liveProgress;
    },
    end: () => {
      if (open) host.err('\r\u001b[K');
      open = false;
    },
  };
}

/** Such as `1 row` or `2,017 rows`. */
export const counted = (count: bigint | number, noun: string): string => `${withThousands(count)} ${noun}${String(count) === '1' ? '' : 's'}`;

export const withThousands = (count: bigint | number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');
