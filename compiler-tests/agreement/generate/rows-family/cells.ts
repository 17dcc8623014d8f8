/** What the kinds of rows share: instants as a column stores them, columns added to the source, features without a window. */
import { eventTime, knowledgeTime, MAX, MIN } from '../../../oracle/clocks.js';
import type { AggregateFeature, Column, FeatureSpec, SourceSpec, Zone } from '../../../oracle/spec.js';
import type { Instant, Row, Value } from '../../../oracle/values.js';
import type { AgreementCase, Clock } from '../../case.js';
import type { Random } from '../../random.js';
import { wallClock } from '../lattice.js';

/** An instant as its column stores it. */
export function stored(us: Instant | null, clock: Clock, zone: Zone | null): Value {
  if (us === null) return null;
  if (clock === 'zoned') return { kind: 'instant', us };
  return { kind: 'naive', us: wallClock(us, zone?.kind === 'name' ? zone.name : 'UTC') };
}

export function sourceOf(of: AgreementCase): SourceSpec {
  const [source] = of.sources;
  if (source === undefined) throw new Error('a case has a source');
  return source;
}

/** The clocks of a row, where it has instants within the calendar. */
export function clocksOf(source: SourceSpec, row: Row): { readonly t: Instant | null; readonly k: Instant | null } {
  const inside = (us: Instant | null): Instant | null => (us === null || us < MIN || us >= MAX ? null : us);
  return { t: inside(eventTime(source.time, row)), k: inside(knowledgeTime(source.known, source.time, row)) };
}

/** The case with another source and other rows of it, and columns put where the random numbers say. */
export function withSource(of: AgreementCase, source: SourceSpec, added: readonly Column[], rows: readonly Row[], random: Random): AgreementCase {
  const columns = [...source.columns];
  for (const column of added) columns.splice(random.below(columns.length + 1), 0, column);
  return { ...of, sources: [{ ...source, columns }], tables: { ...of.tables, events: rows } };
}

/** Features whose names say no window lose theirs, as often as asked: their rows are there until they end by themselves. */
export function withoutWindows(of: AgreementCase, chance: number, may: (feature: AggregateFeature) => boolean, random: Random): AgreementCase {
  const change = (feature: FeatureSpec): FeatureSpec =>
    feature.kind === 'aggregate' && feature.window.kind !== 'ttl' && /^[a-z]\d+$/.test(feature.name) && may(feature) && random.chance(chance)
      ? { ...feature, window: { kind: 'none' }, newest: null }
      : feature;
  return { ...of, views: of.views.map((view) => ({ ...view, features: view.features.map(change) })) };
}

/** The distance to the next instants of the rows, so that ends fall where other things happen. */
export function instantsOf(source: SourceSpec, rows: readonly Row[]): readonly Instant[] {
  return rows.flatMap((row) => {
    const { t, k } = clocksOf(source, row);
    return [...(t === null ? [] : [t]), ...(k === null ? [] : [k])];
  });
}

