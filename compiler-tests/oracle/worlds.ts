/** Small random worlds for the interpreter's own invariants: few keys and few instants, so that everything collides. */
import fc from 'fast-check';
import { agg, all, at, c, count, DAY, HOUR, is, lastN, latest, over, plain, previous, source, sum, thisPeriod, us, versions, view, world } from './notation.js';
import type { Column, FeatureSpec, RowsKind, Ticks, World } from './spec.js';
import type { InstantValue, Row, Value } from './values.js';

const START = us('2025-03-28');

/** Instants on a grid of six hours over eight days, some a microsecond beside it. */
export const moment: fc.Arbitrary<bigint> = fc.tuple(fc.integer({ min: 0, max: 32 }), fc.constantFrom(-1n, 0n, 0n, 0n, 1n))
  .map(([steps, beside]) => START + BigInt(steps) * 6n * HOUR + beside);

const instant = moment.map((each): InstantValue => ({ kind: 'instant', us: each }));
export const key = fc.constantFrom('u1', 'u2', 'u3');

const columns: readonly Column[] = [
  { name: 'id', type: { kind: 'string' } }, { name: 'u', type: { kind: 'string' } }, { name: 't', type: { kind: 'timestamp' } },
  { name: 'k', type: { kind: 'timestamp' } }, { name: 'x', type: { kind: 'int64' } }, { name: 'ok', type: { kind: 'bool' } },
];

const nullable = <T extends Value>(of: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(of, { nil: null, freq: 8 });

export const row: fc.Arbitrary<Row> = fc.record({
  id: nullable(fc.constantFrom('a', 'b', 'c', 'd')), u: nullable(key), t: nullable(instant), k: nullable(instant),
  x: nullable(fc.bigInt({ min: -3n, max: 3n })), ok: nullable(fc.boolean()),
});

export const features: readonly FeatureSpec[] = [
  agg('n', count, over('1d')), agg('n_start', count, over('1d', { includingStart: true })), agg('n_end', count, over('1d', { excludingEnd: true })),
  agg('n_lag', count, over('1d', { lag: '6h' })), agg('n_all', count, all()), agg('n_forget', count, all({ forgetAfter: '2d' })),
  agg('sum', sum(c('x')), over('2d'), { default: 0n }), agg('avg', plain('avg', c('x')), over('36h')), agg('last', latest(c('x')), over('3d')),
  agg('list', lastN(c('x'), 3, { distinct: true }), over('3d')), agg('newest', sum(c('x')), over('3d'), { newest: 2 }),
  agg('n_ok', count, over('1d'), { where: is('ok', true) }), agg('today', count, thisPeriod('day', 'Europe/Amsterdam')),
  agg('yesterday', count, previous(1, 'day', 'Europe/Amsterdam')),
  agg('midnight', count, over('1d'), { atStartOf: { unit: 'day', zone: { kind: 'name', name: 'Europe/Amsterdam' } } }),
];

const kinds: readonly RowsKind[] = [{ kind: 'events' }, versions(['id']), versions(['id'], ['x']), { kind: 'snapshots', every: DAY }];

/** One source of any kind, one view of every kind of window. */
export function worldOf(rows: readonly Row[], kind: RowsKind): World {
  return world(
    [source('s', columns, { rows: kind, known: at('k'), ties: ['x'], id: 'id' })],
    [view('v', 's', ['u'], features)], { s: rows },
  );
}

export const rowsKind = fc.constantFrom(...kinds);
export const anyRows = fc.array(row, { maxLength: 14 });
export const sixHourly: Ticks = { kind: 'every', every: 6n * HOUR };
