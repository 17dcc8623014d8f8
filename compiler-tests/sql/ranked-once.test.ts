/**
 * Rows that are numbered are numbered once. An engine may compute a step of a query again wherever it is read, and may
 * then number equal rows in another order: a position found in one reading would name another row in the next.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ENGINES, type EngineName } from '../agreement/case.js';
import { PINS, type Pin } from '../agreement/check-case.js';
import { NAMED_CASES } from '../agreement/named-cases.js';
import { printFeat } from '../agreement/print-feat.js';
import { THE_COMPILER } from '../agreement/the-compiler.js';
import { COMPILER } from '../every-construct/case.js';
import type { Statement } from '../../src/compiler/artifacts/artifact.js';
import type { SourceFile } from '../../src/compiler/source/index.js';

interface PrintedStep {
  readonly name: string;
  readonly materialized: boolean;
  readonly text: string;
}

/** The steps of a statement as they are printed, and its outermost select under no name. */
function stepsOf(body: string): readonly PrintedStep[] {
  const steps: PrintedStep[] = [];
  const last = body.lastIndexOf('\n  )\nSELECT');
  if (last < 0) return [{ name: '', materialized: true, text: body }];
  for (const [, name = '', materialized, text = ''] of `${body.slice(0, last)}\n  )`.matchAll(/^ {2}(f__\w+) AS (MATERIALIZED )?\(\n(.*?)\n {2}\)(?=,?$)/gms)) {
    steps.push({ name, materialized: materialized !== undefined, text });
  }
  return [...steps, { name: '', materialized: true, text: body.slice(last + '\n  )\n'.length) }];
}

/** How often each step may be computed: once where it is materialized, else as often as what reads it. */
function timesOf(steps: readonly PrintedStep[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  // A step is read by later ones only.
  for (const step of [...steps].reverse()) {
    const read = steps.reduce((sum, reader) => sum + (reader.text.match(new RegExp(`\\b(?:FROM|JOIN) ${step.name}\\b`, 'g'))?.length ?? 0) * (reader.materialized ? 1 : (times.get(reader.name) ?? 0)), 0);
    times.set(step.name, step.materialized ? 1 : read);
  }
  return times;
}

/** Steps that number rows and may do so more than once. */
function numberedAgain(statements: readonly Statement[]): { readonly numbered: number; readonly again: readonly string[] } {
  const again: string[] = [];
  let numbered = 0;
  for (const statement of statements) {
    const steps = stepsOf(statement.body);
    const times = timesOf(steps);
    for (const step of steps.filter(({ name, text }) => name !== '' && /\brow_number\(\)/i.test(text))) {
      numbered += 1;
      if ((times.get(step.name) ?? 0) > 1) again.push(`${statement.path}: ${step.name}`);
    }
  }
  return { numbered, again };
}

const EXAMPLES = fileURLToPath(new URL('../../examples/', import.meta.url));
const filesOf = (example: string): readonly SourceFile[] =>
  readdirSync(join(EXAMPLES, example)).filter((file) => file.endsWith('.feat')).map((file) => ({ path: file, text: readFileSync(join(EXAMPLES, example, file), 'utf8') }));
const examples = readdirSync(EXAMPLES).filter((name) => filesOf(name).length > 0);
const compiled = (files: readonly SourceFile[], engine: EngineName, pin: Pin, compiler = THE_COMPILER): readonly Statement[] =>
  compiler.compile({ files, dialect: compiler.dialectOf(engine), ...(pin === 'auto' ? {} : { strategy: pin }) }).statements;

describe.each(ENGINES.flatMap((engine) => PINS.map((pin) => [engine, pin] as const)))('%s, %s', (engine, pin) => {
  it('every construct', () => {
    const { numbered, again } = numberedAgain(compiled([], engine, pin, COMPILER));
    expect(again).toEqual([]);
    expect(numbered).toBeGreaterThan(5);
  });
  it('the examples', () => {
    expect(examples.length).toBeGreaterThan(4);
    // An example of which an engine runs only a part is built for the other one.
    const all = examples.flatMap((example) => compiled(filesOf(example), engine, pin));
    const { numbered, again } = numberedAgain(all);
    expect(again).toEqual([]);
    expect(numbered).toBeGreaterThan(20);
  });
  it('the cases with a name', () => {
    const { numbered, again } = numberedAgain(NAMED_CASES.filter((of) => of.refused === undefined).flatMap((of) => compiled([{ path: 'case.feat', text: printFeat(of) }], engine, pin)));
    expect(again).toEqual([]);
    expect(numbered).toBeGreaterThan(100);
  });
});

describe('what is looked for', () => {
  const body = (materialized: string, between: string): string => `WITH
  -- rows
  f__rows AS ${materialized}(
    SELECT
      row_number() OVER (ORDER BY s.t) AS h
    FROM f__source_1 AS s
  ),
  f__between AS ${between}(
    SELECT
      r.h AS h
    FROM f__rows AS r
  )
SELECT a.h
FROM f__between AS a
JOIN f__between AS b
  ON a.h = b.h`;
  it.each([['', '', 2], ['MATERIALIZED ', '', 1], ['', 'MATERIALIZED ', 1]])('rows %sbetween %s: %i', (materialized, between, times) => {
    expect(timesOf(stepsOf(body(materialized, between))).get('f__rows')).toBe(times);
  });
});
