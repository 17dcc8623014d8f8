// Features: the type and exactness of every aggregate (time contract, 4.3 and 4.7), defaults, arithmetic between
// features, keys, and objectives that cannot hold.
import { describe, expect, it } from 'vitest';
import { printType } from '../../src/compiler/types/type.js';
import { adviceOf, checkText, errorsOf, ORDERS, show, viewOf, type Checked } from './project.js';

const view = (items: string, head = 'view v for user from orders'): Checked => checkText(`${ORDERS} ${head} { ${items} }`);

describe('the table of result types', () => {
  it.each([
    ['count()', 'int64 exact'],
    ['count(score)', 'int64 exact'],
    ['sum(qty)', 'decimal(38,0) exact'],
    ['sum(store_id)', 'decimal(38,0) exact'],
    ['sum(amount)', 'decimal(38,2) exact'],
    ['sum(amount * rate)', 'decimal(38,8) exact'],
    ['sum(score)', 'float64 inexact'],
    ['sum(small)', 'float64 inexact'],
    ['avg(qty)', 'float64 inexact'],
    ['avg(amount)', 'float64 inexact'],
    ['min(amount)', 'decimal(12,2) exact'],
    ['max(small)', 'float32 exact'],
    ['max(score)', 'float64 exact'],
    ['max(score / 2)', 'float64 inexact'],
    ['min(status)', 'string exact'],
    ['max(event_ts)', 'timestamp exact'],
    ['min(day)', 'date exact'],
    ['stddev_samp(amount)', 'float64 inexact'],
    ['var_pop(qty)', 'float64 inexact'],
    ['count_distinct(status)', 'int64 exact'],
    ['latest(paid)', 'bool exact'],
    ['latest(amount) ignore nulls', 'decimal(12,2) exact'],
    ['last_n(status, 3)', 'array<string> exact'],
    ['first_n(amount, 3)', 'array<decimal(12,2)> exact'],
    ['percentile(amount, 0.95)', 'float64 inexact'],
    ['median(qty)', 'float64 inexact'],
    ['bool_and(paid)', 'bool exact'],
    ['bool_or(amount > 5)', 'bool exact'],
    ['share(paid)', 'float64 inexact'],
    ['approx_count_distinct(status)', 'int64 inexact'],
    ['first(day)', 'date exact'],
    ['mode(status)', 'string exact'],
    ['min_by(status, qty)', 'string exact'],
    ['max_by(amount, score)', 'decimal(12,2) exact'],
    ['top_n(status, 3)', 'array<string> exact'],
    ['largest_n(amount, 3)', 'array<decimal(12,2)> exact'],
    ['smallest_n(event_ts, 3)', 'array<timestamp> exact'],
    ['percentile_disc(amount, 0.5)', 'decimal(12,2) exact'],
    ['sum(score) scale 4', 'decimal(38,4) exact'],
    ['sum(score) scale 4 on overflow null', 'decimal(38,4) exact'],
    ['last_n(distinct status, 3)', 'array<string> exact'],
    ['last_n({ status, amount }, 3)', 'array<{status: string, amount: decimal(12,2)}> exact'],
    ['first_n({ status, qty + 1 }, 3)', 'array<{status: string, second: int64}> exact'],
    ['sum(amount) by status', 'array<{status: string, value: decimal(38,2)}> exact'],
    ['avg(amount) by status keep 3', 'array<{status: string, value: float64}> inexact'],
    ['count() by qty', 'array<{qty: int32, value: int64}> exact'],
    ['max(sum(amount) by status)', 'decimal(38,2) exact'],
    ['count(sum(amount) by status)', 'int64 exact'],
    ['avg(count() by status)', 'float64 inexact'],
    ['largest_n(sum(qty) by status, 2)', 'array<decimal(38,0)> exact'],
    ["sum(amount) by day(event_ts in 'UTC')", 'array<{day: date, value: decimal(38,2)}> exact'],
    ["count() by hour(event_ts in 'Europe/Amsterdam') keep 3", 'array<{hour: timestamp, value: int64}> exact'],
    ['count() by week(event_ts in status)', 'array<{week: date, value: int64}> exact'],
    ['count() by year(day)', 'array<{year: date, value: int64}> exact'],
    ["max(sum(amount) by month(event_ts in 'UTC'))", 'decimal(38,2) exact'],
    // Parts are numbers still: Mondays of all weeks are one group.
    ["count() by dow(event_ts in 'UTC')", 'array<{group: int64, value: int64}> exact'],
    // A row that an inexact condition lets in or not makes the count inexact.
    ['count() where score / 3 > 1', 'int64 inexact'],
  ])('%s', (aggregate, expected) => {
    const [feature] = viewOf(view(`x = ${aggregate} over 30d`), 'v').features;
    expect(feature === undefined ? '' : `${printType(feature.type)} ${feature.exact ? 'exact' : 'inexact'}`).toBe(expected);
  });

  it.each([
    ['sum(status)', ['FT3004 status']],
    ['sum(paid)', ['FT3004 paid']],
    ['min(paid)', ['FT3004 paid']],
    ['share(qty)', ['FT3004 qty']],
    ['avg(event_ts)', ['FT3004 event_ts']],
    ['sum()', ['FT3003 sum()']],
    ['last_n(status)', ['FT3003 last_n(status)']],
    ['last_n(status, 0)', ['FT3010 0']],
    ['last_n(status, qty)', ['FT3012 qty']],
    ['percentile(amount, 1.5)', ['FT3010 1.5']],
    ['percentile(amount, -0.5)', ['FT3010 -0.5']],
    ['sum(amount) ignore nulls', ['FT3020 sum(amount) ignore nulls']],
    ['sum(sum(amount))', ['FT3014 sum(amount)']],
    ['summ(amount)', ['FT2005 summ']],
    ['sum(amuont)', ['FT2004 amuont']],
    ['count() where amuont > 1', ['FT2004 amuont']],
    ['count() where event_ts > now()', ['FT4017 now()']],
    ['sum(amount) plus this row', ['FT6001 sum(amount) plus this row']],
    ['sum(amount) scale 2', ['FT3020 sum(amount) scale 2']],
    ['sum(score) scale 31', ['FT3010 31']],
    ['max(score) scale 2', ['FT3020 max(score) scale 2']],
    ['top_n(distinct status, 3)', ['FT3020 top_n(distinct status, 3)']],
    ['top_n(status, 3) oldest first', ['FT3020 top_n(status, 3) oldest first']],
    ['largest_n(paid, 3)', ['FT3004 paid']],
    ['max_by(status, paid)', ['FT3004 paid']],
    ['max_by(status)', ['FT3003 max_by(status)']],
    ['percentile_disc(paid, 0.5)', ['FT3004 paid']],
    ['count() where contains(status, 3)', ['FT3004 3']],
    ['last_n({ status }, 3)', ['FT3025 { status }']],
    ['max({ status, qty })', ['FT3028 { status, qty }']],
    ['mode(status) by qty', ['FT3027 mode(status) by qty']],
    ['found() by qty', ['FT3027 found() by qty']],
    ['sum(amount) by qty keep 0', ['FT3010 0']],
    ['sum(amount) by nowhere', ['FT2004 nowhere']],
    ['max(sum(amount) by status keep 2)', ['FT3020 by status keep 2']],
    ['last_n(sum(amount) by status, 3)', ['FT3026 last_n(sum(amount) by status, 3)']],
    ['max(max(sum(amount) by status) by qty)', ['FT3014 sum(amount) by status']],
    ['count() by day(event_ts)', ['FT4034 day(event_ts)']],
    ['max(count() by day(event_ts))', ['FT4034 day(event_ts)']],
    ['count() by month(status)', ['FT3004 status']],
    ['count() by hour(day)', ['FT3004 day']],
    ['count() by day()', ['FT3003 day()']],
    ['count() by day(event_ts, 2)', ['FT3003 day(event_ts, 2)']],
    ["count() by day(event_ts in 'Mars/Olympus')", ["FT4010 'Mars/Olympus'"]],
    ['count() by day(nowhere)', ['FT2004 nowhere']],
    ['sum(latest(status) by qty)', ['FT3004 latest(status) by qty']],
  ])('refuses %s', (aggregate, expected) => {
    expect(errorsOf(view(`x = ${aggregate} over 30d`))).toEqual(expected);
  });

  it('an inexact filter makes everything behind it inexact', () => {
    const exactOf = (checked: Checked): boolean | undefined => viewOf(checked, 'v').features[0]?.exact;
    expect(exactOf(view('where qty > 1   n = count() over 1d'))).toBe(true);
    expect(exactOf(view('where score / 3 > 1   n = count() over 1d'))).toBe(false);
    expect(exactOf(checkText(`${ORDERS.replace('columns {', 'ratio = score / 3  where ratio > 1  columns {')} view v for user from orders { n = count() over 1d }`))).toBe(false);
  });

  it('percentiles are exact fractions in lowest terms', () => {
    const v = viewOf(view('a = percentile(qty, 0.95) over 1d  b = median(qty) over 1d  c = percentile(qty, 1) over 1d  d = percentile(qty, 0.0) over 1d  e = percentile(qty, 0.333) over 1d'), 'v');
    expect(v.features.map((f) => (f.aggregate.op === 'percentile' ? `${f.aggregate.p.numerator}/${f.aggregate.p.denominator}` : ''))).toEqual(['19/20', '1/2', '1/1', '0/1', '333/1000']);
  });
});

