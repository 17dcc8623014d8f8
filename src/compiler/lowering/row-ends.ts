/**
 * When a row ends by itself, whatever window it is in: `replaced`, the k' of contract 1.4 to 1.7 (something that takes
 * its place is known), and `until`, the end that an interval states. Both are columns of the source's step, decided over
 * every row of the table before anything is filtered; a row that has no end holds an instant after every question.
 */
import type { Knowledge, SourcePlan } from '../temporal/plan.js';
import { INT64, type Type } from '../types/type.js';
import { all, any, desc, eq, fn, gt, int, isNotNull, isNull, le, not, ref, when, type Scalar, type SortKey, type WindowScalar } from '../relational/scalar.js';
import { fromStep, out, select, type OutputColumn, type Select, type Step } from '../relational/relation.js';

/** Which ends the rows of a source have. */
export interface RowEnds {
  readonly replaced: boolean;
  readonly until: boolean;
}

/** After every instant that can be asked about. */
export const NEVER = 1n << 62n;

export function endsOf({ rows }: SourcePlan): RowEnds {
  switch (rows.kind) {
    case 'events':
    case 'current':
      return { replaced: false, until: false };
    case 'versions':
    case 'snapshots':
      return { replaced: true, until: false };
    case 'intervals':
      return { replaced: rows.known !== null, until: true };
  }
}

export const replacedAt = (alias: string): Scalar => ref(alias, 'replaced', INT64);
export const untilOf = (alias: string): Scalar => ref(alias, 'until', INT64);

/** The instant from which a row is no longer active in any window; null where rows do not end by themselves. */
export function endOf(alias: string, { replaced, until }: RowEnds): Scalar | null {
  if (replaced && until) return fn('least_of', [replacedAt(alias), untilOf(alias)], INT64);
  return replaced ? replacedAt(alias) : until ? untilOf(alias) : null;
}

/** The columns that must be read for the ends to be known: the rank of a version is completed by all of them. */
export const endsRead = ({ rows, columns }: SourcePlan): readonly string[] => (rows.kind === 'versions' ? columns.map((c) => c.name) : []);

interface EndsInput {
  readonly source: SourcePlan;
  /** The step with every row, and the one to make. */
  readonly from: string;
  readonly name: string;
  readonly columns: readonly OutputColumn[];
  readonly environment: (alias: string) => (column: string) => Scalar;
  /** The columns that were read, by their names in the source. */
  readonly read: ReadonlyMap<string, { readonly name: string; readonly type: Type }>;
  readonly materialized: boolean;
}

/** The steps that attach the ends; null where the rows as they were read have all there is to know. */
export function endSteps(input: EndsInput): readonly Step[] | null {
  const { source } = input;
  switch (source.rows.kind) {
    case 'events':
    case 'current':
      return null;
    case 'versions':
      return versions(input, source.rows.of, source.rows.newestBy);
    case 'snapshots':
      return snapshots(input);
    case 'intervals':
      return source.rows.known === null ? null : closedLater(input);
  }
}

const carried = (columns: readonly OutputColumn[], alias: string, but: readonly string[] = []): readonly OutputColumn[] =>
  columns.filter((c) => !but.includes(c.name)).map((c) => out(c.name, ref(alias, c.name, c.scalar.type)));

const orNever = (scalar: Scalar): Scalar => fn('coalesce', [scalar, int(NEVER)], INT64);

/**
 * k'(i) = min{k(j) : rank(j) > rank(i)}: the least knowledge time among the versions before it, from the highest rank
 * down. Versions equal in every column follow each other, so the frame leaves one of them alive.
 */
function versions({ source, from, name, columns, environment, materialized }: EndsInput, of: readonly string[], newestBy: readonly string[]): readonly Step[] {
  const column = environment('s');
  const keys = of.map(column);
  const named = (names: readonly string[]): readonly SortKey[] => names.map((each) => desc(column(each)));
  const k = desc(ref('s', 'k', INT64));
  const t = desc(ref('s', 't', INT64));
  const rest = source.columns.map((c) => c.name).filter((each) => !newestBy.includes(each) && !source.ties.includes(each));
  const rank: readonly SortKey[] = [...named(newestBy), k, ...named(source.ties), t, ...named(rest)];
  const least: WindowScalar = { kind: 'window', fn: 'min', args: [ref('s', 'k', INT64)], partitionBy: keys, orderBy: rank, frame: 'earlier', type: INT64 };
  return [{
    name,
    comment: `${source.name}: beside each version the instant at which a newer one of its ${of.join(', ')} is known, over all rows`,
    relation: select({
      columns: [...carried(columns, 's'), out('replaced', when(any(keys.map(isNull)), int(NEVER), orNever(least)))],
      from: fromStep(from, 's'),
    }),
    materialized,
  }];
}

