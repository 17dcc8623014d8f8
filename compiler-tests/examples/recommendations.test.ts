// Recommendations: lists, pairs, groups, a key of two parts, a lookup that expires, a join that looks from a day before.
// The definitions stand here a second time, by hand, for the interpreter.
import { describe, expect, it } from 'vitest';
import type { Aggregate, Column, SetSpec, World } from '../oracle/index.js';
import { agg, arith, at, c, call, count, derived, is, join, lastN, latest, lit, over, pair, plain, plus, source, sum, trainingSet, ttl, view, world } from '../oracle/notation.js';
import { copyExample, differencesOfSet, differsFromGenerated, disagreements, telling, threeColumns, train, walkThrough, type Example } from './example.js';

const REFRESH = '2025-05-13T12:30:00Z';

const text = (name: string): Column => ({ name, type: { kind: 'string' } });
const moment = (name: string): Column => ({ name, type: { kind: 'timestamp' } });
const price: Column = { name: 'price', type: { kind: 'decimal', precision: 8, scale: 2 } };
const time = (column: string): { readonly kind: 'column'; readonly column: string; readonly zone: null } => ({ kind: 'column', column, zone: null });

const INTERACTIONS = [text('impression_id'), text('user_id'), text('item_id'), text('category'), text('kind'), price, moment('happened_at'), moment('received_at')];
const CATALOG = [text('item_id'), text('category'), price, { name: 'in_stock', type: { kind: 'bool' } } as const, moment('listed_at')];
const IMPRESSIONS = [text('impression_id'), text('user_id'), text('item_id'), text('category'), price, moment('shown_at')];

const clicks = { where: is('kind', 'click') };
const buys = { where: is('kind', 'buy') };
const top = (n: number): Aggregate => ({ op: 'top_n', of: c('category'), n });

function referenceWorld({ rows }: Example): World {
  const interactions = source('interactions', INTERACTIONS, { time: time('happened_at'), known: at('received_at'), id: 'impression_id' });
  const catalog = source('catalog', CATALOG, { time: time('listed_at'), known: plus(at('listed_at'), '2h') });
  return world([interactions, catalog], [
    view('tastes', 'interactions', ['user_id'], [
      agg('n_30d', count, over('30d')),
      agg('clicks_30d', count, over('30d'), clicks),
      agg('top_categories', top(3), over('30d')),
      agg('favourite', plain('mode', c('category')), over('30d')),
      agg('last_items', lastN(c('item_id'), 5, { distinct: true }), over('30d')),
      agg('last_bought', lastN(pair(c('item_id'), c('price')), 3), over('90d'), buys),
      agg('spend_by_category', { op: 'by', inner: sum(c('price')), group: c('category'), keep: 2 }, over('90d'), buys),
      agg('dearest_category', { op: 'max_by', of: c('category'), by: c('price') }, over('90d'), buys),
      agg('usual_price', plain('median', c('price')), over('90d'), buys),
    ]),
    view('affinity', 'interactions', ['user_id', 'category'], [
      agg('n_30d', count, over('30d')),
      agg('clicks_30d', count, over('30d'), clicks),
      agg('buys_30d', count, over('30d'), buys),
      agg('last_at', latest(c('happened_at')), over('90d')),
      derived('buy_rate', arith(arith(c('buys_30d'), '+', lit(1n)), '/', arith(c('clicks_30d'), '+', lit(20n)))),
    ]),
    view('popularity', 'interactions', ['item_id'], [
      agg('clicks_7d', count, over('7d'), clicks),
      agg('users_7d', plain('count_distinct', c('user_id')), over('7d')),
      agg('buys_7d', count, over('7d'), buys),
    ]),
    view('listing', 'catalog', ['item_id'], ['category', 'price', 'in_stock'].map((name) => agg(name, latest(c(name)), ttl('3d')))),
  ], { interactions: rows('interactions', INTERACTIONS), catalog: rows('catalog', CATALOG), 'ml.impressions': rows('impressions', IMPRESSIONS) });
}

const CLICKS: SetSpec = trainingSet('clicks', 'ml.impressions', IMPRESSIONS, [
  join('tastes', ['user_id'], ['n_30d', 'clicks_30d', 'top_categories', 'favourite', 'last_items', 'last_bought', 'spend_by_category', 'usual_price']),
  join('affinity', ['user_id', 'category'], ['n_30d', 'clicks_30d', 'buy_rate']),
  join('popularity', ['item_id'], ['clicks_7d', 'users_7d']),
  join('listing', ['item_id'], ['price', 'in_stock']),
  { ...join('tastes', ['user_id'], ['n_30d', 'favourite']), alias: 'yesterday', at: arith(c('shown_at'), '-', lit({ kind: 'duration', us: 86_400_000_000n })) },
], {
  time: { column: 'shown_at', zone: null, dateEnd: null }, own: { kind: 'exclude', column: 'impression_id' }, keep: ['impression_id'],
  inputs: [{ name: 'price', column: 'price' }, { name: 'item_id', column: 'item_id' }],
  derived: [
    { name: 'share', expr: arith(c('affinity.n_30d'), '/', c('tastes.n_30d')), default: 0 },
    { name: 'vs_usual', expr: arith(c('price'), '/', c('tastes.usual_price')) },
    { name: 'seen', expr: call('contains', c('tastes.last_items'), c('item_id')) },
  ],
});

