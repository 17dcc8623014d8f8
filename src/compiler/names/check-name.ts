/**
 * What a name must be like before anything is looked up: short enough for every engine, outside the prefix of
 * generated SQL, and unique ignoring case among its neighbours.
 */
import { finding, type FindingCode } from '../diagnostics/finding.js';
import type { Span } from '../source/span.js';
import { foldName, utf8Length } from './fold.js';
import type { Report } from './report.js';

/** Postgres cuts identifiers at 63 bytes with a mere notice, so that two names could become one. */
export const NAME_LIMIT = 63;

/** Reports a name that is too long or begins with the prefix of generated SQL. */
export function checkNameForm(name: string, span: Span, report: Report): void {
  const bytes = utf8Length(name);
  if (bytes > NAME_LIMIT) report(finding('FT2003', span, { name, bytes, limit: NAME_LIMIT }));
  if (foldName(name).startsWith('f__')) report(finding('FT2008', span, { name }));
}

/** Reports a name of a declaration that could not be the name of a file, a table or an address. */
export function checkDeclaredName(name: string, span: Span, report: Report): void {
  checkNameForm(name, span, report);
  const problem = problemOf(name);
  if (problem !== null) report(finding('FT2013', span, { name, problem }));
}

function problemOf(name: string): string | null {
  if (!/^[A-Za-z_]/.test(name)) return 'does not begin with a letter';
  if (!/^\w+$/.test(name)) return 'holds characters other than letters, digits and `_`';
  // Names of devices on Windows, where a generated file of that name cannot be made.
  if (/^(con|prn|aux|nul|com\d|lpt\d)$/i.test(name)) return 'is the name of a device on some systems';
  return null;
}

/** Names that share one scope, such as the columns of a source. */
export interface NameScope {
  /** Takes a name unless it is taken; says so otherwise. */
  readonly claim: (name: string, kind: string, span: Span, generated?: boolean) => boolean;
}

/** An empty scope. `suffix` ends the sentence of a clash: ' in the view `bought`'. */
export function nameScope(suffix: string, report: Report): NameScope {
  const taken = new Map<string, { readonly kind: string; readonly span: Span }>();
  return {
    claim: (name, kind, span, generated = false) => {
      const key = foldName(name);
      const holder = taken.get(key);
      if (holder === undefined) {
        taken.set(key, { kind, span });
        return true;
      }
      const code: FindingCode = generated ? 'FT2011' : 'FT2002';
      const related = [{ span: holder.span, message: `the ${holder.kind} that has the name` }];
      report(
        code === 'FT2011'
          ? finding('FT2011', span, { name, scope: suffix }, { related })
          : finding('FT2002', span, { name, kind: holder.kind, scope: suffix }, { related }),
      );
      return false;
    },
  };
}
