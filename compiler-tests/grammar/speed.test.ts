import { expect, it } from 'vitest';
import { parseFile } from '../../grammar/parse.js';
import { cpuTime } from './helpers.js';

// Well under a second on an idle machine; the bound only catches an accident such as quadratic time.
it('a thousand views in twenty thousand lines parse in seconds at most', () => {
  const view = (i: number): string => `/// View ${i}\nview v_${i} for user on buyer_id from orders {\n  where status = 'paid'\n  refresh every 15min delay 1min\n${
    Array.from({ length: 15 }, (_, j) => `  f_${j} = sum(amount * fx_rate) where status = 'refunded' and amount > ${j} over ${j + 1}d default 0\n`).join('')}}\n\n`;
  const time = (views: number): number => {
    const text = Array.from({ length: views }, (_, i) => view(i)).join('');
    return cpuTime(() => {
      const { ast, problems } = parseFile({ path: 'x', text });
      expect(problems).toEqual([]);
      expect(ast.declarations).toHaveLength(views);
    });
  };
  time(100);
  expect(time(1000)).toBeLessThan(6_000);
});
