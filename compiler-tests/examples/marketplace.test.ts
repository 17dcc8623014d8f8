// The marketplace: unions, rows enriched as of their own time, two roles, keys that another join finds, a view for all
// and a request. The definitions stand here a second time, by hand, for the interpreter.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Column, JoinSpec, SetSpec, World } from '../oracle/index.js';
import { agg, arith, at, c, cmp, count, dec, is, join, latest, lit, over, part, plain, source, sum, trainingSet, ttl, view, world } from '../oracle/notation.js';
import { copyExample, differencesOfSet, differsFromGenerated, disagreements, telling, threeColumns, train, walkThrough, type Example } from './example.js';

const REFRESH = '2025-03-05T12:00:00Z';

const text = (name: string): Column => ({ name, type: { kind: 'string' } });
const moment = (name: string): Column => ({ name, type: { kind: 'timestamp' } });
const amount: Column = { name: 'amount', type: { kind: 'decimal', precision: 38, scale: 2 } };
const time = (column: string): { readonly kind: 'column'; readonly column: string; readonly zone: null } => ({ kind: 'column', column, zone: null });

const STANDINGS = [text('seller_id'), text('standing'), moment('decided_at'), moment('loaded_at')];
const WEB = [text('order_id'), text('buyer_id'), text('seller_id'), text('category'), amount, text('status'), moment('ordered_at'), moment('ingested_at')];
const APP = [text('order_id'), text('user_id'), text('shop_id'), text('category'), { name: 'cents', type: { kind: 'int64' } } as const, moment('placed_at'), moment('received_at')];
const CHECKOUTS = [{ name: 'checkout_id', type: { kind: 'int64' } } as const, text('order_id'), text('buyer_id'), text('seller_id'), amount, moment('asked_at')];

function referenceWorld({ rows }: Example): World {
  const standings = source('standings', STANDINGS, { time: time('decided_at'), known: at('loaded_at') });
  const web = source('web_orders', WEB, { time: time('ordered_at'), known: at('ingested_at'), id: 'order_id', where: cmp(c('status'), '!=', lit('test')) });
  const app = source('app_orders', APP, {
    time: time('placed_at'), known: at('received_at'), id: 'order_id',
    derived: [{ name: 'buyer_id', expr: c('user_id') }, { name: 'seller_id', expr: c('shop_id') }, { name: 'amount', expr: arith(c('cents'), '*', lit(dec('0.01'))) }, { name: 'ordered_at', expr: c('placed_at') }],
  });
  const orders = source('orders', [text('order_id'), text('buyer_id'), text('seller_id'), text('category'), amount, moment('ordered_at'), text('branch')], {
    union: ['web_orders', 'app_orders'], id: 'order_id',
    joins: [{ ...join('standing', ['seller_id'], []), features: [{ feature: 'standing', as: 'seen' }] }],
    derived: [{ name: 'from_new_seller', expr: cmp({ kind: 'coalesce', args: [c('standing.seen'), lit('new')] }, '=', lit('new')) }],
  });
  const every = (minutes: bigint, delay: bigint): { readonly online: true; readonly refresh: World['views'][number]['refresh'] } =>
    ({ online: true, refresh: { ticks: { kind: 'every', every: minutes * 60_000_000n }, delay: delay * 60_000_000n } });
  const hours = (n: bigint): bigint => n * 3_600_000_000n;
  const spend = sum(c('amount'));
  return world([standings, web, app, orders], [
    view('standing', 'standings', ['seller_id'], [agg('standing', latest(c('standing')), ttl('60d'))]),
    view('buying', 'orders', ['buyer_id'], [
      agg('n_24h', count, over('24h')), agg('n_30d', count, over('30d')),
      agg('spend_24h', spend, over('24h'), { default: dec('0') }), agg('spend_30d', spend, over('30d'), { default: dec('0') }),
      agg('avg_30d', plain('avg', c('amount')), over('30d')),
      agg('sellers_30d', plain('count_distinct', c('seller_id')), over('30d')),
      agg('new_seller_share_30d', plain('share', c('from_new_seller')), over('30d')),
      agg('app_share_30d', plain('share', is('branch', 'app_orders')), over('30d')),
      agg('favourite', plain('mode', c('category')), over('90d')),
    ], { ...every(15n, 1n), staleAfter: hours(2n) }),
    view('selling', 'orders', ['seller_id'], [
      agg('n_24h', count, over('24h')), agg('n_30d', count, over('30d')),
      agg('buyers_30d', plain('count_distinct', c('buyer_id')), over('30d')),
      agg('revenue_30d', spend, over('30d'), { default: dec('0') }),
      agg('dearest_30d', plain('max', c('amount')), over('30d')),
    ], { ...every(60n, 5n), staleAfter: hours(6n) }),
    view('prices', 'orders', ['category'], [agg('n_90d', count, over('90d')), agg('median_90d', plain('median', c('amount')), over('90d'))], { ...every(60n, 5n), staleAfter: hours(6n) }),
    view('market', 'orders', [], [agg('orders_1h', count, over('1h')), agg('orders_7d', count, over('7d')), agg('avg_7d', plain('avg', c('amount')), over('7d'))], { ...every(5n, 1n), staleAfter: hours(1n) }),
  ], {
    standings: rows('standings', STANDINGS), web_orders: rows('web_orders', WEB), app_orders: rows('app_orders', APP), 'ml.checkouts': rows('checkouts', CHECKOUTS),
  });
}

