// Typed expressions, each expectation written from section 4 of the time contract: what widens, what a result's type
// is, and which mistakes are refused at which place.
import { describe, expect, it } from 'vitest';
import { adviceOf, checkText, errorsOf, ORDERS, show, sourceOf } from './project.js';

/** The orders source with one more derived column. */
const withColumn = (expression: string): string => ORDERS.replace("columns {", `x = ${expression}\n  columns {`);

function typed(expression: string): string {
  const checked = checkText(withColumn(expression));
  const [derived] = sourceOf(checked, 'orders').derived;
  if (derived === undefined) throw new Error('no derived column');
  return show(derived.expression);
}

describe('constants', () => {
  it.each([
    ['7', '7:int32'],
    ['-7', '-7:int32'],
    ['2147483647', '2147483647:int32'],
    ['2147483648', '2147483648:int64'],
    ['-2147483648', '-2147483648:int32'],
    ['-9223372036854775808', '-9223372036854775808:int64'],
    ['9223372036854775808', "'9223372036854775808':decimal(19,0)"],
    ['0.05', "'0.05':decimal(2,2)"],
    ['-0.50', "'-0.50':decimal(2,2)"],
    ['-0.0', "'0.0':decimal(1,1)"],
    ['100.10', "'100.10':decimal(5,2)"],
    ["'it''s'", "'it's':string"],
    ['true', 'true:bool'],
    ['90min', '5400000000:duration'],
  ])('%s', (text, expected) => {
    expect(typed(text)).toBe(expected);
  });

  it('39 digits fit no type', () => {
    expect(errorsOf(checkText(withColumn(`1${'0'.repeat(38)}`)))).toEqual([`FT1011 1${'0'.repeat(38)}`]);
  });
});

describe('arithmetic', () => {
  it.each([
    // Integers add in int64, so that two int32 cannot overflow.
    ['qty + qty', 'add(cast(qty):int64, cast(qty):int64):int64'],
    ['qty * store_id', 'mul(cast(qty):int64, store_id):int64'],
    ['qty % 7', 'mod(cast(qty):int64, 7:int64):int64'],
    ['-qty', 'neg(cast(qty):int64):int64'],
    // decimal +: the greater scale, and one digit for the carry: 10 + 1 + 2 and 10 + 1 + 6.
    ['amount + 1', "add(cast(amount):decimal(13,2), '1.00':decimal(13,2)):decimal(13,2)"],
    ['amount - rate', 'sub(cast(amount):decimal(17,6), cast(rate):decimal(17,6)):decimal(17,6)'],
    // int64 has up to 19 digits: 19 + 1 + 2.
    ['amount + store_id', 'add(cast(amount):decimal(22,2), cast(store_id):decimal(22,2)):decimal(22,2)'],
    // decimal *: precisions and scales add.
    ['amount * rate', 'mul(amount, rate):decimal(24,8)'],
    ['amount * 100', "mul(amount, '100':decimal(3,0)):decimal(15,2)"],
    ['qty * amount', 'mul(cast(qty):decimal(10,0), amount):decimal(22,2)'],
    // Division is float64, whatever is divided.
    ['qty / 2', 'div(cast(qty):float64, 2:float64):float64'],
    ['amount / rate', 'div(cast(amount):float64, cast(rate):float64):float64'],
    ['score * 0.5', 'mul(score, 0.5:float64):float64'],
    ['small + score', 'add(cast(small):float64, score):float64'],
    // Instants.
    ['event_ts + 1h', 'timestamp_add(event_ts, 3600000000:duration):timestamp'],
    ['event_ts - 1h', 'timestamp_sub(event_ts, 3600000000:duration):timestamp'],
    ['ingested_at - event_ts', 'timestamp_diff(ingested_at, event_ts):duration'],
  ])('%s', (text, expected) => {
    expect(typed(text)).toBe(expected);
  });

  it.each([
    // 24 + 24 digits are more than 38.
    ['amount * rate * amount * rate', ['FT3013 amount * rate * amount * rate']],
    ["amount + 'x'", ["FT3002 amount + 'x'"]],
    ['paid + 1', ['FT3002 paid + 1']],
    ['score % 2', ['FT3002 score % 2']],
    ['event_ts + ingested_at', ['FT3002 event_ts + ingested_at']],
    ['-status', ['FT3004 status']],
    ['amuont + 1', ['FT2004 amuont']],
    // One mistake gives one finding, however often it is used.
    ["(amuont + 1) * 2 > 5 and status = 'x'", ['FT2004 amuont']],
  ])('refuses %s', (text, expected) => {
    expect(errorsOf(checkText(withColumn(text)))).toEqual(expected);
  });
});

