/**
 * Tests and whole files: the last link of the parser, which is made ready here once.
 */
import type { IToken } from 'chevrotain';
import { finding } from '../../src/compiler/diagnostics/finding.js';
import type { Declaration, Given, InstantLiteral, Table, TestDecl, TestItem, Then } from '../../src/compiler/syntax/ast.js';
import { Instant, LCurly, RCurly, TableLine, Text, word } from '../tokens.js';
import { readTable } from '../table.js';
import { foundInWords } from './errors.js';
import { SetParser } from './sets.js';
import { textValue } from './windows.js';

/** The parser of `.feat` files. One instance serves all files, one after the other. */
export class FeatParser extends SetParser {
  public constructor(validate = false) {
    super(validate);
    this.performSelfAnalysis();
  }

  protected readonly test = this.rule('test', (): TestDecl => {
    const start = this.CONSUME(word.test);
    const title = this.SUBRULE(this.text);
    const open = this.CONSUME(LCurly);
    const items: TestItem[] = [];
    this.items(() => {
      this.MANY({
        GATE: () => !this.atDeclaration(),
        DEF: () => {
          const first = this.LA(1);
          items.push(this.item<TestItem>('test', first, () => this.SUBRULE(this.testItem)));
        },
      });
    }, (token) => this.misplaced(token, 'test'));
    this.close(open, () => this.CONSUME(RCurly));
    return { kind: 'test', span: this.spanFrom(start), ...this.docOf(start), title, items };
  });

  protected readonly testItem = this.rule('testItem', (): TestItem =>
    this.OR<TestItem>({
      DEF: [
        { ALT: () => this.SUBRULE(this.zoneSetting) },
        { ALT: () => this.SUBRULE(this.given) },
        { ALT: () => this.SUBRULE(this.then) },
        { ALT: () => this.SUBRULE(this.allow) },
      ],
      MAX_LOOKAHEAD: 1,
      IGNORE_AMBIGUITIES: true,
      ERR_MSG: '`zone`, `given` or `then`',
    }),
  );

  protected readonly given = this.rule('given', (): Given => {
    const start = this.CONSUME(word.given);
    const source = this.SUBRULE(this.qualifiedName);
    const table = this.SUBRULE(this.table);
    return { kind: 'given', span: this.spanFrom(start), source, table };
  });

  protected readonly then = this.rule('then', (): Then => {
    const start = this.CONSUME(word.then);
    const target = this.SUBRULE(this.name);
    const at = this.OPTION(() => {
      this.CONSUME(word.at);
      return this.SUBRULE(this.instant);
    });
    const table = this.SUBRULE(this.table);
    return { kind: 'then', span: this.spanFrom(start), target, ...(at === undefined ? {} : { at }), table };
  });

  protected readonly instant = this.rule('instant', (): InstantLiteral =>
    this.OR<InstantLiteral>({
      DEF: [
        {
          ALT: () => {
            const token = this.CONSUME(Instant);
            return { kind: 'instant', span: this.spanOf(token), text: token.image };
          },
        },
        {
          ALT: () => {
            const token = this.CONSUME(Text);
            return { kind: 'instant', span: this.spanOf(token), text: textValue(token) };
          },
        },
      ],
      ERR_MSG: 'a date or moment such as `2025-01-02 10:00`',
    }),
  );

  protected readonly table = this.rule('table', (): Table => {
    const lines: IToken[] = [];
    this.AT_LEAST_ONE({ DEF: () => lines.push(this.CONSUME(TableLine)), ERR_MSG: 'a table: a row `| … |` with the columns, then a row for each' });
    return this.ACTION(() => {
      const { table, problems } = readTable(lines.map((line) => ({ text: line.image, start: line.startOffset })), this.path);
      for (const problem of problems) this.report(problem);
      return table;
    });
  });

  protected readonly declaration = this.rule('declaration', (): Declaration =>
    this.OR<Declaration>({
      DEF: [
        { ALT: () => this.SUBRULE(this.entity) },
        { ALT: () => this.SUBRULE(this.constant) },
        { ALT: () => this.SUBRULE(this.source) },
        { ALT: () => this.SUBRULE(this.template) },
        { ALT: () => this.SUBRULE(this.view) },
        { ALT: () => this.SUBRULE(this.request) },
        { ALT: () => this.SUBRULE(this.set) },
        { ALT: () => this.SUBRULE(this.test) },
      ],
      MAX_LOOKAHEAD: 1,
      IGNORE_AMBIGUITIES: true,
      ERR_MSG: '`entity`, `const`, `source`, `template`, `view`, `request`, `set` or `test`',
    }),
  );

  /** A whole file. */
  public readonly file = this.rule('file', (): readonly Declaration[] => {
    const declarations: Declaration[] = [];
    do {
      this.MANY(() => {
        const start = this.LA(1);
        declarations.push(this.attempt<Declaration>(start, () => this.SUBRULE(this.declaration), this.broken));
      });
    } while (this.skipToDeclaration());
    return declarations;
  });

  // What stands between declarations is reported once and skipped; a `}` too many ends nothing.
  private skipToDeclaration(): boolean {
    if (this.RECORDING_PHASE || this.atEnd()) return false;
    const token = this.LA(1);
    this.report(finding('FT1001', this.spanOf(token), { found: foundInWords(token), expected: '`entity`, `const`, `source`, `template`, `view`, `request`, `set` or `test`' }));
    do this.SKIP_TOKEN();
    while (!this.atEnd() && !this.atDeclaration());
    return !this.atEnd();
  }
}
