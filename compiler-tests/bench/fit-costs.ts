/**
 * What an engine's steps cost: the same questions under every strategy, over uniform and skewed keys, held against the
 * work that the planner counts for each (`lowering/cost.ts`). The costs with the least relative error are printed as a
 * dialect has them, with the times that they foretell beside those that were measured.
 */
import { workOf, type Work } from '../../src/compiler/lowering/cost.js';
import { duckdb } from '../../src/compiler/dialects/duckdb/dialect.js';
import { postgres } from '../../src/compiler/dialects/postgres/dialect.js';
import { limitsOf } from '../../src/compiler/artifacts/assemble.js';
import { check } from '../../src/compiler/compile.js';
import { viewRows, type RowFeature } from '../../src/compiler/lowering/rows.js';
import { readFor } from '../../src/compiler/lowering/training.js';
import type { StrategyName } from '../../src/compiler/temporal/plan.js';
import { countsOf, oursFor, projectOf } from './asked.js';
import { openEngine, PATIENT, type BenchEngine, type EngineName } from './bench-engine.js';
import { tablesOf, type Dataset } from './competitors.js';
import { medianOf, type Measuring } from './figure.js';

const DIALECTS = { duckdb, postgres } as const;
const STEPS = ['pair', 'hit', 'sorted', 'running'] as const satisfies readonly (keyof Work)[];
const WAYS: readonly (readonly ['windows' | 'windows4', StrategyName])[] = [
  ['windows', 'fan_out'], ['windows', 'two_block'], ['windows4', 'fan_out'], ['windows4', 'boundary_sums'], ['windows4', 'two_block'],
];

interface Sample {
  readonly name: string;
  readonly work: Work;
  /** Rows that are read whatever the way. */
  readonly read: number;
  readonly milliseconds: number;
}

export async function fitCosts({ scale, repetitions, timeout }: Measuring): Promise<void> {
  for (const name of ['duckdb', 'postgres'] as const) {
    const engine = await openEngine(name);
    const samples: Sample[] = [];
    try {
      for (const dataset of ['d1', 'd2', 'd3'] as const) {
        const E = Math.round(1_000_000 * scale);
        await engine.run(tablesOf(name, dataset, { E, L: Math.round(E / 10), K: Math.max(1, Math.round(E / 100)) }), PATIENT);
        for (const [question, strategy] of WAYS) {
          const sample = await measure(engine, name, dataset, question, strategy, repetitions, timeout);
          if (sample !== null) samples.push(sample);
        }
      }
    } finally {
      await engine.close();
    }
    print(name, samples);
  }
}

async function measure(engine: BenchEngine, name: EngineName, dataset: Dataset, question: 'windows' | 'windows4', strategy: StrategyName, repetitions: number, timeout: number): Promise<Sample | null> {
  const { counts, planned } = oursFor(name, question, dataset);
  const counted = await engine.first(counts);
  const { session, sql } = planned(counted, strategy);
  for (const setting of session) await engine.run(setting, PATIENT);
  const times: number[] = [];
  for (let i = 0; i <= repetitions; i++) {
    await engine.run('DROP TABLE IF EXISTS answer', PATIENT);
    const took = await engine.run(`CREATE TEMPORARY TABLE answer AS ${sql}`, timeout);
    if (took === null) return null;
    if (i > 0) times.push(took);
  }
  const data = countsOf(counted);
  const { plan } = check([{ path: 'bench.feat', text: projectOf(question, dataset) }]);
  const [[set], [view]] = [plan.sets, plan.views];
  if (set === undefined || view === undefined) throw new Error('the question has a set and a view');
  const { sources } = readFor(set, plan, limitsOf(DIALECTS[name]), []);
  const rows = viewRows('rows', view, view.features, sources.of(view.source), null, { steps: [], joins: [], where: () => ({ on: [], conditions: [] }) });
  const work = workOf(new Map(rows.features.map((feature): [RowFeature, StrategyName] => [feature, strategy])), rows, data);
  return { name: `${dataset} ${question} ${strategy}`, work, read: data.rows, milliseconds: medianOf(times) };
}

/** Nanoseconds for each step and each row read, none below zero: coordinate descent on the squares of the relative errors. */
function fit(samples: readonly Sample[]): readonly number[] {
  const lines = samples.map(({ work, read, milliseconds }) => [...STEPS.map((step) => work[step]), read].map((n) => n / (milliseconds * 1e6)));
  const costs = [...STEPS, 'read'].map(() => 0);
  for (let round = 0; round < 20_000; round++) {
    costs.forEach((_, i) => {
      let [above, below] = [0, 0];
      for (const line of lines) {
        const rest = 1 - line.reduce((sum, n, j) => (j === i ? sum : sum + n * (costs[j] ?? 0)), 0);
        above += (line[i] ?? 0) * rest;
        below += (line[i] ?? 0) ** 2;
      }
      costs[i] = below === 0 ? 0 : Math.max(0, above / below);
    });
  }
  return costs;
}

function print(engine: EngineName, samples: readonly Sample[]): void {
  const costs = fit(samples);
  console.log(`\n${engine}: costs: { ${STEPS.map((step, i) => `${step}: ${Number((costs[i] ?? 0).toPrecision(2))}`).join(', ')} }, and ${Number((costs[STEPS.length] ?? 0).toPrecision(2))} for each row read`);
  for (const { name, work, read, milliseconds } of samples) {
    const told = [...STEPS.map((step) => work[step]), read].reduce((sum, n, i) => sum + n * (costs[i] ?? 0), 0) / 1e6;
    console.log(`  ${name.padEnd(26)} ${milliseconds.toFixed(0).padStart(7)} ms measured ${told.toFixed(0).padStart(7)} ms by the costs`);
  }
}
