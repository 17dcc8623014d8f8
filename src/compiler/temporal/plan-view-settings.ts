/**
 * The settings of a view, and whether its objectives can hold: how old a stored value may get against how often it is
 * computed, and how far a window reaches against how long the source keeps its rows.
 */
import { US_PER_SECOND, findZone, formatDuration, longestDay } from '../calendar/index.js';
import { finding } from '../diagnostics/finding.js';
import { renameFixes } from '../diagnostics/suggest.js';
import { notYet, type Report } from '../names/report.js';
import { settingOf } from '../names/settings.js';
import type { CalendarTick, RefreshSetting, ViewDecl, ViewItem } from '../syntax/ast.js';
import type { Constants } from '../types/constants.js';
import { lengthOf, type WrittenLength } from '../types/lengths.js';
import { STRATEGIES, type RefreshPlan, type StrategyName, type WindowPlan } from './plan.js';
import type { PlacedFeature } from './plan-features.js';
import type { CheckedSource } from './plan-source.js';
import { LASTING, positive, ttlWindow } from './plan-window.js';
import { zoneName } from './plan-zone.js';
import { lengthOfWindow, reachOf } from './window-bounds.js';

/** The settings of a view as the plan holds them. */
export interface ViewSettings {
  readonly refresh: RefreshPlan | null;
  readonly freshness: WrittenLength | null;
  readonly staleAfter: WrittenLength | null;
  readonly online: boolean;
  readonly zone: string | null;
  readonly ttl: WindowPlan | null;
  readonly pin: StrategyName | null;
}

/** Reads the settings of a view. */
export function planSettings(decl: ViewDecl, source: CheckedSource, constants: Constants, report: Report): ViewSettings {
  const setting = <K extends ViewItem['kind']>(kind: K): Extract<ViewItem, { readonly kind: K }> | undefined =>
    settingOf<ViewItem, K>(decl.items, kind);
  const zoneSetting = setting('zone');
  const zone = zoneSetting === undefined ? null : zoneName(zoneSetting.zone, report);
  const history = setting('history');
  if (history?.on === true) notYet('`history on`', history.span, report);
  const refreshSetting = setting('refresh');
  const refresh = refreshSetting === undefined ? null : planRefresh(refreshSetting, zone, source.settle?.us ?? 0n, constants, report);
  const freshnessSetting = setting('freshness');
  const freshness = freshnessSetting === undefined ? null : period(freshnessSetting.length, constants, report);
  const staleSetting = setting('stale');
  const staleAfter = staleSetting === undefined ? null : period(staleSetting.after, constants, report);
  const onlineSetting = setting('online');
  const ttlSetting = setting('ttl');
  const ttl = ttlSetting === undefined ? null : positive(ttlSetting.length, { constants, report });

  if (refreshSetting === undefined) {
    const view = decl.name.text;
    if (onlineSetting !== undefined) report(finding('FT5003', onlineSetting.span, { view }));
    else if (freshnessSetting !== undefined) report(finding('FT5005', freshnessSetting.span, { view }));
  }
  if (refresh !== null && refreshSetting !== undefined) {
    const worst = refresh.every + refresh.delay;
    const [every, delay] = [formatDuration(refresh.every), formatDuration(refresh.delay)];
    if (freshness !== null && freshnessSetting !== undefined && freshness.us < worst) {
      report(finding('FT5001', freshnessSetting.length.span, { freshness: freshness.text, every, delay, worst: formatDuration(worst) }));
    }
    if (staleAfter !== null && staleSetting !== undefined && staleAfter.us < worst) {
      report(finding('FT5004', staleSetting.after.span, { stale: staleAfter.text, every, delay, worst: formatDuration(worst) }));
    }
    if (source.settle !== null && refresh.delay < source.settle.us) {
      report(finding('FT5007', refreshSetting.span, { source: source.name, settle: source.settle.text, every, delay }));
    }
  }
  return {
    refresh, freshness, staleAfter, zone,
    online: onlineSetting !== undefined,
    ttl: ttl === null ? null : ttlWindow(ttl, ttlSetting?.includingStart === true, source.rows?.kind === 'snapshots'),
    pin: planPin(setting('strategy'), report),
  };
}

