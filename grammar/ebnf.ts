/**
 * The grammar as text, generated from the parser itself (Chevrotain's own record of its rules), so that it
 * can't say anything that the parser does not do. What recovery alone reads is left out.
 */
import { type ISerializedGast, type TokenType } from 'chevrotain';
import { parserInstance } from './parse.js';
import { allTokens, caselessWords, contextualWords, durationUnits, Identifier, Instant, Int, Decimal, Duration, Name, Placeholder, QuotedName, RawSql, reservedWords, TableLine, TemplateName, Text, TimeOfDay, word } from './tokens.js';

/** A piece of the grammar, as printers and diagrams need it. */
export type Piece =
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'token'; readonly name: string }
  | { readonly kind: 'rule'; readonly name: string }
  | { readonly kind: 'sequence'; readonly items: readonly Piece[] }
  | { readonly kind: 'choice'; readonly items: readonly Piece[] }
  | { readonly kind: 'option'; readonly item: Piece }
  | { readonly kind: 'many'; readonly item: Piece; readonly separator?: Piece; readonly atLeastOne: boolean };

/** One rule of the grammar. */
export interface GrammarRule {
  readonly name: string;
  readonly body: Piece;
}

// Read only to recover: refused with a finding, so no part of the language.
const refused: ReadonlySet<string> = new Set(['bareInstant']);

/** The rules in the order of reading: from the file down. */
export function grammarRules(): readonly GrammarRule[] {
  const serialized = parserInstance().getSerializedGastProductions() as unknown as readonly SerializedRule[];
  const rules = new Map(serialized.map((rule) => [rule.name, sequence(rule.definition)]));
  const ordered: GrammarRule[] = [];
  const add = (name: string): void => {
    const body = rules.get(name);
    if (body === undefined) return;
    rules.delete(name);
    ordered.push({ name, body });
    for (const below of rulesIn(body)) add(below);
  };
  add('file');
  return ordered;
}

/** The grammar in EBNF: `{ }` repeats, `[ ]` is optional, `|` chooses, `'…'` is written as it stands. */
export function printEbnf(): string {
  const rules = grammarRules().map(({ name, body }) => {
    const alternatives = body.kind === 'choice' ? body.items.map((item) => print(item, false)) : [print(body, false)];
    return `${name} =\n    ${alternatives.join('\n  | ')} ;`;
  });
  return [
    '(* The grammar of Featlang, generated from the parser by scripts/grammar.ts: do not edit.',
    '   { x } is any number of x, [ x ] none or one, ( x | y ) one of them.',
    '   Operators bind, loosest first: or; and; not; = != < <= > >= in between is; in \'zone\'; + -; * / %; unary -. *)',
    '',
    ...rules.flatMap((rule) => [rule, '']),
    ...lexicalRules(),
    '',
  ].join('\n');
}

/** Tokens that are more than a word or sign, as rules of their own. */
export function lexicalRules(): readonly string[] {
  const patterns: readonly (readonly [TokenType, string])[] = [
    [Identifier, 'letters, digits and `_`, not beginning with a digit; not a reserved word'],
    [TemplateName, 'an Identifier in which `$name` or `${name}` is filled in by a template or loop'],
    [QuotedName, '"…" on one line; `""` is a quote'],
    [Placeholder, '`$` and an Identifier'],
    [Text, "'…' on one line; `''` is a quote"],
    [RawSql, '"""…""", over any number of lines'],
    [Int, 'digits, at most 38'],
    [Decimal, 'digits, `.`, digits; at most 38'],
    [Duration, `digits and one of ${durationUnits.join(' ')}`],
    [Instant, 'a date, or a date and time of day, with `Z` or an offset if need be: 2025-01-02 10:00'],
    [TimeOfDay, 'hours and minutes: 02:30'],
    [TableLine, 'from `|` to the end of the line; cells between bars, `\'…\'` around a cell that holds one'],
  ];
  const wrap = (words: readonly string[]): string => words.map((w, i) => `${i > 0 && i % 12 === 0 ? '\n  ' : ''}'${w}'`).join(' | ').replaceAll(' | \n  ', '\n  | ');
  return [
    `${Name.name} =\n    ${Identifier.name} | ${TemplateName.name} | ${QuotedName.name} | contextualWord ;`,
    '',
    ...patterns.flatMap(([type, text]) => [`${type.name} = ? ${text} ? ;`, '']),
    `contextualWord =\n    ${wrap([...contextualWords].sort())} ;`,
    '',
    `reservedWord = (* in either case: ${[...caselessWords].sort().join(' ')} *)\n    ${wrap([...reservedWords].sort())} ;`,
    '',
    'comment = ? // to the end of the line; /// above a statement is its documentation ? ;',
  ];
}

