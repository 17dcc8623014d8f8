// All findings by code, in the order of their families. To add one, add an entry to the file of its family;
// to raise it, call `finding` (../finding.ts) with the parameters that its texts name.

import type { CatalogueEntry, HolesOf } from './entry.js';
import { dataFindings } from './data.js';
import { namesFindings } from './names.js';
import { objectivesFindings } from './objectives.js';
import { projectFindings } from './project.js';
import { sqlFindings } from './sql.js';
import { syntaxFindings } from './syntax.js';
import { targetFindings } from './target.js';
import { timeFindings } from './time.js';
import { typesFindings } from './types.js';

/** Every finding that Featlang can raise. */
export const catalogue = {
  ...syntaxFindings,
  ...namesFindings,
  ...typesFindings,
  ...timeFindings,
  ...objectivesFindings,
  ...targetFindings,
  ...sqlFindings,
  ...projectFindings,
  ...dataFindings,
} as const;

/** The code of a finding, such as 'FT2001'. */
export type FindingCode = keyof typeof catalogue;

/** The parameters that a code's texts require. */
export type ParamsOf<C extends FindingCode> = [HolesOfCode<C>] extends [never]
  ? Readonly<Record<string, never>>
  : { readonly [Name in HolesOfCode<C>]: string | number };

type HolesOfCode<C extends FindingCode> = HolesOf<(typeof catalogue)[C]['title' | 'message' | 'why' | 'help']>;

/** All codes, in order. */
export const findingCodes: readonly FindingCode[] = (Object.keys(catalogue) as FindingCode[]).sort();

/** Whether a text is the code of a finding. */
export function isFindingCode(text: string): text is FindingCode {
  return Object.hasOwn(catalogue, text);
}

/** The entry of a code. */
export function entryOf(code: FindingCode): CatalogueEntry {
  return catalogue[code];
}
