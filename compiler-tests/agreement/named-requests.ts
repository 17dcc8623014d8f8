/** Traps of requests: arithmetic over inputs, what a key is read from, names that meet; in training SQL and in JavaScript alike. */
import { agg, all, arith, c, call, count, latest, lit, span, table } from '../oracle/notation.js';
import type { Expr, JoinSpec, SetSpec } from '../oracle/spec.js';
import type { AgreementCase } from './case.js';
import { named } from './name-case.js';

const either: Expr = { kind: 'or', left: c('a'), right: c('b') };

const count_ = agg('n_all', count, all());

/** Stock by a number; an example of 5 has one row, one of 500 (5.00 without its point) has none. */
const numbered = (name: string, inputs: SetSpec['inputs'], derived: SetSpec['derived']): AgreementCase => named(name, {
  events: table('n int, t ts', `5 | 2025-01-01 09:00`),
  examples: table('ex_no int, n int, asked_at ts', `
    1 | 5    | 2025-01-01 10:00
    2 | 500  | 2025-01-01 10:00
    3 | 0    | 2025-01-01 10:00
    4 | null | 2025-01-01 10:00
    5 | 9007199254740993 | 2025-01-01 10:00`),
  key: ['n'], features: [count_], set: { inputs, derived }, refreshAt: ['2025-01-01 10:00'],
});

const later = arith(c('as_of'), '+', lit({ kind: 'duration', us: span('109500d') }));
/** In the year after the last: whose own end is beyond what is known. */
const edge = arith(c('as_of'), '+', lit({ kind: 'duration', us: span('64280d') }));
const half = lit({ kind: 'decimal', unscaled: 5n, scale: 1 });
const joinOn = (alias: string, column: string, at: Expr | null = null): JoinSpec =>
  ({ view: 'bought', alias, key: [c(column)], at, features: [{ feature: 'n_all', as: 'n_all' }] });

