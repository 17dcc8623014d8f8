// Sets: names of what comes out, keys, own rows, served values, and what would let the answer into the question.
import { describe, expect, it } from 'vitest';
import { adviceOf, checkText, errorsOf, ORDERS, setOf, show, type Checked } from './project.js';

const VIEWS = `
view bought for user from orders { refresh every 15min delay 1min   n = count() over [24h, 30d]   spend_30d = sum(amount) over 30d }
view sold for user on seller_id from orders { refresh every 1h delay 1min   online   n_30d = count() over 30d }
`;
const TRAIN = `train on ml.decisions at decided_at in 'UTC' { label is_scam known outcome_at in 'UTC' }`;

const project = (set: string, views = VIEWS): Checked => checkText(`${ORDERS} ${views} set s { ${set} }`);

describe('joins', () => {
  it('put features out under their alias, or under the name given by hand', () => {
    const s = setOf(project(`${TRAIN}
      join bought as buyer on buyer_id { n_24h, n_30d as month }
      join bought on user_id { * except spend_30d }`), 's');
    expect(s.joins.map((join) => [join.alias, join.features])).toEqual([
      ['buyer', [{ feature: 'n_24h', as: 'buyer_n_24h' }, { feature: 'n_30d', as: 'month' }]],
      [null, [{ feature: 'n_24h', as: 'n_24h' }, { feature: 'n_30d', as: 'n_30d' }]],
    ]);
    expect(s.joins.map((join) => join.keys.map(show))).toEqual([['buyer_id'], ['user_id']]);
    expect(s.values).toBe('exact');
  });

  it('may read each other, whatever the order, but not in a circle', () => {
    const views = 'view seen for user from orders { last = latest(user_id) over all }';
    const s = setOf(project(`${TRAIN}   join seen as friend on top.last { last }   join seen as top on buyer_id at decided_at - 7d { last }`, views), 's');
    expect(s.joins.map((join) => join.keys.map(show))).toEqual([['feature 1 last'], ['buyer_id']]);
    expect(s.joins.map((join) => join.at === null ? null : show(join.at))).toEqual([null, 'timestamp_sub(decided_at, 604800000000:duration):timestamp']);
    expect(s.joins.map((join) => join.reads)).toEqual([[], ['last']]);
    const circle = project(`${TRAIN}   join seen as a on b.last { last }   join seen as b on a.last { last }`, views);
    expect(errorsOf(circle)).toEqual(['FT2007 join seen as a on b.last { last }']);
  });

  it('without a list bring all features; the key is read under its own name', () => {
    const s = setOf(project(`${TRAIN} join bought`), 's');
    expect(s.joins[0]?.features.map((f) => f.as)).toEqual(['n_24h', 'n_30d', 'spend_30d']);
    expect(s.joins[0]?.keys.map(show)).toEqual(['user_id']);
  });

  it('types of undeclared columns follow from their use', () => {
    const s = setOf(project(`${TRAIN} join bought as buyer on buyer_id { n_24h }`), 's');
    expect(s.examples.typed).toEqual([{ name: 'decided_at', type: { kind: 'timestamp' } }, { name: 'buyer_id', type: { kind: 'string' } }]);
    expect(s.examples.label).toEqual({ column: 'is_scam', known: 'outcome_at' });
    expect(s.examples.at).toEqual({ column: 'decided_at', zone: 'UTC' });
  });

  it('declared columns are what they are declared to be', () => {
    const columns = 'columns { buyer: int32  decided_at: timestamp  is_scam: bool  outcome_at: timestamp  weight: float64 }';
    const set = (items: string, join: string): string =>
      `train on ml.decisions at decided_at in 'UTC' { ${columns} label is_scam known outcome_at in 'UTC' ${items} } ${join}`;
    expect(errorsOf(project(set('', 'join bought on buyer { n_24h }')))).toEqual(['FT3007 buyer']);
    expect(errorsOf(project(set('', 'join bought on byer { n_24h }')))).toEqual(['FT2004 byer']);
    expect(errorsOf(project(set('keep wieght', "join bought on 'u1' { n_24h }")))).toEqual(['FT2004 wieght']);
    const s = setOf(project(set("where decided_at >= '2025-01-01' and buyer > 5", "join bought on 'u1' { n_24h }")), 's');
    expect(s.examples.where === null ? null : show(s.examples.where))
      .toBe('and(ge(decided_at, 1735689600000000:timestamp):bool, gt(buyer, 5:int32):bool):bool');
  });

  it('says once that a name was taken, not again where it is read', () => {
    const twice = "train on ml.decisions at decided_at in 'UTC' { columns { buyer_id: string  decided_at: timestamp  is_scam: bool  outcome_at: timestamp } label is_scam known outcome_at in 'UTC' }   join user on buyer_id { n_24h }";
    expect(errorsOf(project(`${twice} }  view user for user on buyer_id from orders { n = count() over [24h]`)).filter((each) => each.startsWith('FT2'))).toEqual(['FT2002 user']);
  });

  it.each([
    ['join bouht on buyer_id { n_24h }', ['FT2001 bouht']],
    ['join orders on buyer_id { n_24h }', ['FT2017 orders']],
    ['join bought on buyer_id { n_48h }', ['FT2001 n_48h']],
    ['join bought on buyer_id { n }', ['FT2016 n']],
    ['join bought on a, b { n_24h }', ['FT2019 a, b']],
    ['join bought on buyer_id { n_24h }   join bought on seller_id { n_24h }', ['FT2002 n_24h']],
    ['join bought as b on buyer_id { n_24h }   join bought as B on seller_id { n_30d }', ['FT2002 B']],
    ['join bought as b on scam { n_24h as is_scam }', ['FT2002 n_24h as is_scam']],
    ['join bought on buyer_id { n_24h as buyer_id }', ['FT2002 join bought on buyer_id { n_24h as buyer_id }']],
    [`join bought as ${'b'.repeat(60)} on buyer_id { n_24h }`, ['FT2003 n_24h']],
    ['join bought on buyer_id at decided_at + 7d { n_24h }', ['FT4040 decided_at + 7d']],
    ['join bought on buyer_id at bogus.x { n_24h }', ['FT2001 bogus.x']],
    ['join bought on buyer_id at outcome_at { n_24h }', ['FT4003 outcome_at']],
    ['join bought as b on b_id { n_24h }   join sold on b.n_24h { n_30d }', ['FT3007 b.n_24h']],
    ['join bought as b on b_id { n_24h }   join sold on b.n_48h { n_30d }', ['FT2001 n_48h']],
    ['join bought on buyer_id { n_24h }   input is_scam: bool', ['FT4024 is_scam']],
    ['owner \'me\'', ['FT1018 s']],
  ])('refuses %s', (joins, expected) => {
    const views = VIEWS.replace('   online', '');
    expect(errorsOf(project(`${TRAIN} ${joins}`, views))).toEqual(expected);
  });

  it('a set that joins a broken view is left out without a finding of its own', () => {
    const checked = project(`${TRAIN} join bought on buyer_id { n_24h, avg_30d }`, 'view bought for user from orders { n_24h = count() over 24h   avg_30d = avg(amuont) over 30d }');
    expect(errorsOf(checked)).toEqual(['FT2004 amuont']);
    expect(checked.plan.sets).toEqual([]);
  });
});

