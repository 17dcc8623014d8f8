// The text as a project: a folder, a feat.yaml, and the commands that a person would run on it first.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { feat, newProject } from '../cli/run.js';

const text = readFileSync(new URL('../grammar/every-construct.feat', import.meta.url), 'utf8');
const config = `project: shop
targets:
  dev:
    engine: duckdb
    tables:
      's3://lake/app_views/*.parquet': { parquet: data/app_views.parquet }
`;
const folder = newProject({ 'feat.yaml': config, 'every.feat': text });

describe('the project of every construct', () => {
  it('checks without an error', async () => {
    const { code, out, err } = await feat(folder, ['check', '--format', 'json']);
    expect([code, (JSON.parse(out) as { readonly findings: readonly { readonly severity: string }[] }).findings.filter(({ severity }) => severity === 'error'), err]).toEqual([0, [], expect.any(String)]);
  });

  it('builds, without what only another engine speaks', async () => {
    const { code, out } = await feat(folder, ['build']);
    expect(code).toBe(0);
    expect(out).toContain('dev/sets/scam_v3.training.sql');
    expect(out).toContain('dev/views/bought.materialize.sql');
    expect(out).not.toContain('rfm');
    expect(readFileSync(`${folder}/out/dev/manifest.json`, 'utf8')).not.toContain('"rfm"');
    expect((await feat(folder, ['build', '--check'])).code).toBe(0);
  });

  it('tells whoever asks for such a view why there is none', async () => {
    const { code, err } = await feat(folder, ['materialize', 'rfm', '--as-of', '2025-11-01T00:00:00Z']);
    expect([code, err]).toEqual([2, expect.stringContaining('rfm is SQL for snowflake, which the target dev does not speak')]);
  });

  it('passes its own test', async () => {
    const { code, out, err } = await feat(folder, ['test']);
    expect([code, out + err]).toEqual([0, expect.stringContaining('a refund stops counting once it is known')]);
  });
});
