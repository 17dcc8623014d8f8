// Joins of sources: what they bring, at which moment of the row, circles, and a label that comes in behind them.
import { describe, expect, it } from 'vitest';
import { checkText, errorsOf, show, type Checked } from './project.js';

const CLOCKS = "time ts in 'UTC'  known seen_at in 'UTC'  settle 0s";
const BASE = `
entity user (user_id: string)
entity pair (user_id: string, tier: string)
source risk_log { from trust.risk_log  rows events  ${CLOCKS}  columns { user_id: string  tier: string  ts: timestamp  seen_at: timestamp  is_scam: bool } }
view risk for user from risk_log { tier = latest(tier) over all   scams = count() where is_scam over all }
view by_tier for pair from risk_log { n = count() over all }
`;
const project = (items: string, rest = ''): Checked => checkText(`${BASE}
source sales { from shop.sales  rows events  ${CLOCKS}
  columns { user_id: string  seller: string  ts: timestamp  seen_at: timestamp  amount: int64 }
  ${items} }
view bought for user from sales { n = count() over 30d }
${rest}`);
const joinsOf = ({ plan }: Checked) => (plan.sources.find((source) => source.name === 'sales')?.joins ?? []).map(({ view, keys, back, features }) => ({ view, keys: keys.map(show), back, as: features.map(({ as }) => as) }));

describe('a join of a source', () => {
  it('brings columns under their names, its alias, or names given by hand', () => {
    expect(joinsOf(project('join risk on seller at ts { tier as seller_tier, scams }   join risk as own at ts - 7d { * except scams }'))).toEqual([
      { view: 'risk', keys: ['seller'], back: 0n, as: ['seller_tier', 'scams'] },
      { view: 'risk', keys: ['user_id'], back: 604_800_000_000n, as: ['own_tier'] },
    ]);
  });

  it('may be found by what an earlier one brought, and be read by derived columns and where', () => {
    const checked = project("join risk on seller at ts { tier as t }   join by_tier on user_id = seller, tier = t at ts { n as peers }   many = peers > 2   where many or t = 'high'");
    expect(errorsOf(checked)).toEqual([]);
    expect(joinsOf(checked).map(({ keys }) => keys)).toEqual([['seller'], ['seller', 't']]);
  });

  it.each([
    ['join risk on seller at seen_at { tier }', ['FT4042 seen_at']],
    ["join risk on seller at ts in 'Europe/Amsterdam' { tier }", ["FT4042 ts in 'Europe/Amsterdam'"]],
    ['join risk on seller at ts + 1h { tier }', ['FT4043 ts + 1h']],
    ['join rsk on seller at ts { tier }', ['FT2001 rsk']],
    ['join risk on seler at ts { tier }', ['FT2004 seler']],
    ['join risk on amount at ts { tier }', ['FT3007 amount']],
    ['join risk on seller at ts { teir }', ['FT2001 teir']],
    ['join risk on seller at ts { tier as amount }', ['FT2002 tier as amount']],
    ['join by_tier on seller, t at ts { n }   join risk on seller at ts { tier as t }', ['FT2004 t']],
    ['join by_tier on seller, t at ts { n }   t = concat(seller, seller)', ['FT2051 t']],
  ])('refuses %s', (items, expected) => {
    expect(errorsOf(project(items))).toEqual(expected);
  });

  it('has no event time to name in a union, whose rows each have their own', () => {
    const { findings } = project('', `source app { from shop.app  rows events  time at_ts in 'UTC'  known seen_at in 'UTC'  settle 0s
      columns { seller: string  at_ts: timestamp  seen_at: timestamp } ts = at_ts }
      source both union of sales, app { join risk on seller at ts { tier } }`);
    expect(findings.filter(({ severity }) => severity === 'error').map(({ code, params }) => [code, params])).toEqual([
      ['FT3020', expect.objectContaining({ setting: 'at', aggregate: 'both' })],
    ]);
  });

  it('never leads back to its own source', () => {
    expect(errorsOf(project('join bought on seller at ts { n as sold }'))).toEqual(['FT2007 bought']);
  });

  it('does not let a label in by the back door', () => {
    const set = (feature: string): string => `view seen for user from sales { x = ${feature} }
      set s { train on trust.risk_log at ts in 'UTC' { columns { user_id: string  ts: timestamp  seen_at: timestamp  is_scam: bool } label is_scam known seen_at in 'UTC'  include own } join seen on user_id { x } }`;
    const items = 'join risk on seller at ts { scams, tier as t }';
    expect(errorsOf(project(items.replace('seller', 'seller'), set('sum(scams) over 30d')))).toEqual([]);
    const open = (text: string): Checked => checkText(text.replace("known seen_at in 'UTC'  settle 0s  columns { user_id: string  tier", "known ts + 1min  settle 0s  columns { user_id: string  tier"));
    expect(errorsOf(open(project(items, set('sum(scams) over 30d')).text))).toEqual(['FT4003 x']);
    expect(errorsOf(open(project(items, set('count_distinct(t) over 30d')).text))).toEqual([]);
  });
});
