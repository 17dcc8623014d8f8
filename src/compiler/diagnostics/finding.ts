// A finding is data: a code, a place, parameters, and what could be done about it. Text is made of it late
// (message.ts, src/tooling/report), so that the same finding serves a terminal, an editor and a machine.

import type { Span } from '../source/span.js';
import { entryOf, type FindingCode, type ParamsOf } from './catalogue/index.js';
import type { Severity } from './catalogue/entry.js';

export type { Severity } from './catalogue/entry.js';
export type { FindingCode, ParamsOf } from './catalogue/index.js';

/** Another place that has to do with a finding, and how. */
export interface Related {
  readonly span: Span;
  readonly message: string;
}

/** Replaces the text of a span; an empty span inserts. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/** One way to put a finding right: edits that belong together and never overlap. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly Edit[];
}

/** Something to tell the author of a project. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly span: Span;
  readonly params: Readonly<Record<string, string | number>>;
  readonly related: readonly Related[];
  readonly fixes: readonly Fix[];
}

/** The place of a finding that lies in no file, such as a missing project. Reports print no frame for it. */
export const nowhere: Span = { file: '', start: 0, end: 0 };

/** Raises a finding; the compiler asks for exactly the parameters that the code's texts name. */
export function finding<C extends FindingCode>(
  code: C,
  span: Span,
  params: ParamsOf<C>,
  more: { readonly related?: readonly Related[]; readonly fixes?: readonly Fix[] } = {},
): Finding {
  return { code, severity: entryOf(code).severity, span, params, related: more.related ?? [], fixes: more.fixes ?? [] };
}

/** Whether a list of findings holds an error, which stops a build. */
export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some((f) => f.severity === 'error');
}
