// Windows as bounds around the event time, from the table in section 2 of the time contract: a row is in the window
// from t + enter (inclusive) until t + leave (exclusive).
import { describe, expect, it } from 'vitest';
import { reachOf } from '../../src/compiler/temporal/window-bounds.js';
import { checkText, errorsOf, ORDERS, viewOf } from './project.js';

const HOUR = 3_600_000_000n;
const DAY = 24n * HOUR;

const view = (window: string): string => `${ORDERS} view v for user from orders { n = count() over ${window} }`;

describe('one window', () => {
  it.each<[string, bigint, bigint | null, number | null]>([
    ['30d', 0n, 30n * DAY, null],
    ['90min', 0n, 5_400_000_000n, null],
    ['1us', 0n, 1n, null],
    ['2w', 0n, 14n * DAY, null],
    ['30d ending 1h ago', HOUR, HOUR + 30n * DAY, null],
    ['30d including start', 0n, 30n * DAY + 1n, null],
    ['30d excluding now', 1n, 30n * DAY, null],
    ['30d excluding end', 1n, 30n * DAY, null],
    ['30d including start excluding end', 1n, 30n * DAY + 1n, null],
    ['30d ending 1h ago excluding end', HOUR + 1n, HOUR + 30n * DAY, null],
    ['all', 0n, null, null],
    ['all excluding now', 1n, null, null],
    ['all ending 1d ago', DAY, null, null],
    ['all forget after 730d', 0n, 730n * DAY, null],
    ['newest 5 rows', 0n, null, 5],
    ['30d, newest 5 rows', 0n, 30n * DAY, 5],
  ])('over %s', (text, enter, leave, newest) => {
    const [feature] = viewOf(checkText(view(text)), 'v').features;
    expect(feature?.window).toEqual({ kind: 'shift', enter, leave, newest, text });
  });

  it('takes its length from a constant', () => {
    const checked = checkText(`const month = 30d ${ORDERS} view v for user from orders { n = count() over month }`);
    expect(viewOf(checked, 'v').features[0]?.window).toMatchObject({ leave: 30n * DAY });
  });

  it.each([
    ['0d', ['FT4009 0d']],
    ['all forget after 0h', ['FT4009 0h']],
    ['1us excluding now', ['FT4009 1us excluding now']],
    ['30d ending 0h ago', ['FT3010 0h']],
    ['30d ending 1h ago excluding now', ['FT3020 excluding now']],
    ['newest 0 rows', ['FT3010 0']],
    ['400000d', ['FT3010 400000d']],
    ['this day', ['FT4013 this day']],
    ['previous month', ['FT4013 previous month']],
    ["this day in 'Europe/Amstrdam'", ["FT4010 'Europe/Amstrdam'"]],
    ["this day in '+02:00'", ["FT4010 '+02:00'"]],
    ['this day in qty', ['FT3001 qty']],
    ['this day in nowhere', ['FT2004 nowhere']],
    ["previous 0 months in 'UTC'", ['FT3010 0']],
    ['previous 0 x 30min', ['FT3010 0']],
    ['previous 4 x 0min', ['FT4009 0min']],
    ['previous 4 x 30min ending 1h ago', ['FT4019 1h']],
    ['previous 4 x 30min excluding end', ['FT4019 excluding end']],
    ["this day in 'UTC' including start", ['FT4019 including start']],
    ['somewhat', ['FT2001 somewhat']],
  ])('refuses over %s', (text, expected) => {
    expect(errorsOf(checkText(view(text)))).toEqual(expected);
  });
});

describe('lists of windows', () => {
  const list = (feature: string): ReturnType<typeof checkText> => checkText(`${ORDERS} view v for user from orders { ${feature} }`);

  it('name one feature each', () => {
    const v = viewOf(list('n = count() over [1h, 24h, all]   s = sum(qty) over [30d]'), 'v');
    expect(v.order).toEqual(['n_1h', 'n_24h', 'n_all', 's_30d']);
    expect(v.features.map((f) => reachOf(f.window).leave)).toEqual([HOUR, DAY, null, 30n * DAY]);
  });

  it('a bound behind the list holds for each', () => {
    const v = viewOf(list('n = count() over [1h, 24h] ending 1d ago'), 'v');
    expect(v.features.map((f) => [reachOf(f.window).enter, reachOf(f.window).leave])).toEqual([[DAY, DAY + HOUR], [DAY, 2n * DAY]]);
  });

  it('clash with what is written by hand, and with each other', () => {
    expect(errorsOf(list('n_1h = count() over 1h   n = count() over [1h, 24h]'))).toEqual(['FT2011 1h']);
    expect(errorsOf(list('n = count() over [1h, 1h]'))).toEqual(['FT2011 1h']);
  });

  it('one bad member is one finding', () => {
    expect(errorsOf(list('n = count() over [1h, 0h]   r = n_1h / n_24h'))).toEqual(['FT4009 0h', 'FT2001 n_24h']);
  });

  it('the family itself is no feature', () => {
    const checked = list('n = count() over [1h, 24h]   r = n + 1');
    expect(errorsOf(checked)).toEqual(['FT2016 n']);
    expect(checked.findings.find((f) => f.code === 'FT2016')?.fixes.map((fix) => fix.edits[0]?.text)).toEqual(['n_1h', 'n_24h']);
  });
});

describe('lookups', () => {
  it('latest counts for the ttl', () => {
    const checked = checkText(`${ORDERS} view v for user from orders { ttl 3d   last = latest(status) }`);
    expect(viewOf(checked, 'v').features[0]?.window).toEqual({ kind: 'shift', enter: 0n, leave: 3n * DAY, newest: null, text: 'ttl 3d' });
    const including = checkText(`${ORDERS} view v for user from orders { ttl 3d including start   last = latest(status) }`);
    expect(viewOf(including, 'v').features[0]?.window).toMatchObject({ leave: 3n * DAY + 1n });
  });

  it('latest of all columns leaves out the key and what is excepted', () => {
    const checked = checkText(`${ORDERS} view v for user from orders { ttl 3d   latest * except (raw, shipped_at, ingested_at) }`);
    expect(errorsOf(checked)).toEqual([]);
    expect(viewOf(checked, 'v').order).toEqual([
      'order_id', 'seller_id', 'store_id', 'qty', 'amount', 'rate', 'score', 'small', 'status', 'paid', 'day', 'event_ts',
    ]);
  });

  it.each([
    ['ttl 3d   n = count() over 30d', ['FT4008 ttl 3d']],
    ['last = latest(status)', ['FT4007 latest(status)']],
    ['n = count() where paid', ['FT4007 count()']],
    ['ttl 3d   n = count()', ['FT4007 count()']],
    ['ttl 0d   last = latest(status)', ['FT4009 0d', 'FT4007 latest(status)']],
    ['ttl 3d   latest * except (shiped_at)', ['FT2004 shiped_at', 'FT4005 latest * except (shiped_at)']],
  ])('refuses %s', (items, expected) => {
    expect(errorsOf(checkText(`${ORDERS} view v for user from orders { ${items} }`))).toEqual(expected);
  });
});
