/** The answers that were worked out by hand are those of the interpreter, to which the compiler is then held. */
import { expect, it } from 'vitest';
import { identity, trainingRows } from '../oracle/index.js';
import { worldOf } from './case.js';
import { HAZARDS_BY_HAND } from './named-hazards.js';
import { SQL_BY_HAND } from './named-sql-clocks.js';

it.each([...HAZARDS_BY_HAND, ...SQL_BY_HAND].map(({ of, answers }) => [of.name, of, answers] as const))('%s', (_, of, answers) => {
  const [set] = of.sets;
  if (set === undefined) throw new Error('no set');
  const rows = trainingRows(worldOf(of), set).map(({ values }) => [...values.values()].map(({ value }) => identity(value)));
  expect(rows).toEqual(answers.map((row) => row.map(identity)));
});