function print(piece: Piece, within: boolean): string {
  switch (piece.kind) {
    case 'word':
      return piece.text.includes("'") ? `"${piece.text}"` : `'${piece.text}'`;
    case 'token':
    case 'rule':
      return piece.name;
    case 'sequence':
      return piece.items.length === 0 ? '(* nothing *)' : piece.items.map((item) => print(item, true)).join(' ');
    case 'choice': {
      const text = piece.items.map((item) => print(item, false)).join(' | ');
      return within ? `( ${text} )` : text;
    }
    case 'option':
      return `[ ${print(piece.item, false)} ]`;
    case 'many': {
      const item = print(piece.item, true);
      const rest = piece.separator === undefined ? `{ ${print(piece.item, false)} }` : `{ ${print(piece.separator, true)} ${item} }`;
      if (piece.separator === undefined && !piece.atLeastOne) return rest;
      return piece.atLeastOne ? `${item} ${rest}` : `[ ${item} ${rest} ]`;
    }
  }
}

interface SerializedRule {
  readonly name: string;
  readonly definition: readonly ISerializedGast[];
}

type Serialized = ISerializedGast & { readonly name?: string; readonly definition?: readonly Serialized[]; readonly separator?: Serialized };

const wordByToken: ReadonlyMap<string, string> = new Map([
  ...Object.entries(word).map(([text, type]) => [type.name, text] as const),
  ...allTokens.flatMap((type) => (typeof type.PATTERN === 'string' ? [[type.name, type.PATTERN] as const] : [])),
  ['NotEquals', '!='],
]);

function sequence(definition: readonly ISerializedGast[]): Piece {
  const items = (definition as readonly Serialized[]).flatMap((part) => {
    const piece = pieceOf(part);
    return piece === undefined ? [] : [piece];
  });
  const [only, ...more] = items;
  return only !== undefined && more.length === 0 ? only : { kind: 'sequence', items };
}

function pieceOf(part: Serialized): Piece | undefined {
  const inner = part.definition ?? [];
  const name = part.name ?? '';
  switch (part.type) {
    case 'Terminal': {
      const text = wordByToken.get(name);
      return text === undefined ? { kind: 'token', name } : { kind: 'word', text };
    }
    case 'NonTerminal':
      return refused.has(name) ? undefined : { kind: 'rule', name };
    case 'Option':
      return { kind: 'option', item: sequence(inner) };
    case 'Repetition':
    case 'RepetitionMandatory':
      return { kind: 'many', item: sequence(inner), atLeastOne: part.type === 'RepetitionMandatory' };
    case 'RepetitionWithSeparator':
    case 'RepetitionMandatoryWithSeparator': {
      const separator = part.separator === undefined ? undefined : pieceOf(part.separator);
      return { kind: 'many', item: sequence(inner), atLeastOne: part.type === 'RepetitionMandatoryWithSeparator', ...(separator === undefined ? {} : { separator }) };
    }
    case 'Alternation':
      return choiceOf(inner.map((alternative) => sequence(alternative.definition ?? [])), inner);
    default:
      return sequence(inner);
  }
}

// An alternative that was only there to recover is gone; one that reads nothing makes the others optional.
function choiceOf(alternatives: readonly Piece[], written: readonly Serialized[]): Piece {
  const empty = (i: number): boolean => (written[i]?.definition ?? []).length === 0;
  const real = alternatives.filter((piece) => piece.kind !== 'sequence' || piece.items.length > 0);
  const [only, ...more] = real;
  const choice: Piece = only !== undefined && more.length === 0 ? only : { kind: 'choice', items: real };
  return alternatives.some((_, i) => empty(i)) ? { kind: 'option', item: choice } : choice;
}

function rulesIn(piece: Piece): readonly string[] {
  switch (piece.kind) {
    case 'rule':
      return [piece.name];
    case 'sequence':
    case 'choice':
      return piece.items.flatMap(rulesIn);
    case 'option':
    case 'many':
      return rulesIn(piece.item);
    case 'word':
    case 'token':
      return [];
  }
}
