/**
 * `complete until …`: how far a table is complete (contract 1.8). Examples later than that are refused in training,
 * because trained again tomorrow they would have other values.
 */
import { finding } from '../diagnostics/finding.js';
import { notYet } from '../names/report.js';
import type { CompleteClause, Expr } from '../syntax/ast.js';
import { lengthOf } from '../types/lengths.js';
import { refText } from '../types/operand.js';
import type { Clock, CompletePlan, Knowledge, SourcePlan } from './plan.js';
import { clockColumn, type ClockContext } from './plan-time.js';
import { zoneName } from './plan-zone.js';

/** What a source says of how far it is complete; null where it says nothing, and after a finding. */
export function planComplete(
  clause: CompleteClause | undefined, clocks: { readonly time: SourcePlan['time'] | null; readonly known: Knowledge | null }, context: ClockContext,
): CompletePlan | null {
  if (clause === undefined) return null;
  if (clause.forever) return { kind: 'forever' };
  const { until } = clause;
  if (until === undefined || until.kind === 'missing') return null;
  if (isNow(until)) return { kind: 'now', less: 0n };
  if (until.kind === 'binary' && until.op === '-' && isNow(until.left) && until.right.kind === 'duration') {
    const less = lengthOf(until.right, context.constants, context.report);
    return less === null ? null : { kind: 'now', less: less.us };
  }
  const newest = newestOf(until);
  if (newest !== null) return planNewest(newest, clocks, context);
  notYet('A `complete` that is computed in this way', clause.span, context.report);
  return null;
}

/**
 * A union is complete as far as the least of its members that say so by the wall clock. Newest instants are columns of
 * the members, not of the union, and say nothing of it.
 */
export function completeOfAll(members: readonly (SourcePlan | null)[]): CompletePlan | null {
  const stated = members.flatMap((member) => member?.complete ?? []);
  const less = stated.flatMap((each) => (each.kind === 'now' ? [each.less] : []));
  if (stated.length < members.length || stated.some((each) => each.kind === 'newest')) return null;
  return less.length === 0 ? { kind: 'forever' } : { kind: 'now', less: less.reduce((most, each) => (each > most ? each : most)) };
}

const isNow = (node: Expr): boolean => (node.kind === 'ref' && refText(node) === 'now') || (node.kind === 'call' && node.name.text === 'now' && node.args.length === 0);

interface Newest {
  readonly ref: Extract<Expr, { readonly kind: 'ref' }>;
  readonly zone: Extract<Expr, { readonly kind: 'zoned' }>['zone'] | undefined;
}

/** `max(x)`, `max(x) in 'zone'`, `max(x in 'zone')`. */
function newestOf(node: Expr): Newest | null {
  if (node.kind === 'zoned') {
    const inner = newestOf(node.operand);
    return inner === null ? null : { ...inner, zone: inner.zone ?? node.zone };
  }
  const [argument] = node.kind === 'call' && node.name.text === 'max' ? node.args : [];
  const inner = argument?.kind === 'zoned' ? argument.operand : argument;
  if (inner?.kind !== 'ref' || inner.parts.length !== 1) return null;
  return { ref: inner, zone: argument?.kind === 'zoned' ? argument.zone : undefined };
}

/** The newest instant of a column, read in the zone that is stated here or by a clock of the source. */
function planNewest({ ref, zone }: Newest, clocks: Parameters<typeof planComplete>[1], context: ClockContext): CompletePlan | null {
  const { report } = context;
  const type = clockColumn(ref, context);
  if (type === null) return null;
  const column = refText(ref);
  if (type.kind === 'date') {
    report(finding('FT3009', ref.span, {}));
    return null;
  }
  const stated = zone === undefined ? undefined : zoneName(zone, report);
  if (stated === null) return null;
  const found = stated ?? zoneOf(column, clocks);
  if (found === undefined) {
    report(finding('FT4005', ref.span, { column }));
    return null;
  }
  return { kind: 'newest', clock: { kind: 'column', column, zone: found, offset: 0n } };
}

function zoneOf(column: string, { time, known }: Parameters<typeof planComplete>[1]): string | null | undefined {
  const of = (clock: Clock): string | null | undefined => (clock.kind === 'column' && clock.column === column && clock.zoneColumn === undefined ? clock.zone : undefined);
  const inKnown = (each: Knowledge | null): string | null | undefined => {
    if (each === null || each.kind === 'event_time_plus' || each.kind === 'members') return undefined;
    return each.kind === 'clock' ? of(each.clock) : (of(each.first) ?? inKnown(each.otherwise));
  };
  return (time === null || time.kind === 'always' || time.kind === 'members' ? undefined : of(time)) ?? inKnown(known);
}