export const NAMED_REQUESTS: readonly AgreementCase[] = [
  named('arithmetic over inputs: two scales, products, zero, signs, whole numbers, what is unknown', {
    events: table('u text, t ts', `'a' | 2025-01-01 09:00`),
    // By hand: 1.25 + 0.0125 = 1.2625; 1.25 * 0.0125 = 0.015625; 1.25 / 0 is null; -7 % 3 = -1; ceil(3.00) = 3;
    // null or false is null, null or true is true; 5 + null is null.
    examples: table('ex_no int, u text, asked_at ts, d2 dec(12,2), d4 dec(12,4), n int, m int, a bool, b bool', `
      1 | 'a' | 2025-01-01 10:00 | 1.25 | 0.0125 | -7 | 3    | null  | false
      2 | 'a' | 2025-01-01 10:00 | 3.00 | 0.0000 | 5  | null | null  | true
      3 | 'a' | 2025-01-01 10:00 | 3.01 | 2.0000 | 1  | null | false | false
      4 | 'a' | 2025-01-01 10:00 | -0.50 | -2.5000 | 7  | -3   | true  | null`),
    features: [agg('n_all', count, all())],
    set: {
      inputs: ['d2', 'd4', 'n', 'm', 'a', 'b'].map((name) => ({ name, column: name })),
      derived: [
        { name: 'added', expr: arith(c('d2'), '+', c('d4')) },
        { name: 'product', expr: arith(c('d2'), '*', c('d4')) },
        { name: 'quotient', expr: arith(c('d2'), '/', c('d4')) },
        { name: 'remainder', expr: arith(c('n'), '%', c('m')) },
        { name: 'whole', expr: call('ceil', c('d2')) },
        { name: 'either', expr: either },
        { name: 'total', expr: arith(c('n'), '+', c('m')) },
      ],
    },
    refreshAt: ['2025-01-01 10:00'],
  }),
  // By hand: the key of example 1 is 5 and finds one row; y = 5.00 + 0.5 = 5.50. Of example 5, as a float: 9007199254740992 + 0.5,
  // which is itself, while its key stays odd.
  numbered('a key column that is an input too, of a wider exact type', [{ name: 'n', column: 'n', type: { kind: 'decimal', precision: 21, scale: 2 } }], [{ name: 'y', expr: arith(c('n'), '+', half) }]),
  numbered('a key column that is an input too, as a float', [{ name: 'n', column: 'n', type: { kind: 'float64' } }], [{ name: 'y', expr: { kind: 'arithmetic', op: '+', left: c('n'), right: { kind: 'cast', of: half, type: { kind: 'float64' } } } }]),
  numbered('a key column that is an input too, of its own type', [{ name: 'n', column: 'n' }], [{ name: 'y', expr: arith(c('n'), '*', lit(2n)) }]),
  // By hand: user a has a row at 09:00, known at 10:00 as an hour before 11:00 is 10:00; b has none.
  named('a column that only keys a join at another moment', {
    events: table('u text, t ts', `'a' | 2025-01-01 09:00`),
    examples: table('ex_no int, u text, other text, asked_at ts', `
      1 | 'a' | 'a'  | 2025-01-01 11:00
      2 | 'a' | 'a'  | 2025-01-01 09:30
      3 | 'a' | 'b'  | 2025-01-01 11:00
      4 | 'b' | 'a'  | 2025-01-01 11:00
      5 | 'a' | null | 2025-01-01 11:00`),
    features: [count_, agg('last_u', latest(c('u')), all())],
    set: {
      joins: [
        joinOn('bought', 'u'), joinOn('earlier', 'other', arith(c('asked_at'), '-', lit({ kind: 'duration', us: span('1h') }))),
        // Asked by what the join at another moment answered: a request has no key for it.
        joinOn('further', 'earlier.last_u'),
      ].map((join) => (join.alias === 'earlier' ? { ...join, features: [...join.features, { feature: 'last_u', as: 'last_u' }] } : join)),
      derived: [{ name: 'twice', expr: arith(c('bought.n_all'), '*', lit(2n)) }, { name: 'both', expr: arith(c('bought.n_all'), '+', c('earlier.n_all')) }],
    },
    refreshAt: ['2025-01-01 11:00'],
  }),
  // By hand: of 2025-01-01 there is one row; the moment of the prediction is 2025-01-02 10:00, 1735812000 seconds since 1970.
  named('a key column that is called as_of, beside the moment of the prediction', {
    events: table('as_of date, t ts', `2025-01-01 | 2025-01-01 09:00`),
    examples: table('ex_no int, as_of date, asked_at ts', `
      1 | 2025-01-01 | 2025-01-02 10:00
      2 | 2025-01-02 | 2025-01-02 10:00
      3 | null       | 2025-01-02 10:00`),
    key: ['as_of'], features: [count_], set: { derived: [{ name: 'asked', expr: call('epoch_s', c('as_of')) }] }, refreshAt: ['2025-01-02 10:00'],
  }),
  named('key columns that are called like what a compiler may call other things', {
    events: table('u text, t ts', `
      'a' | 2025-01-01 09:00
      'b' | 2025-01-01 09:00
      'b' | 2025-01-01 09:00`),
    // The features of `bought` are 1, of b 2; the input is none of the columns of its longer names.
    examples: odd(table('ex_no int, u text, f text, i text, c text, r text, n int, asked_at ts', `
      1 | 'a' | 'b' | 'a' | 'b' | 'a' | 7 | 2025-01-01 10:00
      2 | 'b' | 'a' | 'b' | 'a' | 'b' | 8 | 2025-01-01 10:00
      3 | 'a' | 'c' | null | 'b' | 'a' | 9 | 2025-01-01 10:00`), { f: 'feature 0 n_all', i: 'input n', c: 'computed y', r: 'argument u' }),
    features: [count_],
    set: {
      joins: [joinOn('bought', 'u'), joinOn('of_f', 'feature 0 n_all'), joinOn('of_i', 'input n'), joinOn('of_c', 'computed y'), joinOn('of_r', 'argument u')],
      inputs: [{ name: 'n', column: 'n' }],
      derived: [{ name: 'y', expr: arith(c('n'), '+', c('bought.n_all')) }, { name: 'z', expr: arith(c('y'), '*', c('of_f.n_all')) }],
    },
    refreshAt: ['2025-01-01 10:00'],
  }),
  // By hand: r1 = 7 + 1.
  named('a request that reads nothing of what it joins', {
    events: table('u text, t ts', `'a' | 2025-01-01 09:00`),
    examples: table('ex_no int, u text, n int, asked_at ts', `
      1 | 'a' | 7    | 2025-01-01 10:00
      2 | 'b' | null | 2025-01-01 10:00`),
    features: [count_],
    set: {
      joins: [joinOn('bought', 'u'), { ...joinOn('checkout.inner', 'u'), features: [] }], inputs: [{ name: 'n', column: 'n' }],
      derived: [{ name: 'checkout.r1', expr: arith(c('n'), '+', lit(1n)) }],
    },
    refreshAt: ['2025-01-01 10:00'],
  }),
  // By hand: 2300-05-05 is 10423814400 seconds after 1970; in Amsterdam nobody knows when it begins. 300 years of 365 days after
  // 10:00 of 2025-01-01 it is 10:00 again in UTC.
  named('clocks of zones by name and by value, within the calendar and beyond it', {
    events: table('u text, t ts', `'a' | 2025-01-01 09:00`),
    examples: table('ex_no int, u text, asked_at ts, tz text, d date', ['UTC', 'Zulu', 'Etc/UTC', 'Etc/Universal', 'Europe/Amsterdam', 'America/New_York', 'Japan', 'GB', 'Mars/Olympus', null].flatMap((tz, i) =>
      ['1700-01-01', '1898-12-27', '2025-03-30', '2200-07-01', '2201-01-05', '2201-01-06', '2300-05-05', '9999-12-31', 'null'].map((d, j) => `${String(10 * i + j)} | 'a' | ${j % 2 === 0 ? '2025-01-01 10:00' : '2025-10-26 01:30'} | ${tz ?? 'null'} | ${d}`)).join('\n')),
    features: [count_],
    set: {
      inputs: ['tz', 'd'].map((name) => ({ name, column: name })),
      derived: [
        ...([['of_row', { kind: 'column', column: 'tz' }], ['utc', { kind: 'name', name: 'UTC' }], ['ams', { kind: 'name', name: 'Europe/Amsterdam' }]] as const).flatMap(([name, zone]) => [
          { name: `start_${name}`, expr: call('epoch_s', { kind: 'day-edge', edge: 'start', of: c('d'), zone }) },
          { name: `end_${name}`, expr: call('epoch_s', { kind: 'day-edge', edge: 'end', of: c('d'), zone }) },
          { name: `hour_${name}`, expr: { kind: 'date-part', part: 'hour', of: c('as_of'), zone } as const },
          { name: `far_hour_${name}`, expr: { kind: 'date-part', part: 'hour', of: later, zone } as const },
          { name: `far_day_${name}`, expr: { kind: 'local-date', of: later, zone } as const },
          { name: `far_start_${name}`, expr: call('epoch_s', { kind: 'start-of', unit: 'week', of: later, zone }) },
          { name: `edge_end_${name}`, expr: call('epoch_s', { kind: 'end-of', unit: 'year', of: edge, zone }) },
          { name: `far_itself_${name}`, expr: call('epoch_s', { kind: 'in-zone', of: later, zone }) },
        ]),
      ],
    },
    refreshAt: ['2025-01-01 10:00'],
  }),
];

/** The table with other names for some of its columns. */
function odd({ columns, rows }: ReturnType<typeof table>, names: Readonly<Record<string, string>>): ReturnType<typeof table> {
  const of = (name: string): string => names[name] ?? name;
  return { columns: columns.map((each) => ({ ...each, name: of(each.name) })), rows: rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [of(name), value]))) };
}
