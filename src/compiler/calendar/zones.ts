// Time zones from the pinned table: names, offsets, and the two conversions between instants and clock readings. Where a
// clock reading happens twice it is the later instant; where it never happens it is read with the offset before the gap.
import { daysOfCivil } from './dates.js';
import { RANGE_END_YEAR, RANGE_START_US, US_PER_SECOND } from './units.js';
import { ZONE_LINES, ZONE_LINKS, ZONE_VERSION } from './zone-data.js';

/** The instant from which an offset holds. */
export interface OffsetTransition {
  readonly atUtcUs: bigint;
  /** How far the local clock is ahead of UTC from then on. */
  readonly offsetUs: bigint;
  /** How far it was ahead until then. */
  readonly offsetBeforeUs: bigint;
}

/** A zone of the pinned table. Its rules before 1900 and from 2200 on are the first and the last of the range. */
export interface Zone {
  readonly kind: 'zone';
  /** The name as it was asked for. */
  readonly name: string;
  /** The name that all links to this zone share; two zones are the same exactly when these are equal. */
  readonly canonical: string;
  readonly initialOffsetUs: bigint;
  /** Every change of offset in [1900, 2200), in order of time. */
  readonly transitions: readonly OffsetTransition[];
}

/** The release of the tz database behind every zone, part of a feature's meaning. */
export const zoneVersion: string = ZONE_VERSION;

const LINES: ReadonlyMap<string, string> = new Map(ZONE_LINES.map((line) => [line.slice(0, line.indexOf('|')), line]));
const LINKS: ReadonlyMap<string, string> = new Map(ZONE_LINKS.map((link) => {
  const [target = '', name = ''] = link.split('|');
  return [name, target];
}));

/** Zones already decoded. Only a cache: a name always yields the same value. */
const decoded = new Map<string, Zone>();

/**
 * The zone of an IANA name, or undefined. Offsets (`+02:00`, `Etc/GMT-2`), abbreviations (`EST`, `GB`) and POSIX forms
 * (`EST5EDT`) are not names of zones here: engines read them differently, `UTC+3` by six hours.
 */
export function findZone(name: string): Zone | undefined {
  if (isAbbreviationOrOffset(name)) return undefined;
  const known = decoded.get(name);
  if (known !== undefined) return known;
  const canonical = LINKS.get(name) ?? name;
  const line = LINES.get(canonical);
  if (line === undefined) return undefined;
  const zone = decodeZone(name, canonical === 'Etc/UTC' ? 'UTC' : canonical, line);
  decoded.set(name, zone);
  return zone;
}

/** The names of UTC, which has no changes and so needs no table: its clock is known at every instant. */
export const utcNames = (): readonly string[] => zoneNames().filter((name) => findZone(name)?.canonical === 'UTC');

/** All names that `findZone` knows, in byte order: what a misspelt name is compared with. */
export function zoneNames(): readonly string[] {
  return [...LINES.keys(), ...LINKS.keys()].filter((name) => !isAbbreviationOrOffset(name)).sort();
}

/** A zone as it is stored, in seconds: changes one by one, then rules that hold every year. */
export interface StoredZone {
  /** Every name that means it, links included. */
  readonly names: readonly string[];
  readonly initialOffset: number;
  readonly changes: readonly StoredChange[];
  /** From January of `fromYear` on; months from 0, weekdays from Sunday as 0. */
  readonly rules: readonly StoredRule[];
}
export interface StoredRule {
  readonly fromYear: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly second: number;
  readonly offset: number;
}

/** All zones as they are stored: what a query brings along where each row names its own. */
export function storedZones(): readonly StoredZone[] {
  const names = new Map<string, string[]>();
  for (const name of zoneNames()) {
    const target = LINKS.get(name) ?? name;
    names.set(target, [...(names.get(target) ?? []), name]);
  }
  return [...LINES.values()].flatMap((line): readonly StoredZone[] => {
    const [target = '', initial = '', changes = '', tail = ''] = line.split('|');
    const [from = '', ...rules] = tail.split(' ');
    const stored = rules.map((rule): StoredRule => {
      const [month = 0, day = 0, weekday = 0, second = 0, offset = 0] = rule.split(':').map(Number);
      return { fromYear: Number(from), month, day, weekday, second, offset };
    });
    const known = names.get(target);
    return known === undefined ? [] : [{ names: known, initialOffset: parseInt(initial, 36), changes: decodeChanges(changes), rules: stored }];
  });
}

