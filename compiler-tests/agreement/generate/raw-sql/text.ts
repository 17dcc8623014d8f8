/**
 * A view as a text of SQL and as the interpreter's features, both made from one description: a window, conditions, and
 * measures. The text is plain and lifted, or of a shape that can only be run as it stands.
 */
import type { CalendarUnit, Expr, Window } from '../../../oracle/spec.js';
import type { Micros } from '../../../oracle/values.js';
import type { LiftedForm } from '../../../../src/compiler/raw-sql/forms.js';
import type { SqlView } from '../../case.js';
import type { Random } from '../../random.js';
import { condition } from './conditions.js';
import { aggregateOf, measure, newest, ownArithmetic, ROWS, type Measure } from './measures.js';
import { before, column, expression, type SqlDialect, type Spelling } from './spelling.js';

/** `plain` is lifted; the others run as they stand. */
export const SHAPES = ['plain', 'wrapped', 'common table', 'query within', 'having', 'exists', 'arithmetic', 'two windows', 'newest', 'correlated', 'calendar'] as const;
export type Shape = (typeof SHAPES)[number];

export interface TextView {
  readonly sql: Omit<SqlView, 'shape'>;
  readonly where: Expr | null;
  readonly measures: readonly Measure[];
  readonly window: Window;
}

export interface TextInput {
  readonly dialect: SqlDialect;
  readonly shape: Shape;
  readonly keys: readonly string[];
  readonly length: () => Micros;
  readonly lag: () => Micros;
  readonly random: Random;
}

interface Bounds {
  readonly window: Window;
  readonly sql: string;
}

/** The same view twice: as the shape says, and the same text within another query, which keeps it from being lifted. */
export function makeText(of: TextInput): TextView {
  const { dialect, shape, keys, random } = of;
  const forms = new Set<LiftedForm>();
  const noting = (into: Set<LiftedForm>, prefix: string): Spelling => ({ dialect, random, prefix, note: (form) => void into.add(form) });
  const alias = shape === 'correlated' ? random.pick(['e', 'm', 's']) : random.pick(['', '', 'e', 'm', 's', 'p']);
  const s = noting(forms, alias === '' ? '' : `${alias}.`);
  const bounds = shape === 'calendar' ? calendar(random, s) : rolling(of, s);
  const where = random.chance(0.4) ? condition(s) : null;
  const measures = Array.from({ length: shape === 'newest' ? 1 : random.between(2, 4) }, (_, i) => {
    const own = new Set<LiftedForm>();
    const context = { name: `x${String(i + 1)}`, window: bounds.window, spelling: noting(own, s.prefix) };
    const made = shape === 'newest' ? newest(context) : i === 0 && shape === 'arithmetic' ? ownArithmetic(context) : i === 0 && shape === 'two windows' ? recent(of, context) : measure(context);
    return { made, own };
  });
  const from = `FROM ${random.pick(['events', 'events', 'Events'])}${alias === '' ? '' : `${random.chance(0.5) ? ' AS' : ''} ${alias}`}`;
  const conditions = `WHERE ${random.shuffle([bounds.sql, ...(where === null ? [] : [`(${expression(where, s)})`])]).join(random.pick([' AND ', '\n  AND ']))}`;
  const items = [...keys.map((key) => column(key, s)), ...measures.map(({ made }, i) => `${made.sql} AS x${String(i + 1)}`)];
  const group = groupBy(keys, s);
  const exists = ` AND EXISTS (SELECT 1 FROM events other WHERE other.event_ts <= @as_of_ts)`;
  const text = shapeText();
  return {
    where, window: bounds.window, measures: measures.map(({ made }) => made),
    sql: {
      dialect, text,
      columns: measures.map(({ made, own }, i) => ({ name: `x${String(i + 1)}`, type: made.type, behind: made.behind, labels: shape === 'plain' || shape === 'wrapped' ? [...forms, ...own] : [] })),
    },
  };

  function shapeText(): string {
    const whole = `SELECT ${items.join(', ')}\n${from}\n${conditions}\n${group}`;
    const bare = (list: readonly string[]): string => list.map((item) => (s.prefix === '' ? item : item.replaceAll(s.prefix, ''))).join(', ');
    switch (shape) {
      case 'wrapped': return `SELECT * FROM (\n${whole}\n) AS inside`;
      case 'having': return `${whole} HAVING COUNT(*) > 0`;
      case 'exists': return `SELECT ${items.join(', ')}\n${from}\n${conditions}${exists}\n${group}`;
      case 'correlated': return `SELECT ${items.join(', ')}\n${from}\n${conditions} AND EXISTS (SELECT 1 FROM events other WHERE other.event_ts <= @as_of_ts AND other.user_id = ${column('user_id', s)})\n${group}`;
      case 'newest': {
        const number = `ROW_NUMBER() OVER (PARTITION BY ${keys.map((key) => column(key, s)).join(', ')} ORDER BY ${column('event_ts', s)} DESC) AS number_of_row`;
        return `SELECT ${bare(items)} FROM (SELECT ${s.prefix}*, ${number} ${from} ${conditions}) AS numbered WHERE number_of_row = 1`;
      }
      case 'common table': return `WITH seen AS (SELECT * ${from} ${conditions})\nSELECT ${bare(items)} FROM seen GROUP BY ${keys.join(', ')}`;
      case 'query within': return `SELECT ${bare(items)} FROM (SELECT * ${from} ${conditions}) AS seen GROUP BY ${keys.join(', ')}`;
      default: return `${whole}${random.chance(0.2) ? ' ORDER BY 1' : ''}${random.chance(0.2) ? ';' : ''}`;
    }
  }
}

