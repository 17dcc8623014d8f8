/**
 * `const` declarations: names for literal values. They are typed once; a use of one is the value itself.
 */
import { finding, type Fix } from '../diagnostics/finding.js';
import { renameFixes } from '../diagnostics/suggest.js';
import type { Report } from '../names/report.js';
import { declarationsOf, type Symbols } from '../names/symbols.js';
import type { Ref } from '../syntax/ast.js';
import { checkExpression } from './check-expression.js';
import type { Literal } from './expression.js';
import { isUnknown } from './literals.js';
import { refText, type Scope } from './operand.js';

/** The constants of a project. */
export interface Constants {
  /** The names that were asked for, which grows while a project is checked. */
  readonly used: ReadonlySet<string>;
  /** The constant of a name, if there is one; null for one that is broken. */
  readonly find: (name: string) => Literal | null | undefined;
  readonly names: readonly string[];
  /** The same where only a constant can stand: a finding and null where there is none. */
  readonly resolve: (ref: Ref, report: Report) => Literal | null;
}

/** `over month`: a period of the calendar is named by which one it is. */
function fixesFor(ref: Ref, names: readonly string[]): readonly Fix[] {
  const name = refText(ref);
  if (!/^(?:hour|day|week|month|quarter|year)$/.test(name)) return renameFixes(ref.span, name, names);
  return [`this ${name}`, `previous ${name}`].map((text) => ({ title: `write \`${text}\``, edits: [{ span: ref.span, text }] }));
}

/** Types all constants. A constant is a literal, with a sign perhaps; it reads no other name. */
export function checkConstants(symbols: Symbols, report: Report): Constants {
  const values = new Map<string, Literal | null>();
  const closed: Scope = {
    place: 'a constant',
    exact: () => true,
    resolve: (ref, tell) => {
      tell(finding('FT3012', ref.span, { what: 'The value of a `const`' }));
      return { kind: 'literal', type: { kind: 'unknown' }, value: null };
    },
  };
  for (const { name, value } of declarationsOf(symbols, 'const')) {
    const typed = checkExpression(value, closed, report);
    if (typed.kind !== 'literal') report(finding('FT3012', value.span, { what: 'The value of a `const`' }));
    values.set(name.text, typed.kind === 'literal' && !isUnknown(typed) ? typed : null);
  }
  const used = new Set<string>();
  const find = (name: string): Literal | null | undefined => {
    used.add(name);
    return values.get(name);
  };
  const names = declarationsOf(symbols, 'const').map((d) => d.name.text);
  return {
    used,
    names,
    find,
    resolve: (ref, tell) => {
      const found = ref.parts.length === 1 ? find(refText(ref)) : undefined;
      if (found !== undefined) return found;
      tell(finding('FT2001', ref.span, { kind: 'constant', name: refText(ref), scope: '' }, { fixes: fixesFor(ref, names) }));
      return null;
    },
  };
}
