/**
 * What all syntax nodes share: spans, names, trivia and the holes that recovery leaves. The tree is
 * plain frozen data; nothing in it is resolved or typed.
 */
import type { Span } from '../source/span.js';

/** What every node has: its kind and the text it came from. */
export interface NodeBase {
  readonly kind: string;
  readonly span: Span;
}

/**
 * A name as written. `text` is the name itself: quotes removed and `""` read as `"`.
 * In a template or loop a name may hold placeholders (`n_$s`, `n_${s}_7d`); `text` then still shows them.
 * `missing` marks the hole left where a name was expected; its text is empty.
 */
export interface Name extends NodeBase {
  readonly kind: 'name';
  readonly text: string;
  readonly quoted: boolean;
  readonly placeholders: readonly NamePlaceholder[];
  readonly missing: boolean;
}

/** One `$s` or `${s}` within a name: `name` is `s`, `from`..`to` its place in `Name.text`. */
export interface NamePlaceholder {
  readonly name: string;
  readonly span: Span;
  readonly from: number;
  readonly to: number;
}

/** A dotted name: `shop.orders`, `bought.avg_30d`. Never empty. */
export interface QualifiedName extends NodeBase {
  readonly kind: 'qualifiedName';
  readonly parts: readonly Name[];
}

/** The text of the `///` lines above a declaration, feature or column, markers removed, joined by newlines. */
export interface Doc extends NodeBase {
  readonly kind: 'doc';
  readonly text: string;
}

/** A hole in an expression: recovery found nothing that could stand there. A finding was already given. */
export interface Missing extends NodeBase {
  readonly kind: 'missing';
}

/** A statement that could not be read. A finding was already given; its neighbours are intact. */
export interface Broken extends NodeBase {
  readonly kind: 'broken';
}

/**
 * A comment, or a run of blank lines (`lines` of them). `ownLine` tells a comment alone on its line
 * from one behind code.
 */
export type Trivia =
  | { readonly kind: 'comment'; readonly span: Span; readonly text: string; readonly doc: boolean; readonly ownLine: boolean }
  | { readonly kind: 'blankLines'; readonly span: Span; readonly lines: number };

/** A declared type as written: `string`, `decimal(12,2)`, `array(string)`, `array(pair(string, float64))`. */
export interface TypeRef extends NodeBase {
  readonly kind: 'type';
  readonly name: Name;
  readonly args: readonly TypeArg[];
}

/** An argument of a type: a whole number as written, or a type. */
export type TypeArg = { readonly kind: 'typeNumber'; readonly span: Span; readonly text: string } | TypeRef;
