/**
 * Groups by a calendar period, for the family of calendars: lists and aggregates of groups of every unit, of times in
 * zones by name and by a column, and of dates.
 */
import { evaluate } from '../../oracle/expressions.js';
import { identity } from '../../oracle/index.js';
import type { Aggregate, CalendarUnit, Expr, Zone } from '../../oracle/spec.js';
import type { PreparedRow } from '../../oracle/source-rows.js';
import type { Random } from '../random.js';
import { column } from './expressions.js';

export const UNITS: readonly CalendarUnit[] = ['hour', 'day', 'week', 'month', 'quarter', 'year'];
const OF_DATE = 'due';

/** What a feature of groups is about; `zone` null: the group is of a date. */
export interface GroupShape {
  readonly kind: 'groups';
  readonly unit: CalendarUnit;
  readonly zone: Zone | null;
}

/** One of each unit in some zone, and one of a date. */
export function groupShapes(zones: readonly Zone[], random: Random): readonly GroupShape[] {
  const ofTime = UNITS.map((unit): GroupShape => ({ kind: 'groups', unit, zone: random.pick(zones) }));
  return [...ofTime, { kind: 'groups', unit: random.pick(UNITS.slice(1)), zone: null }];
}

export function groupAggregate({ unit, zone }: GroupShape, random: Random): Aggregate {
  const group: Expr = { kind: 'period', unit, of: column(zone === null ? OF_DATE : 'event_ts'), zone };
  return random.weighted<() => Aggregate>([
    [5, () => ({ op: 'by', inner: inner(random), group, keep: null })],
    [2, () => ({ op: 'by', inner: inner(random), group, keep: random.between(1, 2) })],
    [5, () => ({ op: 'nested', outer: outer(random), inner: numberOf(random), group })],
  ])();
}

function inner(random: Random): Aggregate {
  return random.pick<Aggregate>([
    numberOf(random), numberOf(random), { op: 'latest', of: column('status'), ignoreNulls: false }, { op: 'max', of: column('event_ts') }, { op: 'count_distinct', of: column('status') },
  ]);
}

function numberOf(random: Random): Aggregate {
  return random.pick<Aggregate>([{ op: 'count', of: null }, { op: 'sum', of: column('amount'), scale: null }, { op: 'max', of: column('qty') }]);
}

function outer(random: Random): Aggregate {
  const of = column('inner');
  return random.pick<Aggregate>([{ op: 'max', of }, { op: 'min', of }, { op: 'sum', of, scale: null }, { op: 'count', of }, { op: 'avg', of }, { op: 'largest_n', of, n: 2 }]);
}

/** The period that an aggregate groups by. */
export function periodOfGroup(of: Aggregate): (Expr & { readonly kind: 'period' }) | null {
  return (of.op === 'by' || of.op === 'nested') && of.group.kind === 'period' ? of.group : null;
}

export const GROUP_CELLS = [
  ...UNITS.map((unit) => `by ${unit}`), 'by the period of a date', 'two levels', 'keep', 'several groups', 'several rows in a group', 'rows in no group', 'groups in the zone of the row', 'a group cut by its window',
] as const;

/** What a comparison met; `active` are the rows that count, `others` those of the key that don't. */
export function judgeGroups(of: Aggregate, active: readonly PreparedRow[], others: readonly PreparedRow[]): readonly string[] {
  const group = periodOfGroup(of);
  if (group === null || (of.op !== 'by' && of.op !== 'nested')) return [];
  const named = (rows: readonly PreparedRow[]): readonly string[] => rows.map((row) => evaluate(group, row.scope).value).filter((each) => each !== null).map(identity);
  const inside = named(active);
  const different = new Set(inside);
  return [
    `by ${group.unit}`,
    ...(group.zone === null ? ['by the period of a date'] : []),
    ...(of.op === 'nested' ? ['two levels'] : of.keep === null ? [] : ['keep']),
    ...(different.size > 1 ? ['several groups'] : []),
    ...(different.size < inside.length ? ['several rows in a group'] : []),
    ...(inside.length < active.length ? ['rows in no group'] : []),
    ...(group.zone?.kind === 'column' ? ['groups in the zone of the row'] : []),
    ...(named(others).some((each) => different.has(each)) ? ['a group cut by its window'] : []),
  ];
}
