/** Every statement of the example runs as it stands in a file: preamble, session, parameters and body, with nothing bound. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { printStatementFile } from '../../src/compiler/artifacts/artifact.js';
import { compile } from '../../src/compiler/compile.js';
import { BENCHES, openBenches } from './bench.js';

const folder = join(import.meta.dirname, '../../examples/fraud');
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.feat'))
  .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }));

const TABLES = `CREATE SCHEMA shop; CREATE SCHEMA ml; CREATE SCHEMA trust;
  CREATE TABLE shop.orders (order_id text, buyer_id text, seller_id text, category text, amount decimal(12,2), fx_rate decimal(12,6), status text,
    held boolean, event_ts timestamp, ingested_at timestamp, ingest_seq bigint);
  CREATE TABLE ml.decisions (decision_id text, order_id text, buyer_id text, seller_id text, decided_at timestamp, is_scam boolean, chargeback_ts timestamp,
    sample_weight double precision, amount decimal(12,2));
  CREATE TABLE trust.risk_log (seller_id text, tier text, score double precision, scored_at timestamp, loaded_at timestamp);`;

describe.each(BENCHES)('%s', (name) => {
  const bench = openBenches();
  it('runs each statement of examples/fraud', async () => {
    const { dialect, engine } = bench(name);
    await engine.script(TABLES);
    const { statements, findings } = compile({ files, dialect });
    expect(findings.filter((f) => f.severity === 'error')).toEqual([]);
    expect(statements.length).toBeGreaterThan(8);
    for (const statement of statements) {
      const text = printStatementFile(statement);
      expect(text, statement.path).not.toMatch(/[ \t]$|\r/m);
      await expect(engine.script(text), statement.path).resolves.toBeUndefined();
      for (const parameter of statement.parameters) expect(parameter.bind.match(/\$\d/g), parameter.bind).toEqual(['$1']);
    }
  });
});
