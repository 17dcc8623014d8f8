/**
 * The family of request time: a view of one user in two roles and one of a number that is an input too, inputs of every
 * type, and arithmetic over them, in the set and in a request that it joins.
 */
import type { AggregateFeature, Column, Expr, JoinSpec, SetSpec, SourceSpec, Type, ViewSpec, Window } from '../../../oracle/spec.js';
import type { Row, Value } from '../../../oracle/values.js';
import { INPUTS, rowOf, TEXTS, valueFor } from '../../../request/columns.js';
import { makeExpression, OUTPUTS, type Columns, type Wanted } from '../../../request/generate.js';
import { BOOL, decimal, FLOAT, INT64, sameType, STRING, TIMESTAMP, type Typed } from '../../../request/rules.js';
import type { AgreementCase } from '../../case.js';
import type { Family } from '../../family.js';
import { caseSeed, randomOf, type Random } from '../../random.js';
import { column } from '../expressions.js';
import { clockOf, ZONES } from './clocks.js';
import { inside, length, makeLattice, point, type Lattice } from '../lattice.js';
import { judgeRequest, REQUEST_CELLS } from './labels.js';

const UTC = { kind: 'name', name: 'UTC' } as const;
const PAYS: readonly Column[] = [
  { name: 'pid', type: STRING }, { name: 'u', type: STRING }, { name: 't', type: TIMESTAMP }, { name: 'k', type: TIMESTAMP },
  { name: 'x', type: decimal(12, 2) }, { name: 'y', type: INT64 }, { name: 'w', type: STRING }, { name: 'b', type: BOOL },
];
/** What every view has, by name: the arithmetic may read it. */
const FEATURES: readonly (readonly [name: string, type: Type])[] = [
  ['n', INT64], ['spend', decimal(38, 2)], ['usual', FLOAT], ['last_at', TIMESTAMP], ['last_w', STRING], ['any_b', BOOL], ['top', decimal(12, 2)], ['words', { kind: 'array', element: STRING }],
];

/** What keys the view of a user: plain names, and those that a compiler may have other uses for. */
const KEY_NAMES: readonly (readonly [weight: number, names: readonly [string, string]])[] = [
  [6, ['u1', 'u2']], [1, ['as_of', 'u2']], [1, ['u1', 'feature 1 n']], [1, ['input n', 'computed x1']],
];
/** The input `item`, which is a key too: of its own type, and of those that it widens to. */
const NUMBERS: readonly Type[] = [INT64, INT64, decimal(19, 0), decimal(21, 2), FLOAT];
const ASKED: readonly Column[] = [{ name: 'item', type: INT64 }, { name: 'tz', type: STRING }, ...INPUTS];

function make(seed: number, index: number): AgreementCase {
  const random = randomOf(caseSeed(seed ^ 0x0e_0e57, index));
  const lattice = makeLattice(new Set(), random);
  const served = random.chance(0.3);
  const source: SourceSpec = {
    name: 'pays', columns: PAYS, rows: { kind: 'events' }, time: { kind: 'column', column: 't', zone: UTC }, known: random.chance(0.5) ? { kind: 'column', column: 'k', zone: UTC } : { kind: 'same-as-time' },
    ties: [], id: 'pid', joins: [], derived: [], where: null,
  };
  const view = makeView(lattice, served, random);
  const names = random.weighted(KEY_NAMES);
  const set = makeSet(served, names, random);
  const events = Array.from({ length: random.between(6, 18) }, (_, i) => eventOf(i, lattice, random));
  const examples = Array.from({ length: 10 }, (_, i) => exampleOf(i, names, events, lattice, random));
  return {
    name: `seed ${String(seed)} case ${String(index)} (request)`, family: 'request',
    entities: [{ name: 'user', keys: [{ name: 'u', type: STRING }] }, { name: 'thing', keys: [{ name: 'number', type: INT64 }] }], sources: [source], views: [view, numberedView(view)], sets: [set],
    tables: { pays: events, examples: [...examples, { ...examples[0], ex_no: 10n }] },
    clocks: { 'pays.t': 'naive', 'pays.k': 'naive', 'examples.asked_at': 'naive', 'examples.seen_at': 'naive' },
    // An input may be sent with more digits than its type has.
    stored: { 'examples.ratio': FLOAT },
    refreshAt: [inside(point(lattice, random, Math.floor(lattice.size / 2), lattice.size + 1))], engines: ['duckdb', 'postgres'],
  };
}