describe('comparison', () => {
  it.each([
    ['qty > store_id', 'gt(cast(qty):int64, store_id):bool'],
    ['amount > 100', "gt(amount, '100.00':decimal(12,2)):bool"],
    // 0.125 needs one digit more after the point than amount has: 10 + 3.
    ['amount = 0.125', "eq(cast(amount):decimal(13,3), '0.125':decimal(13,3)):bool"],
    ['score >= 1', 'ge(score, 1:float64):bool'],
    ["status != 'paid'", "ne(status, 'paid':string):bool"],
    // 2025-01-01T00:00Z is 1735689600 s; a text without an offset is UTC.
    ["event_ts < '2025-01-01'", 'lt(event_ts, 1735689600000000:timestamp):bool'],
    ["event_ts < '2025-01-01 02:00+02:00'", 'lt(event_ts, 1735689600000000:timestamp):bool'],
    // 2025-01-01 is day 20089.
    ["day = '2025-01-01'", 'eq(day, 20089:date):bool'],
    ["status in ('a', 'b')", "in(status, 'a':string, 'b':string):bool"],
    ["not status in ('a')", "not(in(status, 'a':string):bool):bool"],
    ["status not in ('a')", "not(in(status, 'a':string):bool):bool"],
    ['store_id in (1, 2)', 'in(store_id, 1:int64, 2:int64):bool'],
    ['qty between 1 and 5', 'and(ge(qty, 1:int32):bool, le(qty, 5:int32):bool):bool'],
    ['amount is not null', 'is_not_null(amount):bool'],
    ['paid and not paid or paid', 'or(and(paid, not(paid):bool):bool, paid):bool'],
    ['paid = true', 'eq(paid, true:bool):bool'],
  ])('%s', (text, expected) => {
    expect(typed(text)).toBe(expected);
  });

  it.each([
    ['status = 1', ['FT3002 status = 1']],
    ['status = raw', ['FT3002 status = raw']],
    ["store_id = '7'", ["FT3002 store_id = '7'"]],
    ['paid < true', ['FT3002 paid < true']],
    ['day < event_ts', ['FT3009 day < event_ts']],
    ["event_ts < 'soon'", ["FT3018 'soon'"]],
    ["day = '2025-02-30'", ["FT3018 '2025-02-30'"]],
    ['status in (seller_id)', ['FT3012 seller_id']],
    ['paid and qty', ['FT3011 qty']],
    ['not amount', ['FT3011 amount']],
    ['event_ts > now()', ['FT4017 now()']],
    ['event_ts > as_of', ['FT4017 as_of']],
    ['shipped_at > event_ts', ['FT4005 shipped_at']],
  ])('refuses %s', (text, expected) => {
    expect(errorsOf(checkText(withColumn(text)))).toEqual(expected);
  });

  it('warns of comparing with null, and of a jump on an inexact value', () => {
    expect(adviceOf(checkText(withColumn('amount = null')))).toEqual(['FT3019 amount = null']);
    expect(adviceOf(checkText(withColumn('amount / 3 > 1')))).toEqual(['FT3016 amount / 3 > 1']);
    expect(adviceOf(checkText(withColumn('round(score / 2)')))).toEqual(['FT3016 round(score / 2)']);
    // Floats as they are read are exact: engines compare the same bits.
    expect(adviceOf(checkText(withColumn('score > 0.5')))).toEqual([]);
  });
});

