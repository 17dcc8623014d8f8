/**
 * What the tokenizer has to know of a dialect: how texts, names and comments are written. A record for each dialect that
 * raw SQL may be written in stands in `dialects/`; nothing here runs SQL.
 */
import type { LiftedForm } from './forms.js';

export interface SqlSyntax {
  /** As it is written behind `sql`. */
  readonly name: string;
  /** `"x"` is a name, or a text. */
  readonly doubleQuoted: 'name' | 'text';
  readonly backtickNames: boolean;
  /** `'it\'s'`. */
  readonly backslashEscapes: boolean;
  /** `$tag$ … $tag$`, only `$$ … $$`, or neither. */
  readonly dollarQuotes: 'tagged' | 'plain' | 'none';
  /** Whether a comment within a comment has to be closed too. */
  readonly nestedComments: boolean;
  /** What begins a comment up to the end of the line. */
  readonly lineComments: readonly string[];
  /** How a name without quotes is looked up. */
  readonly fold: 'lower' | 'upper' | 'none';
  /** `'now'` and `'today'` are times when a text is cast to one. */
  readonly textsThatMeanNow: boolean;
  /** The forms of the table of lifted ones that it has and that mean the same in it. */
  readonly forms: ReadonlySet<LiftedForm>;
}
