/**
 * The cases that faults are tried against, by id and in order: those with a name, then generated ones of every family
 * in turn. What the interpreter says of a case is computed once and kept for the next fault.
 */
import type { AgreementCase } from '../agreement/case.js';
import { expectationsOf, type Expectations } from '../agreement/expectations.js';
import { FAMILIES } from '../agreement/families.js';
import { NAMED_CASES } from '../agreement/named-cases.js';

export interface PreparedCase {
  readonly id: string;
  readonly of: AgreementCase;
  readonly expected: Expectations;
}

export interface Cases {
  /** Named cases first; then each family's share of generated ones, spread evenly. */
  readonly ids: readonly string[];
  readonly named: readonly string[];
  /** The generated ones of a family. */
  readonly generated: (family: string) => readonly string[];
  /** Null where an id means nothing (any more). */
  readonly get: (id: string) => PreparedCase | null;
}

export function casesOf(count: number, seed: number): Cases {
  const generated = FAMILIES.flatMap((family) => Array.from({ length: Math.ceil(count * family.share) }, (_, i) => ({ at: i / family.share, family: family.name, id: `${family.name} ${String(seed)} ${String(i)}` })));
  const named = NAMED_CASES.map((of) => of.name);
  const ids = [...named, ...generated.sort((a, b) => a.at - b.at).map((each) => each.id)];
  const prepared = new Map<string, PreparedCase | null>();
  return {
    ids,
    named,
    generated: (family) => generated.filter((each) => each.family === family).map((each) => each.id),
    get: (id) => {
      const known = prepared.get(id);
      if (known !== undefined) return known;
      const of = caseOf(id);
      const made = of === null ? null : { id, of, expected: expectationsOf(of) };
      prepared.set(id, made);
      return made;
    },
  };
}

function caseOf(id: string): AgreementCase | null {
  const named = NAMED_CASES.find((each) => each.name === id);
  if (named !== undefined) return named;
  const [, family, seed, index] = /^(.+) (\d+) (\d+)$/.exec(id) ?? [];
  return FAMILIES.find((each) => each.name === family)?.make(Number(seed), Number(index)) ?? null;
}
