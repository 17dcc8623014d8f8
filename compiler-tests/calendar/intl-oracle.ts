// The host's own time zones, as an oracle that shares nothing with the pinned table: what `Intl` says a clock shows. It
// is asked only about zones and years that no release of the tz database has changed lately.

/** Zones with folds, gaps, odd offsets and both hemispheres, whose rules have long been settled. */
export const SETTLED_ZONES = [
  'UTC', 'Europe/Brussels', 'Europe/London', 'Europe/Dublin', 'America/New_York', 'America/St_Johns', 'America/Havana',
  'America/Los_Angeles', 'Australia/Lord_Howe', 'Australia/Sydney', 'Pacific/Auckland', 'Pacific/Chatham',
  'Asia/Kathmandu', 'Asia/Kolkata', 'Asia/Tokyo', 'America/Sao_Paulo', 'Pacific/Apia', 'Asia/Jerusalem', 'Africa/Johannesburg',
] as const;

const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clock of a zone shows at a whole second, as microseconds since 1970-01-01T00:00 on that clock. */
export function intlLocal(zone: string, utcUs: bigint): bigint {
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('en-US', {
    timeZone: zone, hourCycle: 'h23', era: 'short',
    year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
  });
  formats.set(zone, format);
  const wholeSecond = utcUs - (((utcUs % 1_000_000n) + 1_000_000n) % 1_000_000n);
  const parts = new Map(format.formatToParts(Number(wholeSecond / 1000n)).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? Number.NaN;
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return BigInt(local) * 1000n + (utcUs - wholeSecond);
}

/** How far the clock of a zone is ahead of UTC. */
export function intlOffset(zone: string, utcUs: bigint): bigint {
  return intlLocal(zone, utcUs) - utcUs;
}
