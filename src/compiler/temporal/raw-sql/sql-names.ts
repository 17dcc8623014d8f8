/** How names of a text meet the names of the project: engines fold those without quotes, each in its way. */
import type { SqlName } from '../../raw-sql/query.js';
import type { SqlSyntax } from '../../raw-sql/syntax.js';

/** Tables: names of sources are unique whatever their case, so that a slip of case names nothing else. */
export const sameTable = (name: SqlName, declared: string): boolean => name.text.toLowerCase() === declared.toLowerCase();

/** A column as the engine finds it: where it folds names to small letters, one with capitals is found in quotes only. */
export function sameColumn(name: SqlName, declared: string, syntax: SqlSyntax): boolean {
  if (syntax.fold === 'lower') return (name.quoted ? name.text : name.text.toLowerCase()) === declared;
  return name.text.toLowerCase() === declared.toLowerCase();
}

/** The name under which a table or column of the text is there for the engine. */
export const foldedName = (name: SqlName, syntax: SqlSyntax): string =>
  (name.quoted || syntax.fold === 'none' ? name.text : syntax.fold === 'lower' ? name.text.toLowerCase() : name.text.toUpperCase());

/** Whether two names of the text are one: else the engine would look for a table of the second name. */
export const sameFolded = (a: SqlName, b: SqlName, syntax: SqlSyntax): boolean =>
  (syntax.fold === 'none' ? a.text.toLowerCase() === b.text.toLowerCase() : foldedName(a, syntax) === foldedName(b, syntax));
