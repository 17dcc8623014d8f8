// Inputs, arithmetic of sets, and requests: what each name means there, its type, and what is refused.
import { describe, expect, it } from 'vitest';
import { shownName } from '../../src/compiler/types/request-name.js';
import { checkText, errorsOf, ORDERS, setOf, show, type Checked } from './project.js';

const VIEWS = `
view bought for user from orders { n_24h = count() over 24h   avg_30d = avg(amount) over 30d   last_at = latest(event_ts) over all   spend = sum(amount) over 30d }
const prior = 50
`;
const COLUMNS = 'columns { decided_at: timestamp  is_scam: bool  outcome_at: timestamp  buyer_id: string  seller_id: string  amount: decimal(12,2)  qty: int32  day: date  seen_at: timestamp }';
const train = (columns = COLUMNS): string => `train on ml.decisions at decided_at in 'UTC' { ${columns} label is_scam known outcome_at in 'UTC' }`;
const project = (set: string, more = '', columns = COLUMNS): Checked => checkText(`${ORDERS} ${VIEWS} ${more} set s { ${train(columns)} ${set} }`);

/** What is computed: name, column of the output, expression. */
const computed = (checked: Checked): readonly string[] => setOf(checked, 's').computed.map((one) => `${shownName(one.name)} ${one.as ?? '-'} = ${show(one.expression)}`);

describe('arithmetic of a set', () => {
  it('reads inputs, as_of, features by their join, constants and earlier results', () => {
    const checked = project(`join bought as buyer on buyer_id { n_24h }
      input amount: decimal(12,2)
      vs_usual = amount / buyer.avg_30d
      hours_since = hours(as_of - buyer.last_at)
      many = buyer.n_24h + prior
      more = many * 2`);
    expect(errorsOf(checked)).toEqual([]);
    expect(computed(checked)).toEqual([
      'vs_usual vs_usual = div(cast(input amount):float64, feature 0 avg_30d):float64',
      'hours_since hours_since = div(cast(cast(timestamp_diff(as_of, feature 0 last_at):duration):int64):float64, 3600000000:float64):float64',
      'many many = add(feature 0 n_24h, 50:int64):int64',
      'more more = mul(computed many, 2:int64):int64',
    ]);
    const s = setOf(checked, 's');
    expect(s.inputs.map((input) => [input.name, show(input.value)])).toEqual([['amount', 'amount']]);
    // Only what is listed comes out; what is read is computed all the same.
    expect(s.joins.map((join) => [join.features.map((f) => f.as), join.reads])).toEqual([[['buyer_n_24h'], ['avg_30d', 'last_at', 'n_24h']]]);
  });

  it('may be written in any order, and comes out in order of dependence', () => {
    const checked = project('join bought on buyer_id { n_24h }   b = a + 1   a = bought.n_24h');
    expect(setOf(checked, 's').computed.map((one) => one.name)).toEqual(['a', 'b']);
  });

  it('keeps its exactness and its default', () => {
    const s = setOf(project('join bought on buyer_id { n_24h }   share = bought.n_24h / 2 default 0   half = share + 1   n = bought.n_24h + 1   usual = bought.avg_30d'), 's');
    expect(s.computed.map((one) => [one.name, one.exact])).toEqual([['share', false], ['half', false], ['n', true], ['usual', false]]);
    expect(s.computed[0]?.default).toMatchObject({ value: 0, type: { kind: 'float64' } });
  });

  it('takes a default behind a function for that of the whole', () => {
    const s = setOf(project('join bought on buyer_id { n_24h }   x = bought.n_24h - abs(bought.n_24h) default 3   y = (1 + abs(bought.n_24h)) default 4'), 's');
    expect(s.computed.map((one) => [one.default, show(one.expression)])).toEqual([
      [{ kind: 'literal', type: { kind: 'int64' }, value: 3n }, 'sub(feature 0 n_24h, abs(feature 0 n_24h):int64):int64'],
      [{ kind: 'literal', type: { kind: 'int64' }, value: 4n }, 'add(1:int64, abs(feature 0 n_24h):int64):int64'],
    ]);
  });

  it.each([
    ['join bought on buyer_id { n_24h }   x = n_24h * 2', ['FT2042 n_24h']],
    ['join bought on buyer_id { n_24h }   x = qty * 2', ['FT2041 qty']],
    ['join bought on buyer_id { n_24h }   input qty: int32   x = qtty * 2', ['FT2001 qtty']],
    ['join bought on buyer_id { n_24h }   x = buyer.n_24h * 2', ['FT2001 buyer']],
    ['join bought on buyer_id { n_24h }   x = bought.n_48h * 2', ['FT2001 n_48h']],
    ['join bought on buyer_id { n_24h }   x = abs(bought.n_24h) over 3d', ['FT3020 over 3d']],
    ['join bought on buyer_id { n_24h }   x = y + 1   y = x + 1', ['FT2007 x']],
    ['join bought on buyer_id { n_24h }   x = now() - as_of', ['FT4017 now()']],
    ['join bought on buyer_id { n_24h }   x = as_of + 1', ['FT3002 as_of + 1']],
    ['join bought on buyer_id { n_24h }   x = 1 + 1   x = 2 + 2', ['FT2002 x']],
    ['join bought on buyer_id { n_24h }   n_24h = 1 + 1', ['FT2002 n_24h']],
    ['join bought on buyer_id { n_24h }   x = null', ['FT3001 null']],
    ['join bought on buyer_id { n_24h }   x = count()', ['FT3014 count()']],
    ['join bought on buyer_id { n_24h }   x = bought.n_24h default true', ['FT3001 true']],
  ])('refuses %s', (set, expected) => {
    expect(errorsOf(project(set))).toEqual(expected);
  });
});

