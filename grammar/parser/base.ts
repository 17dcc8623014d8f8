/**
 * What all rules share: names, spans, holes and recovery. Chevrotain parses LL(2) with embedded actions;
 * its own resynchronisation searches follow sets and knows no lines, so a statement that breaks is skipped
 * here instead: to the next line that can start a statement, the end of its block, or the next declaration.
 */
import { EmbeddedActionsParser, EOF, isRecognitionException, tokenMatcher, type IRecognitionException, type IToken, type TokenType } from 'chevrotain';
import { finding, type Finding, type Fix } from '../../src/compiler/diagnostics/finding.js';
import type { Span } from '../../src/compiler/source/span.js';
import type { Broken, Doc, Missing, Name, NamePlaceholder } from '../../src/compiler/syntax/ast.js';
import {
  allTokens, Colon, Comma, Dot, Equals, Greater, GreaterEqual, LCurly, Less, LessEqual, LParen, LSquare, Minus, Name as NameToken, NotEquals, Percent, Placeholder,
  Plus, QuotedName, RCurly, RParen, RSquare, Slash, Star, TemplateName, Text, UnclosedName, UnclosedText, word,
} from '../tokens.js';
import { endOf } from '../habits/reader.js';
import { problemLimit } from '../limits.js';
import { expectedInWords, foundInWords, isReserved, problemOf, reservedProblem } from './errors.js';
import { startsSomeStatement } from './vocabulary.js';

/** One file's tokens, and what the parser must know of the text around them. */
export interface ParserInput {
  readonly path: string;
  readonly textLength: number;
  readonly tokens: IToken[];
  /** the `///` lines right above a token */
  readonly docs: ReadonlyMap<IToken, Doc>;
}

const declarationWords: ReadonlySet<TokenType> = new Set([
  word.entity, word.const, word.source, word.template, word.view, word.request, word.set, word.test,
]);

/** Rules shared by all parts of the grammar. */
export abstract class BaseParser extends EmbeddedActionsParser {
  protected path = '';
  private textLength = 0;
  private docs: ReadonlyMap<IToken, Doc> = new Map();
  private found: Finding[] = [];
  /** The column of the statement being read, if it is the first on its line. */
  private statementColumn = 0;

  /** `validate` has Chevrotain look for ambiguities and left recursion: for tests, since a grammar that passed once stays valid. */
  protected constructor(validate: boolean) {
    super(allTokens, {
      maxLookahead: 2,
      recoveryEnabled: false,
      errorMessageProvider: expectedInWords,
      skipValidations: !validate,
    });
  }

  /** Loads a file; rules may then be called. */
  public load(input: ParserInput): void {
    this.input = input.tokens;
    this.path = input.path;
    this.textLength = input.textLength;
    this.docs = input.docs;
    this.found = [];
    this.statementColumn = 0;
  }

  /** The findings since `load`, in the order found. */
  public get problems(): readonly Finding[] {
    return this.found;
  }

  // ---- places ----

  /** From the start of a token to the end of the last token read. */
  protected spanFrom(start: IToken): Span {
    const last = this.LA(0);
    const end = last.tokenType === EOF ? start.startOffset : endOf(last);
    return { file: this.path, start: start.startOffset, end: Math.max(end, start.startOffset) };
  }

  protected spanOf(token: IToken): Span {
    return { file: this.path, start: token.startOffset, end: endOf(token) };
  }

  /** The empty place right behind the last token read. */
  protected here(): Span {
    const last = this.LA(0);
    const at = last.tokenType === EOF ? 0 : endOf(last);
    return { file: this.path, start: at, end: at };
  }

  protected docOf(first: IToken): { readonly doc?: Doc } {
    const doc = this.docs.get(first);
    return doc === undefined ? {} : { doc };
  }

  // ---- names ----

  /** A name where it is defined: an identifier, a quoted name, a contextual word. */
  protected readonly ownName = this.rule('ownName', (): Name => nameFrom(this.CONSUME(NameToken), this.path));

  /** A name that refers to something. On a line of its own before `=` or `:` it is the next statement's, and none is here. */
  protected readonly name = this.rule('name', (): Name => this.OR<Name>(this.nameAlternatives));

