/**
 * Lengths of time as they are written in settings and windows: a literal, or a constant that holds one.
 */
import { formatDuration, parseDuration } from '../calendar/index.js';
import { finding } from '../diagnostics/finding.js';
import type { Report } from '../names/report.js';
import type { DurationLiteral, Length } from '../syntax/ast.js';
import type { Constants } from './constants.js';
import { refText } from './operand.js';
import { printType } from './type.js';

/** Microseconds of a written duration; null, after a finding, where it is longer than any stretch of time there is. */
export function durationOf(node: DurationLiteral, report: Report): bigint | null {
  const parsed = parseDuration(`${node.digits}${node.unit}`);
  if (parsed.kind === 'duration') return parsed.us;
  report(finding('FT3010', node.span, { what: 'The duration', value: `${node.digits}${node.unit}`, range: 'at most 300 years' }));
  return null;
}

/** A length with the text it is shown by. */
export interface WrittenLength {
  readonly us: bigint;
  readonly text: string;
}

/** The value of a length; null after a finding. Zero is a length here: each use says what it must be. */
export function lengthOf(node: Length, constants: Constants, report: Report): WrittenLength | null {
  switch (node.kind) {
    case 'missing':
      return null;
    case 'placeholder':
      report(finding('FT2009', node.span, { name: `$${node.name}` }));
      return null;
    case 'duration': {
      const us = durationOf(node, report);
      return us === null ? null : { us, text: `${node.digits}${node.unit}` };
    }
    case 'ref': {
      const value = constants.resolve(node, report);
      if (value === null) return null;
      if (value.type.kind === 'duration' && typeof value.value === 'bigint') return { us: value.value, text: formatDuration(value.value) };
      report(finding('FT3001', node.span, { actual: printType(value.type), expected: 'duration', place: ` for \`${refText(node)}\`` }));
      return null;
    }
  }
}
