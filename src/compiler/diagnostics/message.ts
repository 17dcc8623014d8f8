// Fills the holes of a catalogue entry with a finding's parameters. The result is plain text: it may hold
// whatever a user wrote, so each report escapes it for its own medium.

import { entryOf } from './catalogue/index.js';
import type { Finding } from './finding.js';
import { invariant } from './invariant.js';

/** The texts of one finding, ready to be shown. */
export interface FindingText {
  readonly title: string;
  readonly message: string;
  readonly why: string;
  readonly help: string;
}

/** The texts of a finding with its parameters filled in. */
export function findingText(finding: Finding): FindingText {
  const { title, message, why, help } = entryOf(finding.code);
  const fill = (text: string): string => fillHoles(text, finding.params);
  return { title: fill(title), message: fill(message), why: fill(why), help: fill(help) };
}

/** The names of a text's holes, in order of appearance, each once. */
export function holesIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? ''))];
}

function fillHoles(text: string, params: Finding['params']): string {
  return text.replace(/(\ba )?\{([^{}]*)\}/gi, (_, article: string | undefined, name: string) => {
    const value = Object.hasOwn(params, name) ? params[name] : undefined;
    invariant(value !== undefined, `finding text has no value for {${name}}`);
    const word = String(value);
    return article === undefined ? word : `${article.trimEnd()}${beginsWithVowel(word) ? 'n' : ''} ${word}`;
  });
}

/** As it is spoken: an entity, an input, but a union. */
const beginsWithVowel = (word: string): boolean => /^(?!uni|use)[aeiou]/i.test(word);
