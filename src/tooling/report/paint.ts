// Colours of the pretty report. Whether they are wanted is the caller's to know: nothing here looks at a terminal.

/** What a piece of text is for. */
export type Style = 'error' | 'warning' | 'info' | 'frame' | 'note' | 'strong';

/** Puts a style on a text. */
export type Paint = (style: Style, text: string) => string;

const codes: Readonly<Record<Style, string>> = { error: '1;31', warning: '1;33', info: '1;36', frame: '34', note: '36', strong: '1' };

/** A painter that colours, or one that leaves the text as it is. */
export function painter(colour: boolean): Paint {
  return (style, text) => (colour && text !== '' ? `\u001B[${codes[style]}m${text}\u001B[0m` : text);
}
