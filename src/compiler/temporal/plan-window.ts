/**
 * Windows: what is written behind `over` becomes the bounds between which a row is active, counted from its event time
 * (contract, section 2): `(T - w, T]` unless a bound moves by one microsecond.
 */
import { finding } from '../diagnostics/finding.js';
import { notYet, type Report } from '../names/report.js';
import type { Span } from '../source/span.js';
import type { Count, Length, Over, PreviousPeriodsWindow, PreviousSlotsWindow, Ref, ThisPeriodWindow, Window, WindowBound } from '../syntax/ast.js';
import type { Constants } from '../types/constants.js';
import type { Literal } from '../types/expression.js';
import { lengthOf, type WrittenLength } from '../types/lengths.js';
import { refText, type Scope } from '../types/operand.js';
import type { CalendarWindow, KnownForWindow, ShiftWindow, SlotsWindow, WindowPlan } from './plan.js';
import { planZone } from './plan-zone.js';

/** A window, and what it adds to the name of a feature that has a list of them. */
export interface NamedWindow {
  readonly window: WindowPlan;
  /** `30d`, `all`; null where the window is the only one. */
  readonly suffix: string | null;
  readonly span: Span;
}

/** More windows in one list are no list that a person wrote. */
const LIST_LIMIT = 200;

/** What windows are read with. */
export interface WindowContext {
  readonly constants: Constants;
  /** The zone of calendar windows that name none; null where the view has none either. */
  readonly zone: string | null;
  /** What a zone may be read from. */
  readonly scope: Scope;
  readonly report: Report;
}

/** The windows of one `over`; null after a finding. A list gives several, each with its suffix. */
export function planWindows(over: Over, context: WindowContext): readonly NamedWindow[] | null {
  const { report } = context;
  const lists = over.windows.filter((window) => window.kind === 'windowList');
  const [list] = lists;
  if (list === undefined) {
    const window = planWindow(over.windows, over.span, context);
    return window === null ? null : [{ window, suffix: null, span: over.windows[0]?.span ?? over.span }];
  }
  const around = over.windows.filter((window) => window !== list);
  if (list.items.length === 0) report(finding('FT1018', list.span, { what: 'a window in the list' }));
  if (list.items.length > LIST_LIMIT) {
    report(finding('FT2015', list.span, { what: 'The list of windows', count: list.items.length, limit: LIST_LIMIT }));
    return null;
  }
  const planned = list.items.map((item): NamedWindow | null => {
    // Bounds and lag behind the list hold for each of its members, which then can have no lag of their own.
    if (list.ending !== undefined && item.ending !== undefined) {
      report(finding('FT1012', item.span, { setting: 'ending', owner: 'window', advice: 'Keep one of them' }));
      return null;
    }
    const member = { ...item, bounds: [...item.bounds, ...list.bounds], ...(list.ending === undefined ? {} : { ending: list.ending }) };
    const window = planWindow([member, ...around], item.span, context);
    return window === null ? null : { window, suffix: windowSuffix(item), span: item.span };
  });
  const whole = planned.filter((window) => window !== null);
  return whole.length === planned.length && whole.length > 0 ? whole : null;
}

/** The window of a lookup: its row counts for `length`, from its time or, of a snapshot, from when it was known. */
export function ttlWindow(length: WrittenLength, includingStart: boolean, snapshots: boolean): ShiftWindow | KnownForWindow {
  const text = `ttl ${length.text}${includingStart ? ' including start' : ''}`;
  const us = length.us + (includingStart ? 1n : 0n);
  return snapshots ? { kind: 'known_for', length: us, newest: null, text } : { kind: 'shift', enter: 0n, leave: us, newest: null, text };
}

/** No window: each row is there until something takes its place, or until its own end. */
export const LASTING: ShiftWindow = { kind: 'shift', enter: 0n, leave: null, newest: null, text: 'the life of each row' };

/** What a window in a list adds to the name of a feature; null for one that needs a name of its own. */
export function windowSuffix(window: Window): string | null {
  switch (window.kind) {
    case 'rolling':
      return window.length.kind === 'duration' ? `${window.length.digits}${window.length.unit}` : window.length.kind === 'ref' ? window.length.parts.map((p) => p.text).join('_') : null;
    case 'all':
      return 'all';
    case 'newestRows':
      return window.count.kind === 'number' ? `newest_${window.count.text}` : null;
    case 'thisPeriod':
      return `this_${window.unit}`;
    case 'previousPeriods':
      return window.count === undefined ? `previous_${window.unit}` : window.count.kind === 'number' ? `previous_${window.count.text}_${window.unit}s` : null;
    case 'previousSlots':
      return window.count.kind === 'number' && window.length.kind === 'duration' ? `previous_${window.count.text}x${window.length.digits}${window.length.unit}` : null;
    default:
      return null;
  }
}