describe('inputs', () => {
  it('are columns of the examples, widened where that loses nothing', () => {
    const s = setOf(project('join bought on buyer_id { n_24h }   input qty: int64   input amount: decimal(14,2)   x = qty + 1'), 's');
    expect(s.inputs.map((input) => show(input.value))).toEqual(['cast(qty):int64', 'cast(amount):decimal(14,2)']);
  });

  it('give undeclared columns their type', () => {
    const s = setOf(project('join bought on buyer_id { n_24h }   input amount: decimal(12,2)', '', ''), 's');
    expect(s.examples.typed).toContainEqual({ name: 'amount', type: { kind: 'decimal', precision: 12, scale: 2 } });
  });

  it.each([
    ['input decided_at: timestamp', []],
    ["input seen_at: timestamp in 'UTC'", []],
    ['input seen_at: timestamp', ['FT4005 seen_at']],
    ["input seen_at: timestamp in 'Mars'", ["FT4010 'Mars'"]],
    ["input qty: int32 in 'UTC'", ["FT3020 'UTC'"]],
    ['input amount: decimal(10,2)', ['FT3001 decimal(10,2)']],
    ['input amount: int64', ['FT3001 int64']],
    ['input amuont: decimal(12,2)', ['FT2004 amuont']],
    ['input is_scam: bool', ['FT4024 is_scam']],
    ['input outcome_at: timestamp', ['FT4024 outcome_at']],
    ['input amount: money', ['FT2006 money']],
    ['input amount: decimal(12,2)   input amount: decimal(12,2)', ['FT2002 amount']],
    ['input amount: decimal(12,2)   amount = 1 + 1', ['FT2002 amount']],
  ])('%s', (input, expected) => {
    expect(errorsOf(project(`join bought on buyer_id { n_24h }   ${input}`))).toEqual(expected);
  });
});

describe('requests', () => {
  const CHECKOUT = `request checkout {
    input amount: decimal(12,2)
    join bought on buyer_id
    vs_avg = amount / bought.avg_30d
    since = hours(as_of - bought.last_at)
  }`;

  it('bring what is listed, and no column of their own joins', () => {
    const checked = project('join checkout { vs_avg }', CHECKOUT);
    expect(errorsOf(checked)).toEqual([]);
    const s = setOf(checked, 's');
    expect(s.computed.map((one) => [shownName(one.name), one.as])).toEqual([['checkout.vs_avg', 'vs_avg'], ['checkout.since', null]]);
    expect(s.joins.map((join) => [join.view, join.features, join.reads])).toEqual([['bought', [], ['avg_30d', 'last_at']]]);
    expect(s.inputs.map((input) => input.name)).toEqual(['amount']);
  });

  it('are read by the arithmetic of the set, under their role', () => {
    const checked = project('join bought on seller_id { n_24h }   join checkout as c { since as waited }   x = c.vs_avg + bought.n_24h', CHECKOUT);
    expect(errorsOf(checked)).toEqual([]);
    expect(computed(checked)).toEqual([
      'c.vs_avg - = div(cast(input amount):float64, feature 0 avg_30d):float64',
      'c.since waited = div(cast(cast(timestamp_diff(as_of, feature 0 last_at):duration):int64):float64, 3600000000:float64):float64',
      'x x = add(computed c.vs_avg, cast(feature 1 n_24h):float64):float64',
    ]);
  });

  it('without a list bring all, with their role before the name', () => {
    expect(setOf(project('join checkout as c', CHECKOUT), 's').computed.map((one) => one.as)).toEqual(['c_vs_avg', 'c_since']);
    expect(setOf(project('join checkout { * except since }', CHECKOUT), 's').computed.map((one) => one.as)).toEqual(['vs_avg', null]);
  });

  it('share an input with the set and with each other', () => {
    const other = 'request second { input amount: decimal(12,2)   doubled = amount * 2 }';
    const s = setOf(project('join checkout { vs_avg }   join second   input amount: decimal(12,2)   x = amount + 1', `${CHECKOUT} ${other}`), 's');
    expect(s.inputs.map((input) => input.name)).toEqual(['amount']);
    expect(s.computed.map((one) => one.as)).toEqual(['vs_avg', null, 'doubled', 'x']);
  });

  it.each([
    ['join checkout { vs_avgg }', ['FT2001 vs_avgg']],
    ['join checkout { vs_avg, since as vs_avg }', ['FT2002 since as vs_avg']],
    ['join checkout on buyer_id { vs_avg }', ['FT3020 buyer_id']],
    ['join checkout { vs_avg }   x = checkout.sice', ['FT2001 sice']],
    ['join checkout { vs_avg }   x = bought.avg_30d', ['FT2001 bought']],
    ['join checkout { vs_avg }   input amount: decimal(14,2)', ['FT3001 decimal(14,2)']],
  ])('a set refuses %s', (set, expected) => {
    expect(errorsOf(project(set, CHECKOUT))).toEqual(expected);
  });

  it('are checked where no set joins them, and once where several do', () => {
    const wrong = CHECKOUT.replace('bought.last_at', 'bought.lst_at');
    expect(errorsOf(checkText(`${ORDERS} ${VIEWS} ${wrong}`))).toEqual(['FT2001 lst_at']);
    expect(errorsOf(project('join checkout { vs_avg }', wrong))).toEqual(['FT2001 lst_at']);
  });

  it('of which an input is the answer are refused where they are joined', () => {
    expect(errorsOf(project('join r', 'request r { input is_scam: bool   x = is_scam }'))).toEqual(['FT4024 is_scam']);
  });
});
