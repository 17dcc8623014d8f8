/**
 * Entities: the names and types of their keys. A key's type is one whose equality is the same in a warehouse and in an
 * online store.
 */
import { finding } from '../diagnostics/finding.js';
import { checkNameForm, nameScope } from '../names/check-name.js';
import { watch, type Report } from '../names/report.js';
import type { EntityDecl } from '../syntax/ast.js';
import { declaredType, isKeyType } from '../types/declared-type.js';
import { printType } from '../types/type.js';
import type { EntityPlan } from './plan.js';

/** An entity as views see it; `whole` is false where something of it is broken. */
export interface CheckedEntity {
  readonly plan: EntityPlan;
  readonly whole: boolean;
}

/** Whom a view `for all` is about: one value for everyone, so there is no key. */
export const EVERYONE: CheckedEntity = { plan: { name: 'all', doc: '', keys: [] }, whole: true };

/** Checks an entity. */
export function planEntity(decl: EntityDecl, outer: Report): CheckedEntity {
  const { report, broken } = watch(outer);
  const scope = nameScope(` in the entity \`${decl.name.text}\``, report);
  const keys = decl.keys.flatMap((key) => {
    if (key.name.missing) return [];
    const { text, span } = key.name;
    checkNameForm(text, span, report);
    const type = declaredType(key.type, report);
    if (!isKeyType(type)) report(finding('FT3006', key.type.span, { name: text, type: printType(type) }));
    return scope.claim(text, 'key', span) ? [{ name: text, type }] : [];
  });
  if (decl.keys.length === 0) report(finding('FT1018', decl.name.span, { what: 'the key of the entity, such as `(user_id: string)`' }));
  return { plan: { name: decl.name.text, doc: decl.doc?.text ?? '', keys }, whole: !broken() && keys.length > 0 };
}
