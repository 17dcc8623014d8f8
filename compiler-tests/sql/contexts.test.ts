/** Guards that name their operands work wherever an expression may stand: in aggregates, filters, windows, joins, orders. */
import { describe, expect, it } from 'vitest';
import { fromStep, out, select, userOut, type Query } from '../../src/compiler/relational/relation.js';
import { asc, fn, gt, int, ref, type Scalar, type SqlType } from '../../src/compiler/relational/scalar.js';
import { printQuery } from '../../src/compiler/sql/index.js';
import { BENCHES, literal, openBenches } from './bench.js';

const F: SqlType = { kind: 'float64' };
const I: SqlType = { kind: 'int64' };

/** x·1·1·1…: long enough to be named, and x itself in value. */
function long(x: Scalar, one: Scalar): Scalar {
  let scalar = x;
  for (let i = 0; i < 6; i++) scalar = fn('mul', [scalar, one], F);
  return scalar;
}

describe.each(BENCHES)('%s', (name) => {
  const bench = openBenches();
  it('computes long guarded expressions in every place', async () => {
    const { dialect, engine } = bench(name);
    const x = (alias: string): Scalar => long(ref(alias, 'x', F), ref(alias, 'one', F));
    const rows = select({
      columns: [out('g', ref('v', 'g', I)), out('x', ref('v', 'x', F)), out('one', ref('v', 'one', F))],
      from: { kind: 'values', alias: 'v', columns: ['g', 'x', 'one'], rows: [[1n, 1], [1n, 2], [2n, 4]].map(([g, v]) => [literal(I, g ?? null), literal(F, Number(v)), literal(F, 1)]) },
    });
    const query: Query = {
      parameters: [],
      steps: [
        { name: 'f__rows', comment: '', materialized: true, relation: rows },
        {
          name: 'f__windows', comment: '', materialized: false,
          relation: select({
            columns: [
              out('g', ref('r', 'g', I)), out('x', ref('r', 'x', F)), out('one', ref('r', 'one', F)),
              out('most', { kind: 'window', fn: 'max', args: [x('r')], partitionBy: [ref('r', 'g', I)], orderBy: [asc(x('r'))], frame: 'partition', type: F }),
            ],
            from: fromStep('f__rows', 'r'),
          }),
        },
        {
          name: 'f__groups', comment: '', materialized: false,
          relation: select({
            columns: [
              out('g', ref('r', 'g', I)),
              out('total', { kind: 'aggregate', fn: 'sum_float', args: [x('r')], filter: gt(x('r'), literal(F, 1)), orderBy: [], type: F }),
              out('first', { kind: 'aggregate', fn: 'first_by', args: [ref('r', 'x', F)], filter: null, orderBy: [{ scalar: x('r'), descending: true }], type: F }),
              out('sum_of_sums', fn('add', [{ kind: 'aggregate', fn: 'sum_float', args: [x('r')], filter: null, orderBy: [], type: F }, { kind: 'aggregate', fn: 'max', args: [ref('r', 'most', F)], filter: null, orderBy: [], type: F }], F)),
              out('n', { kind: 'aggregate', fn: 'count_rows', args: [], filter: gt(x('r'), literal(F, 0)), orderBy: [], type: I }),
            ],
            from: fromStep('f__windows', 'r'), groupBy: [ref('r', 'g', I)],
          }),
        },
      ],
      final: select({
        columns: ['g', 'total', 'first', 'sum_of_sums', 'n'].map((c) => userOut(c, ref('a', c, c === 'g' || c === 'n' ? I : F))),
        from: fromStep('f__groups', 'a'),
        joins: [{ kind: 'inner', item: fromStep('f__rows', 'r'), on: [fn('eq', [ref('a', 'first', F), x('r')], { kind: 'bool' })] }],
        where: [gt(fn('plus', [ref('a', 'g', I), int(0)], I), int(0)), gt(x('r'), literal(F, 0))],
        orderBy: [asc(x('r'))],
      }),
    };
    expect(await engine.query(printQuery(query, dialect))).toEqual([
      { g: 1n, total: 2, first: 2, sum_of_sums: 5, n: 2n },
      { g: 2n, total: 4, first: 4, sum_of_sums: 8, n: 1n },
    ]);
  });
});
