import { describe, expect, it } from 'vitest';
import { nearestNames, renameFixes } from '../../src/compiler/diagnostics/index.js';

describe('did you mean', () => {
  it.each([
    ['amuont', ['status', 'amount', 'mount'], ['amount']],
    ['BUYER_ID', ['seller_id', 'buyer_id'], ['buyer_id']],
    ['cuont', ['count'], ['count']],
    ['sun', ['sum', 'avg', 'min'], ['sum']],
    ['x', ['amount', 'status'], []],
    ['n_30', ['n_30d', 'n_7d', 'spend_30d'], ['n_30d']],
    ['', ['a', 'b'], ['a', 'b']],
  ])('%s among %j: %j', (name, candidates, expected) => {
    expect(nearestNames(name, candidates)).toEqual(expected);
  });

  it('keeps the order of equals and proposes at most three', () => {
    expect(nearestNames('ab', ['ac', 'ad', 'ae', 'af'])).toEqual(['ac', 'ad', 'ae']);
  });

  it('makes a fix of each', () => {
    const span = { file: 'a.feat', start: 3, end: 9 };
    expect(renameFixes(span, 'amuont', ['amount'])).toEqual([{ title: 'did you mean `amount`?', edits: [{ span, text: 'amount' }] }]);
  });
});
