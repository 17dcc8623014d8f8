/**
 * Lengths, counts, zones and windows: what stands behind `over`, and the small pieces that clauses share.
 */
import type { IToken } from 'chevrotain';
import { finding } from '../../src/compiler/diagnostics/finding.js';
import type { CalendarUnit, Count, DurationLiteral, DurationUnit, Length, Name, NumberLiteral, Over, Placeholder, Ref, TextLiteral, Window, WindowBound, Zone } from '../../src/compiler/syntax/ast.js';
import { BadDuration, Comma, Dot, Duration, durationUnits, Int, LSquare, Placeholder as PlaceholderToken, RSquare, Text, UnclosedText, word } from '../tokens.js';
import { BaseParser } from './base.js';

/** Rules for windows and their pieces. */
export abstract class WindowParser extends BaseParser {
  protected readonly text = this.rule('text', (): TextLiteral => {
    const token = this.CONSUME(Text);
    return { kind: 'text', span: this.spanOf(token), value: textValue(token) };
  });

  protected readonly placeholder = this.rule('placeholder', (): Placeholder => {
    const token = this.CONSUME(PlaceholderToken);
    return { kind: 'placeholder', span: this.spanOf(token), name: token.image.slice(1) };
  });

  /** `a`, `a.b.c` */
  protected readonly ref = this.rule('ref', (): Ref => {
    const start = this.LA(1);
    const parts: Name[] = [this.SUBRULE(this.name)];
    this.MANY(() => {
      this.CONSUME(Dot);
      parts.push(this.SUBRULE2(this.name));
    });
    return { kind: 'ref', span: this.spanFrom(start), parts };
  });

  protected readonly duration = this.rule('duration', (): DurationLiteral => {
    const token = this.CONSUME(Duration);
    return { kind: 'duration', span: this.spanOf(token), ...splitDuration(token) };
  });

  /** `30d`, `$w`, or a constant's name */
  protected readonly length = this.rule('length', (): Length =>
    this.OR<Length>({
      DEF: [
        { ALT: () => this.SUBRULE(this.duration) },
        { ALT: () => this.SUBRULE(this.placeholder) },
        { ALT: () => this.SUBRULE(this.ref), GATE: () => this.nameOnSameLine() },
      ],
      ERR_MSG: 'a duration such as `15min`',
    }),
  );

  protected readonly int = this.rule('int', (): NumberLiteral => {
    const token = this.CONSUME(Int);
    return { kind: 'number', span: this.spanOf(token), form: 'int', text: token.image };
  });

  /** `5`, `$n`, or a constant's name */
  protected readonly count = this.rule('count', (): Count =>
    this.OR<Count>({
      DEF: [
        { ALT: () => this.SUBRULE(this.int) },
        { ALT: () => this.SUBRULE(this.placeholder) },
        { ALT: () => this.SUBRULE(this.ref), GATE: () => this.nameOnSameLine() },
      ],
      ERR_MSG: 'a whole number',
    }),
  );

  /** `'Europe/Amsterdam'`, or the column that holds the zone */
  protected readonly zone = this.rule('zone', (): Zone =>
    this.OR<Zone>({
      DEF: [
        { ALT: () => this.SUBRULE(this.text) },
        { ALT: () => this.SUBRULE(this.placeholder) },
        { ALT: () => this.SUBRULE(this.ref), GATE: () => this.nameOnSameLine() },
      ],
      ERR_MSG: "a time zone such as 'Europe/Amsterdam'",
    }),
  );

  /** `in 'zone'` */
  protected readonly inZone = this.rule('inZone', (): Zone => {
    const start = this.CONSUME(word.in);
    return this.orMissing<Zone>(start, () => this.SUBRULE(this.zone));
  });

  /** `hour`, `days`, … */
  protected readonly calendarUnit = this.rule('calendarUnit', (): CalendarUnit => {
    const token = this.OR<IToken>({
      DEF: [
        { ALT: () => this.CONSUME(word.hour) }, { ALT: () => this.CONSUME(word.hours) },
        { ALT: () => this.CONSUME(word.day) }, { ALT: () => this.CONSUME(word.days) },
        { ALT: () => this.CONSUME(word.week) }, { ALT: () => this.CONSUME(word.weeks) },
        { ALT: () => this.CONSUME(word.month) }, { ALT: () => this.CONSUME(word.months) },
        { ALT: () => this.CONSUME(word.quarter) }, { ALT: () => this.CONSUME(word.quarters) },
        { ALT: () => this.CONSUME(word.year) }, { ALT: () => this.CONSUME(word.years) },
      ],
      ERR_MSG: 'hour, day, week, month, quarter or year',
    });
    return this.ACTION(() => token.image.replace(/s$/, '') as CalendarUnit);
  });

