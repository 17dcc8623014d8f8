/**
 * What an expression of a set or request may read, as names of columns: `as_of`, an input, a feature of a join, or what
 * was computed before it. The prefix makes them unambiguous whatever the names that people chose.
 */
import { invariant } from '../diagnostics/invariant.js';

export type RequestName =
  | { readonly kind: 'as_of' }
  | { readonly kind: 'input'; readonly name: string }
  /** `join` is the position of the join in the set's plan. */
  | { readonly kind: 'feature'; readonly join: number; readonly feature: string }
  | { readonly kind: 'computed'; readonly name: string };

/** The column name that stands for it. */
export function requestName(of: RequestName): string {
  switch (of.kind) {
    case 'as_of':
      return 'as_of';
    case 'input':
      return `input ${of.name}`;
    case 'feature':
      return `feature ${String(of.join)} ${of.feature}`;
    case 'computed':
      return `computed ${of.name}`;
  }
}

/** Whether a name stands for a feature of a join; others are columns, where an expression may read both. */
export const isFeatureName = (text: string): boolean => /^feature \d+ /.test(text);

/** The reverse. */
export function readRequestName(text: string): RequestName {
  if (text === 'as_of') return { kind: 'as_of' };
  const match = /^(?:(input|computed) |feature (\d+) )(.*)$/s.exec(text);
  invariant(match !== null, `${text} is no name of a request`);
  const [, kind, join, name = ''] = match;
  if (kind === 'input' || kind === 'computed') return { kind, name };
  return { kind: 'feature', join: Number(join), feature: name };
}
