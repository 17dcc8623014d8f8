/** Reads what a request carries, from text and by type: exactly, or not at all. Nothing is rounded to fit. */
import { parseTimestamp } from '../../compiler/calendar/instants.js';
import { RANGE_END_US, RANGE_START_US } from '../../compiler/calendar/units.js';
import { findZone, localToUtc } from '../../compiler/calendar/zones.js';
import type { RequestArgument } from '../../compiler/request/program.js';
import { fit, floatOf, unscaledOf, type RequestValue } from '../../compiler/request/values.js';
import { parseKeyPart } from '../materialize/key-text.js';
import { cellValue } from './cells.js';

/** The value, or undefined where the text is none of that type. */
export function readArgument({ type, zone }: RequestArgument, text: string): RequestValue | undefined {
  switch (type.kind) {
    case 'decimal': {
      const unscaled = unscaledOf(text, type.scale);
      return unscaled === null ? undefined : (fit(unscaled, type) ?? undefined);
    }
    case 'float32':
    case 'float64': {
      if (!/^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(text)) return undefined;
      return floatOf(Number(text), type) ?? undefined;
    }
    case 'timestamp': {
      const read = parseTimestamp(text.trim());
      if (read === undefined) return undefined;
      const found = zone === null ? undefined : findZone(zone);
      if (read.kind === 'instant') return inRange(read.us);
      return found === undefined ? undefined : inRange(localToUtc(found, read.us));
    }
    default: {
      const cell = parseKeyPart(type, text);
      return cell === undefined ? undefined : cellValue(cell, type);
    }
  }
}

/** As a column of the examples is read (contract 1.1): below the calendar is its start, above is never. */
const inRange = (us: bigint): bigint | null => (us < RANGE_START_US ? RANGE_START_US : us < RANGE_END_US ? us : null);
