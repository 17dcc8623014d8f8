/** Events as rows of a few snapshots of one table: keys that vanish and come back, snapshots known out of order, `ttl` from then on. */
import type { SourceSpec } from '../../../oracle/spec.js';
import type { Row } from '../../../oracle/values.js';
import type { AgreementCase } from '../../case.js';
import type { Random } from '../../random.js';
import { clocksOf, sourceOf, withoutWindows, withSource } from './cells.js';
import type { Changed } from './index.js';

export function asSnapshots(of: AgreementCase, random: Random): Changed {
  const source = sourceOf(of);
  const shot: SourceSpec = { ...source, rows: { kind: 'snapshots', every: 86_400_000_000n } };
  const events = of.tables['events'] ?? [];
  // A few moments, each written in one go: mostly known together, now and then with a straggler.
  const moments = random.sample(events.filter((row) => clocksOf(source, row).t !== null), random.between(2, 5));
  const rows = events.map((row): Row => {
    if (moments.length === 0 || random.chance(0.12)) return row;
    const moment = random.pick(moments);
    const clocks = random.chance(0.8) ? ['event_ts', 'event_day', 'ingested_at'] : ['event_ts', 'event_day'];
    return { ...row, ...Object.fromEntries(clocks.filter((name) => Object.hasOwn(moment, name)).map((name) => [name, moment[name] ?? null])) };
  });
  const changed = withSource(of, shot, [], rows, random);
  return { of: withoutWindows(changed, 0.6, () => true, random), ends: rows.flatMap((row) => clocksOf(shot, row).k ?? []) };
}
