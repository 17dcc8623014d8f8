/**
 * Why each row of a key counts or not, for every kind of rows and for aggregates that read rows in their own way: the
 * statement behind `feat explain value` against the interpreter, reason by reason. Of an interval whose end came later, the version that holds at the instant speaks.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainValueStatement } from '../../src/compiler/index.js';
import { NEVER } from '../oracle/clocks.js';
import { explain } from '../oracle/explain.js';
import { hasKey, rowsOf, viewOf } from '../oracle/feature.js';
import { identity, refreshAt, type Reason } from '../oracle/index.js';
import type { Value } from '../oracle/values.js';
import { withDuckDB, type TestEngine } from '../support/engines.js';
import { worldOf } from './case.js';
import { makeAggregatesCase } from './generate/aggregates/index.js';
import { makeRowsCase } from './generate/rows-family/index.js';
import { NAMED_AGGREGATES } from './named-aggregates.js';
import { printFeat } from './print-feat.js';
import { instantText, loadStatements, showValue } from './tables.js';
import { THE_COMPILER } from './the-compiler.js';

/** What the statement says, and the interpreter's word for it. */
const WORDS: Readonly<Record<string, Reason>> = {
  'counts': 'counts', 'no event time': 'null time', 'no knowledge time': 'null known', "left out by the source's where": 'source where',
  "left out by the view's where": 'view where', 'not known yet': 'not yet known', 'replaced by then': 'replaced', 'not in the window yet': 'not yet entered', 'has left the window': 'left the window',
  'own row of the example': 'own row', "left out by the feature's where": 'where', 'not among the newest': 'beyond newest n', 'value is null': 'null value',
};

let engine: TestEngine;
beforeAll(async () => {
  engine = await withDuckDB();
});
afterAll(async () => {
  await engine.close();
});

const seen = new Set<string>();
const textOf = (part: Value): string => (typeof part === 'string' ? part : showValue(part));

describe('the rows behind a value', () => {
  it.each([...NAMED_AGGREGATES.filter(({ name }) => name.startsWith('ties')), ...[makeRowsCase, makeAggregatesCase].flatMap((make, m) => Array.from({ length: m === 0 ? 8 : 5 }, (_, i) => make(20_250_301, i)))].map((of) => [of.name, of] as const))('%s', { timeout: 60_000 }, async (_, of) => {
    const world = worldOf(of);
    const dialect = THE_COMPILER.dialectOf('duckdb');
    await engine.script(loadStatements(of, 'duckdb'));
    const { plan } = THE_COMPILER.compile({ files: [{ path: 'case.feat', text: printFeat(of) }], dialect });
    const at = of.refreshAt[0];
    const view = plan.views[0];
    if (at === undefined || view === undefined) throw new Error('a case has a view and an instant');
    const keys = refreshAt(world, view.name, at).map((row) => row.key).slice(0, 2);
    for (const feature of view.features.slice(0, 8)) {
      const statement = explainValueStatement(view, feature, plan, dialect);
      for (const key of keys) {
        const values: Readonly<Record<string, string>> = { as_of: instantText(at), own_id: '', ...Object.fromEntries(key.map((part, i) => [`key${String(i + 1)}`, textOf(part)])) };
        for (const setting of statement.session) await engine.query(setting);
        for (const parameter of statement.parameters) await engine.query(parameter.bind, [values[parameter.name] ?? null]);
        const said = (await engine.query(statement.body)).map(({ feat_status: status }) => (typeof status === 'string' ? (WORDS[status] ?? status) : '')).sort();
        const mine = new Map(rowsOf(world, view.source).filter((row) => hasKey(viewOf(world, view.name), row, key)).map((row) => [row.index, row]));
        const expected = explain(world, view.name, feature.name, key, at).flatMap(({ index: i, reason }) => {
          const row = mine.get(i);
          // What never happens has no event time, and what is never known no knowledge time, in the words of the command.
          return row === undefined ? [] : [row.t === NEVER ? 'null time' : row.k === NEVER && row.t !== null ? 'null known' : reason];
        }).sort();
        expect(said, `${view.name}.${feature.name} of ${identity(key)}\n${printFeat(of)}`).toEqual(expected);
        for (const reason of said) {
          seen.add(`${of.sources[0]?.rows.kind ?? ''}: ${reason}`);
          seen.add(`${feature.aggregate.op}: ${reason}`);
        }
      }
    }
  });

  it('met what ends a row, in every kind', () => {
    for (const each of ['versions: replaced', 'versions: counts', 'snapshots: replaced', 'snapshots: counts', 'intervals: left the window', 'intervals: counts', 'current: counts', 'by: null value', 'two_level: counts', 'max_by: null value', 'last_n: null value', 'mode: counts']) expect([...seen]).toContain(each);
  });
});
