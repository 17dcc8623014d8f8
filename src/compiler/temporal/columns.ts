/**
 * The columns that expressions over the rows of a source may read: declared ones, derived ones, and what each of them
 * comes from. One table serves the source itself, its views and the checks against leakage.
 */
import { finding } from '../diagnostics/finding.js';
import type { Report } from '../names/report.js';
import type { Ref } from '../syntax/ast.js';
import type { Constants } from '../types/constants.js';
import { column, columnsOf, type Expression } from '../types/expression.js';
import { isClock } from '../types/functions.js';
import { UNKNOWN_VALUE } from '../types/literals.js';
import { refText, type Scope } from '../types/operand.js';
import type { Type } from '../types/type.js';
import { unknownColumn } from '../types/unknown-name.js';

/** One column of the rows. */
export interface RowColumn {
  readonly name: string;
  readonly type: Type;
  /** Whether its values are exact (contract 4.7): all that is read from a table is. */
  readonly exact: boolean;
  /** The columns of the table that it is made of: itself, if it is one. */
  readonly reads: readonly string[];
  /** Whether the instant of a timestamp is known: a clock of the source says in which zone it is read. */
  readonly zoned: boolean;
}

/** The columns of a source. */
export interface RowColumns {
  /** The source, as it is called in a finding. */
  readonly source: string;
  /** The column of a name; derived ones are typed when they are first asked for. */
  readonly find: (name: string) => RowColumn | undefined;
  readonly names: readonly string[];
  /** Some names cannot be known, because what brings them in is not compiled: an unknown name is then no mistake. */
  readonly open: boolean;
}

/** What names mean in an expression over the rows of a source. */
export function rowScope(columns: RowColumns, constants: Constants, place: string): Scope {
  return {
    place,
    exact: (name) => columns.find(name)?.exact ?? true,
    resolve: (ref, report) => resolveColumn(ref, columns, constants, report),
  };
}

function resolveColumn(ref: Ref, columns: RowColumns, constants: Constants, report: Report): Expression {
  const name = refText(ref);
  const [only, ...more] = ref.parts;
  if (only === undefined || ref.parts.some((part) => part.missing)) return UNKNOWN_VALUE;
  const found = more.length === 0 ? columns.find(name) : undefined;
  if (found !== undefined) {
    if (found.type.kind !== 'timestamp' || found.zoned) return found.type.kind === 'unknown' ? UNKNOWN_VALUE : column(found.name, found.type);
    report(finding('FT4005', ref.span, { column: name }));
    return UNKNOWN_VALUE;
  }
  const constant = more.length === 0 ? constants.find(name) : undefined;
  if (constant !== undefined) return constant ?? UNKNOWN_VALUE;
  if (!only.quoted && (name === 'as_of' || isClock(name))) {
    report(finding('FT4017', ref.span, { name }));
    return UNKNOWN_VALUE;
  }
  if (!columns.open) {
    report(unknownColumn(ref, columns.source, [...columns.names, ...constants.names]));
  }
  return UNKNOWN_VALUE;
}

/** The columns of the table that an expression depends on, derived columns seen through. */
export function readsOf(expression: Expression, columns: RowColumns): readonly string[] {
  return [...new Set(columnsOf(expression).flatMap((name) => columns.find(name)?.reads ?? []))];
}