/** A snapshot is known with the first of its rows, and replaced by the next one known, whatever keys that holds. */
function snapshots({ source, from, name, columns, materialized }: EndsInput): readonly Step[] {
  const found = `${name}_snapshots`;
  const chosen = `${name}_replaced`;
  const least: WindowScalar = { kind: 'window', fn: 'min', args: [ref('n', 'k', INT64)], partitionBy: [], orderBy: [desc(ref('n', 't', INT64))], frame: 'earlier', type: INT64 };
  return [
    {
      name: found,
      comment: `${source.name}: its snapshots, each known when the first of its rows is`,
      relation: select({
        columns: [out('t', ref('s', 't', INT64)), out('k', { kind: 'aggregate', fn: 'min', args: [ref('s', 'k', INT64)], filter: null, orderBy: [], type: INT64 })],
        from: fromStep(from, 's'),
        where: [isNotNull(ref('s', 't', INT64))],
        groupBy: [ref('s', 't', INT64)],
      }),
      materialized: false,
    },
    {
      name: chosen,
      comment: 'the instant at which a later one is known',
      relation: select({ columns: [out('t', ref('n', 't', INT64)), out('replaced', orNever(least))], from: fromStep(found, 'n') }),
      materialized: false,
    },
    {
      name,
      comment: `${source.name}: beside each row the instant at which a later snapshot is known`,
      relation: select({
        columns: [...carried(columns, 's'), out('replaced', orNever(ref('n', 'replaced', INT64)))],
        from: fromStep(from, 's'),
        joins: [{ kind: 'left', item: fromStep(chosen, 'n'), on: [eq(ref('s', 't', INT64), ref('n', 't', INT64))] }],
      }),
      materialized,
    },
  ];
}

/** The columns in which an interval says when it ends and when that was known. */
function endColumns({ rows }: SourcePlan): readonly string[] {
  return rows.kind === 'intervals' && rows.known !== null ? [rows.until.column, ...columnsOfKnowledge(rows.known)] : [];
}

function columnsOfKnowledge(known: Knowledge): readonly string[] {
  switch (known.kind) {
    case 'event_time_plus':
    case 'members':
      return [];
    case 'clock':
      return [known.clock.column];
    case 'bulk':
      return [known.first.column, ...columnsOfKnowledge(known.otherwise)];
  }
}

/**
 * An end that becomes known later makes two versions of the row: open until then, closed after (contract 1.6). While it
 * is open its end has not been written, so the columns that tell of it are null: what they hold now is the future.
 */
function closedLater({ source, from, name, columns, read, materialized }: EndsInput): readonly Step[] {
  const [k, closed] = [ref('s', 'k', INT64), ref('s', 'closed', INT64)];
  const from_ = fn('greatest_of', [k, closed], INT64);
  const known = all([isNotNull(k), isNotNull(closed)]);
  const unwritten = new Map(endColumns(source).flatMap((column) => read.get(column) ?? []).map(({ name: place, type }) => [place, type] as const));
  const rest = carried(columns, 's', ['k', 'until', 'closed']);
  const open = rest.map((c) => {
    const type = unwritten.get(c.name);
    return type === undefined ? c : out(c.name, { kind: 'literal', type, value: null });
  });
  const branch = (all: readonly OutputColumn[], own: readonly OutputColumn[], where: readonly Scalar[]): Select => select({ columns: [...all, ...own], from: fromStep(from, 's'), where });
  return [{
    name,
    comment: `${source.name}: each row open until its end is known, and again from then on with its end`,
    relation: {
      kind: 'union_all',
      branches: [
        branch(open, [out('k', k), out('until', int(NEVER)), out('replaced', when(known, from_, int(NEVER))), out('again', int(0))], []),
        branch(rest, [out('k', from_), out('until', untilOf('s')), out('replaced', int(NEVER)), out('again', int(1))], [known]),
      ],
    },
    materialized,
  }];
}

/** Of the two versions of a row whose end came later, the one that speaks for it at an instant: the later one once it is known. */
export function speaksAt(alias: string, { rows }: SourcePlan, k: Scalar, at: Scalar): readonly Scalar[] {
  if (rows.kind !== 'intervals' || rows.known === null) return [];
  const again = eq(ref(alias, 'again', INT64), int(1));
  return [any([all([again, le(k, at)]), all([not(again), gt(replacedAt(alias), at)])])];
}

/** A row is still there at an instant. */
export const lasts = (end: Scalar | null, at: Scalar): readonly Scalar[] => (end === null ? [] : [gt(end, at)]);
