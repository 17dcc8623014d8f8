/**
 * The columns of the examples of a set. Where they are declared, they are what is declared; otherwise the type of a
 * column follows from the key or id that it is used as, and one that is only passed through needs none.
 */
import { finding } from '../diagnostics/finding.js';
import { renameFixes } from '../diagnostics/suggest.js';
import type { Report } from '../names/report.js';
import type { Span } from '../source/span.js';
import type { Name, Ref } from '../syntax/ast.js';
import type { Constants } from '../types/constants.js';
import { column, type Expression } from '../types/expression.js';
import { isClock } from '../types/functions.js';
import { UNKNOWN_VALUE } from '../types/literals.js';
import { refText, type Scope } from '../types/operand.js';
import { unknownColumn } from '../types/unknown-name.js';
import { printType, sameType, type Type } from '../types/type.js';
import type { ColumnPlan } from './plan.js';

/** The columns of examples while a set is being checked. */
export interface ExampleColumns {
  readonly table: string;
  readonly declared: boolean;
  /** The type of a column, if it is known. */
  readonly find: (name: string) => Type | undefined;
  /** Takes note of the type that a use gives to a column; a finding where two uses disagree. */
  readonly infer: (name: string, type: Type, span: Span, use: string) => void;
  /** Whether a column may exist; a finding where columns are declared and it is none of them. */
  readonly check: (name: Name) => boolean;
  readonly typed: () => readonly ColumnPlan[];
  /** The zones of columns whose instants are known: the moment of the examples, of joins, of the label; null: their own. */
  readonly zoned: Map<string, string | null>;
}

/** The columns of a table of examples; `declared` is null where nothing is declared. */
export function exampleColumns(table: string, declared: readonly ColumnPlan[] | null, report: Report): ExampleColumns {
  const types = new Map<string, Type>((declared ?? []).map(({ name, type }) => [name, type]));
  const names = [...types.keys()];
  return {
    table,
    declared: declared !== null,
    zoned: new Map(),
    find: (name) => types.get(name),
    typed: () => [...types].map(([name, type]) => ({ name, type })),
    infer: (name, type, span, use) => {
      const known = types.get(name);
      if (known === undefined) {
        if (declared === null && type.kind !== 'unknown') types.set(name, type);
      } else if (declared === null && !sameType(known, type) && type.kind !== 'unknown') {
        report(finding('FT3001', span, { actual: `used as ${printType(known)} elsewhere`, expected: printType(type), place: ` for ${use}` }));
      }
    },
    check: (name) => {
      if (name.missing || declared === null || types.has(name.text)) return !name.missing;
      report(unknownColumn(name, table, names));
      return false;
    },
  };
}

/** What names mean in an expression over the examples. */
export function exampleScope(columns: ExampleColumns, joined: JoinedNames, constants: Constants, place: string): Scope {
  return {
    place,
    exact: joined.exact,
    resolve: (ref, report) => resolveExample(ref, columns, joined, constants, place, report),
  };
}

/** What joins bring to an expression over the examples. */
export interface JoinedNames {
  readonly aliases: readonly string[];
  /** A feature of a join, `alias.feature`; null where none can be read in such a place. */
  readonly member: ((alias: Name, feature: Name, span: Span, report: Report) => Expression) | null;
  readonly exact: (name: string) => boolean;
  /** What `as_of` is; null where it has no place. */
  readonly asOf: Expression | null;
}

/** Before any join: the rows of examples are chosen first. */
export const nothingJoined = (aliases: readonly string[]): JoinedNames => ({ aliases, member: null, exact: () => true, asOf: null });

function resolveExample(ref: Ref, columns: ExampleColumns, joined: JoinedNames, constants: Constants, place: string, report: Report): Expression {
  const [only, second, ...more] = ref.parts;
  const name = refText(ref);
  if (only === undefined || ref.parts.some((part) => part.missing)) return UNKNOWN_VALUE;
  if (second !== undefined) {
    if (!joined.aliases.includes(only.text)) {
      report(finding('FT2001', ref.span, { kind: 'join', name: only.text, scope: ' in this set' }, { fixes: renameFixes(only.span, only.text, joined.aliases) }));
    } else if (joined.member === null) report(finding('FT2050', ref.span, { name, place }));
    else if (more.length === 0) return joined.member(only, second, ref.span, report);
    else report(finding('FT2001', ref.span, { kind: 'feature', name, scope: ' in this set' }));
    return UNKNOWN_VALUE;
  }
  const type = columns.find(name);
  if (type !== undefined) {
    if (type.kind === 'unknown') return UNKNOWN_VALUE;
    if (type.kind !== 'timestamp' || columns.zoned.has(name)) return column(name, type);
    report(finding('FT4005', ref.span, { column: name }));
    return UNKNOWN_VALUE;
  }
  const constant = constants.find(name);
  if (constant !== undefined) return constant ?? UNKNOWN_VALUE;
  if (!only.quoted && name === 'as_of' && joined.asOf !== null) return joined.asOf;
  if (!only.quoted && (name === 'as_of' || isClock(name))) report(finding('FT4017', ref.span, { name }));
  else if (columns.declared) columns.check(only);
  else report(finding('FT3017', ref.span, { name, source: columns.table }));
  return UNKNOWN_VALUE;
}
