/**
 * Comments in generated SQL: only lines that start with `-- `, never blocks. Text of people is cut at everything that
 * any engine or editor takes for the end of a line, and what could hide or reorder text is spelled out.
 */
const LINE_END = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/u;
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\p{Surrogate}]/gu;

/** The lines of a comment, each starting with `--`. */
export function printComment(text: string): readonly string[] {
  return text.split(LINE_END).map((line) => {
    const shown = line.replace(HIDDEN, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`).trimEnd();
    return shown === '' ? '--' : `-- ${shown}`;
  });
}
