// The door of this room: raising findings, their catalogue, and what can be done with a list of them.

export { applyAllows, isAllowable, type AllowedFindings, type AllowScope } from './allow.js';
export { applyFixes, type FixedFiles } from './apply-fixes.js';
export { entryOf, findingCodes, isFindingCode, type FindingCode, type ParamsOf } from './catalogue/index.js';
export type { CatalogueEntry, Severity } from './catalogue/entry.js';
export { finding, hasErrors, nowhere, type Edit, type Finding, type Fix, type Related } from './finding.js';
export { invariant, InvariantError, unreachable } from './invariant.js';
export { findingText, holesIn, type FindingText } from './message.js';
export { sortFindings } from './sort.js';
export { nearestNames, renameFixes } from './suggest.js';
