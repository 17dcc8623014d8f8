/** What a clock shows, in JavaScript against the interpreter: around the places where calendars are hard, in every unit and part. */
import { describe, expect, it } from 'vitest';
import { compileExpression } from '../../src/compiler/request/compile-expression.js';
import { findZone } from '../../src/compiler/calendar/index.js';
import { call, column, literal, type Expression } from '../../src/compiler/types/expression.js';
import { INT64, STRING } from '../../src/compiler/types/type.js';
import { evaluate } from '../oracle/expressions.js';
import type { Value } from '../oracle/spec.js';
import { PLACES } from '../agreement/generate/calendar-places.js';
import { TIME_PAIRS, x } from './time-pairs.js';

const HOUR = 3_600_000_000n;
const zoneOf = (name: string): Expression => literal(STRING, findZone(name)?.canonical ?? name);
const plain = (value: Value): unknown => (typeof value === 'object' && value !== null && 'kind' in value ? (value.kind === 'instant' ? value.us : value.kind === 'date' ? BigInt(value.days) : value) : value);

describe('times in a zone', () => {
  it.each(TIME_PAIRS)('$name', ({ ours, theirs }) => {
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