const joined = (name: string, alias: string, key: string, features: readonly string[]): JoinSpec => ({ ...join(name, key === '' ? [] : [key], features), alias });

function setOf(values: SetSpec['values']): SetSpec {
  return trainingSet('disputes', 'ml.checkouts', CHECKOUTS, [
    joined('buying', 'buyer', 'buyer_id', ['n_24h', 'n_30d', 'spend_30d', 'avg_30d', 'new_seller_share_30d', 'app_share_30d', 'favourite']),
    joined('buying', 'seller', 'seller_id', ['n_30d']),
    joined('selling', 'sales', 'seller_id', ['n_24h', 'n_30d', 'buyers_30d']),
    joined('prices', 'prices', 'buyer.favourite', ['median_90d']),
    joined('market', 'market', '', ['orders_1h', 'orders_7d', 'avg_7d']),
  ], {
    time: { column: 'asked_at', zone: null, dateEnd: null }, own: { kind: 'exclude', column: 'order_id' }, values,
    inputs: [{ name: 'amount', column: 'amount' }],
    derived: [
      { name: 'vs_own', expr: arith(c('amount'), '/', c('buyer.avg_30d')), default: 1 },
      { name: 'vs_market', expr: arith(c('amount'), '/', c('market.avg_7d')) },
      { name: 'weekend', expr: { kind: 'in', of: part('dow', c('as_of'), 'Europe/Amsterdam'), list: [lit(6n), lit(7n)], negated: false } },
      { name: 'share', expr: arith(c('buyer.n_24h'), '/', c('market.orders_7d')), default: 0 },
    ],
  });
}

const STUDIED = {
  buyer_n_30d: 'buyer.n_30d', buyer_spend_30d: 'buyer.spend_30d', buyer_avg_30d: 'buyer.avg_30d', buyer_new_seller_share_30d: 'buyer.new_seller_share_30d', buyer_favourite: 'buyer.favourite',
  seller_sales_n_30d: 'sales.n_30d', favourite_price: 'prices.median_90d', orders_7d: 'market.orders_7d', amount_vs_own: 'vs_own', amount_vs_market: 'vs_market', is_weekend: 'weekend',
};
const SERVED = {
  buyer_n_24h: 'buyer.n_24h', buyer_n_30d: 'buyer.n_30d', buyer_app_share_30d: 'buyer.app_share_30d', seller_n_30d: 'seller.n_30d', seller_sales_buyers_30d: 'sales.buyers_30d',
  favourite_price: 'prices.median_90d', orders_1h: 'market.orders_1h', amount_vs_own: 'vs_own', share_of_market: 'share',
};

