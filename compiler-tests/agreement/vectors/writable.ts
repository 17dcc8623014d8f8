/**
 * A world of the hand-computed cases as one that can be written down and stored: clocks get the zone that the language
 * asks for, columns the kind of clock that their values need, and views are cut where the language has one setting for
 * a whole view. Nothing of it changes a value, which `answers.ts` holds against the answer by hand.
 */
import { evaluate, scopeOf } from '../../oracle/expressions.js';
import { zone } from '../../oracle/notation.js';
import type { Column, Expr, FeatureSpec, KnownClock, SourceSpec, TimeClock, ViewSpec } from '../../oracle/spec.js';
import type { InstantValue, NaiveValue, Row, Value } from '../../oracle/values.js';
import type { AgreementCase, Clock, EntityCase } from '../case.js';

/** What the language has no words for. */
export class Unwritable extends Error {}

export type CaseView = AgreementCase['views'][number];

export interface Table {
  readonly rows: readonly Row[];
  /** By the name of the column. */
  readonly clocks: Readonly<Record<string, Clock>>;
}

// ---- tables ------------------------------------------------------------------------------------------------------

const isTime = (value: Value | undefined): value is InstantValue | NaiveValue =>
  typeof value === 'object' && value !== null && 'kind' in value && (value.kind === 'instant' || value.kind === 'naive');
/** Whether a row holds more than microseconds, which not every engine can. */
export const isFine = (row: Row): boolean => Object.values(row).some((value) => isTime(value) && value.nanos !== undefined);

/** The rows as they are stored: nanoseconds are held by readings of a clock alone, so there an instant is one of UTC's. */
export function stored(columns: readonly Column[], rows: readonly Row[]): Table {
  const clocks: Record<string, Clock> = {};
  for (const { name } of columns) {
    const values = rows.map((row) => row[name]).filter(isTime);
    if (values.some(({ nanos }) => nanos !== undefined)) clocks[name] = 'naive_ns';
    else if (values.some(({ kind }) => kind === 'naive')) clocks[name] = 'naive';
  }
  const naive = (name: string, value: Value): Value => (clocks[name] === 'naive_ns' && isTime(value) ? { ...value, kind: 'naive' } : value);
  return { clocks, rows: rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, naive(name, value)]))) };
}

// ---- sources -----------------------------------------------------------------------------------------------------

const UTC = zone('UTC');

/**
 * An instant needs no zone; the language asks for one all the same, and for instants all are right. Of a DATE `same as
 * time` is refused, and `end of day` is what has to be written for the same.
 */
export function writableSource(of: SourceSpec): SourceSpec {
  const ofTime = of.time.kind === 'column' ? of.time : null;
  const isDay = of.columns.some(({ name, type }) => name === ofTime?.column && type.kind === 'date');
  const known = (clock: KnownClock): KnownClock => {
    switch (clock.kind) {
      case 'column': return { ...clock, zone: clock.zone ?? UTC };
      case 'plus': return { ...clock, clock: known(clock.clock) };
      case 'or-before': return { ...clock, clock: known(clock.clock), or: known(clock.or) };
      case 'same-as-time': return isDay && ofTime?.zone !== null && ofTime !== null ? { kind: 'end-of-day', zone: ofTime.zone } : clock;
      case 'end-of-day': case 'start-of-day': return clock;
    }
  };
  const time: TimeClock = of.time.kind === 'column' ? { ...of.time, zone: of.time.zone ?? UTC } : of.time;
  const { rows } = of;
  const kept = rows.kind === 'intervals' ? { ...rows, until: known(rows.until), knownEnd: rows.knownEnd === null ? null : known(rows.knownEnd) } : rows;
  return { ...of, time, known: known(of.known), rows: kept };
}

// ---- views -------------------------------------------------------------------------------------------------------

const entityOf = (view: ViewSpec): string => `key_of_${view.name}`;
/** A view for everyone has none. */
export const entitiesOf = (view: ViewSpec): readonly EntityCase[] => (view.key.length === 0 ? [] : [{ name: entityOf(view), keys: view.key.map(({ part, type }) => ({ name: part, type })) }]);
export const caseView = (view: ViewSpec): CaseView => ({ ...view, entity: entityOf(view) });

/** `ttl` is for lookups and states, and no window at all for rows that end or are replaced; of others, what has the same bounds is written. */
function writableFeature(of: FeatureSpec, { rows }: SourceSpec): FeatureSpec {
  if (of.kind !== 'aggregate') return of;
  const states = rows.kind === 'intervals' || rows.kind === 'snapshots';
  const { window } = of;
  if (window.kind === 'ttl' && of.aggregate.op !== 'latest' && !states) return { ...of, window: { ...window, kind: 'rolling', lag: 0n } };
  return window.kind === 'none' && rows.kind === 'events' ? { ...of, window: { kind: 'all', forgetAfter: null, lag: 0n, includingStart: false, excludingEnd: false } } : of;
}

/** A view says `ttl` once, for all of its features, and then none has a window of its own: one view for each. */
export function cutView(of: ViewSpec, source: SourceSpec, keep: (feature: string) => boolean): readonly ViewSpec[] {
  const groups = new Map<string, FeatureSpec[]>();
  for (const feature of of.features.filter(({ name }) => keep(name)).map((each) => writableFeature(each, source))) {
    const window = feature.kind === 'aggregate' && feature.window.kind === 'ttl' ? `${String(feature.window.length)} ${String(feature.window.includingStart)}` : '';
    groups.set(window, [...(groups.get(window) ?? []), feature]);
  }
  if (groups.size > 1 && of.features.some(({ kind }) => kind === 'derived')) throw new Unwritable('arithmetic over features of two lookups');
  return [...groups.values()].map((features, i) => ({ ...of, name: i === 0 ? of.name : `${of.name}_${String(i + 1)}`, features }));
}

/** The key that a row of the table is about. */
export const keyIn = (view: ViewSpec, row: Row): readonly Value[] => view.key.map(({ expr }) => evaluate(expr, scopeOf(row)).value);

/** Names in an expression, changed. */
export function renamed(of: Expr, to: (name: string) => string): Expr {
  const walk = (tree: unknown): unknown => {
    if (Array.isArray(tree)) return (tree as readonly unknown[]).map(walk);
    if (typeof tree !== 'object' || tree === null) return tree;
    const copy = Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, walk(value)]));
    return 'kind' in tree && tree.kind === 'column' && 'name' in tree && typeof tree.name === 'string' ? { ...copy, name: to(tree.name) } : copy;
  };
  return walk(of) as Expr;
}
