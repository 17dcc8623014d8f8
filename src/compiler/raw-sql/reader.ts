/** Walks over tokens. A text that cannot be read ends the reading at once: what follows would only be guessed. */
import type { SqlName } from './query.js';
import type { Range, SqlProblem, SqlToken } from './tokens.js';

/** Leaves the parser; caught where the parsing began. */
export class Unread extends Error {
  override readonly name = 'Unread';
  constructor(readonly problem: SqlProblem) {
    super(problem.what);
  }
}

/** Words that no table or column can be called without quotes here: what they mean differs too much between engines. */
const NOT_NAMES: ReadonlySet<string> = new Set(
  `ALL AND ANTI ANY AS ASC ASOF BETWEEN BY CASE CAST COLLATE COPY CROSS DELETE DESC DISTINCT DIV ELSE END ESCAPE EXCEPT EXCLUDE EXISTS FALSE FETCH FILTER FINAL FOR
  FROM FULL GLOB GROUP HAVING ILIKE IN INNER INSERT INTERSECT INTERVAL INTO IS ISNULL JOIN LATERAL LEFT LIKE LIMIT MATCH_RECOGNIZE MERGE MINUS NATURAL NOT NOTNULL NULL
  OFFSET ON ONLY OPERATOR OR ORDER OUTER OVER OVERLAPS PIVOT POSITIONAL QUALIFY RECURSIVE REGEXP RIGHT RLIKE SAMPLE SELECT SEMI SET SIMILAR TABLE TABLESAMPLE THEN TOP TRUE
  UNION UNNEST UNPIVOT UPDATE USING VALUES WHEN WHERE WINDOW WITH WITHIN XOR`.split(/\s+/),
);

export class Reader {
  private at = 0;
  private deep = 0;

  constructor(
    private readonly tokens: readonly SqlToken[],
    private readonly end: number,
  ) {}

  peek(ahead = 0): SqlToken | undefined {
    return this.tokens[this.at + ahead];
  }

  next(): SqlToken {
    const token = this.tokens[this.at];
    if (token === undefined) throw this.problem('it ends too early');
    this.at += 1;
    return token;
  }

  isWord(word: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token?.kind === 'word' && token.word === word;
  }

  isOp(op: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token?.kind === 'op' && token.text === op;
  }

  /** Takes the words if they stand here, all of them. */
  takeWords(...words: readonly string[]): boolean {
    if (!words.every((word, i) => this.isWord(word, i))) return false;
    this.at += words.length;
    return true;
  }

  takeOp(op: string): boolean {
    if (!this.isOp(op)) return false;
    this.at += 1;
    return true;
  }

  wantWords(...words: readonly string[]): void {
    if (!this.takeWords(...words)) throw this.problem(`\`${words.join(' ')}\` is missing`);
  }

  wantOp(op: string): void {
    if (!this.takeOp(op)) throw this.problem(`\`${op}\` is missing`);
  }

  /** A name, where one stands here. */
  takeName(): SqlName | null {
    const token = this.peek();
    if (token?.kind !== 'name' && !(token?.kind === 'word' && !NOT_NAMES.has(token.word))) return null;
    if (/^f__/i.test(token.text)) throw this.problem('names that begin with `f__` are those of the generated SQL around it');
    this.at += 1;
    return { text: token.text, quoted: token.kind === 'name', start: token.start, end: token.end };
  }

  wantName(what: string): SqlName {
    const name = this.takeName();
    if (name === null) throw this.problem(`${what} is missing`);
    return name;
  }

  /** `a, b, c`. */
  list<T>(read: () => T): readonly T[] {
    const items = [read()];
    while (this.takeOp(',')) items.push(read());
    return items;
  }

  /** From a place up to the token before this one. */
  since(start: number): Range {
    return { start, end: this.tokens[this.at - 1]?.end ?? start };
  }

  here(): number {
    return this.peek()?.start ?? this.end;
  }

  problem(what: string, kind: SqlProblem['kind'] = 'unreadable', range?: Range): Unread {
    const token = this.peek();
    const { start, end } = range ?? { start: token?.start ?? this.end, end: token?.end ?? this.end };
    return new Unread({ kind, what, start, end });
  }

  /** Runs one level deeper; texts that nest without parentheses are bounded by this. */
  within<T>(read: () => T): T {
    this.deep += 1;
    if (this.deep > 200) throw this.problem('it is nested too deep');
    const result = read();
    this.deep -= 1;
    return result;
  }
}