describe('defaults', () => {
  it.each([
    ['sum(amount) over 1d default 0', "'0.00':decimal(38,2)"],
    ['sum(amount) over 1d default -1.5', "'-1.50':decimal(38,2)"],
    ['avg(amount) over 1d default 0', '0:float64'],
    ['max(qty) over 1d default 7', '7:int32'],
    ["latest(status) over 1d default 'none'", "'none':string"],
    ["latest(event_ts) over all default '1970-01-02'", '86400000000:timestamp'],
    ["latest(day) over all default '1970-01-02'", '1:date'],
    ['latest(paid) over all default false', 'false:bool'],
  ])('%s', (feature, expected) => {
    const fallback = viewOf(view(`x = ${feature}`), 'v').features[0]?.default;
    expect(fallback == null ? null : show(fallback)).toBe(expected);
  });

  it.each([
    ['count() over 1d default 0', ['FT3008 0']],
    ['last_n(status, 2) over 1d default 0', ['FT3008 0']],
    ["sum(amount) over 1d default 'x'", ["FT3001 'x'"]],
    // A third digit would be lost.
    ['sum(amount) over 1d default 0.125', ['FT3018 0.125']],
    ['max(qty) over 1d default 3000000000', ['FT3018 3000000000']],
    ["latest(day) over all default 'never'", ["FT3018 'never'"]],
    ['sum(amount) over 1d default qty', ['FT3012 qty']],
  ])('refuses %s', (feature, expected) => {
    expect(errorsOf(view(`x = ${feature}`))).toEqual(expected);
  });

  it('default null changes nothing', () => {
    expect(viewOf(view('x = sum(qty) over 1d default null'), 'v').features[0]?.default).toBeNull();
  });
});