/** Several windows that apply together: at most one in time, and a number of rows. */
function planWindow(windows: readonly Window[], span: Span, context: WindowContext): WindowPlan | null {
  const { report } = context;
  let time: WindowInTime | null = null;
  let newest: number | null = null;
  const texts: string[] = [];
  for (const window of windows) {
    if (window.kind === 'newestRows') {
      const count = countOf(window.count, 'The number of rows', context.constants, context.report);
      if (count === null || !refuseBounds(window, `newest ${count} rows`, context.report)) return null;
      if (newest !== null) {
        report(finding('FT1012', window.span, { setting: 'newest n rows', owner: 'window', advice: 'Keep one of them' }));
        return null;
      }
      newest = count;
      texts.push(`newest ${count} rows`);
      continue;
    }
    const inTime = planInTime(window, context);
    if (inTime === null) return null;
    if (time !== null) {
      notYet('Several windows in time for one feature', span, report);
      return null;
    }
    time = inTime;
    texts.unshift(inTime.text);
  }
  return { ...(time ?? { kind: 'shift', enter: 0n, leave: null }), newest, text: texts.join(', ') };
}

/** What `over` can say; the window of a snapshot's `ttl` is never written there. */
type WindowInTime = Exclude<WindowPlan, KnownForWindow>;

function planInTime(window: Window, context: WindowContext): WindowInTime | null {
  const { report } = context;
  switch (window.kind) {
    case 'rolling': {
      const length = positive(window.length, context);
      return length === null ? null : bounded(window, length, length.text, context);
    }
    case 'all': {
      if (window.forgetAfter === undefined) return bounded(window, null, 'all', context);
      const forget = positive(window.forgetAfter, context);
      return forget === null ? null : bounded(window, forget, `all forget after ${forget.text}`, context);
    }
    case 'thisPeriod':
    case 'previousPeriods':
      return planPeriods(window, context);
    case 'previousSlots':
      return planSlots(window, context);
    case 'placeholderWindow':
      report(finding('FT2009', window.span, { name: `$${window.placeholder.name}` }));
      return null;
    case 'windowList':
      notYet('A list of windows within a list', window.span, report);
      return null;
    case 'newestRows':
    case 'missingWindow':
      return null;
  }
}

/** The most periods of a window: `previous 100000 years` is a mistake of the pen. */
const MOST_PERIODS = 10_000n;

function planPeriods(window: ThisPeriodWindow | PreviousPeriodsWindow, context: WindowContext): CalendarWindow | null {
  const { report, scope } = context;
  const count = window.kind === 'thisPeriod' ? null : window.count === undefined ? 1 : countOf(window.count, 'The number of periods', context.constants, report, MOST_PERIODS);
  const shown = window.kind === 'thisPeriod' ? `this ${window.unit}` : count === 1 || count === null ? `previous ${window.unit}` : `previous ${count} ${window.unit}s`;
  const bounded = refusesBounds(window, shown, report);
  if (window.zone === undefined && context.zone === null) {
    report(finding('FT4013', window.span, { window: shown }));
    return null;
  }
  const zone = window.zone === undefined ? null : planZone(window.zone, scope, report);
  if (!bounded || (window.kind === 'previousPeriods' && count === null) || (window.zone !== undefined && zone === null)) return null;
  return {
    kind: 'calendar', unit: window.unit, previous: count, newest: null,
    zone: zone ?? { kind: 'name', name: context.zone ?? 'UTC' },
    text: `${shown}${writtenZone(window.zone)}`,
  };
}

/** The zone by the name that its author gave it; nothing where it is the view's. */
function writtenZone(zone: (ThisPeriodWindow | PreviousPeriodsWindow)['zone']): string {
  return zone === undefined ? '' : zone.kind === 'text' ? ` in '${zone.value}'` : ' in a zone of the row';
}

function planSlots(window: PreviousSlotsWindow, context: WindowContext): SlotsWindow | null {
  const { report } = context;
  const count = countOf(window.count, 'The number of periods', context.constants, report, MOST_PERIODS);
  const length = positive(window.length, context);
  if (count === null || length === null) return null;
  const text = `previous ${count} x ${length.text}`;
  return refusesBounds(window, text, report) ? { kind: 'slots', count, length: length.us, newest: null, text } : null;
}

