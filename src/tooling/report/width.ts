// How many columns of a terminal a text takes, so that carets stand below what they mean. Judged by grapheme:
// an emoji of several code points is one picture of two columns.

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** East Asian wide and full-width ranges (Unicode 15.1, UAX 11), the ones that are not emoji. */
const wide =
  /^[\u1100-\u115F\u2329\u232A\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE10-\uFE19\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{17000}-\u{18CFF}\u{1B000}-\u{1B2FF}\u{20000}-\u{3FFFD}]/u;
const picture = /\p{Emoji_Presentation}|\uFE0F/u;
const markOnly = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;

/** The pieces of a text that are moved over as one, with their place and width. */
export interface Grapheme {
  readonly text: string;
  readonly offset: number;
  readonly width: number;
}

/** A text cut into graphemes. */
export function splitGraphemes(text: string): readonly Grapheme[] {
  return Array.from(graphemes.segment(text), ({ segment, index }) => ({ text: segment, offset: index, width: graphemeWidth(segment) }));
}

/** The columns that a text takes on a terminal; it must hold no acting character. */
export function displayWidth(text: string): number {
  return splitGraphemes(text).reduce((sum, grapheme) => sum + grapheme.width, 0);
}

function graphemeWidth(grapheme: string): number {
  if (markOnly.test(grapheme)) return 0;
  return wide.test(grapheme) || picture.test(grapheme) ? 2 : 1;
}