describe('arithmetic between features', () => {
  it('reads stored features, in any order, and definitions of derived ones', () => {
    const v = viewOf(view(`
      rate  = twice / n default 0
      twice = s * 2
      n = count() over 30d
      s = sum(qty) over 30d`.replace('s * 2', 's / 2')), 'v');
    expect(v.order).toEqual(['rate', 'twice', 'n', 's']);
    expect(v.features.map((f) => f.name)).toEqual(['n', 's']);
    const half = 'div(cast(s):float64, 2:float64):float64';
    expect(v.derived.map((d) => `${d.name} = ${show(d.expression)}`).sort()).toEqual([
      `rate = div(${half}, cast(n):float64):float64`,
      `twice = ${half}`,
    ]);
    const rate = v.derived.find((d) => d.name === 'rate');
    expect(rate?.default).toEqual({ kind: 'literal', type: { kind: 'float64' }, value: 0 });
    expect(rate?.exact).toBe(false);
  });

  it('a default of what is read comes along', () => {
    const v = viewOf(view('a = s / 2 default 7   b = a + 1   s = sum(qty) over 30d'), 'v');
    expect(show(v.derived.find((d) => d.name === 'b')?.expression ?? { kind: 'literal', type: { kind: 'null' }, value: null }))
      .toBe('add(coalesce(div(cast(s):float64, 2:float64):float64, 7:float64):float64, 1:float64):float64');
  });

  it('an aggregate within it is stored and not put out', () => {
    const v = viewOf(view('r = (count() where paid over 90d + 1) / (n + 50)   n = count() over 30d'), 'v');
    expect(v.order).toEqual(['r', 'n']);
    const [hidden] = v.features.filter((f) => !v.order.includes(f.name));
    expect(hidden?.name).toMatch(/^f__/);
    expect(hidden?.window.text).toBe('90d');
    expect(hidden?.where === null || hidden === undefined ? null : show(hidden.where)).toBe('paid');
    expect(v.derived.map((d) => show(d.expression))).toEqual([
      `div(cast(add(${hidden?.name ?? ''}, 1:int64):int64):float64, cast(add(n, 50:int64):int64):float64):float64`,
    ]);
  });

  it('found() is a count that is greater than zero', () => {
    const v = viewOf(view('seen = found() over all'), 'v');
    expect(v.order).toEqual(['seen']);
    expect(v.derived.map((d) => `${d.name}: ${printType(d.type)} = ${show(d.expression)}`)).toEqual([
      `seen: bool = gt(${v.features[0]?.name ?? ''}, 0:int64):bool`,
    ]);
  });

  it('constants are what they stand for', () => {
    const checked = checkText(`const prior = 50 ${ORDERS} view v for user from orders { n = count() over 1d   r = n + prior }`);
    expect(viewOf(checked, 'v').derived.map((d) => show(d.expression))).toEqual(['add(n, 50:int64):int64']);
  });

  it.each([
    ['r = n + 1   n = count() over 1d   q = r + m', ['FT2001 m']],
    ['a = b + 1   b = a + 1', ['FT2007 a']],
    ['r = amount * 2', ['FT3015 amount']],
    ['n = latest(event_ts) over 1d   r = hours(as_of - n)', ['FT4017 as_of']],
    ['n = count() over 1d   r = n + as_of', ['FT4017 as_of']],
    ['r = null', ['FT3001 null']],
    ["n = count() over 1d   r = n + 'x'", ["FT3002 n + 'x'"]],
    ['n = sum(amuont) over 1d   r = n + 1   q = r * 2', ['FT2004 amuont']],
    ['r = count() over [1h, 2h] + 1', ['FT3020 over [1h, 2h]']],
  ])('refuses %s', (items, expected) => {
    expect(errorsOf(view(items))).toEqual(expected);
  });
});