/** Complete periods have the bounds that the calendar gives them, and end where it says. */
function refusesBounds(window: Window, text: string, report: Report): boolean {
  const [bound] = window.bounds;
  if (bound !== undefined) report(finding('FT4019', bound.span, { bound: `${bound.mode} ${bound.edge}`, window: text }));
  if (window.ending !== undefined) report(finding('FT4019', window.ending.span, { bound: 'ending … ago', window: text }));
  return bound === undefined && window.ending === undefined;
}

/** A window of a length, null for one that never ends, with its lag and its moved bounds. */
function bounded(window: Window, length: WrittenLength | null, text: string, context: WindowContext): ShiftWindow | null {
  const { report } = context;
  let lag = 0n;
  const texts = [text];
  if (window.ending !== undefined) {
    const ending = lengthOf(window.ending, context.constants, context.report);
    if (ending === null) return null;
    if (ending.us === 0n) {
      report(finding('FT3010', window.ending.span, { what: 'The lag', value: ending.text, range: 'greater than zero' }));
      return null;
    }
    lag = ending.us;
    texts.push(`ending ${ending.text} ago`);
  }
  let enter = lag;
  let leave = length === null ? null : lag + length.us;
  for (const bound of uniqueBounds(window.bounds)) {
    const shown = `${bound.mode} ${bound.edge}`;
    if (shown === 'including start') leave = leave === null ? null : leave + 1n;
    else if (shown === 'excluding end' || (shown === 'excluding now' && lag === 0n)) enter += 1n;
    else {
      const reason = shown === 'excluding now' ? ', which does not end now' : ', where it changes nothing';
      report(finding('FT3020', bound.span, { setting: shown, aggregate: `over ${texts.join(' ')}`, reason, allowed: 'a window that it changes; the bounds are `including start` and `excluding end`' }));
      return null;
    }
    texts.push(shown);
  }
  if (leave !== null && leave <= enter) {
    report(finding('FT4009', window.span, { length: texts.join(' ') }));
    return null;
  }
  return { kind: 'shift', enter, leave, newest: null, text: texts.join(' ') };
}

/** A bound written twice, as on a list and on its member, moves once; `end` and `now` are one edge. */
function uniqueBounds(bounds: readonly WindowBound[]): readonly WindowBound[] {
  const edge = (bound: WindowBound): string => `${bound.mode} ${bound.edge === 'now' ? 'end' : bound.edge}`;
  return bounds.filter((bound, i) => bounds.findIndex((other) => edge(other) === edge(bound)) === i);
}

function refuseBounds(window: Window, text: string, report: Report): boolean {
  const [bound] = window.bounds;
  if (bound !== undefined) {
    report(finding('FT3020', bound.span, { setting: `${bound.mode} ${bound.edge}`, aggregate: `over ${text}`, reason: ', which has no bounds in time', allowed: 'a duration: `over 30d including start, newest 5 rows`' }));
    return false;
  }
  if (window.ending !== undefined) {
    notYet('A lag of a number of rows', window.ending.span, report);
    return false;
  }
  return true;
}

/** A length that is greater than zero; null after a finding. */
export function positive(length: Length, { constants, report }: Pick<WindowContext, 'constants' | 'report'>): WrittenLength | null {
  const value = lengthOf(length, constants, report);
  if (value === null || value.us > 0n) return value;
  report(finding('FT4009', length.span, { length: value.text }));
  return null;
}

/** The greatest number of rows that a window or list may hold: each is carried to every point. */
const MOST_ROWS = 10_000n;

/** A whole number from 1 to 10000; null after a finding. */
export function countOf(count: Count, what: string, constants: Constants, report: Report, most = MOST_ROWS, least = 1n): number | null {
  let value: bigint | null = null;
  let shown = '';
  switch (count.kind) {
    case 'missing':
      return null;
    case 'placeholder':
      report(finding('FT2009', count.span, { name: `$${count.name}` }));
      return null;
    case 'number':
      shown = count.text;
      value = count.form === 'int' && count.text.length < 20 ? BigInt(count.text) : null;
      break;
    case 'ref': {
      const constant = constantAt(count, what, constants, report);
      if (constant === null) return null;
      shown = String(constant.value);
      value = typeof constant.value === 'bigint' && constant.type.kind !== 'duration' ? constant.value : null;
    }
  }
  if (value !== null && value >= least && value <= most) return Number(value);
  report(finding('FT3010', count.span, { what, value: shown, range: `a whole number from ${least} to ${most}` }));
  return null;
}

/** The constant of a name where a plan is shaped by it: nothing else can stand there. */
export function constantAt(ref: Ref, what: string, constants: Constants, report: Report): Literal | null {
  const found = constants.find(refText(ref));
  if (found === undefined) report(finding('FT3012', ref.span, { what }));
  return found ?? null;
}