const COLUMNS = {
  n_30d: 'tastes.n_30d', clicks_30d: 'tastes.clicks_30d', top_categories: 'tastes.top_categories', favourite: 'tastes.favourite', last_items: 'tastes.last_items', last_bought: 'tastes.last_bought',
  spend_by_category: 'tastes.spend_by_category', category_n_30d: 'affinity.n_30d', category_clicks_30d: 'affinity.clicks_30d', buy_rate: 'affinity.buy_rate',
  item_clicks_7d: 'popularity.clicks_7d', users_7d: 'popularity.users_7d', list_price: 'listing.price', in_stock: 'listing.in_stock',
  yesterday_n_30d: 'yesterday.n_30d', yesterday_favourite: 'yesterday.favourite', share_of_category: 'share', price_vs_usual: 'vs_usual', seen_lately: 'seen',
};

const users = ['eve', 'new', ...Array.from({ length: 20 }, (_, i) => `u${String(i + 1).padStart(2, '0')}`)];
const items = Array.from({ length: 17 }, (_, i) => `i${String(i + 1).padStart(2, '0')}`);

describe('recommendations', () => {
  const example = copyExample('recommendations');
  const reference = referenceWorld(example);

  it('has the data that its generator writes', () => {
    expect(differsFromGenerated('recommendations')).toEqual([]);
  });

  it('is checked, formatted, built and tested without a word', async () => {
    await walkThrough(example);
  });

  it('trains what the interpreter says', async () => {
    const { compared, different } = differencesOfSet(reference, CLICKS, 'impression_id', COLUMNS, await train(example, 'clicks_v1'));
    expect(different).toEqual([]);
    expect(compared).toBeGreaterThan(3_000);
  });

  it('answers from the store what training says, and both what the interpreter says', async () => {
    await example.feat('materialize', 'tastes', 'affinity', 'popularity', 'listing', '--as-of', REFRESH);
    const compared = [
      ...await threeColumns(example, reference, 'tastes', users.map((user_id) => ({ user_id })), REFRESH),
      ...await threeColumns(example, reference, 'affinity', users.flatMap((user_id) => ['books', 'games', 'garden', 'music'].map((category) => ({ user_id, category }))), REFRESH),
      ...await threeColumns(example, reference, 'popularity', items.map((item_id) => ({ item_id })), REFRESH),
      ...await threeColumns(example, reference, 'listing', items.map((item_id) => ({ item_id })), REFRESH),
    ];
    expect(disagreements(compared)).toEqual([]);
    expect(telling(compared)).toBeGreaterThan(350);
  });

  it('gives eve what can be followed on paper', async () => {
    const trained = await train(example, 'clicks_v1');
    const [seventh, eighth, ninth] = ['e7', 'e8', 'e9'].map((id) => trained.find((row) => row['impression_id'] === id));
    // e7, shown on 13 May at 12:30: its own click has the same instant and is left out. Seven rows are left: four of books
    // (the click and purchase of e1, e3, e5) and three of games (e2, e4, e6). 4 / 7.
    expect(seventh).toMatchObject({ n_30d: '7', category_n_30d: '4', top_categories: '["books","games"]', share_of_category: String(4 / 7) });
    // Newest first, each item where it was last: i02 (13 May 12:00), i01 (12 May 21:00), i06 (20:00), i05 (9:00).
    expect(seventh).toMatchObject({ last_items: '["i02","i01","i06","i05"]', seen_lately: 'true' });
    // Purchases, newest first; books 12.00 + 18.00. Both categories have as much, and their order is that of their names.
    expect(seventh).toMatchObject({ last_bought: '[["i01","18.00"],["i06","30.00"],["i01","12.00"]]', spend_by_category: '[["books","30.00"],["games","30.00"]]' });
    // Two purchases and two clicks of books: (2 + 1) / (2 + 20). Of 12, 18 and 30 the middle is 18: 20 / 18.
    expect(seventh).toMatchObject({ buy_rate: String(3 / 22), price_vs_usual: String(20 / 18) });
    // A day before, 12 May 12:30: e1 twice, e2 and e3; of e4 nothing had happened.
    expect(seventh).toMatchObject({ yesterday_n_30d: '4', yesterday_favourite: 'books' });
    // e8 at 06:00: the purchase of e4 was sent at 08:00 and is not known. Left are e1 twice, e2, e3 and e5, one of them of games.
    expect(eighth).toMatchObject({ n_30d: '5', last_bought: '[["i01","18.00"],["i01","12.00"]]', spend_by_category: '[["books","30.00"]]', share_of_category: '0.2' });
    // Somebody new: nothing, and a share of 0 by default; the smoothed rate is 1 / 20.
    expect(ninth).toMatchObject({ n_30d: '0', top_categories: '[]', favourite: null, buy_rate: '0.05', share_of_category: '0', price_vs_usual: null });
  });

  it('answers a request with the pairs that the store holds', async () => {
    const { out } = await example.feat('get', 'clicks_v1', 'user_id=eve', 'category=books', 'item_id=i05', 'price=20.00', '--at', REFRESH, '--json');
    const [answer] = JSON.parse(out) as readonly { readonly values: Readonly<Record<string, unknown>> }[];
    // The store counts the click of 12:30 too: it knows of no example. 5 of 8 rows are of books now.
    expect(answer?.values).toMatchObject({
      n_30d: '8', last_bought: [['i01', '18.00'], ['i06', '30.00'], ['i01', '12.00']], spend_by_category: [['books', '30.00'], ['games', '30.00']],
      share_of_category: 5 / 8, price_vs_usual: 20 / 18, seen_lately: true, yesterday_n_30d: null,
    });
  });
});
