/** What a clock shows, as the compiler's typed tree and as the interpreter's: every unit and part, of an instant `x` and a date `d`. */
import { DATE_PARTS, PERIOD_UNITS, TIME_PARTS } from '../../src/compiler/calendar/index.js';
import { call, column, literal, type Expression } from '../../src/compiler/types/expression.js';
import { DATE, INT64, STRING, TIMESTAMP } from '../../src/compiler/types/type.js';
import type { Expr, Zone } from '../oracle/spec.js';

/** The instant. */
export const x = column('x', TIMESTAMP);
const d = column('d', DATE);
/** One function in both notations. */
export const TIME_PAIRS: readonly { readonly name: string; readonly ours: (zone: Expression) => Expression; readonly theirs: (zone: Zone) => Expr }[] = [
  ...[...DATE_PARTS, ...TIME_PARTS].map((part) => ({
    name: part, ours: (zone: Expression) => call('date_part', [x, literal(STRING, part), zone], INT64), theirs: (zone: Zone): Expr => ({ kind: 'date-part', part, of: { kind: 'column', name: 'x' }, zone }),
  })),
  ...DATE_PARTS.map((part) => ({
    name: `${part} of a date`, ours: () => call('date_part', [d, literal(STRING, part)], INT64), theirs: (): Expr => ({ kind: 'date-part', part, of: { kind: 'column', name: 'd' }, zone: null }),
  })),
  ...PERIOD_UNITS.flatMap((unit) => (['start-of', 'end-of'] as const).map((kind) => ({
    name: `${kind} ${unit}`, ours: (zone: Expression) => call('period_edge', [x, literal(STRING, unit), literal(INT64, kind === 'start-of' ? 0n : 1n), zone], TIMESTAMP),
    theirs: (zone: Zone): Expr => ({ kind, unit, of: { kind: 'column', name: 'x' }, zone }),
  }))),
  ...PERIOD_UNITS.filter((unit) => unit !== 'hour').flatMap((unit) => [
    { name: `${unit} of a time`, ours: (zone: Expression) => call('period_day', [x, literal(STRING, unit), zone], DATE), theirs: (zone: Zone): Expr => ({ kind: 'period', unit, of: { kind: 'column', name: 'x' }, zone }) },
    { name: `${unit} of a date`, ours: () => call('period_day', [d, literal(STRING, unit)], DATE), theirs: (): Expr => ({ kind: 'period', unit, of: { kind: 'column', name: 'd' }, zone: null }) },
  ]),
  { name: 'date', ours: (zone) => call('local_date', [x, zone], DATE), theirs: (zone) => ({ kind: 'local-date', of: { kind: 'column', name: 'x' }, zone }) },
  ...(['start', 'end'] as const).map((edge) => ({
    name: `${edge} of a date`, ours: (zone: Expression) => call('day_edge', [d, literal(INT64, edge === 'start' ? 0n : 1n), zone], TIMESTAMP),
    theirs: (zone: Zone): Expr => ({ kind: 'day-edge', edge, of: { kind: 'column', name: 'd' }, zone }),
  })),
];