describe('names', () => {
  it.each([
    ['n = count() over 1d   N = count() over 2d', ['FT2002 N']],
    ['user_id = count() over 1d', ['FT2002 user_id']],
    ['f__n = count() over 1d', ['FT2008 f__n']],
    [`${'n'.repeat(64)} = count() over 1d`, [`FT2003 ${'n'.repeat(64)}`]],
    // 61 bytes and `_30d`.
    [`${'n'.repeat(61)} = count() over [30d]`, [`FT2003 ${'n'.repeat(61)}`]],
    // 22 letters of 3 bytes each are 66 bytes.
    [`"${'あ'.repeat(22)}" = count() over 1d`, [`FT2003 "${'あ'.repeat(22)}"`]],
  ])('refuses %s', (items, expected) => {
    expect(errorsOf(view(items))).toEqual(expected);
  });
});

describe('keys', () => {
  const entity = 'entity pair (user_id: string, store: int64)';
  const keyed = (head: string): Checked => checkText(`${ORDERS} ${entity} view v for pair ${head} from orders { n = count() over 1d }`);

  it.each([
    ['on seller_id, store_id', ['seller_id', 'store_id']],
    ['on store = store_id, user_id = seller_id', ['seller_id', 'store_id']],
    ['on user_id, store = qty', ['user_id', 'cast(qty):int64']],
    ['on lower_ascii(status), store_id', ['lower_ascii(status):string', 'store_id']],
  ])('%s', (on, expected) => {
    expect(viewOf(keyed(on), 'v').keys.map((key) => show(key.expression))).toEqual(expected);
  });

  it.each([
    ['', ['FT2018 pair']],
    ['on user_id', ['FT2019 user_id']],
    ['on user_id, stroe = store_id', ['FT2001 stroe']],
    ['on user_id, status', ['FT3007 status']],
    ['on user_id, amount', ['FT3007 amount']],
  ])('refuses %s', (on, expected) => {
    expect(errorsOf(keyed(on))).toEqual(expected);
  });

  it.each(['float64', 'timestamp', 'decimal(9,2)'])('a key cannot be %s', (type) => {
    expect(errorsOf(checkText(`entity e (k: ${type})`))).toEqual([`FT3006 ${type}`]);
  });
});

