/**
 * Training SQL against JavaScript and the interpreter: generated sets of arithmetic, compiled as a project and run on
 * both engines over the same examples, which hold every input and one row without a moment.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../../src/compiler/compile.js';
import { findDialect } from '../../src/compiler/dialects/index.js';
import { compileExpression } from '../../src/compiler/request/compile-expression.js';
import { requestName } from '../../src/compiler/types/request-name.js';
import { expression as printExpression } from '../agreement/print-feat.js';
import { caseSeed, randomOf } from '../agreement/random.js';
import { showValue, tableStatements, typedFromEngine } from '../agreement/tables.js';
import { compareValue } from '../oracle/compare.js';
import { evaluate } from '../oracle/expressions.js';
import type { Column } from '../oracle/spec.js';
import type { Row, Value } from '../oracle/values.js';
import { withDuckDB, withPostgres, type TestEngine } from '../support/engines.js';
import { INPUTS, rowOf } from './columns.js';
import { makeExpression, OUTPUTS } from './generate.js';
import { COLUMNS, planOf, projectText } from './project.js';
import type { Typed } from './rules.js';
import { fromRequest, toRequest } from './values.js';

const PROJECTS = Number(process.env['FUZZ_PROJECTS'] ?? 4);
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_250_101);
const EXPRESSIONS = 40;
const ROWS = 12;

interface Case {
  readonly expressions: readonly Typed[];
  readonly rows: readonly Row[];
}

const TABLE: readonly Column[] = [{ name: 'ex_no', type: { kind: 'int64' } }, { name: 'asked_at', type: { kind: 'timestamp' } }, ...INPUTS];

function makeCase(index: number): Case {
  const random = randomOf(caseSeed(SEED, index));
  const expressions = Array.from({ length: EXPRESSIONS }, (_, i) => makeExpression(random, COLUMNS, OUTPUTS[i % OUTPUTS.length] ?? 'int', 3));
  const rows = Array.from({ length: ROWS }, (_, i): Row => ({
    ...rowOf(INPUTS, random),
    ex_no: BigInt(i),
    asked_at: i === 0 ? null : { kind: 'instant', us: 1_735_689_600_000_000n + BigInt(random.below(1_000_000_000)) },
  }));
  return { expressions, rows };
}

/** What is expected: without a moment there are no values. */
function expectedOf({ expr }: Typed, row: Row): ReturnType<typeof evaluate> {
  const asOf: Value = row['asked_at'] ?? null;
  if (asOf === null) return { value: null };
  return evaluate(expr, new Map([...Object.entries(row), ['as_of', asOf] as const].map(([name, value]) => [name, { value }])));
}

const engines: TestEngine[] = [];
beforeAll(async () => {
  engines.push(await withDuckDB(), await withPostgres());
});
afterAll(async () => {
  for (const engine of engines) await engine.close();
});

describe.each(Array.from({ length: PROJECTS }, (_, i) => i))('project %i', (index) => {
  const of = makeCase(index);

  it('JavaScript', () => {
    const set = planOf(of.expressions);
    const positions = new Map([...INPUTS.map((column, i) => [requestName({ kind: 'input', name: column.name }), i] as const), [requestName({ kind: 'as_of' }), INPUTS.length]]);
    const wrong = of.expressions.flatMap((typed, i) => {
      const computed = set.computed[i];
      if (computed === undefined) throw new Error('nothing is computed');
      const closure = compileExpression(computed.expression, (name) => positions.get(name) ?? -1);
      return of.rows.filter((row) => row['asked_at'] !== null).flatMap((row) => {
        const got = fromRequest(closure([...INPUTS.map(({ name }) => row[name] ?? null), row['asked_at'] ?? null].map(toRequest)), typed.type);
        return differing(typed, row, got);
      });
    });
    expect(wrong).toEqual([]);
  });

  it.each(['duckdb', 'postgres'] as const)('%s', async (name) => {
    const engine = engines.find((each) => each.name === name);
    const dialect = findDialect(name);
    if (engine === undefined || dialect === undefined) throw new Error(`no ${name}`);
    await engine.script(tableStatements('examples', TABLE, of.rows, { asked_at: 'naive', seen_at: 'naive' }, name));
    const { statements } = compile({ files: [{ path: 'x.feat', text: projectText(of.expressions) }], dialect });
    const training = statements.find((each) => each.purpose === 'training');
    if (training === undefined) throw new Error('nothing is compiled');
    for (const setting of training.session) await engine.query(setting);
    const answers = await engine.query(training.body);
    expect(answers).toHaveLength(ROWS);
    const wrong = of.rows.flatMap((row) => {
      const answer = answers.find((each) => each['ex_no'] === row['ex_no']);
      return of.expressions.flatMap((typed, i) => differing(typed, row, typedFromEngine(answer?.[`x${String(i + 1)}`] ?? null, typed.type)));
    });
    expect(wrong).toEqual([]);
  }, 60_000);
});

function differing(typed: Typed, row: Row, got: Value): readonly string[] {
  const expected = expectedOf(typed, row);
  if (compareValue(got, expected)) return [];
  const read = Object.entries(row).map(([name, value]) => `${name} ${showValue(value)}`).join(', ');
  return [`${printExpression(typed.expr)} is ${showValue(got)} and should be ${showValue(expected.value)} for ${read}`];
}