  private readonly nameAlternatives = {
    DEF: [{ GATE: (): boolean => this.continues() || !this.nextStartsLine(), ALT: (): Name => nameFrom(this.CONSUME(NameToken), this.path) }],
    ERR_MSG: 'a name',
  };

  /** A name that a template may fill in whole: `$name`. */
  protected readonly definedName = this.rule('definedName', (): Name =>
    this.OR<Name>([
      { ALT: () => this.SUBRULE(this.ownName) },
      { ALT: () => nameFrom(this.CONSUME(Placeholder), this.path) },
    ]),
  );

  /** `a, b, c` */
  protected readonly names = this.rule('names', (): readonly Name[] => {
    const names: Name[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => names.push(this.SUBRULE(this.name)) });
    return names;
  });

  protected missingName(): Name {
    return { kind: 'name', text: '', span: this.here(), quoted: false, placeholders: [], missing: true };
  }

  // ---- what comes next ----

  /** Whether the next token is the first on its line. */
  protected nextStartsLine(): boolean {
    const next = this.LA(1);
    const last = this.LA(0);
    return last.tokenType === EOF || next.startLine !== last.endLine;
  }

  /**
   * Whether the next word continues a statement. `name =` and `name:` never do: they start the next one,
   * so a feature may be called `by` or `at` although these words continue a feature.
   */
  protected continues(): boolean {
    const second = this.LA(2).tokenType;
    return second !== Equals && second !== Colon;
  }

  /** Whether the next token may be a name that an argument on the same line goes on with: `every day`, `in zone_column`. */
  protected nameOnSameLine(): boolean {
    return !this.nextStartsLine() && this.continues();
  }

  /** Whether a new declaration starts at the next token: its word, first on a line, before a name or title. */
  protected atDeclaration(): boolean {
    if (!declarationWords.has(this.LA(1).tokenType) || !this.nextStartsLine()) return false;
    const second = this.LA(2);
    return tokenMatcher(second, NameToken) || tokenMatcher(second, Text);
  }

  protected atEnd(): boolean {
    return this.LA(1).tokenType === EOF;
  }

  /** Whether a block or the file ends here. */
  protected atBlockEnd(): boolean {
    const type = this.LA(1).tokenType;
    return type === RCurly || type === EOF || this.atDeclaration();
  }

  // ---- findings and recovery ----

  protected report(problem: Finding): void {
    if (!this.RECORDING_PHASE && this.found.length < problemLimit) this.found.push(problem);
  }

  // Chevrotain takes its time to say what it expected. A file with so many mistakes is no broken `.feat` file
  // but another kind of file, or one made to take long: the rest of it is not read.
  private giveUp(): boolean {
    if (this.found.length < problemLimit) return false;
    while (!this.atEnd()) this.SKIP_TOKEN();
    return true;
  }

  /** Runs a rule; if it breaks, the finding is kept, the rest of the statement is skipped and `otherwise` stands in. */
  protected attempt<T>(start: IToken, run: () => T, otherwise: (span: Span) => T): T {
    if (this.RECORDING_PHASE) return run();
    const outer = this.statementColumn;
    const last = this.LA(0);
    if (this.LA(1) === start && (last.tokenType === EOF || last.endLine !== start.startLine)) this.statementColumn = start.startColumn ?? 0;
    try {
      return run();
    } catch (error) {
      if (!isRecognitionException(error as Error)) throw error;
      this.report(problemOf(error as IRecognitionException, this.LA(0), start, this.path, this.textLength));
      if (!this.giveUp()) this.skipStatement(start);
      return otherwise(this.spanFrom(start));
    } finally {
      this.statementColumn = outer;
    }
  }

  /** Runs the head of a block; if it breaks, what follows up to the block's `{` is skipped, so that the block is still read. */
  protected attemptHead(start: IToken, run: () => void): void {
    if (this.RECORDING_PHASE) return run();
    try {
      run();
    } catch (error) {
      if (!isRecognitionException(error as Error)) throw error;
      this.report(problemOf(error as IRecognitionException, this.LA(0), start, this.path, this.textLength));
      if (this.giveUp()) return;
      while (this.LA(1).tokenType !== LCurly && !this.atBlockEnd()) this.SKIP_TOKEN();
    }
  }

  /** A rule whose place may stay empty: the statement around it goes on with a hole. */
  protected orMissing<T>(start: IToken, run: () => T): T | Missing {
    if (!this.RECORDING_PHASE && this.nextIsStatement()) {
      this.report(finding('FT1018', this.here(), { what: 'a value' }));
      return { kind: 'missing', span: this.here() };
    }
    return this.attempt<T | Missing>(start, run, (): Missing => ({ kind: 'missing', span: this.here() }));
  }

  // A line that begins like a statement is one, and not the value that the line above it lacks.
  private nextIsStatement(): boolean {
    if (!this.nextStartsLine()) return false;
    const next = this.LA(1);
    return this.atDeclaration() || !this.continues() || (startsSomeStatement(next.image) && this.LA(2).tokenType !== LParen && this.LA(2).startLine === next.endLine && !isInfix(this.LA(2)));
  }

  protected broken = (span: Span): Broken => ({ kind: 'broken', span });

  /** Curly brackets open between the start of a statement and the next token. */
  private openBrackets(start: IToken): number {
    let depth = 0;
    for (let back = 0; ; back--) {
      const token = this.LA(back);
      if (token.tokenType === EOF || token.startOffset < start.startOffset) return depth;
      if (token.tokenType === LCurly) depth += 1;
      else if (token.tokenType === RCurly) depth -= 1;
    }
  }

  /** Skips to where the next statement can start. At least stops; a caller that loops must also make progress. */
  protected skipStatement(start: IToken): void {
    let depth = Math.max(0, this.openBrackets(start));
    for (;;) {
      const next = this.LA(1);
      if (next.tokenType === EOF || this.atDeclaration()) return;
      if (next !== start && this.nextStartsLine() && this.startsStatement(next, start, depth)) return;
      if (next.tokenType === LCurly) depth += 1;
      if (next.tokenType === RCurly) {
        if (depth === 0) return;
        depth -= 1;
      }
      this.SKIP_TOKEN();
    }
  }

  // A line starts a statement if it defines something, or begins no deeper than the broken statement did.
  private startsStatement(next: IToken, start: IToken, depth: number): boolean {
    const second = this.LA(2).tokenType;
    const named = tokenMatcher(next, NameToken) || next.tokenType === Placeholder;
    if (named && (second === Equals || second === Colon)) return true;
    if (depth > 0) return false;
    const opens = named || next.tokenType === word.where || next.tokenType === word.then;
    return opens && (next.startColumn ?? 0) <= (start.startColumn ?? 0);
  }

  /**
   * The items of a block: `parse` reads one (it may be called again and again), garbage between items is
   * reported once and skipped. `reject` may say more about a token that starts no item.
   */
  protected items(many: () => void, reject: (token: IToken) => Finding | undefined): void {
    for (;;) {
      many();
      if (this.RECORDING_PHASE || this.atBlockEnd()) return;
      const token = this.LA(1);
      this.report(reject(token) ?? this.strayProblem(token));
      this.SKIP_TOKEN();
      this.skipStatement(token);
    }
  }

  /** A reserved word that is used like the name of a definition: `where = 3`. */
  protected reservedName(token: IToken): Finding | undefined {
    return isReserved(token) && !this.continues() ? reservedProblem(token, this.path) : undefined;
  }

  private strayProblem(token: IToken): Finding {
    if (token.tokenType === Equals) return finding('FT1018', { ...this.spanOf(token), end: token.startOffset }, { what: 'a name before `=`' });
    return this.reservedName(token) ?? finding('FT1001', this.spanOf(token), { found: foundInWords(token), expected: 'a statement' });
  }

  /**
   * The bracket that closes `open`. If something else stands here, the text up to the closing bracket is
   * refused and skipped; if there is none before the next statement, the bracket is reported as open.
   */
  protected close(open: IToken, consume: () => IToken): void {
    const closer = closerOf(open);
    const token = this.LA(1);
    if (this.RECORDING_PHASE || (token.tokenType === closer && !this.endsOuterBlock(token))) {
      consume();
      return;
    }
    const ahead = closer === RCurly && this.nextStartsLine() ? undefined : this.findCloser(closer);
    if (ahead === undefined) {
      // A quote that does not close took the bracket with it: that was reported.
      const last = this.LA(0).tokenType;
      if (last !== UnclosedText && last !== UnclosedName) this.report(finding('FT1002', this.spanOf(open), { open: open.image, close: closer === RParen ? ')' : closer === RSquare ? ']' : '}' }));
      return;
    }
    this.report(finding('FT1001', this.spanOf(token), { found: foundInWords(token), expected: `\`,\` or ${closer.LABEL ?? ''}` }));
    for (let skipped = 1; skipped < ahead; skipped++) this.SKIP_TOKEN();
    consume();
  }

  // A `}` that stands left of the statement ends the block around it.
  private endsOuterBlock(token: IToken): boolean {
    return token.tokenType === RCurly && this.nextStartsLine() && (token.startColumn ?? 0) < this.statementColumn;
  }

  // How many tokens ahead the closer stands, over balanced brackets and within the same statement.
  private findCloser(closer: TokenType): number | undefined {
    let depth = 0;
    for (let ahead = 1; ; ahead++) {
      const token = this.LA(ahead);
      if (token.tokenType === EOF) return undefined;
      if (token.startLine !== this.LA(ahead - 1).endLine) {
        const second = this.LA(ahead + 1).tokenType;
        if (second === Equals || second === Colon || declarationWords.has(token.tokenType)) return undefined;
      }
      if (depth === 0 && token.tokenType === closer) return ahead;
      if (opens(token.tokenType)) depth += 1;
      else if (closes(token.tokenType)) {
        if (depth === 0) return undefined;
        depth -= 1;
      }
    }
  }

  protected fixOf(title: string, span: Span, text: string): { readonly fixes: readonly Fix[] } {
    return { fixes: [{ title, edits: [{ span, text }] }] };
  }

  // Embedded actions recover by themselves, so no rule resynchronises.
  protected rule<A extends unknown[], R>(ruleName: string, implementation: (...args: A) => R): (...args: A) => R {
    return this.RULE(ruleName, implementation, { resyncEnabled: false });
  }
}

