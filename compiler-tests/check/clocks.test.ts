// Both clocks of a source, in every form of `known` (time contract, sections 1.2 and 1.3).
import { describe, expect, it } from 'vitest';
import type { Clock, Knowledge, RowKind } from '../../src/compiler/temporal/plan.js';
import { adviceOf, checkText, errorsOf, sourceOf } from './project.js';

const HOUR = 3_600_000_000n;
const DAY = 24n * HOUR;

const source = (clauses: string): string => `
source s {
  from web.s   rows events
  ${clauses}
  settle 1min
  columns { ts: timestamp  loaded_at: timestamp  ds: date  load_day: date  name: string }
}`;

const column = (name: string, zone: string, offset = 0n): Clock => ({ kind: 'column', column: name, zone, offset });

describe('known', () => {
  it.each<[string, Knowledge]>([
    ["time ts in 'UTC' known loaded_at in 'UTC'", { kind: 'clock', clock: column('loaded_at', 'UTC') }],
    ["time ts in 'UTC' known loaded_at + 1h in 'Europe/Paris'", { kind: 'clock', clock: column('loaded_at', 'Europe/Paris', HOUR) }],
    ["time ts in 'UTC' known ts + 10min", { kind: 'event_time_plus', delay: 600_000_000n }],
    ['time ts in name known ts + 10min', { kind: 'event_time_plus', delay: 600_000_000n }],
    ['time ts in name known ts + 10min in name', { kind: 'event_time_plus', delay: 600_000_000n }],
    ["time ts in name known ts in 'UTC'", { kind: 'clock', clock: column('ts', 'UTC') }],
    ["time ts in 'UTC' known same as time", { kind: 'event_time_plus', delay: 0n }],
    // The hour belongs to the event time, so half an hour after `ts` is half an hour before it.
    ["time ts + 1h in 'UTC' known ts + 30min", { kind: 'event_time_plus', delay: -1_800_000_000n }],
    // Read in another zone the same column is another clock.
    ["time ts in 'UTC' known ts + 1h in 'Asia/Tokyo'", { kind: 'clock', clock: column('ts', 'Asia/Tokyo', HOUR) }],
    ["time ts in 'UTC' known loaded_at in 'UTC', or ts + 5min before '2025-03-15'", {
      kind: 'bulk', first: column('loaded_at', 'UTC'), before: 1_741_996_800_000_000n, otherwise: { kind: 'event_time_plus', delay: 300_000_000n },
    }],
    ["time ds in 'UTC' known end of day + 6h", { kind: 'clock', clock: { kind: 'day_end', column: 'ds', zone: 'UTC', offset: 6n * HOUR } }],
    // The tz database holds Amsterdam as a link to Brussels since 2022.
    ["time ds in 'Europe/Amsterdam' known end of day", { kind: 'clock', clock: { kind: 'day_end', column: 'ds', zone: 'Europe/Brussels', offset: 0n } }],
    ["time ts in 'UTC' known end of load_day in 'UTC'", { kind: 'clock', clock: { kind: 'day_end', column: 'load_day', zone: 'UTC', offset: 0n } }],
    // Written out, a day may be seen at its start.
    ["time ds in 'UTC' known start of day", { kind: 'clock', clock: { kind: 'day_start', column: 'ds', zone: 'UTC', offset: 0n } }],
    ["time ds in 'UTC' known ds + 1d", { kind: 'clock', clock: { kind: 'day_start', column: 'ds', zone: 'UTC', offset: DAY } }],
    ["time ds in 'UTC' known loaded_at in 'UTC'", { kind: 'clock', clock: column('loaded_at', 'UTC') }],
  ])('%s', (clauses, expected) => {
    const checked = checkText(source(clauses));
    expect(errorsOf(checked)).toEqual([]);
    expect(sourceOf(checked, 's').known).toEqual(expected);
  });

  it.each([
    ["time ts in 'UTC'", ['FT4002 s']],
    ["known ts + 1h in 'UTC'", ['FT4006 s']],
    ['time ts known ts + 1h', ['FT4005 ts']],
    ['time ts in nowhere known same as time', ['FT2004 nowhere']],
    ['time ts in ds known same as time', ['FT3001 ds']],
    ['time ds in name known end of day', ['FT6001 name']],
    ["time ts in 'UTC' known loaded_at in name", ['FT6001 name']],
    ["time ts in 'UTC' known loaded_at", ['FT4005 loaded_at']],
    ["time ts in 'UTC' known loded_at in 'UTC'", ['FT2004 loded_at']],
    ["time name in 'UTC' known same as time", ['FT3001 name']],
    ["time ts in 'Europe/Amsterdm' known ts + 1h", ["FT4010 'Europe/Amsterdm'"]],
    ["time ts in '+02:00' known ts + 1h", ["FT4010 '+02:00'"]],
    ["time ts in 'CET' known ts + 1h", ["FT4010 'CET'"]],
    // A day is not known while it lasts; in Amsterdam one day of the year has 25 hours.
    ["time ds in 'UTC' known same as time", ['FT4018 known same as time']],
    ["time ds in 'UTC' known ds + 23h", ['FT4018 ds + 23h']],
    ["time ds in 'Europe/Amsterdam' known ds + 24h", ['FT4018 ds + 24h']],
    ["time ds in 'Europe/Amsterdam' known ds + 25h", []],
    ["time ds in 'Antarctica/Troll' known ds + 25h", ['FT4018 ds + 25h']],
    ["time ds in 'Antarctica/Troll' known ds + 26h", []],
    ["time ds in 'Pacific/Kwajalein' known ds + 46h", ['FT4018 ds + 46h']],
    ["time ds in 'UTC' known end of day - 1h", ['FT4018 end of day - 1h']],
    ["time ts in 'UTC' known load_day in 'UTC'", ['FT3009 load_day']],
    ["time ts in 'UTC' known loaded_at in 'UTC', or ts + 5min before '15 March'", ["FT3018 '15 March'"]],
  ])('refuses %s', (clauses, expected) => {
    expect(errorsOf(checkText(source(clauses)))).toEqual(expected);
  });

  it('zones come out under their canonical names', () => {
    // Asia/Calcutta is a link to Asia/Kolkata.
    const checked = checkText(source("time ts in 'Asia/Calcutta' known ts + 1h"));
    expect(sourceOf(checked, 's').time).toEqual(column('ts', 'Asia/Kolkata'));
  });

  it('same as time is told, and may be allowed with a reason', () => {
    expect(adviceOf(checkText(source("time ts in 'UTC' known same as time")))).toEqual(['FT4016 known same as time']);
    expect(adviceOf(checkText(source("time ts in 'UTC' known same as time   allow FT4016 'a log written in place'")))).toEqual([]);
  });
});