/** Without a delay, values are there when the rows of their tick are: after the time that those take to settle. */
function planRefresh(setting: RefreshSetting, viewZone: string | null, settle: bigint, constants: Constants, report: Report): RefreshPlan | null {
  if (setting.every.kind === 'calendarTick') {
    const daily = planDaily(setting.every, viewZone, report);
    const delay = setting.delay === undefined ? settle : lengthOf(setting.delay, constants, report)?.us;
    const zone = daily === null ? undefined : findZone(daily.zone);
    return daily === null || zone === undefined || delay === undefined ? null : { every: longestDay(zone), daily, delay };
  }
  const every = period(setting.every, constants, report);
  const delay = setting.delay === undefined ? settle : lengthOf(setting.delay, constants, report)?.us;
  return every === null || delay === undefined ? null : { every: every.us, daily: null, delay };
}

function planDaily(tick: CalendarTick, viewZone: string | null, report: Report): RefreshPlan['daily'] {
  if (tick.unit !== 'day') {
    notYet(`A refresh every ${tick.unit} of the calendar`, tick.span, report);
    return null;
  }
  const time = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(tick.at ?? '00:00');
  const [hour, minute, second] = [Number(time?.[1]), Number(time?.[2]), Number(time?.[3] ?? 0)];
  if (time === null || hour > 23 || minute > 59 || second > 59) {
    report(finding('FT3010', tick.span, { what: 'The time of day', value: tick.at ?? '', range: 'from 00:00 to 23:59' }));
    return null;
  }
  if (tick.zone === undefined && viewZone === null) {
    report(finding('FT4013', tick.span, { window: `every day at ${tick.at ?? '00:00'}` }));
    return null;
  }
  const zone = tick.zone === undefined ? viewZone : zoneName(tick.zone, report);
  return zone === null ? null : { at: BigInt(hour * 3600 + minute * 60 + second) * US_PER_SECOND, zone };
}

function period(length: Parameters<typeof lengthOf>[0], constants: Constants, report: Report): WrittenLength | null {
  const value = lengthOf(length, constants, report);
  if (value === null || value.us > 0n) return value;
  report(finding('FT5006', length.span, { length: value.text }));
  return null;
}

function planPin(setting: Extract<ViewItem, { readonly kind: 'strategy' }> | undefined, report: Report): StrategyName | null {
  if (setting === undefined || setting.name.missing) return null;
  const { text, span } = setting.name;
  const found = STRATEGIES.find((strategy) => strategy === text);
  if (found === undefined) report(finding('FT2001', span, { kind: 'strategy', name: text, scope: '' }, { fixes: renameFixes(span, text, STRATEGIES) }));
  return found ?? null;
}

/** Holds the windows of a view against its refreshes and against what its source keeps. */
export function checkWindows(features: readonly PlacedFeature[], settings: ViewSettings, source: CheckedSource, report: Report): void {
  const { refresh, online } = settings;
  for (const { plan, shown: feature, span } of features) {
    const { window } = plan;
    if (mayMove(source) && window.kind === 'shift' && window.enter > 0n) report(finding('FT4021', span, { feature, source: source.name }));
    // It ends with its row, whatever that lasts.
    if (window === LASTING) continue;
    const { retention } = source;
    const { leave } = reachOf(window);
    const length = lengthOfWindow(window);
    if (retention !== null && (leave === null || leave > retention.us)) {
      report(finding('FT4012', span, { feature, window: window.text, source: source.name, retention: retention.text }));
    }
    if (!online) continue;
    if (length === null) {
      report(finding('FT5008', span, { feature }));
    } else if (refresh !== null && length < 4n * (refresh.every + refresh.delay)) {
      const worst = refresh.every + refresh.delay;
      report(finding('FT5002', span, { feature, window: window.text, worst: formatDuration(worst), least: formatDuration(4n * worst) }));
    }
  }
}

/** Whether versions of one fact may differ in their event time, so that a version moves in it. */
function mayMove({ rows, plan }: CheckedSource): boolean {
  return rows?.kind === 'versions' && plan !== null && (plan.time.kind === 'always' || plan.time.kind === 'members' || !rows.of.includes(plan.time.column));
}
