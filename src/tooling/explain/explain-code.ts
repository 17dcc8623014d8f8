// `feat explain FT4003`: one code of a finding, told on a terminal. Its holes stand as <name>, since no case is at
// hand; a code that does not exist gets the nearest ones.

import { entryOf, findingCodes, isFindingCode, isAllowable, nearestNames, type CatalogueEntry, type FindingCode } from '../../compiler/diagnostics/index.js';
import { visible, visibleSentence } from '../report/visible.js';
import { wrapWords } from '../report/wrap.js';
import { examples } from './examples.js';

const weights: Readonly<Record<CatalogueEntry['severity'], string>> = {
  error: 'An error: nothing is built while it stands.',
  warning: 'A warning: it can be allowed with a reason.',
  info: 'A note: advice, which can be allowed with a reason.',
};

/** What a code means, in plain text; undefined if there is no such code. */
export function explainCode(text: string): string | undefined {
  const code = normalizeCode(text);
  if (!isFindingCode(code)) return undefined;
  const entry = withNamedHoles(entryOf(code));
  const sentences = [entry.message, `Why: ${entry.why}`, `Help: ${entry.help}`, weightOf(code)];
  const shown = examples[code];
  const lines = shown === undefined ? [] : [...exampleLines('Raises it', shown.bad), ...exampleLines('Does not', shown.good)];
  return [`${code}: ${entry.title}`, '', ...sentences.flatMap((sentence) => [...indented(sentence), '']), ...lines].join('\n');
}

/** The line that answers a code that does not exist. */
export function unknownCodeLine(text: string): string {
  const near = nearestNames(normalizeCode(text), findingCodes);
  const hint = near.length === 0 ? '' : ` Did you mean ${near.join(' or ')}?`;
  return `There is no finding \`${visibleSentence(text)}\`.${hint}`;
}

/** All codes with their titles, one a line: what `feat explain` without a code lists. */
export function listCodes(): string {
  return findingCodes.map((code) => `${code}  ${entryOf(code).severity.padEnd(7)}  ${entryOf(code).title}\n`).join('');
}

/** What a code's weight means for a build. */
export function weightOf(code: FindingCode): string {
  return isAllowable(code) || entryOf(code).severity === 'error' ? weights[entryOf(code).severity] : 'A warning, which cannot be allowed.';
}

/** An entry whose holes are shown as <name>. */
export function withNamedHoles(entry: CatalogueEntry): CatalogueEntry {
  const named = (text: string): string => text.replace(/\{([^{}]*)\}/g, '<$1>');
  return { ...entry, message: named(entry.message), why: named(entry.why), help: named(entry.help) };
}

function normalizeCode(text: string): string {
  const digits = /^\s*(?:ft)?[\s_-]*(\d+)\s*$/i.exec(text)?.[1];
  return digits === undefined ? text.trim().toUpperCase() : `FT${digits}`;
}

function indented(sentence: string): readonly string[] {
  return wrapWords(sentence, 84).map((line) => `  ${line}`);
}

function exampleLines(lead: string, example: string): readonly string[] {
  return [`  ${lead}:`, '', ...example.split('\n').map((line) => `    ${visible(line)}`.trimEnd()), ''];
}