/** The features of the interpreter: how many rows there are, then each column with what it is made from. */
export const featuresOf = (view: TextView) => {
  const all = view.measures.flatMap((each) => each.features);
  return [aggregateOf(ROWS, { op: 'count', of: null }, null, view.window), ...all.filter((f) => f.kind === 'aggregate'), ...all.filter((f) => f.kind === 'derived')];
};

function groupBy(keys: readonly string[], s: Spelling): string {
  const all = s.dialect !== 'postgres';
  const how = s.random.weighted([[5, 'names'], [3, 'position'], [all ? 2 : 0, 'all']] as const);
  s.note(how === 'names' ? 'group by names' : how === 'position' ? 'group by position' : 'group by all');
  return `GROUP BY ${how === 'all' ? 'ALL' : how === 'position' ? keys.map((_, i) => String(i + 1)).join(', ') : keys.map((key) => column(key, s)).join(', ')}`;
}

/** From a lag back to a length: either end open or closed, written from either side. */
function rolling({ length, lag, random }: TextInput, s: Spelling): Bounds {
  const time = column('event_ts', s);
  const late = random.chance(0.35) ? lag() : 0n;
  const size = random.chance(0.2) ? null : length();
  const includingStart = size !== null && random.chance(0.4);
  const excludingEnd = random.chance(0.25) && (size === null || size > 2n);
  const newest = before(late, s);
  const upper = random.chance(0.7) ? `${time} ${excludingEnd ? '<' : '<='} ${newest}` : `${newest} ${excludingEnd ? '>' : '>='} ${time}`;
  if (size === null) return { sql: upper, window: { kind: 'all', forgetAfter: null, lag: late, includingStart: false, excludingEnd } };
  const window: Window = { kind: 'rolling', length: size, lag: late, includingStart, excludingEnd };
  const oldest = before(late + size, s);
  if (includingStart && !excludingEnd && random.chance(0.6)) return { window, sql: `${time} BETWEEN ${oldest} AND ${newest}` };
  const lower = random.chance(0.7) ? `${time} ${includingStart ? '>=' : '>'} ${oldest}` : `${oldest} ${includingStart ? '<=' : '<'} ${time}`;
  return { window, sql: random.shuffle([upper, lower]).join(' AND ') };
}

/** The period that the moment is in, or the one before it. */
function calendar(random: Random, s: Spelling): Bounds {
  const unit: CalendarUnit = random.pick(['hour', 'day', 'week', 'month', 'quarter', 'year']);
  const zone = { kind: 'name', name: 'UTC' } as const;
  const time = column('event_ts', s);
  const start = `DATE_TRUNC('${unit}', @as_of_ts)`;
  if (random.chance(0.5)) return { window: { kind: 'this', unit, zone }, sql: `${time} >= ${start} AND ${time} <= @as_of_ts` };
  const length = unit === 'quarter' ? '3 months' : `1 ${unit}`;
  return { window: { kind: 'previous', count: 1, unit, zone }, sql: `${time} < ${start} AND ${time} >= ${start} - INTERVAL '${length}'` };
}

/** Counts the rows of a part of the window: those that came last. */
function recent({ length }: TextInput, { name, window, spelling }: { readonly name: string; readonly window: Window; readonly spelling: Spelling }): Measure {
  const back = length();
  if (window.kind !== 'rolling' && window.kind !== 'all') throw new Error('a window of another kind has no part');
  // Both windows end where the wider one does; the shorter of two lengths counts.
  const oldest = window.lag + back;
  const inside: Window = window.kind === 'all'
    ? { kind: 'rolling', length: back, lag: window.lag, includingStart: false, excludingEnd: window.excludingEnd }
    : oldest > window.lag + window.length ? window : { ...window, length: back, includingStart: false };
  const behind = `behind ${name}`;
  return {
    sql: `COUNT(*) FILTER (WHERE ${column('event_ts', spelling)} > ${before(oldest, spelling)})`, type: { kind: 'int64' }, behind,
    features: [
      aggregateOf(behind, { op: 'count', of: null }, null, inside),
      { kind: 'derived', name, default: null, expr: { kind: 'case', otherwise: null, arms: [{ when: { kind: 'compare', op: '>', left: { kind: 'column', name: ROWS }, right: { kind: 'literal', value: 0n } }, then: { kind: 'column', name: behind } }] } },
    ],
  };
}
