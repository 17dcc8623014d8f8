/**
 * What an expression of a set or request may read, as names of columns: `as_of`, an input, a feature of a join, or what
 * was computed before it. Each begins with the end of a line, which no name of a user can hold, so that a column of the
 * examples is never taken for one of them, whatever it is called.
 */
import { invariant } from '../diagnostics/invariant.js';

export type RequestName =
  | { readonly kind: 'as_of' }
  | { readonly kind: 'input'; readonly name: string }
  /** `join` is the position of the join in the set's plan. */
  | { readonly kind: 'feature'; readonly join: number; readonly feature: string }
  | { readonly kind: 'computed'; readonly name: string };

const MARK = '\n';

/** The column name that stands for it. */
export function requestName(of: RequestName): string {
  switch (of.kind) {
    case 'as_of':
      return `${MARK}as_of`;
    case 'input':
      return `${MARK}input ${of.name}`;
    case 'feature':
      return `${MARK}feature ${String(of.join)} ${of.feature}`;
    case 'computed':
      return `${MARK}computed ${of.name}`;
  }
}

/** Whether a name is one of these; others are columns of the examples. */
export const isRequestName = (text: string): boolean => text.startsWith(MARK);

/** Whether a name stands for a feature of a join; others are columns, where an expression may read both. */
export const isFeatureName = (text: string): boolean => isRequestName(text) && readRequestName(text).kind === 'feature';

/** The reverse. */
export function readRequestName(text: string): RequestName {
  const match = /^\n(?:(as_of)$|(input|computed) |feature (\d+) )(.*)$/s.exec(text);
  invariant(match !== null, `${JSON.stringify(text)} is no name of a request`);
  const [, asOf, kind, join, name = ''] = match;
  if (asOf !== undefined) return { kind: 'as_of' };
  if (kind === 'input' || kind === 'computed') return { kind, name };
  return { kind: 'feature', join: Number(join), feature: name };
}

// ---- names of what is computed -----------------------------------------------------------------------------------

/** The name in the plan of what a request computes, under the alias by which a set joins it: none that the set itself could give. */
export const nameWithin = (request: string, name: string): string => `${request}${MARK}${name}`;

/** The name in the plan of what comes out once more, under another name. */
export const nameOfCopy = (name: string, as: string): string => `${name}${MARK}${MARK}${as}`;

/** A name of the plan in parts: the request, if it is one's, the name there, and the other name that it comes out under. */
export function partsOfName(name: string): { readonly request: string | null; readonly local: string; readonly copy: string | null } {
  const [of = '', copy = null] = name.split(MARK + MARK);
  const [first = '', local = null] = of.split(MARK);
  return local === null ? { request: null, local: first, copy } : { request: first, local, copy };
}

/** A name of the plan as people read it: `checkout.vs_usual`. */
export function shownName(name: string): string {
  const { request, local, copy } = partsOfName(name);
  return `${request === null ? '' : `${request}.`}${local}${copy === null ? '' : ` ${copy}`}`;
}
