/** What a clock shows, in JavaScript against the interpreter: around the places where calendars are hard, in every unit and part. */
import { describe, expect, it } from 'vitest';
import { compileExpression } from '../../src/compiler/request/compile-expression.js';
import { DATE_PARTS, PERIOD_UNITS, TIME_PARTS, findZone } from '../../src/compiler/calendar/index.js';
import { call, column, literal, type Expression } from '../../src/compiler/types/expression.js';
import { DATE, INT64, STRING, TIMESTAMP } from '../../src/compiler/types/type.js';
import { evaluate } from '../oracle/expressions.js';
import type { Expr, Value, Zone } from '../oracle/spec.js';
import { PLACES } from '../agreement/generate/calendar-places.js';

const HOUR = 3_600_000_000n;
const zoneOf = (name: string): Expression => literal(STRING, findZone(name)?.canonical ?? name);
const plain = (value: Value): unknown => (typeof value === 'object' && value !== null && 'kind' in value ? (value.kind === 'instant' ? value.us : value.kind === 'date' ? BigInt(value.days) : value) : value);

const x = column('x', TIMESTAMP);
const d = column('d', DATE);
const pairs: readonly { readonly name: string; readonly ours: (zone: Expression) => Expression; readonly theirs: (zone: Zone) => Expr }[] = [
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

describe('times in a zone', () => {
  it.each(pairs)('$name', ({ ours, theirs }) => {
    for (const place of PLACES) {
      const built = compileExpression(ours(zoneOf(place.zone)), (name) => (name === 'x' ? 0 : 1));
      for (const by of [-49n, -25n, -2n, -1n, 0n, 1n, 2n, 23n, 25n]) {
        for (const off of [0n, -1n, 1n, 31n * 60_000_000n]) {
          const us = place.at + by * HOUR + off;
          const days = Number((us - (((us % (24n * HOUR)) + 24n * HOUR) % (24n * HOUR))) / (24n * HOUR));
          const scope = new Map([['x', { value: { kind: 'instant' as const, us } }], ['d', { value: { kind: 'date' as const, days } }]]);
          expect([place.zone, String(us), built([us, BigInt(days)])]).toEqual([place.zone, String(us), plain(evaluate(theirs({ kind: 'name', name: place.zone }), scope).value)]);
        }
      }
    }
  });

  it('is null where the name is no zone, or an operand is null', () => {
    const hour = compileExpression(call('date_part', [x, literal(STRING, 'hour'), column('z', STRING)], INT64), (name) => (name === 'x' ? 0 : 1));
    expect([hour([0n, 'Asia/Kathmandu']), hour([0n, 'Mars/Olympus']), hour([0n, '+02:00']), hour([0n, null]), hour([null, 'UTC'])]).toEqual([5n, null, null, null, null]);
  });
});