  /** `over 30d, newest 5 rows` */
  protected readonly over = this.rule('over', (): Over => {
    const start = this.CONSUME(word.over);
    const windows: Window[] = [this.SUBRULE(this.window)];
    this.MANY({
      GATE: () => this.LA(2).tokenType === word.newest,
      DEF: () => {
        this.CONSUME(Comma);
        windows.push(this.SUBRULE2(this.window));
      },
    });
    return { kind: 'over', span: this.spanFrom(start), windows };
  });

  protected readonly window: () => Window = this.rule('window', (): Window => {
    const start = this.LA(1);
    if (this.refuseLast(start) || this.refuseWords(start)) return { kind: 'missingWindow', span: this.spanFrom(start), bounds: [] };
    const shape = this.SUBRULE(this.windowShape);
    let ending: Length | undefined;
    this.OPTION({
      GATE: () => this.continues(),
      DEF: () => {
        this.CONSUME(word.ending);
        ending = this.SUBRULE(this.length);
        this.CONSUME(word.ago);
      },
    });
    const bounds: WindowBound[] = [];
    this.MANY({ GATE: () => this.continues(), DEF: () => bounds.push(this.SUBRULE(this.windowBound)) });
    const span = this.spanFrom(start);
    return { ...shape, span, bounds, ...(ending === undefined ? {} : { ending }) };
  });

  // `last 3 months` reads two ways, so it has no meaning; what was meant is not guessed.
  private refuseLast(token: IToken): boolean {
    if (this.RECORDING_PHASE || token.image !== 'last') return false;
    const next = this.LA(2);
    const counted = next.tokenType === Int;
    if (!counted && next.tokenType !== Duration && !calendarWords.has(next.image)) return false;
    const period = counted ? `${next.image} ${this.LA(3).image}` : next.image;
    const span = { ...this.spanOf(token), end: this.spanOf(counted ? this.LA(3) : next).end };
    const exact = counted ? unitWords[this.LA(3).image] : undefined;
    const texts = next.tokenType === Duration ? [period] : [`previous ${period}`, ...(exact === undefined ? [] : [`${next.image}${exact}`])];
    const rolling = exact === undefined ? (next.tokenType === Duration ? period : '30d') : `${next.image}${exact}`;
    const complete = next.tokenType === Duration ? '3 months' : period;
    this.report(finding('FT1013', span, { period, rolling, complete }, { fixes: texts.map((text) => ({ title: `write \`${text}\``, edits: [{ span, text }] })) }));
    for (let skipped = counted ? 3 : 2; skipped > 0; skipped--) this.SKIP_TOKEN();
    return true;
  }

  // `over 3 days`: a rolling window is written `3d`; complete days are `previous 3 days`.
  private refuseWords(count: IToken): boolean {
    const unit = this.LA(2);
    if (this.RECORDING_PHASE || count.tokenType !== Int || !Object.hasOwn(unitWords, unit.image)) return false;
    const span = { ...this.spanOf(count), end: this.spanOf(unit).end };
    const exact = unitWords[unit.image];
    const rolling = exact === undefined ? undefined : `${count.image}${exact}`;
    const calendar = calendarWords.has(unit.image) ? `previous ${count.image} ${unit.image}` : undefined;
    const options = [rolling, calendar].filter((option) => option !== undefined);
    const fixes = options.map((option) => ({ title: `write \`${option}\``, edits: [{ span, text: option }] }));
    this.report(finding('FT1001', span, { found: `\`${count.image} ${unit.image}\``, expected: options.map((option) => `\`${option}\``).join(' or ') }, { fixes }));
    this.SKIP_TOKEN();
    this.SKIP_TOKEN();
    return true;
  }

  protected readonly windowShape = this.rule('windowShape', (): Window => {
    const start = this.LA(1);
    const base = { bounds: [] };
    return this.OR<Window>({
      DEF: [
        {
          ALT: () => {
            this.CONSUME(word.all);
            let forgetAfter: Length | undefined;
            this.OPTION({
              GATE: () => this.continues(),
              DEF: () => {
                this.CONSUME(word.forget);
                this.CONSUME(word.after);
                forgetAfter = this.SUBRULE(this.length);
              },
            });
            return { kind: 'all', span: this.spanFrom(start), ...base, ...(forgetAfter === undefined ? {} : { forgetAfter }) };
          },
        },
        {
          ALT: () => {
            this.CONSUME(word.this);
            const unit = this.SUBRULE(this.calendarUnit);
            const zone = this.OPTION2(() => this.SUBRULE(this.inZone));
            return { kind: 'thisPeriod', span: this.spanFrom(start), ...base, unit, ...(zone === undefined ? {} : { zone }) };
          },
        },
        { ALT: () => this.SUBRULE(this.previousWindow) },
        {
          ALT: () => {
            this.CONSUME(word.newest);
            const count = this.SUBRULE(this.count);
            this.CONSUME(word.rows);
            return { kind: 'newestRows', span: this.spanFrom(start), ...base, count };
          },
        },
        { ALT: () => this.SUBRULE(this.windowList) },
        {
          ALT: () => {
            const placeholder = this.SUBRULE(this.placeholder);
            return { kind: 'placeholderWindow', span: this.spanFrom(start), ...base, placeholder };
          },
        },
        {
          GATE: () => this.LA(1).tokenType === Duration || this.LA(1).tokenType === BadDuration || this.nameOnSameLine(),
          ALT: () => {
            const length = this.OR2<DurationLiteral | Ref>([{ ALT: () => this.SUBRULE(this.duration) }, { ALT: () => this.SUBRULE(this.ref) }]);
            return { kind: 'rolling', span: this.spanFrom(start), ...base, length };
          },
        },
      ],
      IGNORE_AMBIGUITIES: true,
      ERR_MSG: 'a window such as `30d`, `this day`, `previous 3 months` or `all`',
    });
  });

