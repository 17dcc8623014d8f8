/** What every part of the lifting shares: how it gives up, and which forms a dialect has. */
import { LIFTED_FORMS, type LiftedForm } from '../../raw-sql/forms.js';
import type { SqlExpr } from '../../raw-sql/query.js';
import type { SqlSyntax } from '../../raw-sql/syntax.js';

/** Where a column of the text is in the source: its declared name, or null. */
export type FindColumn = (e: SqlExpr) => string | null;

/** Leaves the translation with what stood in its way. */
export class NotLifted extends Error {
  override readonly name = 'NotLifted';
}

/** Stops where the dialect has no such form, or means something else by it. */
export function uses(form: LiftedForm, syntax: SqlSyntax): void {
  if (!syntax.forms.has(form)) throw new NotLifted(`\`${LIFTED_FORMS[form].example}\` (${form}) is not in the table for ${syntax.name}`);
}