describe('objectives', () => {
  it.each([
    ['refresh every 15min delay 1min   freshness 10min   n = count() over 30d', ['FT5001 10min']],
    ['refresh every 15min delay 1min   stale after 15min   n = count() over 30d', ['FT5004 15min']],
    ['online   n = count() over 30d', ['FT5003 online']],
    ['freshness 1h   n = count() over 30d', ['FT5005 freshness 1h']],
    ['refresh every 0min   n = count() over 30d', ['FT5006 0min']],
    ['refresh every 15min delay 1min   freshness 16min   stale after 16min   n = count() over 30d', []],
  ])('%s', (items, expected) => {
    expect(errorsOf(view(items))).toEqual(expected);
  });

  it('a delay shorter than settling is told', () => {
    expect(adviceOf(view('refresh every 15min delay 30s   n = count() over 30d'))).toEqual(['FT5007 refresh every 15min delay 30s']);
  });

  it('an online window shorter than four refreshes is told', () => {
    expect(adviceOf(view('refresh every 15min delay 1min   online   a = count() over 1h   b = count() over 64min   c = count() over all')))
      .toEqual(['FT5002 1h', 'FT5008 all']);
  });

  it('without a delay, values wait for their rows to settle', () => {
    expect(viewOf(view('refresh every 15min   n = count() over 30d'), 'v').refresh).toEqual({ every: 900_000_000n, daily: null, delay: 60_000_000n });
  });

  it('a window beyond the retention is told', () => {
    const text = (window: string): string => `${ORDERS.replace('settle 1min', 'settle 1min retention 90d')} view v for user from orders { n = count() over ${window} }`;
    expect(adviceOf(checkText(text('90d')))).toEqual([]);
    expect(adviceOf(checkText(text('91d')))).toEqual(['FT4012 91d']);
    expect(adviceOf(checkText(text('90d ending 1d ago')))).toEqual(['FT4012 90d ending 1d ago']);
    expect(adviceOf(checkText(text('all')))).toEqual(['FT4012 all']);
  });
});

