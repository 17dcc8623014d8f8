/**
 * Signs of other languages that people type here out of habit. The lexer knows them so that each is told as what it
 * is; the grammar does not, and `habits` reads them as what was meant.
 */
import { createToken, type CustomPatternMatcherFunc, type TokenType } from 'chevrotain';
import { TableLine } from './tokens.js';

/** `-- text`, `# text` and C's comments; kept apart like our own comments. */
export const ForeignComment = createToken({ name: 'ForeignComment', pattern: /(?:--|#)[^\r\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?/, group: 'foreignComments', line_breaks: true });
export const Semicolon = createToken({ name: 'Semicolon', label: '`;`', pattern: ';' });
export const AndAnd = createToken({ name: 'AndAnd', label: '`and`', pattern: '&&' });
export const Bang = createToken({ name: 'Bang', label: '`not`', pattern: /!(?!=)/ });
export const Power = createToken({ name: 'Power', label: '`*`', pattern: /\*\*|\^/ });
export const DoubleColon = createToken({ name: 'DoubleColon', label: '`::`', pattern: '::' });
export const Question = createToken({ name: 'Question', label: '`?`', pattern: '?' });
/** A name as MySQL and BigQuery quote it. */
export const Backticked = createToken({ name: 'Backticked', label: 'a name', pattern: /`[^`\r\n]+`/ });
/** A text in the quotes of a word processor. */
export const CurlyText = createToken({ name: 'CurlyText', label: "a text in '…'", pattern: /[\u2018\u201A\u201C\u201E][^\u2018-\u201F'"\r\n]*[\u2018\u2019\u201C\u201D]/ });

// A line that begins with two bars is a row of a table whose first cell is empty.
const twoBars: CustomPatternMatcherFunc = (text, offset, tokens) => {
  if (text[offset] !== '|' || text[offset + 1] !== '|') return null;
  const last = tokens.at(-1);
  const startsLine = /(?:^|[\r\n])[ \t]*$/.test(text.slice(Math.max(0, offset - 200), offset));
  return startsLine || last === undefined || last.tokenType === TableLine ? null : ['||'];
};
export const OrOr = createToken({ name: 'OrOr', label: '`or`', pattern: twoBars, start_chars_hint: ['|'], line_breaks: false });

/** Before our own: `--` must not be read as two minuses. */
export const foreignTokens: readonly TokenType[] = [ForeignComment, Semicolon, AndAnd, OrOr, Bang, Power, DoubleColon, Question, Backticked, CurlyText];

/** Where the lexer puts comments of other languages. */
export const foreignComments = 'foreignComments';

