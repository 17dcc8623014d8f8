// Churn: intervals with an end that is known later, versions, snapshots, months on a local clock, a set to train and one to
// score. The definitions stand here a second time, by hand, for the interpreter.
import { describe, expect, it } from 'vitest';
import type { Column, SetSpec, ViewSpec, World } from '../oracle/index.js';
import { agg, arith, at, c, call, cmp, count, dec, derived, is, join, latest, lit, noWindow, over, plain, plus, previous, source, sum, thisPeriod, trainingSet, ttl, versions, view, world, zone } from '../oracle/notation.js';
import { copyExample, differencesOfSet, differsFromGenerated, disagreements, telling, threeColumns, train, walkThrough, type Example } from './example.js';

const AMSTERDAM = 'Europe/Amsterdam';
/** The hour of the snapshots on 31 March, which is a day after the clocks were changed. */
const REFRESH = '2025-03-31T04:30:00Z';

const text = (name: string): Column => ({ name, type: { kind: 'string' } });
const int = (name: string): Column => ({ name, type: { kind: 'int64' } });
const moment = (name: string): Column => ({ name, type: { kind: 'timestamp' } });
const money = (name: string, precision: number): Column => ({ name, type: { kind: 'decimal', precision, scale: 2 } });

const PLANS = [text('account_id'), text('plan'), money('price', 8), int('seats'), moment('valid_from'), moment('valid_to'), moment('closed_at')];
const INVOICES = [text('invoice_id'), text('account_id'), money('amount', 10), text('status'), int('revision'), moment('issued_at'), moment('loaded_at')];
const DAILY = [text('account_id'), { name: 'day', type: { kind: 'date' } } as const, int('logins_28d'), int('active_seats'), int('nps')];
const EXAMPLES = [int('example_id'), text('account_id'), moment('asked_at')];

const MINUTE = 60_000_000n;
const daily = (hour: bigint, minute: bigint): Pick<ViewSpec, 'refresh' | 'online' | 'staleAfter'> =>
  ({ refresh: { ticks: { kind: 'daily', at: (hour * 60n + minute) * MINUTE, zone: AMSTERDAM }, delay: 0n }, online: true, staleAfter: 2n * 24n * 60n * MINUTE });

function referenceWorld({ rows }: Example): World {
  const naive = (column: string) => ({ kind: 'column', column, zone: zone(AMSTERDAM) } as const);
  const plans = source('plans', PLANS, {
    rows: { kind: 'intervals', until: naive('valid_to'), knownEnd: naive('closed_at') }, time: naive('valid_from'), known: plus(naive('valid_from'), '1h'),
  });
  const invoices = source('invoices', INVOICES, {
    rows: versions(['invoice_id'], ['revision']), time: { kind: 'column', column: 'issued_at', zone: null }, known: at('loaded_at'), where: cmp(c('status'), '!=', lit('void')),
  });
  const accountDaily = source('account_daily', DAILY, {
    rows: { kind: 'snapshots', every: 7n * 24n * 60n * MINUTE }, time: naive('day'), known: plus({ kind: 'end-of-day', zone: zone(AMSTERDAM) }, '6h'),
  });
  const zero = { default: dec('0') };
  const amount = sum(c('amount'));
  return world([plans, invoices, accountDaily], [
    view('contract', 'plans', ['account_id'], [
      agg('plan', latest(c('plan')), noWindow), agg('mrr', sum(c('price')), noWindow, zero), agg('n_plans', count, noWindow),
      agg('seats', sum(c('seats')), noWindow), agg('since', latest(c('valid_from')), noWindow),
    ], daily(2n, 30n)),
    view('billing', 'invoices', ['account_id'], [
      agg('billed_this_month', amount, thisPeriod('month', AMSTERDAM), zero),
      agg('billed_prev_month', amount, previous(1, 'month', AMSTERDAM), zero),
      agg('billed_prev_3m', amount, previous(3, 'month', AMSTERDAM), zero),
      agg('n_prev_3m', count, previous(3, 'month', AMSTERDAM)),
      agg('refunded_prev_3m', count, previous(3, 'month', AMSTERDAM), { where: is('status', 'refunded') }),
      agg('unpaid', amount, over('365d'), { where: is('status', 'sent'), ...zero }),
      agg('oldest_unpaid_at', plain('min', c('issued_at')), over('365d'), { where: is('status', 'sent') }),
      agg('last_status', latest(c('status')), noWindow),
      derived('refund_rate', arith(c('refunded_prev_3m'), '/', c('n_prev_3m'))),
      derived('trend', arith(c('billed_prev_month'), '/', arith(c('billed_prev_3m'), '/', lit(3n)))),
    ], daily(2n, 30n)),
    view('activity', 'account_daily', ['account_id'], ['logins_28d', 'active_seats', 'nps'].map((name) => agg(name, latest(c(name)), ttl('10d'))), daily(6n, 30n)),
  ], {
    plans: rows('plan_history', PLANS, ['valid_from', 'valid_to', 'closed_at']), invoices: rows('invoices', INVOICES), account_daily: rows('account_daily', DAILY),
    'ml.month_ends': rows('month_ends', EXAMPLES, ['asked_at']), 'ml.to_score': rows('to_score', EXAMPLES, ['asked_at']),
  });
}