function makeView(lattice: Lattice, served: boolean, random: Random): ViewSpec & { readonly entity: string } {
  const rolling: Window = { kind: 'rolling', length: length(lattice, random), lag: 0n, includingStart: false, excludingEnd: false };
  const all: Window = { kind: 'all', forgetAfter: null, lag: 0n, includingStart: false, excludingEnd: false };
  const feature = (name: string, aggregate: AggregateFeature['aggregate'], window: Window, standard: Value = null): AggregateFeature =>
    ({ kind: 'aggregate', name, aggregate, where: null, window, newest: null, atStartOf: null, default: standard, onOverflow: 'error' });
  const latest = (name: string): AggregateFeature['aggregate'] => ({ op: 'latest', of: column(name), ignoreNulls: false });
  const every = lattice.step > 1n ? lattice.step : 2n;
  return {
    name: 'bought', entity: 'user', source: 'pays', key: [{ part: 'u', expr: column('u'), type: STRING }], where: null,
    features: [
      feature('n', { op: 'count', of: null }, rolling), feature('spend', { op: 'sum', of: column('x'), scale: null }, rolling, random.chance(0.4) ? { kind: 'decimal', unscaled: 0n, scale: 2 } : null),
      feature('usual', { op: 'avg', of: column('x') }, all), feature('last_at', latest('t'), all), feature('last_w', latest('w'), all),
      feature('any_b', { op: 'bool_or', of: column('b') }, rolling), feature('top', { op: 'max', of: column('x') }, all),
      feature('words', { op: 'last_n', of: column('w'), n: 3, distinct: false, oldestFirst: false }, all),
    ],
    refresh: served ? { ticks: { kind: 'every', every }, delay: random.chance(0.5) ? 0n : 1n } : null, staleAfter: null, online: served,
  };
}

/** The same rows by a number. */
function numberedView(of: ReturnType<typeof makeView>): ReturnType<typeof makeView> {
  const kept = ['n', 'top'];
  return { ...of, name: 'stock', entity: 'thing', key: [{ part: 'number', expr: column('y'), type: INT64 }], features: of.features.filter(({ name }) => kept.includes(name)).map((each) => ({ ...each, name: `s_${each.name}` })) };
}

function makeSet(served: boolean, [first, second]: readonly [string, string], random: Random): SetSpec {
  const all = (alias: string, key: string): JoinSpec => ({ view: 'bought', alias, key: [column(key)], at: null, features: FEATURES.map(([name]) => ({ feature: name, as: name })) });
  const withRequest = random.chance(0.5);
  const number = random.pick(NUMBERS);
  const stock: JoinSpec = { view: 'stock', alias: 'stock', key: [column('item')], at: null, features: ['s_n', 's_top'].map((name) => ({ feature: name, as: name })) };
  const joins = [all('bought', first), all('seller', second), stock, ...(withRequest ? [all('checkout.inner', first)] : [])];
  const read = (prefix: string): Columns => FEATURES.filter(([, type]) => type.kind !== 'array').map(([name, type]) => ({ expr: column(`${prefix}.${name}`), type }));
  const typeOf = (name: string, type: Type): Type => (name === 'item' ? number : type);
  const shared: Columns = [...ASKED.map(({ name, type }): Typed => ({ expr: column(name), type: typeOf(name, type) })), { expr: column('as_of'), type: TIMESTAMP }];
  const derived: { name: string; expr: Expr; default?: Value }[] = [];
  const add = (name: string, of: Typed): Typed => {
    const standard = random.chance(0.2) ? defaultOf(of.type) : undefined;
    derived.push(standard === undefined ? { name, expr: of.expr } : { name, expr: of.expr, default: standard });
    return { expr: column(name), type: of.type };
  };
  const compute = (prefix: string, aliases: readonly string[], before: Columns, count: number): Columns => {
    const made: Typed[] = [];
    for (let i = 0; i < count; i++) {
      const wanted: Wanted = random.pick(OUTPUTS);
      // What is computed of one role, of both, of inputs alone: a smaller choice of columns makes them meet.
      const columns = [...random.sample([...shared], 5), ...(prefix === '' ? [{ expr: column('stock.s_n'), type: INT64 }] : []), ...aliases.flatMap((alias) => random.sample([...read(alias)], 4)), ...random.sample([...before, ...made], 2), ...shared.slice(-2)];
      const of = random.weighted<() => Typed>([[12, () => listOf(random.pick(aliases), random)], [12, () => clockOf(random)], [76, () => makeExpression(random, columns, wanted, 3)]])();
      // An expression that is nothing but another's name would be the same column again.
      made.push(add(`${prefix}${prefix === '' ? 'x' : 'r'}${String(i + 1)}`, of));
    }
    return made;
  };
  const ofRequest = withRequest ? compute('checkout.', ['checkout.inner'], [], 4) : [];
  compute('', ['bought', 'seller'], ofRequest, 10);
  return {
    name: 'scores',
    examples: { table: 'examples', columns: [{ name: 'ex_no', type: INT64 }, { name: first, type: STRING }, { name: second, type: STRING }, { name: 'asked_at', type: TIMESTAMP }, ...ASKED], where: null },
    time: { column: 'asked_at', zone: UTC, dateEnd: null }, own: null, values: served ? 'served' : 'exact', label: null, keep: ['ex_no'],
    joins, derived,
    inputs: ASKED.map(({ name, type }) => ({ name, column: name, ...(type.kind === 'timestamp' ? { zone: UTC } : {}), ...(sameType(typeOf(name, type), type) ? {} : { type: number }) })),
  };
}

