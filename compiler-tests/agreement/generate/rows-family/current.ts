/** Events as a table that is overwritten in place, all of its columns declared immutable; with a time, or without one. */
import type { FeatureSpec, SourceSpec } from '../../../oracle/spec.js';
import type { AgreementCase } from '../../case.js';
import type { Random } from '../../random.js';
import { sourceOf, withoutWindows, withSource } from './cells.js';
import type { Changed } from './index.js';

export function asCurrent(of: AgreementCase, random: Random): Changed {
  const source = sourceOf(of);
  const timed: SourceSpec = { ...source, rows: { kind: 'current' } };
  const rows = of.tables['events'] ?? [];
  const latest = (made: AgreementCase, chance: number): AgreementCase => withoutWindows(made, chance, ({ aggregate }) => aggregate.op === 'latest', random);
  const { time } = source;
  const dated = source.columns.some((column) => column.name === 'event_day');
  if (time.kind !== 'column' || dated || source.known.kind !== 'column' || random.chance(0.4)) return { of: latest(withSource(of, timed, [], rows, random), 0.6), ends: [] };
  // Without a time, the column that held it says since when the row is known.
  const always: SourceSpec = { ...timed, time: { kind: 'always' }, known: { kind: 'column', column: time.column, zone: time.zone } };
  const clocks = Object.fromEntries(Object.entries(of.clocks).filter(([column]) => column !== 'events.ingested_at'));
  const lifelong = (feature: FeatureSpec): FeatureSpec =>
    feature.kind === 'aggregate' && feature.window.kind !== 'ttl' && /^[a-z]\d+$/.test(feature.name)
      ? { ...feature, window: { kind: 'all', forgetAfter: null, lag: 0n, includingStart: false, excludingEnd: false } }
      : feature;
  const whole = { ...of, clocks, views: of.views.map((view) => ({ ...view, features: view.features.map(lifelong) })) };
  // What was naive and is read by no clock any more would need a zone.
  const instants = rows.map((row) => ({ ...row, ingested_at: null }));
  return { of: latest(withSource(whole, always, [], instants, random), 0.6), ends: [] };
}