  /** `[1h, 24h]` */
  protected readonly windowList = this.rule('windowList', (): Window => {
    const open = this.CONSUME(LSquare);
    const items: Window[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => items.push(this.SUBRULE(this.window)), ERR_MSG: 'a window such as `30d`' });
    this.close(open, () => this.CONSUME(RSquare));
    return { kind: 'windowList', span: this.spanFrom(open), bounds: [], items };
  });

  /** `previous month`, `previous 3 months in 'zone'`, `previous 4 x 30min` */
  protected readonly previousWindow = this.rule('previousWindow', (): Window => {
    const start = this.CONSUME(word.previous);
    return this.OR<Window>({
      DEF: [
        {
          ALT: () => {
            const unit = this.SUBRULE(this.calendarUnit);
            const zone = this.OPTION(() => this.SUBRULE(this.inZone));
            return { kind: 'previousPeriods', span: this.spanFrom(start), bounds: [], unit, ...(zone === undefined ? {} : { zone }) };
          },
        },
        {
          ALT: () => {
            const count = this.SUBRULE(this.count);
            return this.OR2<Window>({
              DEF: [
                {
                  ALT: () => {
                    this.CONSUME(word.x);
                    const length = this.SUBRULE(this.length);
                    return { kind: 'previousSlots', span: this.spanFrom(start), bounds: [], count, length };
                  },
                },
                {
                  ALT: () => {
                    const unit = this.SUBRULE2(this.calendarUnit);
                    const zone = this.OPTION2(() => this.SUBRULE2(this.inZone));
                    return { kind: 'previousPeriods', span: this.spanFrom(start), bounds: [], count, unit, ...(zone === undefined ? {} : { zone }) };
                  },
                },
              ],
              ERR_MSG: 'hours, days, weeks, months, quarters, years, or `x` and a duration',
            });
          },
        },
      ],
      IGNORE_AMBIGUITIES: true,
      ERR_MSG: 'a calendar period such as `month` or `3 months`',
    });
  });

  /** `including start`, `excluding now` */
  protected readonly windowBound = this.rule('windowBound', (): WindowBound => {
    const start = this.LA(1);
    const mode = this.OR<WindowBound['mode']>([
      { ALT: () => (this.CONSUME(word.including), 'including') },
      { ALT: () => (this.CONSUME(word.excluding), 'excluding') },
    ]);
    const edge = this.OR2<WindowBound['edge']>([
      { ALT: () => (this.CONSUME(word.start), 'start') },
      { ALT: () => (this.CONSUME(word.end), 'end') },
      { ALT: () => (this.CONSUME(word.now), 'now') },
    ]);
    return { kind: 'bound', span: this.spanFrom(start), mode, edge };
  });
}

const calendarWords: ReadonlySet<string> = new Set(['hour', 'hours', 'day', 'days', 'week', 'weeks', 'month', 'months', 'quarter', 'quarters', 'year', 'years']);

// The exact unit that a word in a window may mean; months have none.
const unitWords: Readonly<Record<string, DurationUnit | undefined>> = {
  s: 's', second: 's', seconds: 's', min: 'min', minute: 'min', minutes: 'min', h: 'h', hour: 'h', hours: 'h', d: 'd', day: 'd', days: 'd', w: 'w', week: 'w', weeks: 'w',
  month: undefined, months: undefined, quarter: undefined, quarters: undefined, year: undefined, years: undefined,
};

/** The text within quotes. */
export function textValue(token: IToken): string {
  return token.image.slice(1, token.tokenType === UnclosedText ? undefined : -1).replaceAll("''", "'");
}

// A misspelt unit was reported by the lexer; days stand in, so that later stages can go on.
function splitDuration(token: IToken): { readonly digits: string; readonly unit: DurationUnit } {
  const match = /^(\d+)(.*)$/.exec(token.image);
  const unit = durationUnits.find((known) => known === match?.[2]);
  return { digits: match?.[1] ?? '0', unit: unit ?? 'd' };
}
