// What a target cannot build is told for that target alone: FT6004 and FT6006 for SQL of another engine, FT6002 for an outer join
// or a correlated subquery beside a list of moments. A lifted text runs everywhere.
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/compiler/compile.js';
import { findDialect } from '../../src/compiler/dialects/index.js';
import { SOURCES, viewOf } from './project.js';

function built(text: string, engine: 'duckdb' | 'postgres'): { readonly codes: readonly string[]; readonly statements: number; readonly at: readonly string[] } {
  const dialect = findDialect(engine);
  if (dialect === undefined) throw new Error(`no dialect ${engine}`);
  const { findings, statements } = compile({ files: [{ path: 'p.feat', text }], dialect });
  const errors = findings.filter((f) => f.severity === 'error');
  return { codes: errors.map((f) => f.code), statements: statements.length, at: errors.map((f) => text.slice(f.span.start, f.span.end)) };
}

const SET = "set s { train on ml.examples at decided_at in 'UTC' { include own values exact } join v }";
const having = 'SELECT user_id, COUNT(*) AS n FROM orders WHERE event_ts <= @as_of_ts GROUP BY user_id HAVING COUNT(*) > 1';
const outer = 'SELECT o.user_id, COUNT(c.page) AS n FROM orders o LEFT JOIN clicks c ON c.user_id = o.user_id AND c.ts <= @as_of_ts WHERE o.event_ts <= @as_of_ts GROUP BY o.user_id';

describe('targets', () => {
  it('FT6004: SQL that runs as it stands is for its own engine, where a set reads it', () => {
    const read = (dialect: string): string => `${viewOf(dialect, having, 'n: int64')}${SET}`;
    expect(built(read('postgres'), 'postgres').codes).toEqual([]);
    expect(built(read('postgres'), 'duckdb')).toEqual({ codes: ['FT6004'], statements: 0, at: ['postgres'] });
    expect(built(read('snowflake'), 'postgres').codes).toEqual(['FT6004']);
  });

  it('FT6006: where none does, the target is built without it', () => {
    const text = `${viewOf('postgres', having, 'n: int64')}view w for user on user_id from orders { n = count() over 30d }`;
    const dialect = findDialect('duckdb');
    if (dialect === undefined) throw new Error('no dialect');
    const { findings, statements, plan } = compile({ files: [{ path: 'p.feat', text }], dialect });
    expect(findings.filter((f) => f.code === 'FT6006').map((f) => [f.severity, text.slice(f.span.start, f.span.end)])).toEqual([['info', 'postgres']]);
    expect(new Set(statements.map((s) => s.subject))).toEqual(new Set(['w']));
    expect(plan.views.map((v) => v.name)).toEqual(['w']);
    expect(built(text, 'postgres').statements).toBe(6);
  });

  it('a lifted text is for all of them', () => {
    for (const engine of ['duckdb', 'postgres'] as const) {
      expect(built(viewOf('snowflake', 'select user_id, count(*) as n from orders where event_ts between dateadd(day, -90, @as_of_ts) and @as_of_ts group by 1', 'n: int64'), engine).codes).toEqual([]);
    }
  });

  it('FT6002: an outer join in training, where the engine has none beside a list of moments', () => {
    expect(built(`${viewOf('duckdb', outer, 'n: int64')}${SET}`, 'duckdb')).toMatchObject({ codes: ['FT6002'], at: ['s'] });
    expect(built(viewOf('duckdb', outer, 'n: int64'), 'duckdb').codes).toEqual([]);
    expect(built(`${viewOf('postgres', outer, 'n: int64')}${SET}`, 'postgres').codes).toEqual([]);
  });

  it.each([
    ["EXISTS (SELECT 1 FROM orders b WHERE b.event_ts <= @as_of_ts AND b.status = a.status)", true],
    ["NOT EXISTS (SELECT 1 FROM clicks WHERE ts <= @as_of_ts AND page = status)", true],
    ["a.amount > (SELECT AVG(b.amount) FROM orders b WHERE b.event_ts <= @as_of_ts AND b.user_id = a.user_id)", true],
    ["a.status IN (SELECT b.status FROM orders b WHERE b.event_ts <= @as_of_ts AND b.qty < a.qty)", true],
    ["a.status IN (SELECT x.status FROM (SELECT status, qty FROM orders WHERE event_ts <= @as_of_ts) x WHERE x.qty < a.qty)", true],
    ["a.qty > (SELECT COUNT(*) FROM clicks c WHERE c.ts <= @as_of_ts AND c.page IN (SELECT b.status FROM orders b WHERE b.event_ts <= @as_of_ts AND b.user_id = c.user_id))", true],
    ["EXISTS (WITH near AS (SELECT * FROM orders b WHERE b.event_ts <= @as_of_ts AND b.qty = a.qty) SELECT 1 FROM near)", true],
    ["EXISTS (SELECT 1 FROM orders b WHERE b.event_ts <= @as_of_ts AND b.status = 'paid')", false],
    ["a.user_id IN (SELECT user_id FROM clicks WHERE ts <= @as_of_ts AND page = 'home')", false],
    ["a.status IN (SELECT status FROM orders WHERE event_ts <= @as_of_ts AND qty > 3)", false],
    ["a.amount > (SELECT AVG(amount) FROM orders a WHERE a.event_ts <= @as_of_ts AND a.qty > 1)", false],
    ["a.user_id IN (SELECT user_id FROM (SELECT *, COUNT(*) OVER (PARTITION BY user_id) AS rn FROM orders WHERE event_ts <= @as_of_ts) x WHERE rn = 1)", false],
    ["a.status IN (SELECT status FROM orders WHERE event_ts <= @as_of_ts GROUP BY status ORDER BY status)", false],
    ["a.user_id IN (WITH seen AS (SELECT user_id AS who FROM clicks WHERE ts <= @as_of_ts) SELECT who FROM seen WHERE who IS NOT NULL)", false],
  ])('FT6002: a subquery that reads the query around it, in training, where the engine does not run it beside a list of moments: %s', (condition, correlated) => {
    const text = `SELECT a.user_id, COUNT(*) AS n FROM orders a WHERE a.event_ts <= @as_of_ts AND ${condition} GROUP BY a.user_id`;
    expect(built(`${viewOf('duckdb', text, 'n: int64')}${SET}`, 'duckdb').codes).toEqual(correlated ? ['FT6002'] : []);
    expect(built(viewOf('duckdb', text, 'n: int64'), 'duckdb').codes).toEqual([]);
    expect(built(`${viewOf('postgres', text, 'n: int64')}${SET}`, 'postgres').codes).toEqual([]);
  });

  it('the SQL of a source is one of its table, for all of them', () => {
    const source = `${SOURCES}source fx { from sql snowflake """ select currency, rate, ds from finance.fx where rate is not null """
      rows events   time ds in 'UTC'   known end of day + 2h   settle 1min   columns { currency: string  rate: decimal(12,6)  ds: date } }
      entity money (currency: string)  view v for money from fx { rate = latest(rate) over all }`;
    for (const engine of ['duckdb', 'postgres'] as const) expect(built(source, engine).codes).toEqual([]);
  });
});