function setOf(table: string, values: SetSpec['values']): SetSpec {
  const contract = join('contract', ['account_id'], ['plan', 'mrr', 'n_plans', 'seats', 'since']);
  return trainingSet('churn', table, EXAMPLES, [
    contract,
    join('billing', ['account_id'], ['billed_this_month', 'billed_prev_month', 'billed_prev_3m', 'refund_rate', 'trend', 'unpaid', 'oldest_unpaid_at', 'last_status']),
    join('activity', ['account_id'], ['logins_28d', 'active_seats', 'nps']),
    { ...contract, alias: 'before', at: arith(c('as_of'), '-', lit({ kind: 'duration', us: 90n * 24n * 60n * MINUTE })) },
  ], {
    time: { column: 'asked_at', zone: zone(AMSTERDAM), dateEnd: null }, values,
    derived: [
      { name: 'days_on_plan', expr: call('days', arith(c('as_of'), '-', c('contract.since'))) },
      { name: 'seat_use', expr: arith(c('activity.active_seats'), '/', c('contract.seats')) },
      { name: 'debt_ratio', expr: arith(c('billing.unpaid'), '/', c('contract.mrr')), default: 0 },
      { name: 'mrr_change', expr: arith(c('contract.mrr'), '-', c('before.mrr')) },
    ],
  });
}

const under = (view: string, ...names: readonly string[]): Readonly<Record<string, string>> => Object.fromEntries(names.map((name) => [name, `${view}.${name}`]));
const CONTRACT = under('contract', 'plan', 'mrr', 'seats', 'since');
const REST = { ...under('billing', 'billed_this_month', 'billed_prev_month', 'billed_prev_3m', 'refund_rate', 'trend', 'unpaid', 'oldest_unpaid_at', 'last_status'), ...under('activity', 'logins_28d', 'active_seats', 'nps') };
const STUDIED = { ...CONTRACT, ...REST, n_plans: 'contract.n_plans' };
const SERVED = { ...CONTRACT, ...REST, before_mrr: 'before.mrr', days_on_plan: 'days_on_plan', seat_use: 'seat_use', debt_ratio: 'debt_ratio', mrr_change: 'mrr_change' };