describe('functions', () => {
  it.each([
    ['abs(amount)', 'abs(amount):decimal(12,2)'],
    ['abs(qty)', 'abs(cast(qty):int64):int64'],
    // One digit more before the point: 9.99 rounds to 10.
    ['round(amount)', 'round(amount, 0:int32):decimal(11,0)'],
    ['round(rate, 2)', 'round(rate, 2:int32):decimal(9,2)'],
    ['round(amount, 5)', 'amount'],
    ['round(qty)', 'qty'],
    ['floor(amount)', 'floor(amount):decimal(11,0)'],
    ['ceil(score)', 'ceil(score):float64'],
    ['least(qty, store_id)', 'least(cast(qty):int64, store_id):int64'],
    ['coalesce(amount, 0)', "coalesce(amount, '0.00':decimal(12,2)):decimal(12,2)"],
    ['coalesce(null, qty)', 'coalesce(null:int32, qty):int32'],
    ['sqrt(qty)', 'sqrt(cast(qty):float64):float64'],
    ['length(status)', 'length(status):int64'],
    ['substr(status, 1, 2)', 'substr(status, 1:int64, 2:int64):string'],
    ["concat(status, '-', seller_id)", "concat(status, '-':string, seller_id):string"],
    ["starts_with(status, 'p')", "starts_with(status, 'p':string):bool"],
    ['epoch_s(event_ts)', 'epoch_s(event_ts):int64'],
    ['hours(ingested_at - event_ts)', 'div(cast(cast(timestamp_diff(ingested_at, event_ts):duration):int64):float64, 3600000000:float64):float64'],
    ['days(36h)', 'div(cast(cast(129600000000:duration):int64):float64, 86400000000:float64):float64'],
    ['if(paid, amount, 0)', "case(paid → amount; else '0.00':decimal(12,2)):decimal(12,2)"],
    ["case when qty > 5 then 'many' when paid then 'paid' end", "case(gt(qty, 5:int32):bool → 'many':string; paid → 'paid':string):string"],
    ["case status when 'a' then 1 else 2 end", "case(eq(status, 'a':string):bool → 1:int32; else 2:int32):int32"],
  ])('%s', (text, expected) => {
    expect(typed(text)).toBe(expected);
  });

  it.each([
    ['lenght(status)', ['FT2005 lenght']],
    ['length(qty)', ['FT3004 qty']],
    ['length(status, 1)', ['FT3003 length(status, 1)']],
    ['round(amount, qty)', ['FT3010 qty']],
    ['if(qty, 1, 2)', ['FT3011 qty']],
    ["coalesce(amount, 'x')", ["FT3002 coalesce(amount, 'x')"]],
    ['sum(amount)', ['FT3014 sum(amount)']],
    ['hours(event_ts)', ['FT3004 event_ts']],
    ["parse_time(status, 'x') = event_ts", ["FT6001 parse_time(status, 'x')"]],
    ['hour(event_ts) = 1', ['FT4034 hour(event_ts)']],
    ["hour(day in 'UTC') = 1", ["FT3009 day in 'UTC'"]],
    ['hour(day) = 1', ['FT3004 day']],
    ["start of day(day) in 'UTC' = event_ts", ['FT3004 day']],
    ["start of event_ts in 'UTC' = event_ts", ['FT3004 event_ts']],
    ['start of day(event_ts) = event_ts', ['FT4034 start of day(event_ts)']],
    ["date(event_ts in 'Europe/Amstrdam') = day", ["FT4010 'Europe/Amstrdam'"]],
    ['date(event_ts in qty) = day', ['FT3001 qty']],
  ])('refuses %s', (text, expected) => {
    expect(errorsOf(checkText(withColumn(text)))).toEqual(expected);
  });

  it('proposes the function that was meant', () => {
    const [finding] = checkText(withColumn('lenght(status)')).findings;
    expect(finding?.fixes.map((fix) => fix.edits[0]?.text)).toEqual(['length']);
  });
});

describe('derived columns', () => {
  it('are put in order of dependence', () => {
    const checked = checkText(ORDERS.replace('columns {', 'a = b + 1\n  b = c * 2\n  c = qty\n  columns {'));
    expect(sourceOf(checked, 'orders').derived.map((d) => d.name)).toEqual(['c', 'b', 'a']);
  });

  it('that read each other are one finding, and spoil nothing else', () => {
    const checked = checkText(`${ORDERS.replace('columns {', 'a = b + 1\n  b = a * 2\n  columns {')}
      source other { from x   rows events   time t in 'UTC'   known t + 1h   settle 1s   columns { t: timestamp } }`);
    expect(errorsOf(checked)).toEqual(['FT2007 a']);
    expect(checked.plan.sources.map((s) => s.name)).toEqual(['other']);
  });

  it('names of columns are unique ignoring case', () => {
    expect(errorsOf(checkText(withColumn('1').replace('x = 1', 'Amount = 1')))).toEqual(['FT2002 Amount']);
    expect(errorsOf(checkText(ORDERS.replace('qty: int32', 'qty: int32  "straße": string  "STRASSE": string  "STRAẞE": string')))).toEqual(['FT2002 "STRAẞE"']);
  });
});
