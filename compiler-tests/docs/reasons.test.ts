// The reasons that `feat explain value` gives, and their table in the guide.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROW_STATUS } from '../../src/compiler/lowering/explain-value.js';
import { ROOT } from './pages.js';

it('every reason why a row does not count is in the table of the guide', () => {
  const page = readFileSync(join(ROOT, 'docs', 'guide', 'explain.md'), 'utf8');
  const cells = page.split('\n').flatMap((line) => (line.startsWith('| ') ? [line.split(' | ')[0]?.slice(2) ?? ''] : []));
  const explained = cells.flatMap((cell) => cell.split(', '));
  expect(Object.values(ROW_STATUS).filter((reason) => !explained.includes(reason))).toEqual([]);
});