function closerOf(open: IToken): TokenType {
  if (open.tokenType === LParen) return RParen;
  return open.tokenType === LSquare ? RSquare : RCurly;
}

/** Whether a token stands between two operands. */
function isInfix(token: IToken): boolean {
  return infix.has(token.tokenType);
}

const infix: ReadonlySet<TokenType> = new Set([
  Comma, Dot, NotEquals, LessEqual, GreaterEqual, Less, Greater, Plus, Minus, Star, Slash, Percent, RParen, RSquare, RCurly,
  word.and, word.or, word.not, word.is, word.in, word.between,
]);

function opens(type: TokenType): boolean {
  return type === LParen || type === LSquare || type === LCurly;
}

function closes(type: TokenType): boolean {
  return type === RParen || type === RSquare || type === RCurly;
}

/** The name a token writes: quotes removed, holes of templates listed. */
export function nameFrom(token: IToken, path: string): Name {
  const span = { file: path, start: token.startOffset, end: endOf(token) };
  const type = token.tokenType;
  if (type === QuotedName || type === UnclosedName) {
    const inner = token.image.slice(1, type === QuotedName ? -1 : undefined).replaceAll('""', '"');
    return { kind: 'name', text: inner, span, quoted: true, placeholders: [], missing: inner === '' };
  }
  const holes = type === TemplateName || type === Placeholder ? placeholdersIn(token.image, span) : [];
  return { kind: 'name', text: token.image, span, quoted: false, placeholders: holes, missing: false };
}

function placeholdersIn(text: string, span: Span): readonly NamePlaceholder[] {
  return [...text.matchAll(/\$(?:\{(\w+)\}|(\w+))/g)].map((match) => ({
    name: match[1] ?? match[2] ?? '',
    span: { file: span.file, start: span.start + match.index, end: span.start + match.index + match[0].length },
    from: match.index,
    to: match.index + match[0].length,
  }));
}
