/**
 * Views and templates.
 */
import type {
  CalendarTick, ColumnDecl, FreshnessSetting, HistorySetting, KeyBinding, Length, OnlineSetting, RefreshSetting, StaleSetting,
  StrategySetting, TemplateDecl, TemplateParam, TtlSetting, ViewDecl, ViewFrom, ViewItem, ViewSubject, Zone,
} from '../../src/compiler/syntax/ast.js';
import { Colon, Comma, DoubleEquals, Equals, LCurly, LParen, Placeholder, RawSql, RCurly, RParen, Star, TimeOfDay, UnclosedRawSql, word } from '../tokens.js';
import { SourceParser } from './sources.js';

/** Rules for features of entities. */
export abstract class ViewParser extends SourceParser {
  protected readonly template = this.rule('template', (): TemplateDecl => {
    const start = this.CONSUME(word.template);
    const name = this.SUBRULE(this.name);
    const params: TemplateParam[] = [];
    this.OPTION(() => {
      const open = this.CONSUME(LParen);
      this.MANY_SEP({
        SEP: Comma,
        DEF: () => {
          const token = this.CONSUME(Placeholder);
          params.push({ kind: 'param', span: this.spanOf(token), name: token.image.slice(1) });
        },
      });
      this.close(open, () => this.CONSUME(RParen));
    });
    const items = this.SUBRULE(this.featureItems);
    return { kind: 'template', span: this.spanFrom(start), ...this.docOf(start), name, params, items };
  });

  /** `view bought for user on buyer_id from orders { … }` */
  protected readonly view = this.rule('view', (): ViewDecl => {
    const start = this.CONSUME(word.view);
    const name = this.SUBRULE(this.name);
    let subject: ViewSubject = { kind: 'entityRef', span: this.here(), entity: this.missingName() };
    let on: readonly KeyBinding[] = [];
    let from: ViewFrom = { kind: 'sourceRef', span: this.here(), source: this.missingName() };
    this.attemptHead(start, () => {
      this.CONSUME(word.for);
      subject = this.SUBRULE(this.subject);
      this.OPTION(() => {
        on = this.SUBRULE(this.keyBindings);
      });
      this.CONSUME(word.from);
      from = this.SUBRULE(this.viewFrom);
    });
    const items = this.OPTION2(() => this.SUBRULE(this.viewItems));
    return { kind: 'view', span: this.spanFrom(start), ...this.docOf(start), name, subject, on, from, items: items ?? [] };
  });

  protected readonly subject = this.rule('subject', (): ViewSubject => {
    const start = this.LA(1);
    return this.OR<ViewSubject>({
      DEF: [
        { ALT: () => (this.CONSUME(word.all), { kind: 'everyone', span: this.spanFrom(start) }) },
        {
          ALT: () => {
            const entity = this.SUBRULE(this.name);
            return { kind: 'entityRef', span: this.spanFrom(start), entity };
          },
        },
      ],
      IGNORE_AMBIGUITIES: true,
      ERR_MSG: "an entity's name or `all`",
    });
  });

  protected readonly viewFrom = this.rule('viewFrom', (): ViewFrom => {
    const start = this.LA(1);
    return this.OR<ViewFrom>({
      DEF: [
        { ALT: () => this.SUBRULE(this.sqlOrigin), GATE: () => this.LA(3).tokenType === RawSql || this.LA(3).tokenType === UnclosedRawSql },
        {
          ALT: () => {
            const source = this.SUBRULE(this.name);
            return { kind: 'sourceRef', span: this.spanFrom(start), source };
          },
        },
      ],
      IGNORE_AMBIGUITIES: true,
      ERR_MSG: "a source's name, or `sql dialect \"\"\"…\"\"\"`",
    });
  });

  protected readonly viewItems = this.rule('viewItems', (): readonly ViewItem[] => {
    const open = this.CONSUME(LCurly);
    const items: ViewItem[] = [];
    this.items(() => {
      this.MANY({
        GATE: () => !this.atDeclaration(),
        DEF: () => {
          const start = this.LA(1);
          items.push(this.item<ViewItem>('view', start, () => this.SUBRULE(this.viewItem)));
        },
      });
    }, (token) => this.misplaced(token, 'view'));
    this.close(open, () => this.CONSUME(RCurly));
    return items;
  });

