// What one entry of the catalogue of findings looks like. The holes of its own texts, written `{name}`,
// become the parameters that raising it requires: a hole without a value does not compile.

/** How much a finding matters: an error stops the build, a warning can be allowed, an info is advice. */
export type Severity = 'error' | 'warning' | 'info';

/** One kind of finding: plain sentences with `{holes}`. Braces mean a hole. */
export interface CatalogueEntry {
  readonly severity: Severity;
  /** A few words, without holes: the headline, and the page's name. */
  readonly title: string;
  /** What is the matter, in one sentence about this very case. */
  readonly message: string;
  /** Why it matters: what would go wrong. */
  readonly why: string;
  /** What to do now. */
  readonly help: string;
}

/** A table of entries by code; keeps the literal types, from which the parameters are read. */
export function defineFindings<const T extends Readonly<Record<`FT${number}`, CatalogueEntry>>>(entries: T): T {
  return entries;
}

/** The names of the holes in a text, as a type: 'a {b} {c}' gives 'b' | 'c'. */
export type HolesOf<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | HolesOf<Rest> : never;
