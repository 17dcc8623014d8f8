// Breaks sentences at blanks so that a report fits a terminal. Words are never cut, so that names can be copied.

import { displayWidth } from './width.js';

/** The lines of a sentence, each at most `width` columns unless a single word is longer. */
export function wrapWords(sentence: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of sentence.split(' ').filter((part) => part !== '')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && displayWidth(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line === '' ? lines : [...lines, line];
}