  protected readonly viewItem = this.rule('viewItem', (): ViewItem =>
    this.OR<ViewItem>({
      DEF: [
        { GATE: () => this.LA(2).tokenType === Equals || this.LA(2).tokenType === DoubleEquals, ALT: () => this.SUBRULE(this.feature) },
        { GATE: () => this.LA(2).tokenType === Colon, ALT: () => this.SUBRULE<[], ColumnDecl>(this.column) },
        { GATE: () => this.LA(2).tokenType === Star, ALT: () => this.SUBRULE(this.latestAll) },
        { ALT: () => this.SUBRULE(this.use) },
        { ALT: () => this.SUBRULE(this.each) },
        { ALT: () => this.SUBRULE(this.expect) },
        { ALT: () => this.SUBRULE(this.allow) },
        { ALT: () => this.SUBRULE(this.owner) },
        { ALT: () => this.SUBRULE(this.tags) },
        { ALT: () => this.SUBRULE(this.where) },
        { ALT: () => this.SUBRULE(this.zoneSetting) },
        { ALT: () => this.SUBRULE(this.refresh) },
        { ALT: () => this.SUBRULE(this.freshness) },
        { ALT: () => this.SUBRULE(this.stale) },
        { ALT: () => this.SUBRULE(this.ttl) },
        { ALT: () => this.SUBRULE(this.online) },
        { ALT: () => this.SUBRULE(this.history) },
        { ALT: () => this.SUBRULE(this.strategy) },
      ],
      MAX_LOOKAHEAD: 1,
      IGNORE_AMBIGUITIES: true,
      ERR_MSG: 'a setting of the view, or a feature (`name = …`)',
    }),
  );

  // ---- settings ----

  protected readonly refresh = this.rule('refresh', (): RefreshSetting => {
    const start = this.CONSUME(word.refresh);
    this.CONSUME(word.every);
    const every = this.OR<Length | CalendarTick>({
      DEF: [{ ALT: () => this.SUBRULE(this.calendarTick) }, { ALT: () => this.SUBRULE(this.length) }],
      IGNORE_AMBIGUITIES: true,
      ERR_MSG: 'a duration such as `15min`, or `day at 02:30`',
    });
    const delay = this.OPTION({
      GATE: () => this.continues(),
      DEF: () => {
        this.CONSUME(word.delay);
        return this.SUBRULE2(this.length);
      },
    });
    return { kind: 'refresh', span: this.spanFrom(start), every, ...(delay === undefined ? {} : { delay }) };
  });

  /** `day at 02:30 in 'zone'` */
  protected readonly calendarTick = this.rule('calendarTick', (): CalendarTick => {
    const start = this.LA(1);
    const unit = this.SUBRULE(this.calendarUnit);
    const at = this.OPTION({
      GATE: () => this.continues(),
      DEF: () => {
        this.CONSUME(word.at);
        return this.CONSUME(TimeOfDay).image;
      },
    });
    const zone = this.OPTION2<Zone>(() => this.SUBRULE(this.inZone));
    return { kind: 'calendarTick', span: this.spanFrom(start), unit, ...(at === undefined ? {} : { at }), ...(zone === undefined ? {} : { zone }) };
  });

  protected readonly freshness = this.rule('freshness', (): FreshnessSetting => {
    const start = this.CONSUME(word.freshness);
    const length = this.SUBRULE(this.length);
    return { kind: 'freshness', span: this.spanFrom(start), length };
  });

  protected readonly stale = this.rule('stale', (): StaleSetting => {
    const start = this.CONSUME(word.stale);
    this.CONSUME(word.after);
    const after = this.SUBRULE(this.length);
    return { kind: 'stale', span: this.spanFrom(start), after };
  });

  protected readonly ttl = this.rule('ttl', (): TtlSetting => {
    const start = this.CONSUME(word.ttl);
    const length = this.SUBRULE(this.length);
    const including = this.OPTION({
      GATE: () => this.continues(),
      DEF: () => {
        this.CONSUME(word.including);
        return this.CONSUME(word.start);
      },
    });
    return { kind: 'ttl', span: this.spanFrom(start), length, includingStart: including !== undefined };
  });

  protected readonly online = this.rule('online', (): OnlineSetting => {
    const token = this.CONSUME(word.online);
    return { kind: 'online', span: this.spanOf(token) };
  });

  protected readonly history = this.rule('history', (): HistorySetting => {
    const start = this.CONSUME(word.history);
    const on = this.OR<boolean>([{ ALT: () => (this.CONSUME(word.on), true) }, { ALT: () => (this.CONSUME(word.off), false) }]);
    return { kind: 'history', span: this.spanFrom(start), on };
  });

  protected readonly strategy = this.rule('strategy', (): StrategySetting => {
    const start = this.CONSUME(word.strategy);
    const name = this.SUBRULE(this.name);
    return { kind: 'strategy', span: this.spanFrom(start), name };
  });
}
