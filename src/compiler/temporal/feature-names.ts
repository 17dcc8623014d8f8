/**
 * The features of a view by name while they are being planned: stored ones, derived ones that are typed when they are
 * first asked for, and families that a list of windows makes.
 */
import { finding } from '../diagnostics/finding.js';
import type { Report } from '../names/report.js';
import type { Ref } from '../syntax/ast.js';
import type { Constants } from '../types/constants.js';
import type { Expression } from '../types/expression.js';
import { isClock } from '../types/functions.js';
import { UNKNOWN_VALUE } from '../types/literals.js';
import { refText, type Scope } from '../types/operand.js';
import { UNKNOWN, type Type } from '../types/type.js';
import { unknownRef } from '../types/unknown-name.js';
import type { RowColumns } from './columns.js';

/** What is known of a feature: its value in terms of stored features, and what that comes from. */
export interface FeatureInfo {
  readonly name: string;
  readonly type: Type;
  readonly exact: boolean;
  /** The columns of the table that it depends on, filters of view and source included. */
  readonly reads: readonly string[];
  /** The value for expressions that read it. */
  readonly value: Expression;
}

/** A feature that a finding was given for: known by name, and nothing more. */
export const brokenFeature = (name: string): FeatureInfo => ({ name, type: UNKNOWN, exact: true, reads: [], value: UNKNOWN_VALUE });

/** The features that a name may stand for. */
export interface FeatureNames {
  readonly find: (name: string) => FeatureInfo | undefined;
  readonly names: () => readonly string[];
  /** The members of a family, such as `n_1h` and `n_24h` of `n`. */
  readonly family: (name: string) => readonly string[] | undefined;
}

/** What names mean in arithmetic between features. */
export function featureScope(view: string, features: FeatureNames, columns: RowColumns, constants: Constants): Scope {
  return {
    place: 'arithmetic between features',
    exact: (name) => features.find(name)?.exact ?? true,
    resolve: (ref, report) => resolveFeature(ref, view, features, columns, constants, report),
  };
}

function resolveFeature(
  ref: Ref, view: string, features: FeatureNames, columns: RowColumns, constants: Constants, report: Report,
): Expression {
  const name = refText(ref);
  const [only, ...more] = ref.parts;
  if (only === undefined || ref.parts.some((part) => part.missing)) return UNKNOWN_VALUE;
  const found = more.length === 0 ? features.find(name) : undefined;
  if (found !== undefined) return found.value;
  const constant = more.length === 0 ? constants.find(name) : undefined;
  if (constant !== undefined) return constant ?? UNKNOWN_VALUE;
  const members = features.family(name);
  if (members !== undefined) {
    const fixes = members.map((member) => ({ title: `read \`${member}\``, edits: [{ span: ref.span, text: member }] }));
    report(finding('FT2016', ref.span, { name, members: members.map((member) => `\`${member}\``).join(', ') }, { fixes }));
  } else if (!only.quoted && (name === 'as_of' || isClock(name))) report(finding('FT4017', ref.span, { name }));
  else if (columns.find(name) !== undefined) report(finding('FT3015', ref.span, { name }));
  else report(unknownRef(ref, 'feature', ` in the view \`${view}\``, [...features.names(), ...constants.names]));
  return UNKNOWN_VALUE;
}
