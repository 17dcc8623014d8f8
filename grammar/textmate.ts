/**
 * Colours for editors: a TextMate grammar made from the same words as the lexer. It colours by words and
 * their neighbours alone, so a column that is called like a word of the language may be coloured as one.
 */
import { contextualWords, caselessWords, durationUnits, reservedWords } from './tokens.js';

// Declarations introduce a name, which is coloured as an entity.
const declarations = ['entity', 'const', 'source', 'template', 'view', 'request', 'set'] as const;
const operators: readonly string[] = ['and', 'or', 'not', 'in', 'is', 'between'];
const constants: readonly string[] = ['true', 'false', 'null'];

/** A rule of a TextMate grammar. */
export interface TextMateRule {
  readonly name?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly captures?: Readonly<Record<string, { readonly name: string }>>;
  readonly beginCaptures?: Readonly<Record<string, { readonly name: string }>>;
  readonly contentName?: string;
  readonly patterns?: readonly TextMateRule[];
  readonly include?: string;
}

const word = String.raw`[A-Za-z_][A-Za-z0-9_]*`;
const hole = String.raw`\$(?:${word}|\{${word}\})`;

/** Either case of a word, without a flag for the whole expression. */
function eitherCase(text: string): string {
  return Array.from(text, (letter) => `[${letter}${letter.toUpperCase()}]`).join('');
}

function oneOf(words: readonly string[]): string {
  const caseless: ReadonlySet<string> = new Set(caselessWords);
  return String.raw`(?<![.\w$"])(?:${[...words].sort().map((w) => (caseless.has(w) ? eitherCase(w) : w)).join('|')})(?![\w$])`;
}

/** The rules, in the order in which an editor tries them. */
export function textMateRules(): readonly TextMateRule[] {
  const keywords = [...reservedWords, ...contextualWords].filter((w) => !operators.includes(w) && !constants.includes(w));
  return [
    { name: 'comment.line.documentation.featlang', match: '///(?!/).*$' },
    { name: 'comment.line.double-slash.featlang', match: '//.*$' },
    { name: 'string.quoted.triple.sql.featlang', begin: '"""', end: '"""', contentName: 'meta.embedded.block.sql', patterns: [{ include: 'source.sql' }] },
    { name: 'string.quoted.single.featlang', begin: "'", end: "'(?!')|$", patterns: [{ name: 'constant.character.escape.featlang', match: "''" }] },
    { name: 'variable.other.quoted.featlang', match: String.raw`"(?:[^"\r\n]|"")*"` },
    { name: 'markup.other.table.featlang', match: String.raw`^\s*\|.*\|`, captures: { 0: { name: 'markup.raw.featlang' } } },
    {
      match: String.raw`(?<![\w$.])(${declarations.join('|')})\s+(${word})(?!\s*[=:.])`,
      captures: { 1: { name: 'keyword.declaration.featlang' }, 2: { name: 'entity.name.type.featlang' } },
    },
    { name: 'meta.definition.featlang', match: String.raw`(?<![\w$."])((?:${word})?(?:${hole})?[A-Za-z0-9_]*)\s*(=)(?!=)`, captures: { 1: { name: 'variable.other.definition.featlang' }, 2: { name: 'keyword.operator.assignment.featlang' } } },
    { match: String.raw`(?<![\w$."])(${word})\s*(:)\s*(${word})`, captures: { 1: { name: 'variable.other.definition.featlang' }, 2: { name: 'punctuation.separator.featlang' }, 3: { name: 'storage.type.featlang' } } },
    { name: 'constant.numeric.instant.featlang', match: String.raw`\b\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?(?:Z|[+-]\d{2}:\d{2})?` },
    { name: 'constant.numeric.duration.featlang', match: String.raw`\b\d+(?:${durationUnits.join('|')})\b` },
    { name: 'constant.numeric.featlang', match: String.raw`\b\d+(?:\.\d+)?\b` },
    { name: 'variable.parameter.featlang', match: hole },
    { name: 'constant.language.featlang', match: oneOf(constants) },
    { name: 'keyword.operator.word.featlang', match: oneOf(operators) },
    { name: 'entity.name.function.featlang', match: String.raw`(?<![\w$])(?!(?:${reservedWords.join('|')})\b)${word}(?=\()` },
    { name: 'keyword.control.featlang', match: oneOf(keywords) },
    { name: 'keyword.operator.featlang', match: String.raw`!=|<>|<=|>=|[=<>+\-*/%]` },
  ];
}

/** The grammar file. */
export function printTextMate(): string {
  const grammar = { name: 'Featlang', scopeName: 'source.featlang', fileTypes: ['feat'], patterns: textMateRules() };
  return `${JSON.stringify(grammar, null, 2)}\n`;
}
