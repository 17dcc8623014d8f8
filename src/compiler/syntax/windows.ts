/**
 * Windows: what stands behind `over`. A window says which event times count at an instant; bounds and
 * lags stay as written here and become enter and leave instants in the temporal plan.
 */
import type { CalendarUnit, Count, DurationLiteral, Placeholder, Ref, Zone } from './expressions.js';
import type { Missing, NodeBase } from './nodes.js';

/** A length of time as written: a literal, a template's placeholder or a constant. */
export type Length = DurationLiteral | Placeholder | Ref | Missing;

/**
 * `over w [, newest n rows]`. All of `windows` apply together (a duration and a row count); several
 * windows for several features are one `list` window.
 */
export interface Over extends NodeBase {
  readonly kind: 'over';
  readonly windows: readonly Window[];
}

/** Modifiers that any window may carry in the syntax; which ones make sense is checked later. */
export interface WindowBase extends NodeBase {
  /** `ending 1h ago` */
  readonly ending?: Length;
  /** `including start`, `excluding now` */
  readonly bounds: readonly WindowBound[];
}

/** `including start`, `excluding end`, `excluding now`. */
export interface WindowBound extends NodeBase {
  readonly kind: 'bound';
  readonly mode: 'including' | 'excluding';
  readonly edge: 'start' | 'end' | 'now';
}

/** `over 30d`. */
export interface RollingWindow extends WindowBase {
  readonly kind: 'rolling';
  readonly length: Length;
}

/** `over all [forget after 730d]`. */
export interface AllWindow extends WindowBase {
  readonly kind: 'all';
  readonly forgetAfter?: Length;
}

/** `over this day in 'zone'`. */
export interface ThisPeriodWindow extends WindowBase {
  readonly kind: 'thisPeriod';
  readonly unit: CalendarUnit;
  readonly zone?: Zone;
}

/** `over previous 3 months in 'zone'`; `previous month` has no `count` and means one. */
export interface PreviousPeriodsWindow extends WindowBase {
  readonly kind: 'previousPeriods';
  readonly count?: Count;
  readonly unit: CalendarUnit;
  readonly zone?: Zone;
}

/** `over previous 4 x 30min`: complete periods of any length, aligned to 1970. */
export interface PreviousSlotsWindow extends WindowBase {
  readonly kind: 'previousSlots';
  readonly count: Count;
  readonly length: Length;
}

/** `over newest 5 rows`. */
export interface NewestRowsWindow extends WindowBase {
  readonly kind: 'newestRows';
  readonly count: Count;
}

/** `over [1h, 24h, 30d]`: one feature a window, the window's text appended to the feature's name. */
export interface ListWindow extends WindowBase {
  readonly kind: 'windowList';
  readonly items: readonly Window[];
}

/** `over $w`: a window or a list of them, filled in by `use` or `each`. */
export interface PlaceholderWindow extends WindowBase {
  readonly kind: 'placeholderWindow';
  readonly placeholder: Placeholder;
}

/** A window that could not be read. */
export interface MissingWindow extends WindowBase {
  readonly kind: 'missingWindow';
}

/** Every window. */
export type Window =
  | RollingWindow
  | AllWindow
  | ThisPeriodWindow
  | PreviousPeriodsWindow
  | PreviousSlotsWindow
  | NewestRowsWindow
  | ListWindow
  | PlaceholderWindow
  | MissingWindow;