describe('templates and loops', () => {
  it('write out what they stand for', () => {
    const checked = checkText(`${ORDERS}
      template velocity($amount, $windows) {
        n = count() over $windows
        spend = sum($amount) over $windows default 0
      }
      view v for user from orders {
        use velocity(amount, [1h, 24h])
        each $s in ['paid', 'open'] { n_$s = count() where status = $s over 7d }
      }`);
    expect(errorsOf(checked)).toEqual([]);
    const v = viewOf(checked, 'v');
    expect(v.order).toEqual(['n_1h', 'n_24h', 'spend_1h', 'spend_24h', 'n_paid', 'n_open']);
    const [paid] = v.features.filter((f) => f.name === 'n_paid');
    expect(paid?.where == null ? null : show(paid.where)).toBe("eq(status, 'paid':string):bool");
  });

  it.each([
    ['template t($w) { n = count() over $w } view v for user from orders { use t() }', ['FT2010 t']],
    ['template t($w) { n = count() over $x } view v for user from orders { use t(1h) }', ['FT2009 $x']],
    ['template t($w) { use t($w) } view v for user from orders { use t(1h) }', ['FT2007 use t($w)']],
    ['template t($w) { n = sum(amuont) over $w } view v for user from orders { use t(1h) } view w for user from orders { use t(2h) }', ['FT2004 amuont']],
    ['view v for user from orders { use velocty(1h) }', ['FT2001 velocty']],
    ["view v for user from orders { n_a = count() over 1h   each $s in ['a'] { n_$s = count() over 7d } }", ['FT2011 n_$s']],
  ])('refuses %s', (text, expected) => {
    expect(errorsOf(checkText(ORDERS + text))).toEqual(expected);
  });
});

describe('expansion has limits', () => {
  const twenty = `[${Array.from({ length: 20 }, (_, i) => i).join(', ')}]`;

  it.each([
    ['loops around a feature', `each $a in ${twenty} { each $b in ${twenty} { each $c in ${twenty} { n_$a_$b_$c = count() over 1d } } }`],
    ['loops around nothing', 'abcdefgh'.split('').reduce((inner, name) => `each $${name} in ${twenty} { ${inner} }`, '')],
  ])('%s', (_, items) => {
    expect(errorsOf(view(items)).filter((e) => e.startsWith('FT2015'))).toHaveLength(1);
  });

  it('templates that double each other', () => {
    const doubling = Array.from({ length: 30 }, (_, i) => `template t${i}($w) { ${i === 0 ? '' : `use t${i - 1}($w) use t${i - 1}($w)`} }`).join('\n');
    const checked = checkText(`${ORDERS} ${doubling} view v for user from orders { use t29(1d) }`);
    expect(errorsOf(checked).map((e) => e.slice(0, 6))).toEqual(['FT2015']);
  });
});

describe('what is whole is planned whatever else is broken', () => {
  it('a broken view does not hide a good one, nor a broken source its neighbour', () => {
    const checked = checkText(`${ORDERS}
      source bad { from x rows events time t in 'UTC' settle 1s columns { user_id: string t: timestamp } }
      view one for user from orders { n = count() over 1d }
      view two for user from orders { n = sum(amuont) over 1d }
      view three for user from bad { n = count() over 1d   m = sum(nothing) over 1d }`);
    expect(errorsOf(checked)).toEqual(['FT4002 bad', 'FT2004 amuont', 'FT2004 nothing']);
    expect(checked.plan.views.map((v) => v.name)).toEqual(['one']);
    expect(checked.plan.sources.map((s) => s.name)).toEqual(['orders']);
  });

  it('text that cannot be read gives no further findings of its own', () => {
    const checked = checkText(`${ORDERS} view v for user from orders {
      n = count() where status = over 1d
      m = sum(amuont) over 1d
    }`);
    expect(errorsOf(checked).filter((e) => !e.startsWith('FT1'))).toEqual(['FT2004 amuont']);
    expect(checked.plan.views).toEqual([]);
  });
});
