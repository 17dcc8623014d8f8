// `allow FT4012 'reason'` silences one kind of finding within its block. An allow is itself checked: it must name
// a real code, one that is not an error, say why, and silence something.

import type { Span } from '../source/span.js';
import { entryOf, findingCodes, isFindingCode } from './catalogue/index.js';
import { finding, type Finding } from './finding.js';
import { renameFixes } from './suggest.js';

/** One `allow` of a project. */
export interface AllowScope {
  readonly code: string;
  readonly codeSpan: Span;
  readonly reason: string;
  /** The whole statement, which the fix of an unused one deletes. */
  readonly span: Span;
  /** Where it holds: the block that it stands in. */
  readonly scope: Span;
}

/** What is left to report, and what was silenced by which allow. */
export interface AllowedFindings {
  readonly findings: readonly Finding[];
  readonly allowed: readonly { readonly finding: Finding; readonly allow: AllowScope }[];
}

/** Takes out what is allowed, and adds what is wrong with the allows themselves. */
export function applyAllows(findings: readonly Finding[], allows: readonly AllowScope[]): AllowedFindings {
  const kept: Finding[] = [];
  const allowed: { finding: Finding; allow: AllowScope }[] = [];
  for (const found of findings) {
    const covering = allows.filter((allow) => covers(allow, found));
    if (covering.length === 0) kept.push(found);
    for (const allow of covering) allowed.push({ finding: found, allow });
  }
  const used = new Set(allowed.map(({ allow }) => allow));
  return { findings: [...kept, ...allows.flatMap((allow) => checkAllow(allow, used.has(allow) || hasError(allow, findings)))], allowed };
}

/** Whether a code may be silenced: there is no right answer to compute while an error stands. */
export function isAllowable(code: string): boolean {
  return isFindingCode(code) && entryOf(code).severity !== 'error' && code !== 'FT8010';
}

/** An error in the block may be all that keeps the finding from being made: whether an allow is needed shows when it is gone. */
function hasError({ scope }: AllowScope, findings: readonly Finding[]): boolean {
  return findings.some(({ severity, span }) => severity === 'error' && span.file === scope.file && scope.start <= span.start && span.end <= scope.end);
}

function covers(allow: AllowScope, found: Finding): boolean {
  const { scope } = allow;
  return (
    allow.code === found.code &&
    isAllowable(allow.code) &&
    scope.file === found.span.file &&
    scope.start <= found.span.start &&
    found.span.end <= scope.end
  );
}

function checkAllow(allow: AllowScope, used: boolean): readonly Finding[] {
  const { code, codeSpan } = allow;
  if (!isFindingCode(code)) {
    return [finding('FT8011', codeSpan, { code }, { fixes: renameFixes(codeSpan, code, findingCodes) })];
  }
  if (!isAllowable(code)) return [finding('FT8012', codeSpan, { code })];
  const unexplained = allow.reason.trim() === '' ? [finding('FT8013', allow.span, { code })] : [];
  const unused = used ? [] : [finding('FT8010', allow.span, { code }, { fixes: [{ title: 'delete it', edits: [{ span: allow.span, text: '' }] }] })];
  return [...unexplained, ...unused];
}