/** Whether a text is a way to write an offset or an abbreviation rather than a place: the finding says so. */
export function isAbbreviationOrOffset(name: string): boolean {
  if (name === 'UTC') return false;
  const bare = name.startsWith('Etc/') && name !== 'Etc/UTC' ? name.slice('Etc/'.length) : name;
  return /^[A-Z]+$/.test(bare) || /^[A-Z]{3,}[+-]?\d/.test(bare) || /^[+-]?\d/.test(bare);
}

/** How far the local clock is ahead of UTC at an instant. */
export function offsetAt(zone: Zone, utcUs: bigint): bigint {
  return lastWhere(zone.transitions, ({ atUtcUs }) => atUtcUs <= utcUs)?.offsetUs ?? zone.initialOffsetUs;
}

/** What the local clock reads at an instant. */
export function utcToLocal(zone: Zone, utcUs: bigint): bigint {
  return utcUs + offsetAt(zone, utcUs);
}

/**
 * The instant of a clock reading: the later one in a fold (02:30 in Amsterdam on 2025-10-26 is 01:30Z), and read with
 * the offset before it in a gap (02:30 on 2025-03-30 is 01:30Z), as Postgres and DuckDB do.
 */
export function localToUtc(zone: Zone, localUs: bigint): bigint {
  // An offset is taken from the first reading that only it, or it as the later of two, can mean: both in a fold and
  // after a gap that is the reading that the new offset gives to the instant of the change.
  const current = lastWhere(zone.transitions, ({ atUtcUs, offsetUs }) => atUtcUs + offsetUs <= localUs);
  return localUs - (current?.offsetUs ?? zone.initialOffsetUs);
}

/** The last element for which a condition holds that holds for a prefix of the array. */
export function lastWhere<T>(sorted: readonly T[], holds: (element: T) => boolean): T | undefined {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const element = sorted[middle];
    if (element !== undefined && holds(element)) low = middle + 1;
    else high = middle;
  }
  return sorted[low - 1];
}

/**
 * A line is `name|offset|changes|tail`. Offsets and changes are seconds in base 36, a change is `wait:offset` counted
 * from the change before (the first from 1900); the tail is a year and the rules (decimal) that hold from it to 2200.
 */
function decodeZone(name: string, canonical: string, line: string): Zone {
  const [, initial = '', changes = '', tail = ''] = line.split('|');
  const initialOffsetUs = seconds(parseInt(initial, 36));
  let offsetBeforeUs = initialOffsetUs;
  const transitions = [...decodeChanges(changes), ...decodeTail(tail)].map(({ at, offset }) => {
    const decodedOne = { atUtcUs: seconds(at), offsetUs: seconds(offset), offsetBeforeUs };
    offsetBeforeUs = decodedOne.offsetUs;
    return decodedOne;
  });
  return { kind: 'zone', name, canonical, initialOffsetUs, transitions };
}

/** A change of offset in seconds, as it is stored. */
export interface StoredChange {
  readonly at: number;
  readonly offset: number;
}

function decodeChanges(changes: string): readonly StoredChange[] {
  let at = Number(RANGE_START_US / US_PER_SECOND);
  return changes.split(' ').filter((change) => change !== '').map((change) => {
    const [wait = '', offset = ''] = change.split(':');
    at += parseInt(wait, 36);
    return { at, offset: parseInt(offset, 36) };
  });
}

function decodeTail(tail: string): readonly StoredChange[] {
  if (tail === '') return [];
  const [from = '', ...rules] = tail.split(' ');
  const years = Array.from({ length: RANGE_END_YEAR - Number(from) }, (_, index) => Number(from) + index);
  return years.flatMap((year) => rules.map((rule) => decodeRule(rule, year)));
}

/** A rule is `month:day:weekday:second:offset`: the first such weekday (0 is Sunday) on or after a day, months from 0. */
function decodeRule(rule: string, year: number): StoredChange {
  const [month = 0, day = 0, weekday = 0, second = 0, offset = 0] = rule.split(':').map(Number);
  const earliest = daysOfCivil({ year, month: month + 1, day });
  // 1970-01-01 was a Thursday, day 4 of a week that begins on Sunday.
  const wait = (((weekday - earliest - 4) % 7) + 7) % 7;
  return { at: (earliest + wait) * 86_400 + second, offset };
}

function seconds(count: number): bigint {
  return BigInt(count) * US_PER_SECOND;
}
