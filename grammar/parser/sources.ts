/**
 * Entities, constants, sources and unions.
 */
import type { IToken } from 'chevrotain';
import { finding } from '../../src/compiler/diagnostics/finding.js';
import type {
  Broken, ColumnDecl, ColumnsClause, CompleteClause, ConstDecl, DerivedColumn, EntityDecl, Expr, FromClause, IdClause, KnownClause, KnownEntry,
  LateClause, Length, Name, Origin, PartitionClause, QualifiedName, RetentionClause, RowShape, RowsClause, SettleClause, SourceDecl,
  SourceItem, SqlOrigin, TiesClause, TimeClause, UnionDecl, Zone,
} from '../../src/compiler/syntax/ast.js';
import { Comma, Dot, DoubleEquals, Equals, LCurly, LParen, LSquare, RawSql, RCurly, RParen, RSquare, UnclosedRawSql, word } from '../tokens.js';
import { ItemParser } from './items.js';

/** Rules for where rows come from. */
export abstract class SourceParser extends ItemParser {
  protected readonly entity = this.rule('entity', (): EntityDecl => {
    const start = this.CONSUME(word.entity);
    let name = this.missingName();
    const keys: ColumnDecl[] = [];
    this.attempt<undefined>(start, () => {
      name = this.SUBRULE(this.name);
      const open = this.CONSUME(LParen);
      this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => keys.push(this.SUBRULE(this.column)) });
      this.close(open, () => this.CONSUME(RParen));
      return undefined;
    }, () => undefined);
    return { kind: 'entity', span: this.spanFrom(start), ...this.docOf(start), name, keys };
  });

  protected readonly constant = this.rule('constant', (): ConstDecl => {
    const start = this.CONSUME(word.const);
    const name = this.SUBRULE(this.ownName);
    this.CONSUME(Equals);
    const value = this.orMissing<Expr>(start, () => this.SUBRULE(this.expression));
    return { kind: 'const', span: this.spanFrom(start), ...this.docOf(start), name, value };
  });

  /** `source orders { … }`, `source visits union of web_views, app_views` */
  protected readonly source = this.rule('source', (): SourceDecl | UnionDecl => {
    const start = this.CONSUME(word.source);
    const name = this.SUBRULE(this.name);
    return this.OR<SourceDecl | UnionDecl>([
      {
        ALT: () => {
          this.CONSUME(word.union);
          this.CONSUME(word.of);
          const members = this.SUBRULE(this.names);
          const items = this.OPTION(() => this.SUBRULE(this.sourceItems));
          return { kind: 'union', span: this.spanFrom(start), ...this.docOf(start), name, members, items: items ?? [] };
        },
      },
      {
        ALT: () => {
          const items = this.SUBRULE2(this.sourceItems);
          return { kind: 'source', span: this.spanFrom(start), ...this.docOf(start), name, items };
        },
      },
    ]);
  });

  protected readonly sourceItems = this.rule('sourceItems', (): readonly SourceItem[] => {
    const open = this.CONSUME(LCurly);
    const items: SourceItem[] = [];
    this.items(() => {
      this.MANY({
        GATE: () => !this.atDeclaration(),
        DEF: () => {
          const start = this.LA(1);
          items.push(this.item<SourceItem>('source', start, () => this.SUBRULE(this.sourceItem)));
        },
      });
    }, (token) => this.misplaced(token, 'source'));
    this.close(open, () => this.CONSUME(RCurly));
    return items;
  });

  protected readonly sourceItem = this.rule('sourceItem', (): SourceItem =>
    this.OR<SourceItem>({
      DEF: [
        { GATE: () => this.LA(2).tokenType === Equals || this.LA(2).tokenType === DoubleEquals, ALT: () => this.SUBRULE(this.derived) },
        { ALT: () => this.SUBRULE(this.from) },
        { ALT: () => this.SUBRULE(this.rows) },
        { ALT: () => this.SUBRULE(this.time) },
        { ALT: () => this.SUBRULE(this.known) },
        { ALT: () => this.SUBRULE(this.late) },
        { ALT: () => this.SUBRULE(this.settle) },
        { ALT: () => this.SUBRULE(this.ties) },
        { ALT: () => this.SUBRULE(this.id) },
        { ALT: () => this.SUBRULE(this.partition) },
        { ALT: () => this.SUBRULE(this.retention) },
        { ALT: () => this.SUBRULE(this.complete) },
        { ALT: () => this.SUBRULE(this.columns) },
        { ALT: () => this.SUBRULE(this.where) },
        { ALT: () => this.SUBRULE(this.join) },
        { ALT: () => this.SUBRULE(this.allow) },
      ],
      MAX_LOOKAHEAD: 1,
      IGNORE_AMBIGUITIES: true,
      ERR_MSG: 'a clause of the source, or a column (`name = …`)',
    }),
  );

  protected readonly derived = this.rule('derived', (): DerivedColumn => {
    const start = this.LA(1);
    const name = this.SUBRULE(this.ownName);
    this.CONSUME(Equals);
    const value = this.orMissing<Expr>(start, () => this.SUBRULE(this.expression));
    this.refuseWindow();
    return { kind: 'derived', span: this.spanFrom(start), ...this.docOf(start), name, value };
  });

  // A column that is given a window was meant as a feature.
  private refuseWindow(): void {
    if (this.RECORDING_PHASE || this.LA(1).tokenType !== word.over || this.nextStartsLine()) return;
    const first = this.LA(1);
    while (!this.atBlockEnd() && !this.nextStartsLine()) this.SKIP_TOKEN();
    this.report(finding('FT1020', this.spanFrom(first), { problem: 'A column of a source is made of one row, and `over` takes many', advice: 'Write it as a feature of a view over this source' }));
  }

  // ---- where rows are ----

  protected readonly from = this.rule('from', (): FromClause => {
    const start = this.CONSUME(word.from);
    const origin = this.SUBRULE(this.origin);
    return { kind: 'from', span: this.spanFrom(start), origin };
  });

  protected readonly origin = this.rule('origin', (): Origin => {
    const start = this.LA(1);
    return this.OR<Origin>({
      DEF: [
        {
          ALT: () => {
            this.CONSUME(word.parquet);
            const path = this.SUBRULE(this.text);
            return { kind: 'fileOrigin', span: this.spanFrom(start), format: 'parquet', path };
          },
        },
        {
          ALT: () => {
            this.CONSUME(word.csv);
            const path = this.SUBRULE2(this.text);
            return { kind: 'fileOrigin', span: this.spanFrom(start), format: 'csv', path };
          },
        },
        { ALT: () => this.SUBRULE(this.sqlOrigin), GATE: () => this.LA(3).tokenType === RawSql || this.LA(3).tokenType === UnclosedRawSql },
        {
          ALT: () => {
            const name = this.SUBRULE(this.qualifiedName);
            return { kind: 'tableOrigin', span: this.spanFrom(start), name };
          },
        },
      ],
      IGNORE_AMBIGUITIES: true,
      ERR_MSG: "a table's name, `parquet '…'`, `csv '…'` or `sql dialect \"\"\"…\"\"\"`",
    });
  });

  protected readonly sqlOrigin = this.rule('sqlOrigin', (): SqlOrigin => {
    const start = this.CONSUME(word.sql);
    const dialect = this.SUBRULE(this.name);
    const token = this.CONSUME(RawSql);
    const textStart = token.startOffset + 3;
    const text = token.image.slice(3, token.tokenType === UnclosedRawSql ? undefined : -3);
    return { kind: 'sqlOrigin', span: this.spanFrom(start), dialect, text, textSpan: { file: this.path, start: textStart, end: textStart + text.length } };
  });

  protected readonly qualifiedName = this.rule('qualifiedName', (): QualifiedName => {
    const start = this.LA(1);
    const parts: Name[] = [this.SUBRULE(this.name)];
    this.MANY(() => {
      this.CONSUME(Dot);
      parts.push(this.SUBRULE2(this.name));
    });
    return { kind: 'qualifiedName', span: this.spanFrom(start), parts };
  });

  // ---- what a row is ----

  protected readonly rows = this.rule('rows', (): RowsClause => {
    const start = this.CONSUME(word.rows);
    const shape = this.attempt<RowShape>(start, () => this.SUBRULE(this.rowShape), () => ({ kind: 'missingRows', span: this.here() }));
    return { kind: 'rows', span: this.spanFrom(start), shape };
  });

  protected readonly rowShape = this.rule('rowShape', (): RowShape => {
    const start = this.LA(1);
    return this.OR<RowShape>({
      DEF: [
        { ALT: () => (this.CONSUME(word.events), { kind: 'events', span: this.spanFrom(start) }) },
        {
          ALT: () => {
            this.CONSUME(word.versions);
            this.CONSUME(word.of);
            const of = this.SUBRULE(this.names);
            const newestBy = this.OPTION({
              GATE: () => this.continues(),
              DEF: () => {
                this.CONSUME(word.newest);
                this.CONSUME(word.by);
                return this.SUBRULE2(this.names);
              },
            });
            return { kind: 'versions', span: this.spanFrom(start), of, newestBy: newestBy ?? [] };
          },
        },
        {
          ALT: () => {
            this.CONSUME(word.intervals);
            this.CONSUME(word.until);
            const until = this.SUBRULE(this.name);
            const known = this.OPTION2({ GATE: () => !this.nextStartsLine() && this.continues(), DEF: () => this.SUBRULE(this.endKnown) });
            return { kind: 'intervals', span: this.spanFrom(start), until, ...(known === undefined ? {} : { known }) };
          },
        },
        {
          ALT: () => {
            this.CONSUME(word.snapshots);
            this.CONSUME(word.every);
            const every: Length = this.SUBRULE(this.length);
            return { kind: 'snapshots', span: this.spanFrom(start), every };
          },
        },
        {
          ALT: () => {
            this.CONSUME(word.current);
            const immutable = this.OPTION3({
              GATE: () => this.continues(),
              DEF: () => {
                this.CONSUME(word.immutable);
                const open = this.CONSUME(LSquare);
                const names = this.SUBRULE3(this.names);
                this.close(open, () => this.CONSUME(RSquare));
                return names;
              },
            });
            return { kind: 'current', span: this.spanFrom(start), immutable: immutable ?? [] };
          },
        },
      ],
      ERR_MSG: '`events`, `versions of …`, `intervals until …`, `snapshots every …` or `current`',
    });
  });

  // `known` on the same line belongs to the interval's end; on a line of its own it is the source's clock.
  protected readonly endKnown = this.rule('endKnown', (): KnownEntry => {
    this.CONSUME(word.known);
    return this.SUBRULE(this.knownEntry);
  });

  // ---- the clocks ----

  protected readonly time = this.rule('time', (): TimeClause => {
    const start = this.CONSUME(word.time);
    return this.OR<TimeClause>([
      {
        GATE: () => !this.isExpressionGoingOn(),
        ALT: () => {
          this.CONSUME(word.always);
          return { kind: 'time', span: this.spanFrom(start), always: true };
        },
      },
      {
        ALT: () => {
          const value = this.orMissing<Expr>(start, () => this.SUBRULE(this.sum));
          const zone = this.OPTION<Zone>(() => this.SUBRULE(this.inZone));
          return { kind: 'time', span: this.spanFrom(start), always: false, value, ...(zone === undefined ? {} : { zone }) };
        },
      },
    ]);
  });

  // `time always in 'UTC'` names a column.
  private isExpressionGoingOn(): boolean {
    return this.LA(2).tokenType === word.in;
  }

  protected readonly known = this.rule('known', (): KnownClause => {
    const start = this.CONSUME(word.known);
    const entries: KnownEntry[] = [];
    const sameAsTime = this.OR<boolean>({
      DEF: [
        { GATE: () => this.LA(2).tokenType === word.as, ALT: () => (this.CONSUME(word.same), this.CONSUME(word.as), this.CONSUME(word.time), true) },
        {
          ALT: () => {
            entries.push(this.SUBRULE(this.knownEntry));
            this.MANY({
              GATE: () => this.LA(2).tokenType === word.or,
              DEF: () => {
                this.CONSUME(Comma);
                this.CONSUME(word.or);
                entries.push(this.SUBRULE2(this.knownEntry));
              },
            });
            return false;
          },
        },
      ],
      IGNORE_AMBIGUITIES: true,
    });
    return { kind: 'known', span: this.spanFrom(start), sameAsTime, entries };
  });

  protected readonly knownEntry = this.rule('knownEntry', (): KnownEntry => {
    const start = this.LA(1);
    const value = this.orMissing<Expr>(start, () => this.SUBRULE(this.sum));
    const zone = this.OPTION<Zone>(() => this.SUBRULE(this.inZone));
    const before = this.OPTION2({
      GATE: () => this.continues(),
      DEF: () => {
        this.CONSUME(word.before);
        return this.SUBRULE2(this.sum);
      },
    });
    return { kind: 'knownEntry', span: this.spanFrom(start), value, ...(zone === undefined ? {} : { zone }), ...(before === undefined ? {} : { before }) };
  });

  protected readonly late = this.rule('late', (): LateClause => {
    const start = this.CONSUME(word.late);
    this.CONSUME(word.at);
    this.CONSUME(word.most);
    const atMost = this.SUBRULE(this.length);
    return { kind: 'late', span: this.spanFrom(start), atMost };
  });

  protected readonly settle = this.rule('settle', (): SettleClause => {
    const start = this.CONSUME(word.settle);
    const length = this.SUBRULE(this.length);
    return { kind: 'settle', span: this.spanFrom(start), length };
  });

  protected readonly ties = this.rule('ties', (): TiesClause => {
    const start = this.CONSUME(word.ties);
    this.CONSUME(word.by);
    const by = this.SUBRULE(this.names);
    return { kind: 'ties', span: this.spanFrom(start), by };
  });

  protected readonly id = this.rule('id', (): IdClause => {
    const start = this.CONSUME(word.id);
    const columns = this.SUBRULE(this.names);
    return { kind: 'id', span: this.spanFrom(start), columns };
  });

  protected readonly partition = this.rule('partition', (): PartitionClause => {
    const start = this.CONSUME(word.partition);
    const column = this.SUBRULE(this.ownName);
    this.CONSUME(Equals);
    const value = this.orMissing<Expr>(start, () => this.SUBRULE(this.zoned));
    return { kind: 'partition', span: this.spanFrom(start), column, value };
  });

  protected readonly retention = this.rule('retention', (): RetentionClause => {
    const start = this.CONSUME(word.retention);
    const length = this.SUBRULE(this.length);
    return { kind: 'retention', span: this.spanFrom(start), length };
  });

  protected readonly complete = this.rule('complete', (): CompleteClause => {
    const start = this.CONSUME(word.complete);
    return this.OR<CompleteClause>([
      { ALT: () => (this.CONSUME(word.forever), { kind: 'complete', span: this.spanFrom(start), forever: true }) },
      {
        ALT: () => {
          this.CONSUME(word.until);
          const until = this.orMissing<Expr>(start, () => this.SUBRULE(this.zoned));
          return { kind: 'complete', span: this.spanFrom(start), forever: false, until };
        },
      },
    ]);
  });

  protected readonly columns = this.rule('columns', (): ColumnsClause => {
    const start = this.CONSUME(word.columns);
    const open = this.CONSUME(LCurly);
    const columns: (ColumnDecl | Broken)[] = [];
    this.items(() => {
      this.MANY({
        GATE: () => !this.atDeclaration(),
        DEF: () => {
          const first: IToken = this.LA(1);
          columns.push(this.attempt<ColumnDecl | Broken>(first, () => this.SUBRULE(this.column), this.broken));
        },
      });
    }, () => undefined);
    this.close(open, () => this.CONSUME(RCurly));
    return { kind: 'columns', span: this.spanFrom(start), columns };
  });
}
