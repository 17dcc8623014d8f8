/**
 * What is written beside a training set: enough to say later which definition, which SQL, which engine and which rows
 * made it, and to notice that a file was changed since.
 */
import type { OutputColumnInfo } from '../../compiler/artifacts/artifact.js';
import { printType } from '../../compiler/types/type.js';

/** Rows that are not in the data that values were computed from, or examples that lack what a value needs; counted, never hidden. */
export interface Exclusion {
  /** The source or set. */
  readonly subject: string;
  /** What is the matter with them, such as `without a key`. */
  readonly what: string;
  readonly rows: bigint;
}

export interface ManifestInput {
  readonly set: string;
  readonly target: string;
  /** Hash of the meaning of the set and of all it reads. */
  readonly meaning: string;
  readonly sqlPath: string;
  readonly sqlSha256: string;
  readonly engine: string;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly file: { readonly name: string; readonly format: string; readonly bytes: number; readonly sha256: string };
  readonly rows: bigint;
  readonly columns: readonly OutputColumnInfo[];
  readonly exclusions: readonly Exclusion[];
}

/** The manifest's text: JSON, two spaces, a fixed order of keys, integers whole. */
export function printManifest(input: ManifestInput): string {
  const { set, target, meaning, sqlPath, sqlSha256, engine, startedAt, endedAt, file, rows, columns, exclusions } = input;
  const manifest = {
    format: 1,
    set,
    target,
    meaning,
    sql: { path: sqlPath, sha256: sqlSha256 },
    engine,
    started_at: startedAt,
    ended_at: endedAt,
    file,
    rows: Number(rows),
    exclusions: exclusions.map((e) => ({ subject: e.subject, what: e.what, rows: Number(e.rows) })),
    columns: columns.map((column) => ({
      name: column.name,
      type: column.type === null ? null : printType(column.type),
      role: column.role,
      exact: column.exact,
      strategy: column.strategy,
    })),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
