/**
 * One case of the agreement test: a small project, its rows and the instants at which it is asked, as plain data in the
 * reference interpreter's own terms. From it come the `.feat` text that the compiler reads, the tables that the engines
 * read, and the questions that the interpreter answers; the compiler's own data structures appear nowhere.
 */
import type { Column, Instant, SetSpec, SourceSpec, Type, ViewSpec, World } from '../oracle/spec.js';
import type { Row } from '../oracle/values.js';

export type EngineName = 'duckdb' | 'postgres';
export const ENGINES: readonly EngineName[] = ['duckdb', 'postgres'];

/** How a timestamp column is stored: with its zone, without one, or without one and in nanoseconds (not every engine can). */
export type Clock = 'zoned' | 'naive' | 'naive_ns';

export interface EntityCase {
  readonly name: string;
  readonly keys: readonly Column[];
}

/** A view that is written as SQL; its features are what the interpreter makes of that. */
export interface SqlView {
  readonly dialect: string;
  readonly text: string;
  /** Of what shape the text is; a `plain` one is lifted. */
  readonly shape: string;
  /** The columns of the result. `behind`: the aggregate that tells which rows one is about; `labels`: what its text uses. */
  readonly columns: readonly { readonly name: string; readonly type: Type; readonly behind: string; readonly labels: readonly string[] }[];
}

export interface AgreementCase {
  /** Such as `seed 7 case 12`. */
  readonly name: string;
  /** The family that made it (`families.ts`). */
  readonly family: string;
  readonly entities: readonly EntityCase[];
  readonly sources: readonly SourceSpec[];
  /** `zone` is the view's own, which windows then need not name. */
  readonly views: readonly (ViewSpec & { readonly entity: string; readonly zone?: string; readonly sql?: SqlView })[];
  readonly sets: readonly SetSpec[];
  /** Rows by the name of the source or of the examples' table. */
  readonly tables: Readonly<Record<string, readonly Row[]>>;
  /** By `table.column`; a timestamp column that is not named here is stored with its zone. */
  readonly clocks: Readonly<Record<string, Clock>>;
  /** By `table.column`: a type that the engine's column has instead of the declared one, which is read from it. */
  readonly stored?: Readonly<Record<string, Type>>;
  /** Further clauses of a source, as text, that change no value: what a table is cut by, how late its rows may be. */
  readonly clauses?: Readonly<Record<string, readonly string[]>>;
  /** Instants at which every view is materialized in full. */
  readonly refreshAt: readonly Instant[];
  /** The code of the finding with which the project must be refused; no value is then asked for. */
  readonly refused?: string;
  /** Engines that can hold the rows. */
  readonly engines: readonly EngineName[];
}

/** What the reference interpreter reads. */
export function worldOf(of: AgreementCase): World {
  return { sources: of.sources, views: of.views, tables: new Map(Object.entries(of.tables)) };
}

/** Columns of every table by its name. */
export function columnsOfTables(of: AgreementCase): ReadonlyMap<string, readonly Column[]> {
  return new Map([
    // A union has no table of its own.
    ...of.sources.filter((source) => source.union === undefined).map((source) => [source.name, source.columns] as const),
    ...of.sets.map((set) => [set.examples.table, set.examples.columns] as const),
  ]);
}