/** Over a list: its length, or whether it holds a text. */
function listOf(alias: string, random: Random): Typed {
  const list = column(`${alias}.words`);
  if (random.chance(0.4)) return { expr: { kind: 'call', name: 'length', args: [list] }, type: INT64 };
  return { expr: { kind: 'call', name: 'contains', args: [list, random.chance(0.5) ? column('word') : { kind: 'literal', value: random.pick(TEXTS) }] }, type: BOOL };
}

function defaultOf(type: Type): Value | undefined {
  switch (type.kind) {
    case 'bool': return false;
    case 'int32': case 'int64': return 7n;
    case 'float64': return 0.5;
    case 'string': return 'none';
    case 'decimal': return type.precision > type.scale ? { kind: 'decimal', unscaled: 10n ** BigInt(type.scale), scale: type.scale } : undefined;
    default: return undefined;
  }
}

const user = (random: Random): Value => (random.chance(0.06) ? null : random.weighted<Value>([[5, 'u1'], [3, 'u2'], [1, 'U1'], [1, 'nobody']]));
const naive = (us: bigint): Value => ({ kind: 'naive', us });

function eventOf(index: number, lattice: Lattice, random: Random): Row {
  const t = point(lattice, random);
  return {
    pid: `p${String(index)}`, u: user(random), t: random.chance(0.03) ? null : naive(t), k: naive(t + (random.chance(0.6) ? 0n : BigInt(random.between(1, 2)) * lattice.step)),
    x: valueFor({ name: 'x', type: decimal(12, 2) }, random), y: valueFor({ name: 'y', type: INT64 }, random), w: valueFor({ name: 'w', type: STRING }, random), b: valueFor({ name: 'b', type: BOOL }, random),
  };
}

function exampleOf(index: number, [first, second]: readonly [string, string], events: readonly Row[], lattice: Lattice, random: Random): Row {
  const inputs: Row = { ...rowOf(INPUTS, random), tz: random.pick(ZONES), item: BigInt(random.below(40)) };
  const seen = inputs['seen_at'] ?? null;
  return {
    ...inputs, ratio: inputs['ratio'] === Math.fround(0.1) ? 0.1 : (inputs['ratio'] ?? null), seen_at: typeof seen === 'object' && seen !== null && 'kind' in seen && seen.kind === 'instant' ? naive(seen.us) : null,
    ...(random.chance(0.5) ? { item: random.pick(events)['y'] ?? null } : {}), ...(random.chance(0.25) ? { day: { kind: 'date', days: random.between(84_000, 2_932_896) } } : {}),
    ex_no: BigInt(index), [first]: user(random), [second]: user(random), asked_at: index === 1 ? null : naive(inside(point(lattice, random, Math.floor(lattice.size / 3), lattice.size + 2))),
  };
}

export const REQUEST: Family = { name: 'request', share: 0.1, make, cells: REQUEST_CELLS, judge: () => () => [], judgeComputed: judgeRequest };
