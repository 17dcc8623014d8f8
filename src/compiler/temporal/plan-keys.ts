/**
 * `on …`: which expression gives each part of an entity's key, by position or by name. Without it, the parts are read
 * from columns of their own names.
 */
import { finding } from '../diagnostics/finding.js';
import { renameFixes } from '../diagnostics/suggest.js';
import type { Report } from '../names/report.js';
import { coverSpans, type Span } from '../source/span.js';
import type { KeyBinding } from '../syntax/ast.js';
import { checkExpression } from '../types/check-expression.js';
import { commonType } from '../types/common-type.js';
import { column, type Expression } from '../types/expression.js';
import { isUnknown, UNKNOWN_VALUE, widenTo } from '../types/literals.js';
import { refText, type Scope } from '../types/operand.js';
import { printType, sameType, type Type } from '../types/type.js';
import type { EntityPlan } from './plan.js';

/** Where key parts are looked up. */
export interface KeySource {
  readonly scope: Scope;
  /** The expression of a column named like the key part, where `on` says nothing of it; null after a finding. */
  readonly implied: (key: string, type: Type) => Expression | null;
  /** The type of a name that is nowhere declared: whatever the key needs; null where every name is declared. */
  readonly infer: ((name: string, type: Type, span: Span) => void) | null;
}

/** One expression per key part, of the part's type; null after a finding. */
export function planKeys(
  entity: EntityPlan, on: readonly KeyBinding[], span: Span, source: KeySource, report: Report,
): readonly Expression[] | null {
  if (on.length === 0) return all(entity.keys.map((key) => source.implied(key.name, key.type)));
  const bound = bind(entity, on, span, report);
  if (bound === null) return null;
  return all(entity.keys.map((key, i) => {
    const binding = bound[i];
    return binding === undefined ? null : planPart(entity, key, binding, source, report);
  }));
}

function planPart(
  entity: EntityPlan, key: EntityPlan['keys'][number], binding: KeyBinding, source: KeySource, report: Report,
): Expression | null {
  const { value } = binding;
  if (value.kind === 'ref' && value.parts.length === 1) source.infer?.(refText(value), key.type, value.span);
  const typed = checkExpression(value, source.scope, report);
  if (isUnknown(typed) || key.type.kind === 'unknown') return null;
  const common = commonType([typed, column('', key.type)]);
  if (common !== null && sameType(common, key.type)) return widenTo(typed, key.type);
  const name = value.kind === 'ref' ? refText(value) : key.name;
  report(finding('FT3007', value.span, { name, actual: printType(typed.type), entity: entity.name, expected: printType(key.type) }));
  return null;
}

/** The binding of each key part, in the order of the entity; null after a finding. */
function bind(entity: EntityPlan, on: readonly KeyBinding[], span: Span, report: Report): readonly KeyBinding[] | null {
  const keys = entity.keys.map((key) => key.name);
  const [from, to] = [on[0], on.at(-1)];
  const place = from === undefined || to === undefined ? span : coverSpans(from.span, to.span);
  const wrongNumber = (): null => {
    report(finding('FT2019', place, { entity: entity.name, expected: keys.length, actual: on.length, keys: keys.map((key) => `\`${key}\``).join(', ') }));
    return null;
  };
  if (on.length !== keys.length) return wrongNumber();
  const named = on.filter((binding) => binding.key !== undefined);
  if (named.length === 0) return on;
  let wrong = false;
  for (const { key } of named) {
    if (key === undefined || key.missing || keys.includes(key.text)) continue;
    wrong = true;
    report(finding('FT2001', key.span, { kind: 'key', name: key.text, scope: ` in the entity \`${entity.name}\`` }, { fixes: renameFixes(key.span, key.text, keys) }));
  }
  if (wrong) return null;
  // Those without a name take the parts that are left, in order.
  const rest = on.filter((binding) => binding.key === undefined);
  const bindings = keys.map((key) => named.find((binding) => binding.key?.text === key) ?? rest.shift() ?? null);
  return bindings.includes(null) ? wrongNumber() : bindings.filter((binding) => binding !== null);
}

function all(parts: readonly (Expression | null)[]): readonly Expression[] | null {
  const whole = parts.filter((part): part is Expression => part !== null && part !== UNKNOWN_VALUE);
  return whole.length === parts.length ? whole : null;
}