describe('the marketplace', () => {
  const example = copyExample('marketplace');
  let reference: World;
  beforeAll(() => {
    reference = referenceWorld(example);
  });

  it('has the data that its generator writes', () => {
    expect(differsFromGenerated('marketplace')).toEqual([]);
  });

  it('is checked, formatted, built and tested without a word', async () => {
    await walkThrough(example);
  });

  it('trains what the interpreter says, exactly and as served', async () => {
    for (const [name, values, columns] of [['disputes_study', 'exact', STUDIED], ['disputes_v1', 'served', SERVED]] as const) {
      const { compared, different } = differencesOfSet(reference, setOf(values), 'checkout_id', columns, await train(example, name));
      expect(different).toEqual([]);
      expect(compared).toBeGreaterThan(1_000);
    }
  });

  it('answers from the store what training says, and both what the interpreter says', async () => {
    await example.feat('materialize', '--as-of', REFRESH);
    const accounts = ['ada', 'bob', 'cyd', 'nobody', ...Array.from({ length: 24 }, (_, i) => `a${String(i + 1).padStart(2, '0')}`)];
    const compared = [
      ...await threeColumns(example, reference, 'buying', accounts.map((account_id) => ({ account_id })), REFRESH),
      ...await threeColumns(example, reference, 'selling', accounts.map((account_id) => ({ account_id })), REFRESH),
      ...await threeColumns(example, reference, 'prices', ['books', 'games', 'garden', 'phones', 'none'].map((category) => ({ category })), REFRESH),
      ...await threeColumns(example, reference, 'market', [{}], REFRESH),
    ];
    expect(disagreements(compared)).toEqual([]);
    expect(telling(compared)).toBeGreaterThan(200);
  });

  it('gives ada what can be followed on paper', async () => {
    const studied = await train(example, 'disputes_study');
    const [first, second, third, fourth] = ['1', '2', '3', '4'].map((id) => studied.find((row) => row['checkout_id'] === id));
    // Checkout 1, on 5 March at 12:00:06. In 30 days: w-ada-1 (20), w-ada-2 (40), w-ada-4 (no amount) and p-ada-1 (60), which
    // arrived on the 4th. w-ada-3 is a test, w-ada-5 is the order under decision. (20 + 40 + 60) / 3 = 40, and 90 / 40 = 2.25.
    expect(first).toMatchObject({ buyer_n_30d: '4', buyer_spend_30d: '120.00', buyer_avg_30d: '40', amount_vs_own: '2.25' });
    // w-ada-1 and w-ada-2 came before bob's standing was loaded, cyd was good when p-ada-1 and w-ada-4 were placed: 2 of 4.
    // Cyd's ban of 4 March changes neither. One order of four came from the app.
    expect(first).toMatchObject({ buyer_new_seller_share_30d: '0.5', buyer_app_share_30d: '0.25', buyer_favourite: 'books' });
    // Checkout 2 asks about w-ada-2, two days after it. p-ada-1 is not there yet, w-ada-4 is known five seconds later:
    // only w-ada-1 is left, and 40 / 20 = 2. A Monday.
    expect(second).toMatchObject({ buyer_n_30d: '1', buyer_spend_30d: '20.00', amount_vs_own: '2', is_weekend: 'false' });
    // Bob has sold w-ada-1 and w-ada-2; each example leaves its own order out: w-ada-5, then w-ada-2.
    expect([first?.['seller_sales_n_30d'], second?.['seller_sales_n_30d']]).toEqual(['2', '1']);
    // Somebody without orders has counts of 0, no favourite and so no price level; an example without a buyer has nothing.
    expect(third).toMatchObject({ buyer_n_30d: '0', buyer_favourite: null, favourite_price: null, amount_vs_own: '1' });
    expect(fourth).toMatchObject({ buyer_n_30d: null, buyer_spend_30d: null, seller_sales_n_30d: '2' });
    // As served: the store's last word before 5 March 12:00 is of 11:45; it never leaves an order out, and so counts w-ada-2.
    const served = (await train(example, 'disputes_v1')).find((row) => row['checkout_id'] === '2');
    expect(served).toMatchObject({ buyer_n_30d: '2', amount_vs_own: String(40 / 30) });
  });

  it('answers a request as the training set has it', async () => {
    const { out } = await example.feat('get', 'disputes_study', 'buyer_id=ada', 'seller_id=bob', 'amount=90.00', '--at', REFRESH, '--json');
    const [answer] = JSON.parse(out) as readonly { readonly values: Readonly<Record<string, unknown>> }[];
    // The same moment but for six seconds, in which nothing of ada's happened: 90 / 40, and a Wednesday.
    expect(answer?.values).toMatchObject({ buyer_n_30d: '4', amount_vs_own: 2.25, is_weekend: false, buyer_favourite: 'books' });
  });
});