describe('served values', () => {
  const set = (values: string): string => `train on ml.decisions at decided_at in 'UTC' { label is_scam known outcome_at in 'UTC' ${values} }
    join bought on buyer_id { n_24h }   join sold on seller_id { n_30d }`;

  it('must be chosen or refused where a view is online', () => {
    expect(errorsOf(project(set('')))).toEqual(['FT4011 sold']);
  });

  it('are those of online views only', () => {
    const s = setOf(project(set('values as served')), 's');
    expect(s.values).toBe('as_served');
    expect(s.joins.map((join) => [join.view, join.asServed])).toEqual([['bought', false], ['sold', true]]);
    const exact = setOf(project(set('values exact')), 's');
    expect(exact.joins.map((join) => join.asServed)).toEqual([false, false]);
  });
});

describe('leakage', () => {
  const labelled = (table: string, items: string, columns = ''): string =>
    `train on ${table} at event_ts in 'UTC' { ${columns} label paid known ingested_at in 'UTC' ${items} } join v on user_id { x }`;
  const view = (feature: string): string => `view v for user from orders { x = ${feature} }`;

  it.each([
    ['count() over 30d', []],
    ['bool_or(paid) over 30d', []],
  ])('another table shares no label: %s', (feature, expected) => {
    expect(errorsOf(project(labelled('ml.decisions', ''), view(feature)))).toEqual(expected);
  });

  // The source of ORDERS is known when the label is (`ingested_at`), so it may read the label; here it is not.
  const early = (feature: string, more = ''): Checked => checkText(
    `${ORDERS.replace("known ingested_at in 'UTC'", 'known event_ts + 1min').replace('columns {', `was_paid = paid or qty > 5\n columns {`)} ${more}
     view v for user from orders { x = ${feature}   y = x / 2 } set s { ${labelled('shop.orders', 'exclude own order_id').replace('{ x }', '{ x, y }')} }`);

  it.each([
    ['count() over 30d', []],
    ['count() where paid over 30d', ['FT4003 x', 'FT4003 y']],
    ['count() where was_paid over 30d', ['FT4003 x', 'FT4003 y']],
    ['count(ingested_at) over 30d', ['FT4005 ingested_at']],
  ])('the label of the same table: %s', (feature, expected) => {
    expect(errorsOf(early(feature))).toEqual(expected);
  });

  it('rows that are first seen with the label may carry it', () => {
    expect(errorsOf(project(labelled('shop.orders', 'exclude own order_id'), view('count() where paid over 30d')))).toEqual([]);
  });

  it.each([
    ["label paid", 'FT4023 label paid'],
    ["label paid known event_ts in 'UTC'", 'FT4027 event_ts'],
  ])('%s', (label, expected) => {
    const checked = project(`train on ml.d at event_ts in 'UTC' { ${label} } join v on user_id { x }`, view('count() over 1d'));
    expect([...errorsOf(checked), ...adviceOf(checked)].filter((f) => !f.startsWith('FT5'))).toEqual([expected]);
  });

  it('the key cannot be the answer', () => {
    const checked = project(`train on ml.d at event_ts in 'UTC' { label user_id known seen in 'UTC' } join v { x }`, view('count() over 1d'));
    expect(errorsOf(checked)).toEqual(['FT4003 join v { x }']);
  });
});

describe('own rows', () => {
  const set = (table: string, own: string): string =>
    `train on ${table} at decided_at in 'UTC' { label is_scam known outcome_at in 'UTC' ${own} } join v on user_id { x }`;
  const view = 'view v for user from orders { x = count() over 30d }';

  it('must be stated where the examples are rows of a source', () => {
    expect(errorsOf(project(set('shop.orders', ''), view))).toEqual(['FT4004 shop.orders']);
    expect(errorsOf(project(set('ml.decisions', ''), view))).toEqual([]);
    // Most engines ignore case in names of tables.
    expect(errorsOf(project(set('Shop.Orders', ''), view))).toEqual(['FT4004 Shop.Orders']);
  });

  it('are rows of the same file too', () => {
    const files = ORDERS.replace('from shop.orders', "from csv 'data/orders.csv'");
    expect(errorsOf(checkText(`${files} ${view} set s { ${set("csv './data/orders.csv'", '')} }`))).toEqual(["FT4004 csv './data/orders.csv'"]);
  });

  it('are left out by the id of the source', () => {
    const s = setOf(project(set('ml.decisions', 'exclude own order_id'), view), 's');
    expect(s.joins[0]?.own).toEqual({ exampleColumn: 'order_id', sourceColumn: 'order_id', type: { kind: 'string' } });
    expect(s.examples.typed.find((c) => c.name === 'order_id')?.type).toEqual({ kind: 'string' });
    // Called otherwise in the examples it can only be the one id that there is.
    const other = setOf(project(set('ml.decisions', 'exclude own decided_order'), view), 's');
    expect(other.joins[0]?.own?.exampleColumn).toBe('decided_order');
  });

  it('are left out of the sources that have this id only', () => {
    const risk = `source risk { from t.risk rows events time at in 'UTC' known at + 1h settle 1s id risk_id columns { risk_id: string user_id: string at: timestamp } }
      view r for user from risk { m = count() over 1d } ${view}`;
    const s = setOf(project(`${set('ml.decisions', 'exclude own order_id')} join r on user_id { m }`, risk), 's');
    expect(s.joins.map((join) => join.own?.sourceColumn ?? null)).toEqual(['order_id', null]);
  });

  it('cannot be told without an id', () => {
    const checked = checkText(`${ORDERS.replace('id order_id', '')} ${view} set s { ${set('shop.orders', 'exclude own order_id')} }`);
    expect(errorsOf(checked)).toEqual(['FT4028 order_id']);
  });

  it('that are included are told', () => {
    expect(adviceOf(project(set('shop.orders', 'include own'), view))).toEqual(['FT4020 include own']);
    expect(adviceOf(project(set('ml.decisions', 'include own'), view))).toEqual([]);
    expect(setOf(project(set('shop.orders', 'include own'), view), 's').joins[0]?.own).toBeNull();
  });
});

describe('examples', () => {
  const view = 'view v for user from orders { x = count() over 30d }';
  it.each([
    ["train on ml.d at asked in 'Mars/Olympus' { label y known z in 'UTC' } join v { x }", ["FT4010 'Mars/Olympus'"]],
    ["train on ml.d at a in 'UTC' { columns { a: date y: bool z: timestamp user_id: string } label y known z in 'UTC' } join v { x }", ['FT3009 a']],
    ["train on ml.d at start of day(a) in 'UTC' { label y known z in 'UTC' } join v { x }", ["FT6001 start of day(a) in 'UTC'"]],
    ["train on ml.d at a in 'UTC' { label y known z in 'UTC' where status = 'x' } join v { x }", ['FT3017 status']],
    ["train on ml.d at a in 'UTC' { label y known z in 'UTC' where a > now() } join v { x }", ['FT4017 now()']],
    ["train on ml.d at a in 'UTC' { label y known z in 'UTC' values as logged } join v { x }", ['FT6001 values as logged']],
    ["train on sql duckdb \"\"\" select 1 \"\"\" at a in 'UTC' { label y known z in 'UTC' } join v { x }", ['FT6001 sql duckdb """ select 1 """']],
    ["join v { x }", ['FT1018 s']],
    ["train on ml.d { label y known z in 'UTC' } join v { x }", ['FT1001 {']],
  ])('refuses %s', (set, expected) => {
    expect(errorsOf(project(set, view))).toEqual(expected);
  });
});
