/** Two logical names that a target maps to one file are one table: the examples' own rows must be spoken of. */
import { expect, test } from 'vitest';
import { feat, newProject } from './run.js';

const DEFINITIONS = (own: string): string => `entity user (user_id: string)
source orders { from shop.orders rows events time ts in 'UTC' known ts + 1min settle 1min id id columns { user_id: string  id: string  ts: timestamp } }
view v for user from orders { n = count() over 1d }
set s { train on ml.examples at ts in 'UTC' { ${own} values exact } join v on user_id { n } }
`;
const CONFIG = `project: shared
default_target: dev
targets:
  dev:
    engine: duckdb
    tables:
      shop.orders: { csv: rows.csv }
      ml.examples: { csv: ./rows.csv }
`;
const files = (own: string): Record<string, string> => ({ 'a.feat': DEFINITIONS(own), 'feat.yaml': CONFIG, 'rows.csv': 'user_id,id,ts\nu1,a,2025-01-01T00:00:00Z\n' });

test.each([['train', ['train', 's', '--out', 'x.csv']], ['build', ['build']]] as const)('feat %s refuses it without a word on own rows', async (_name, args) => {
  const ran = await feat(newProject(files('')), args);
  expect(ran.code).toBe(1);
  expect(ran.err + ran.out).toContain('FT4004');
});

test('and takes it with one', async () => {
  const ran = await feat(newProject(files('exclude own id')), ['build']);
  expect(ran.code).toBe(0);
});