describe('rows', () => {
  it.each([
    ['rows versions of name', ['FT4014 rows versions of name']],
    ['rows versions of nme newest by loaded_at', ['FT2004 nme']],
    ['rows versions of name newest by lodaed_at', ['FT2004 lodaed_at']],
    ['rows intervals until loadd_at', ['FT2004 loadd_at']],
    ['rows intervals until name', ['FT3001 name']],
    ['rows intervals until loaded_at known load_day', ['FT3009 load_day']],
    ['rows snapshots every 0d', ['FT4009 0d']],
    ['rows current immutable [nme]', ['FT2004 nme']],
    ['', ['FT4001 s']],
  ])('refuses %s', (rows, expected) => {
    const text = source("time ts in 'UTC' known ts + 1h").replace('rows events', rows);
    expect(errorsOf(checkText(text))).toEqual(expected);
  });

  const ts = column('ts', 'Asia/Tokyo');
  it.each<[string, RowKind]>([
    ['rows versions of name newest by loaded_at', { kind: 'versions', of: ['name'], newestBy: ['loaded_at'] }],
    // The end of an interval has no zone of its own: it is read as the event time is, and so is the moment when it was known.
    ['rows intervals until loaded_at', { kind: 'intervals', until: column('loaded_at', 'Asia/Tokyo'), known: null }],
    ['rows intervals until load_day', { kind: 'intervals', until: { kind: 'day_start', column: 'load_day', zone: 'Asia/Tokyo', offset: 0n }, known: null }],
    ['rows intervals until ts known loaded_at + 1h', { kind: 'intervals', until: ts, known: { kind: 'clock', clock: column('loaded_at', 'Asia/Tokyo', HOUR) } }],
    ["rows intervals until ts known loaded_at in 'UTC'", { kind: 'intervals', until: ts, known: { kind: 'clock', clock: column('loaded_at', 'UTC') } }],
    ['rows snapshots every 1d', { kind: 'snapshots', every: DAY }],
    ['rows current immutable [name]', { kind: 'current', immutable: ['name'] }],
  ])('%s', (rows, expected) => {
    const checked = checkText(source("time ts in 'Asia/Tokyo' known ts + 1h").replace('rows events', rows));
    expect(errorsOf(checked)).toEqual([]);
    expect(sourceOf(checked, 's').rows).toEqual(expected);
  });

  it('versions without an id are told apart by their key', () => {
    const of = (rows: string): string | null => sourceOf(checkText(source("time ts in 'UTC' known loaded_at in 'UTC'").replace('rows events', rows)), 's').id;
    expect([of('rows versions of name'), of('rows versions of name id ds'), of('rows versions of name, ds')]).toEqual(['name', 'ds', null]);
  });
});

describe('a table without time', () => {
  it.each<[string, Knowledge]>([
    ['time always', { kind: 'event_time_plus', delay: 0n }],
    ['time always known same as time', { kind: 'event_time_plus', delay: 0n }],
    ["time always known loaded_at in 'UTC'", { kind: 'clock', clock: column('loaded_at', 'UTC') }],
  ])('%s', (clauses, expected) => {
    const checked = checkText(source(clauses));
    expect(errorsOf(checked)).toEqual([]);
    expect(sourceOf(checked, 's')).toMatchObject({ time: { kind: 'always' }, known: expected });
  });

  it('has no day to end', () => {
    expect(errorsOf(checkText(source('time always known end of day + 1h')))).toEqual(['FT4006 known end of day + 1h']);
  });
});
