/**
 * What a build makes: values, never files. A statement knows how it is bound and what its columns are, so that the
 * runtime can run it without knowing the dialect it is written in.
 */
import type { QueryParameter } from '../relational/relation.js';
import type { ResultColumn } from '../lowering/lowered.js';

export interface Statement {
  /** Relative path under the output folder, such as `views/bought.materialize.sql`. */
  readonly path: string;
  readonly purpose: 'training' | 'materialize' | 'history' | 'freshness' | 'statistics' | 'explain';
  /** The view or set that it belongs to. */
  readonly subject: string;
  /** Header comment, session settings and default parameters: what a person needs to paste it into a shell. */
  readonly preamble: string;
  /** Session settings alone, one statement each. */
  readonly session: readonly string[];
  readonly parameters: readonly (QueryParameter & {
    /** A statement with one bind placeholder. */
    readonly bind: string;
  })[];
  /** One statement, no semicolon. */
  readonly body: string;
  readonly columns: readonly OutputColumnInfo[];
}

export type OutputColumnInfo = ResultColumn;

/** The whole file as it is written to disk: preamble, body, semicolon. */
export const printStatementFile = (s: Statement): string => `${s.preamble}\n${s.body};\n`;
