/**
 * Why each row of a key counts or not, for every kind of rows and for aggregates that read rows in their own way: the
 * statement behind `feat explain value` against the interpreter, reason by reason. Of an interval whose end came later, the version that holds at the instant speaks.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainValueStatement } from '../../src/compiler/index.js';
import { NEVER } from '../oracle/clocks.js';
import { explain } from '../oracle/explain.js';
import { hasKey, keyOf, rowsOf } from '../oracle/feature.js';
import { identity, type Reason } from '../oracle/index.js';
import type { Instant, Value } from '../oracle/values.js';
import { withDuckDB, type TestEngine } from '../support/engines.js';
import { worldOf, type AgreementCase } from './case.js';
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

/** What must be met: how rows of each kind end, and nulls for the aggregates that read rows in their own way. */
const WANTED = ['versions: replaced', 'versions: counts', 'snapshots: replaced', 'snapshots: counts', 'intervals: left the window', 'intervals: counts', 'current: counts', 'by: null value', 'nested: counts', 'max_by: null value', 'last_n: null value', 'mode: counts'];

/** One value, and the interpreter's reason for each row of its key. */
interface Asked {
  readonly view: string;
  readonly feature: string;
  readonly key: readonly Value[];
  readonly at: Instant;
  readonly reasons: readonly Reason[];
}

function askedOf(of: AgreementCase): readonly Asked[] {
  const world = worldOf(of);
  const at = of.refreshAt[0];
  const view = of.views[0];
  if (at === undefined || view === undefined) throw new Error('a case has a view and an instant');
  // Of rows, and not of values: some of those may be outside their type.
  const keys = [...new Map(rowsOf(world, view.source).map((row) => keyOf(view, row)).filter((key) => !key.includes(null)).map((key) => [identity(key), key])).values()].slice(0, 2);
  return view.features.filter(({ kind }) => kind === 'aggregate').slice(0, 8).flatMap((feature) => keys.map((key) => {
    const mine = new Map(rowsOf(world, view.source).filter((row) => hasKey(view, row, key)).map((row) => [row.index, row]));
    const reasons = explain(world, view.name, feature.name, key, at).flatMap(({ index: i, reason }): readonly Reason[] => {
      const row = mine.get(i);
      // What never happens has no event time, and what is never known no knowledge time, in the words of the command.
      return row === undefined ? [] : [row.t === NEVER ? 'null time' : row.k === NEVER && row.t !== null ? 'null known' : reason];
    }).sort();
    return { view: view.name, feature: feature.name, key, at, reasons };
  }));
}

/** How a reason is counted: by the kind of the rows, and by the aggregate that reads them. */
function metBy(of: AgreementCase, asked: readonly Asked[]): readonly string[] {
  const ops = new Map(of.views[0]?.features.flatMap((each) => (each.kind === 'aggregate' ? [[each.name, each.aggregate.op] as const] : [])));
  return asked.flatMap(({ feature, reasons }) => reasons.flatMap((reason) => [`${of.sources[0]?.rows.kind ?? ''}: ${reason}`, `${ops.get(feature) ?? ''}: ${reason}`]));
}

/** Some generated cases of each family, and after them those alone that meet what none before did. */
function generated(): readonly (readonly [AgreementCase, readonly Asked[]])[] {
  const missing = new Set(WANTED);
  return [...[makeRowsCase, makeAggregatesCase].flatMap((make) => Array.from({ length: 60 }, (_, i) => [i, make(20_250_301, i)] as const))].flatMap(([i, of]) => {
    if (i >= 5 && missing.size === 0) return [];
    const asked = askedOf(of);
    const met = metBy(of, asked).filter((each) => missing.delete(each));
    return i < 5 || met.length > 0 ? [[of, asked] as const] : [];
  });
}

const textOf = (part: Value): string => (typeof part === 'string' ? part : showValue(part));

describe('the rows behind a value', () => {
  const cases = [...NAMED_AGGREGATES.filter(({ name }) => name.startsWith('ties')).map((of) => [of, askedOf(of)] as const), ...generated()];

  it.each(cases.map(([of, asked]) => [of.name, of, asked] as const))('%s', { timeout: 60_000 }, async (_, of, asked) => {
    const dialect = THE_COMPILER.dialectOf('duckdb');
    await engine.script(loadStatements(of, 'duckdb'));
    const { plan } = THE_COMPILER.compile({ files: [{ path: 'case.feat', text: printFeat(of) }], dialect });
    const view = plan.views[0];
    for (const { feature: name, key, at, reasons } of asked) {
      const feature = view?.features.find((each) => each.name === name);
      if (view === undefined || feature === undefined) throw new Error(`no feature ${name} in the plan`);
      const statement = explainValueStatement(view, feature, plan, dialect);
      const values: Readonly<Record<string, string>> = { as_of: instantText(at), own_id: '', ...Object.fromEntries(key.map((part, i) => [`key${String(i + 1)}`, textOf(part)])) };
      for (const setting of statement.session) await engine.query(setting);
      for (const parameter of statement.parameters) await engine.query(parameter.bind, [values[parameter.name] ?? null]);
      const said = (await engine.query(statement.body)).map(({ feat_status: status }) => (typeof status === 'string' ? (WORDS[status] ?? status) : '')).sort();
      expect(said, `${view.name}.${name} of ${identity(key)}\n${printFeat(of)}`).toEqual(reasons);
    }
  });

  it('meets what ends a row, in every kind', () => {
    const met = new Set(cases.flatMap(([of, asked]) => metBy(of, asked)));
    expect(WANTED.filter((each) => !met.has(each))).toEqual([]);
  });
});
