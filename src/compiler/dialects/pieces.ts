/**
 * Text of SQL together with how tightly it binds, so that parentheses appear where they are needed and nowhere else.
 * The levels are the ones on which DuckDB's and Postgres's grammars agree; where they differ, or where a reader would
 * have to think, operands are asked for one level more.
 */

/** How tightly a text binds; higher binds tighter. */
export const LEVEL = Object.freeze({
  or: 1, and: 2, not: 3, comparison: 4, other: 5, additive: 6, multiplicative: 7, postfix: 9, atom: 10,
});

export interface Piece {
  readonly text: string;
  readonly level: number;
}

/** Never needs parentheses: a name, a literal, a function call, CASE … END. */
export const atom = (text: string): Piece => ({ text, level: LEVEL.atom });

/** The text, in parentheses unless it binds at least as tightly as `level`. */
export const inside = (piece: Piece, level: number): string => (piece.level >= level ? piece.text : `(${piece.text})`);

export const callOf = (name: string, args: readonly Piece[]): Piece => atom(`${name}(${args.map((a) => a.text).join(', ')})`);
export const castTo = (piece: Piece, type: string): Piece => atom(`CAST(${piece.text} AS ${type})`);

/** `a + b`, `a - b`: left-associative, so that `a - (b - c)` keeps its parentheses. */
export const additive = (a: Piece, operator: '+' | '-', b: Piece): Piece => ({
  text: `${inside(a, LEVEL.additive)} ${operator} ${inside(b, LEVEL.multiplicative)}`,
  level: LEVEL.additive,
});
export const multiplicative = (a: Piece, operator: '*' | '/' | '//' | '%', b: Piece): Piece => ({
  text: `${inside(a, operator === '*' ? LEVEL.multiplicative : LEVEL.postfix)} ${operator} ${inside(b, LEVEL.postfix)}`,
  level: LEVEL.multiplicative,
});
/** The operand of a sign is an atom, so that `- -1` and `--1` (a comment!) can't be printed. */
export const negated = (a: Piece): Piece => ({ text: `-${inside(a, LEVEL.atom)}`, level: LEVEL.additive });

export const comparison = (a: Piece, operator: string, b: Piece): Piece => ({
  text: `${inside(a, LEVEL.other)} ${operator} ${inside(b, LEVEL.other)}`,
  level: LEVEL.comparison,
});
/** `x IS NULL`, `x IN (…)`, `x BETWEEN … AND …`: what follows the operand as it stands. */
export const test = (a: Piece, rest: string): Piece => ({ text: `${inside(a, LEVEL.other)} ${rest}`, level: LEVEL.comparison });

export const conjunction = (args: readonly Piece[]): Piece => joined(args, 'AND', LEVEL.and, LEVEL.and);
/** A conjunction inside OR is put in parentheses: correct without, but misread. */
export const disjunction = (args: readonly Piece[]): Piece => joined(args, 'OR', LEVEL.or, LEVEL.not);
export const negation = (a: Piece): Piece => ({ text: `NOT ${inside(a, LEVEL.postfix)}`, level: LEVEL.not });

/** `a || b || c`. */
export const concatenation = (args: readonly Piece[]): Piece => {
  const [first] = args;
  if (args.length === 1 && first !== undefined) return first;
  return { text: args.map((a) => inside(a, LEVEL.postfix)).join(' || '), level: LEVEL.other };
};

export interface Branch {
  readonly when: Piece;
  readonly then: Piece;
}

const CASE_WIDTH = 110;

/** On one line while it is short; else one branch a line. */
export function caseOf(branches: readonly Branch[], otherwise: Piece | null): Piece {
  const parts = branches.map((b) => `WHEN ${b.when.text} THEN ${b.then.text}`);
  if (otherwise !== null) parts.push(`ELSE ${otherwise.text}`);
  const line = `CASE ${parts.join(' ')} END`;
  if (line.length <= CASE_WIDTH && !line.includes('\n')) return atom(line);
  return atom(`CASE\n${parts.map((p) => indent(p, 2)).join('\n')}\nEND`);
}
/** A value where a condition holds, else null. */
export const onlyIf = (when: Piece, then: Piece): Piece => caseOf([{ when, then }], null);

/** No text of SQL holds a line break of its own (names refuse them, literals write them with chr), so lines may be moved. */
export const indent = (text: string, by: number): string =>
  text.split('\n').map((line) => (line === '' ? line : ' '.repeat(by) + line)).join('\n');

function joined(args: readonly Piece[], word: string, level: number, operand: number): Piece {
  const [first] = args;
  if (args.length === 1 && first !== undefined) return first;
  const texts = args.map((a) => inside(a, operand));
  const line = texts.join(` ${word} `);
  return { text: line.length <= CASE_WIDTH ? line : texts.join(`\n  ${word} `), level };
}
