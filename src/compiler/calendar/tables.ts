// What generated SQL prints in place of an engine's time-zone functions: for one zone, small tables in which a value is
// looked up by the row with the greatest key that is not above it. Each is one function of `zones.ts` or `periods.ts` as
// data, and can be restricted to the years that a query meets.
import type { Zone } from './zones.js';

/** A step function: the step of the row with the greatest `fromUs <= value` applies, and `first` below all rows. */
export interface StepTable<Step> {
  readonly first: Step;
  readonly rows: readonly StepRow<Step>[];
}

export interface StepRow<Step> {
  readonly fromUs: bigint;
  readonly step: Step;
}

/** A half-open range of keys that a table may be restricted to: it answers the same for every value inside. */
export interface StepRange {
  readonly fromUs: bigint;
  readonly toUs: bigint;
}

/** The instant of a clock reading is `reading - offsetUs`. */
export interface OffsetStep {
  readonly offsetUs: bigint;
}

/** The first instant that shows a reading or a later one is `reading - offsetUs`, but not before `notBeforeUs`. */
export interface FirstInstantStep extends OffsetStep {
  /** The instant of the change that skipped readings; absent where none were skipped. */
  readonly notBeforeUs?: bigint;
}

/** The latest reading shown up to an instant is `instant + offsetUs`, but not below `shownUs`. */
export interface ClockStep extends OffsetStep {
  /** The last reading before the clock was put back; absent where it was not. */
  readonly shownUs?: bigint;
}

/** Clock readings to instants, exactly `localToUtc`: the later instant in a fold, the offset before it in a gap. */
export function localTransitionTable(zone: Zone, range?: StepRange): StepTable<OffsetStep> {
  const rows = zone.transitions.map(({ atUtcUs, offsetUs }) => ({ fromUs: atUtcUs + offsetUs, step: { offsetUs } }));
  return restrictSteps({ first: { offsetUs: zone.initialOffsetUs }, rows }, range);
}

/** Clock readings to the first instant that shows them or later, exactly `firstInstantOf`: where days and periods begin. */
export function firstInstantTable(zone: Zone, range?: StepRange): StepTable<FirstInstantStep> {
  const rows = zone.transitions.map(({ atUtcUs, offsetUs, offsetBeforeUs }) => ({
    fromUs: atUtcUs + offsetBeforeUs,
    step: offsetUs > offsetBeforeUs ? { offsetUs, notBeforeUs: atUtcUs } : { offsetUs },
  }));
  return restrictSteps<FirstInstantStep>({ first: { offsetUs: zone.initialOffsetUs }, rows }, range);
}

/** Instants to the latest reading that the clock has shown, exactly `latestReadingAt`: which period an instant is in. */
export function clockTable(zone: Zone, range?: StepRange): StepTable<ClockStep> {
  const rows = zone.transitions.map(({ atUtcUs, offsetUs, offsetBeforeUs }) => ({
    fromUs: atUtcUs,
    step: offsetUs < offsetBeforeUs ? { offsetUs, shownUs: atUtcUs + offsetBeforeUs - 1n } : { offsetUs },
  }));
  return restrictSteps<ClockStep>({ first: { offsetUs: zone.initialOffsetUs }, rows }, range);
}

/** The step that a table gives to a value: what the printed table does in SQL. */
export function lookUpStep<Step>(table: StepTable<Step>, valueUs: bigint): Step {
  return table.rows.findLast(({ fromUs }) => fromUs <= valueUs)?.step ?? table.first;
}

/** The part of a table that values of a range can meet; what was in force at its start becomes the first step. */
function restrictSteps<Step>(table: StepTable<Step>, range: StepRange | undefined): StepTable<Step> {
  if (range === undefined) return table;
  return {
    first: lookUpStep(table, range.fromUs),
    rows: table.rows.filter(({ fromUs }) => fromUs > range.fromUs && fromUs < range.toUs),
  };
}
