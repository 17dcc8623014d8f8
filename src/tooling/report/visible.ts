// Text that a user wrote, made safe to print on a terminal: whatever could move the cursor, colour the screen,
// open a link or turn the direction of writing is shown as its code point instead of being sent.

/** Characters that act instead of being seen, and halves of a surrogate pair; the joiners and variation selectors of emoji are left alone. */
const acting =
  /[\u0000-\u001F\u007F-\u009F\u00AD\u061C\u115F\u1160\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF9-\uFFFB\u{E0000}-\u{E0FFF}\uD800-\uDFFF]/gu;

/**
 * Build servers also read commands of the form `##[name]` and `##vso[name]`, and find them anywhere in a line
 * (actions/runner, ActionCommand.TryParse); the bracket is what makes them one.
 */
const commandBracket = /(?<=##[A-Za-z]*)\[/g;

/** One line of text in which every acting character is spelled out, as in `<U+001B>`. */
export function visible(text: string): string {
  return text.replace(acting, (character) => spell(character)).replace(commandBracket, spell('['));
}

/** Whether the character at an offset opens a command of a build server. */
export function opensCommand(line: string, offset: number): boolean {
  return line[offset] === '[' && /##[A-Za-z]*$/.test(line.slice(Math.max(0, offset - 40), offset));
}

/**
 * A line that begins with text of the user. The runner trims blanks before it looks for `::` (TryParseV2), so an
 * indent alone does not help.
 */
export function visibleStart(line: string): string {
  return line.startsWith('::') ? spell(':') + line.slice(1) : line;
}

/** JSON text in which no `##[` can be found; it stands for the same value. */
export function quietJson(json: string): string {
  return json.replace(commandBracket, '\\u005B');
}

/** A sentence: line breaks and tabs become blanks, other acting characters are spelled out. */
export function visibleSentence(text: string): string {
  return visible(text.replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, ' '));
}

/** A character as its code point. */
export function spell(character: string): string {
  return `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`;
}

/** The text with halves of a surrogate pair replaced, which no encoding of Unicode can carry. */
export function wellFormed(text: string): string {
  return text.replace(/[\uD800-\uDFFF]/gu, '\uFFFD');
}
