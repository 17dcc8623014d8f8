// Writes src/compiler/calendar/zone-data.ts, the pinned time-zone table, from the development dependency
// `moment-timezone` (the tz database in its packed form). `--check` compares instead of writing, so that a dependency
// that moves without the table being looked at fails the build: the table is part of what a feature means.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import moment from 'moment-timezone';

interface Packed { readonly version: string; readonly zones: readonly string[]; readonly links: readonly string[] }
interface Transition { readonly at: number; readonly offset: number }
interface YearlyRule { readonly month: number; readonly day: number; readonly weekday: number; readonly second: number; readonly offset: number }
interface Tail { readonly from: number; readonly rules: readonly YearlyRule[] }

const FIRST = Date.UTC(1900, 0) / 1000;
const LAST_YEAR = 2199;
const END = Date.UTC(LAST_YEAR + 1, 0) / 1000;
const TARGET = fileURLToPath(new URL('../src/compiler/calendar/zone-data.ts', import.meta.url));
const require = createRequire(import.meta.url);

/** The packed zone as seconds: the offset in force when 1900 begins, and every change of offset in [1900, 2200). */
function readZone(line: string): { readonly name: string; readonly initial: number; readonly transitions: readonly Transition[] } {
  const zone = moment.tz.unpack(line);
  // moment counts offsets in minutes west of Greenwich; an `until` is where the offset beside it stops.
  const offsets = zone.offsets.map((minutes) => -Math.round(minutes * 60) || 0);
  let current = offsets[0] ?? 0;
  let initial = current;
  const transitions: Transition[] = [];
  zone.untils.forEach((until, index) => {
    const next = offsets[index + 1];
    if (until === null || !Number.isFinite(until) || next === undefined) return;
    const at = Math.round(until / 1000);
    if (at >= END) return;
    if (at <= FIRST) initial = next;
    else if (next !== current) transitions.push({ at, offset: next });
    current = next;
  });
  return { name: zone.name, initial, transitions };
}

/** The instant of a rule in a year: the first `weekday` on or after `day` of `month`, at `second` of that UTC day. */
function ruleInstant(rule: YearlyRule, year: number): number {
  const earliest = Date.UTC(year, rule.month, rule.day) / 86_400_000;
  const weekday = (((earliest + 4) % 7) + 7) % 7;
  return (earliest + ((rule.weekday - weekday + 7) % 7)) * 86_400 + rule.second;
}

const yearOf = (at: number): number => new Date(at * 1000).getUTCFullYear();

/** The rule that explains one transition a year from `years` on, or nothing when no first-weekday-on-or-after does. */
function fitRule(samples: readonly Transition[]): YearlyRule | undefined {
  const first = samples[0];
  if (first === undefined) return undefined;
  const month = new Date(first.at * 1000).getUTCMonth();
  for (const candidate of [month, month + 1, month - 1]) {
    const days = samples.map(({ at }) => Math.floor((at - Date.UTC(yearOf(at), candidate) / 1000) / 86_400) + 1);
    const rule: YearlyRule = {
      month: candidate,
      day: Math.min(...days),
      weekday: new Date(first.at * 1000).getUTCDay(),
      second: ((first.at % 86_400) + 86_400) % 86_400,
      offset: first.offset,
    };
    if (samples.every(({ at, offset }) => ruleInstant(rule, yearOf(at)) === at && offset === rule.offset)) return rule;
  }
  return undefined;
}

/** The longest run of years up to 2199 that two yearly rules reproduce to the second; every year of it is compared. */
function fitTail(transitions: readonly Transition[]): Tail | undefined {
  const byYear = new Map<number, Transition[]>();
  for (const one of transitions) byYear.set(yearOf(one.at), [...(byYear.get(yearOf(one.at)) ?? []), one]);
  const settled = Array.from({ length: 100 }, (_, index) => byYear.get(LAST_YEAR - index) ?? []);
  if (settled.some((year) => year.length !== 2)) return undefined;
  const rules = [0, 1].map((index) => fitRule(settled.flatMap((year) => year[index] ?? [])));
  const [spring, autumn] = rules;
  if (spring === undefined || autumn === undefined) throw new Error('a zone changes twice a year by no rule that is known here');
  let from = LAST_YEAR;
  for (let year = LAST_YEAR; ; year -= 1) {
    const actual = byYear.get(year) ?? [];
    const same = actual.length === 2 && [spring, autumn].every((rule, index) =>
      actual[index]?.at === ruleInstant(rule, year) && actual[index].offset === rule.offset);
    if (!same) break;
    from = year;
  }
  return { from, rules: [spring, autumn] };
}

/** One line a zone: name | offset when 1900 begins | change of instant and offset … | year and rules that go on to 2200. */
function printZone(line: string): string {
  const { name, initial, transitions } = readZone(line);
  const tail = fitTail(transitions);
  const listed = transitions.filter(({ at }) => tail === undefined || yearOf(at) < tail.from);
  let last = FIRST;
  const changes = listed.map(({ at, offset }) => {
    const text = `${(at - last).toString(36)}:${offset.toString(36)}`;
    last = at;
    return text;
  });
  const rules = tail === undefined ? '' : [tail.from, ...tail.rules.map((rule) =>
    [rule.month, rule.day, rule.weekday, rule.second, rule.offset].join(':'))].join(' ');
  return `${name}|${initial.toString(36)}|${changes.join(' ')}|${rules}`;
}

function print(): string {
  const packed = require('moment-timezone/data/packed/latest.json') as Packed;
  const source = require('moment-timezone/package.json') as { readonly version: string };
  const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  const quote = (text: string): string => `  '${text}',`;
  return [
    `// Generated by scripts/zones.ts from moment-timezone ${source.version}, which packs the public-domain tz database ${packed.version}.`,
    '// Do not edit: run `npx tsx scripts/zones.ts`. The format of a line is described in zones.ts beside this file.',
    '',
    '/** The release of the tz database that this package pins; part of what a calendar feature means. */',
    `export const ZONE_VERSION = '${packed.version}';`,
    '',
    '/** One zone a line: name, offset when 1900 begins, changes, and the yearly rules that hold from a year to 2200. */',
    'export const ZONE_LINES: readonly string[] = [',
    ...packed.zones.map(printZone).sort(byName).map(quote),
    '];',
    '',
    '/** Other names of a zone: the zone in the table, and the name. */',
    'export const ZONE_LINKS: readonly string[] = [',
    ...[...packed.links].sort(byName).map(quote),
    '];',
    '',
  ].join('\n');
}

const text = print();
if (!process.argv.includes('--check')) {
  writeFileSync(TARGET, text);
  process.stderr.write(`wrote ${TARGET} (${Math.round(text.length / 1024)} KiB)\n`);
} else if (readFileSync(TARGET, 'utf8') !== text) {
  process.stderr.write('zone-data.ts is not what scripts/zones.ts makes of the installed moment-timezone\n');
  process.exitCode = 1;
}
