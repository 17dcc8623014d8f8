import { describe, expect, it } from 'vitest';
import { featureValue, show } from './helpers.js';

// Each line: what is written, and the tree it must be, written by hand.
const cases: readonly (readonly [string, string])[] = [
  // precedence and association
  ['a + b * c', '(+ a (* b c))'],
  ['a - b - c', '(- (- a b) c)'],
  ['(a + b) * c', '(* (+ a b) c)'],
  ['a / b % c', '(% (/ a b) c)'],
  ['a or b and c', '(or a (and b c))'],
  ['(a or b) and c', '(and (or a b) c)'],
  ['not a and b', '(and (not a) b)'],
  ['not a = b', '(not (= a b))'],
  ['not not a', '(not (not a))'],
  ['a + 1 >= b * 2 and c', '(and (>= (+ a 1) (* b 2)) c)'],
  ['-a + b', '(+ (- a) b)'],
  ['a - -1', '(- a (- 1))'],
  ['a <> 1', '(!= a 1)'],
  ['a != 1', '(!= a 1)'],
  // SQL's words in either case
  ["status = 'paid' AND amount IS NOT NULL", "(and (= status 'paid') (not-null? amount))"],
  ['a NOT IN (1, 2)', '(not-in a 1 2)'],
  ['a between 1 and 2 and b', '(and (between a 1 2) b)'],
  ['a not between -1 and x + 2', '(not-between a (- 1) (+ x 2))'],
  ['a is null or b is not null', '(or (null? a) (not-null? b))'],
  // zones bind looser than sums, tighter than comparisons; `in (` is membership
  ["ts + 5min in 'UTC' >= t2", "(>= (zone (+ ts 5min) 'UTC') t2)"],
  ["dow(as_of in 'Europe/Amsterdam') in (6, 7)", "(in dow((zone as_of 'Europe/Amsterdam')) 6 7)"],
  ['ts in "Delivery Zone"', '(zone ts "Delivery Zone")'],
  ['ts in $z', '(zone ts $z)'],
  // literals
  ["'it''s'", "'it's'"],
  ['0.05', '0.05'],
  ['500ms', '500ms'],
  ['"Delivery Zone"', '"Delivery Zone"'],
  ['"say ""hi"""', '"say "hi""'],
  ['true', 'true'],
  ['null', 'null'],
  ['buyer.n_24h / platform.orders', '(/ buyer.n_24h platform.orders)'],
  // case, if
  ["case when a then 1 when b then 2 else 3 end", '(case (a -> 1) (b -> 2) else 3)'],
  ["CASE x WHEN 1 THEN 'a' END", "(case of x (1 -> 'a'))"],
  ['if(a > 1, b, c)', 'if((> a 1) b c)'],
  // start of, end of
  ['end of day + 6h', '(+ (end-of day) 6h)'],
  ["start of month(ts) in 'UTC'", "(start-of month @ ts zone 'UTC')"],
  ['start of ds', '(start-of @ ds)'],
  ['end of (a + 1d)', '(end-of @ (+ a 1d))'],
  ['start + 1', '(+ start 1)'],
  // calls and their suffixes
  ['count()', 'count()'],
  ['last_n(distinct category, 20)', 'last_n(category 20)~distinct'],
  ['count(distinct)', 'count(distinct)'],
  ['sum(x) by category keep 100', 'sum(x)~by:category~keep'.replace('~keep', ':keep:100')],
  ['sum(x) scale 4 on overflow null', 'sum(x)~scale:4~overflow-null'],
  ['latest(x) ignore nulls', 'latest(x)~ignore-nulls'],
  ['last_n(x, 5) oldest first', 'last_n(x 5)~oldest-first'],
  ['sum(x) plus this row', 'sum(x)~plus-this-row'],
  ['last_n({ category, amount }, 20)', 'last_n({category amount} 20)'],
  ['max(sum(x) by day(ts)) over 28d', '<max(sum(x)~by:day(ts)) ; over 28d>'],
  // clauses
  ["count() where status = 'refunded' over 90d", "<count() ; where (= status 'refunded') ; over 90d>"],
  ["(count() where status = 'refunded' over 90d + 1) / (n_30d + 50)", "(/ (+ <count() ; where (= status 'refunded') ; over 90d> 1) (+ n_30d 50))"],
  ['sum(x) over 1d default 0', '<sum(x) ; over 1d ; default 0>'],
  ['sum(x) over 1d default -1 + 2', '(+ <sum(x) ; over 1d ; default (- 1)> 2)'],
  ['a / b default 0', '<(/ a b) ; default 0>'],
  ['latest(tier) default $d', '<latest(tier) ; default $d>'],
  ['count() over 30d at start of day', '<count() ; over 30d ; at (start-of day)>'],
  ['coalesce(sum(x) over 30d, 0)', 'coalesce(<sum(x) ; over 30d> 0)'],
  ["count() where starts_with(s, 'x') over 30d", "<count() ; where starts_with(s 'x') ; over 30d>"],
  // windows
  ['count() over 30d', '<count() ; over 30d>'],
  ['count() over horizon', '<count() ; over horizon>'],
  ['count() over 30d excluding now', '<count() ; over 30d excluding:now>'],
  ['count() over 30d including start excluding end', '<count() ; over 30d including:start excluding:end>'],
  ['count() over 30d ending 1h ago', '<count() ; over 30d ending:1h>'],
  ['count() over all', '<count() ; over all>'],
  ['count() over all forget after 730d', '<count() ; over all:forget:730d>'],
  ['count() over this day', '<count() ; over this:day>'],
  ["count() over this week in 'UTC'", "<count() ; over this:week:'UTC'>"],
  ['count() over previous month', '<count() ; over previous:month>'],
  ["count() over previous 3 months in 'UTC'", "<count() ; over previous:3:month:'UTC'>"],
  ['count() over previous 4 x 30min', '<count() ; over previous:4x30min>'],
  ['count() over newest 5 rows', '<count() ; over newest:5>'],
  ['avg(x) over 30d, newest 5 rows', '<avg(x) ; over 30d & newest:5>'],
  ['count() over [1h, 24h ending 1h ago, this day]', '<count() ; over [1h 24h ending:1h this:day]>'],
  ['count() over $w', '<count() ; over $w>'],
  ['sum(x) over this day in "Delivery Zone" default 0', '<sum(x) ; over this:day:"Delivery Zone" ; default 0>'],
];

describe('expressions', () => {
  it.each(cases)('%s', (text, tree) => {
    expect(show(featureValue(text))).toBe(tree);
  });

  it('keeps parentheses within the places of the operators around them', () => {
    const text = 'view v for e from s {\n  f = (a + b) * (c)\n}';
    const value = featureValue('(a + b) * (c)');
    expect(text.slice(value.span.start, value.span.end)).toBe('(a + b) * (c)');
  });
});