describe('churn', () => {
  const example = copyExample('churn');
  const reference = referenceWorld(example);

  it('has the data that its generator writes', () => {
    expect(differsFromGenerated('churn')).toEqual([]);
  });

  it('is checked, formatted, built and tested without a word', async () => {
    await walkThrough(example);
  });

  it.each([
    ['churn_study', 'ml.month_ends', 'exact', STUDIED], ['churn_v1', 'ml.month_ends', 'served', SERVED], ['churn_scoring', 'ml.to_score', 'served', SERVED],
  ] as const)('%s is what the interpreter says', async (name, table, values, columns) => {
    const { compared, different } = differencesOfSet(reference, setOf(table, values), 'example_id', columns, await train(example, name));
    expect(different).toEqual([]);
    expect(compared).toBeGreaterThan(table === 'ml.to_score' ? 300 : 1_200);
  });

  it('scores the very columns that it trains on', async () => {
    const [trained, scored] = [await train(example, 'churn_v1'), await train(example, 'churn_scoring')].map(([row]) => Object.keys(row ?? {}));
    expect(trained?.filter((name) => !['cancelled', 'outcome_at'].includes(name)).sort()).toEqual(scored?.toSorted());
  });

  it('answers from the store what training says, and both what the interpreter says', async () => {
    await example.feat('materialize', '--as-of', REFRESH);
    const keys = ['acme', 'unknown', ...Array.from({ length: 23 }, (_, i) => `c${String(i + 1).padStart(2, '0')}`)].map((account_id) => ({ account_id }));
    const compared = [];
    for (const name of ['contract', 'billing', 'activity']) compared.push(...await threeColumns(example, reference, name, keys, REFRESH));
    expect(disagreements(compared)).toEqual([]);
    expect(telling(compared)).toBeGreaterThan(250);
  });

  it('gives acme what can be followed on paper', async () => {
    const [january, february, march, , may] = (await train(example, 'churn_study')).filter((row) => row['account_id'] === 'acme').sort((a, b) => Number(a['example_id']) - Number(b['example_id']));
    // The last second of January in Amsterdam is 22:59:59 in UTC: inv-2 of 23:30 is of February, and not there yet.
    expect(january).toMatchObject({ asked_at: '2025-01-31T23:59:59', billed_this_month: '79.00', billed_prev_month: '0.00', plan: 'team', mrr: '79.00' });
    // February holds inv-2 alone, January inv-1 alone.
    expect(february).toMatchObject({ billed_this_month: '79.00', billed_prev_month: '79.00', unpaid: '0.00', refund_rate: '0' });
    // March: inv-3 (79) and inv-4 (199); inv-5 is void. inv-2, of February, was refunded on the 20th: one of two in three
    // months. 79 last month against 158 / 3 in the usual one is 1.5. The newest invoice is inv-4, and unpaid.
    expect(march).toMatchObject({ billed_this_month: '278.00', billed_prev_month: '79.00', billed_prev_3m: '158.00', refund_rate: '0.5', trend: '1.5', unpaid: '199.00', last_status: 'sent' });
    // The end of the team plan was written on the 14th: business alone, since midnight of the 10th (23:00 in UTC).
    expect(march).toMatchObject({ plan: 'business', mrr: '199.00', n_plans: '1', seats: '20', since: '2025-03-09T23:00:00Z' });
    // 31 May is a Saturday: the newest snapshot is that of 25 May, week 20, known on the 26th at six.
    expect(may).toMatchObject({ logins_28d: '120', active_seats: '8', nps: '9' });
    const { out } = await example.feat('history', 'contract', 'account_id=acme', '--at', '2025-03-12T00:00:00Z', '--json');
    // Between the 10th and the 14th nobody knew that the team plan had ended.
    expect(JSON.parse(out)).toMatchObject([{ values: { mrr: '278.00', n_plans: '2', plan: 'business' } }]);
  });

  it('has nothing to say where a snapshot is missing for too long, and when the store was not refreshed', async () => {
    // No snapshot of 4 May: that of 27 April, known on the 28th at six in the morning, is read for ten days.
    const { out } = await example.feat('history', 'activity', 'account_id=acme', '--at', '2025-05-08T03:59:59Z', '2025-05-08T04:00:00Z', '2025-05-12T04:00:00Z', '--json');
    const values = (JSON.parse(out) as readonly { readonly values: unknown }[]).map((each) => each.values);
    expect(values).toMatchObject([{ logins_28d: '116' }, { logins_28d: null }, { logins_28d: '118' }]);
    const stale = await example.feat('get', 'contract', 'account_id=acme', '--at', '2025-04-02T04:30:01Z', '--json');
    expect(JSON.parse(stale.out)).toMatchObject([{ status: 'stale', values: { mrr: null, plan: null } }]);
  });
});
