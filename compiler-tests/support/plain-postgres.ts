/** Postgres's text values as the plain values that tests compare, whatever the session's time zone. */
import pg from 'pg';
import type { Plain } from './engines.js';
import { isoMicros } from './plain-duckdb.js';

type Parse = (text: string) => Plain;
const integer: Parse = (text) => BigInt(text);
const same: Parse = (text) => text;
const instant: Parse = (text) => {
  const match = /^(\d{4,})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:([+-])(\d\d)(?::(\d\d))?(?::(\d\d))?)?$/.exec(text);
  if (match === null) return text;
  const [, y, mo, d, h, mi, s, fraction = '', sign, oh = '0', om = '0', os = '0'] = match;
  const whole = new Date(0);
  whole.setUTCFullYear(Number(y), Number(mo) - 1, Number(d));
  whole.setUTCHours(Number(h), Number(mi), Number(s));
  const offset = (sign === '-' ? -1 : 1) * (Number(oh) * 3600 + Number(om) * 60 + Number(os));
  const micros = BigInt(whole.getTime() / 1000 - offset) * 1_000_000n + BigInt(fraction.padEnd(6, '0'));
  return isoMicros(micros, sign === undefined ? '' : 'Z');
};

const parsers: ReadonlyMap<number, Parse> = new Map<number, Parse>([
  [16, (t) => t === 't'],
  [20, integer], [21, integer], [23, integer], [26, integer],
  [700, Number], [701, Number],
  [17, (t) => t.slice(2)],
  [1082, same], [1114, instant], [1184, instant], [1700, same],
]);
const elements: ReadonlyMap<number, number> = new Map([
  [1000, 16], [1016, 20], [1005, 21], [1007, 23], [1021, 700], [1022, 701], [1001, 17],
  [1182, 1082], [1115, 1114], [1185, 1184], [1231, 1700], [1009, 25],
]);

interface ArrayParser {
  readonly create: (text: string, transform: (element: string | null) => Plain) => { readonly parse: () => readonly Plain[] };
}

export function plainPostgresParser(oid: number): Parse {
  const element = elements.get(oid);
  if (element !== undefined) {
    const parse = parsers.get(element) ?? same;
    const arrays = pg.types.arrayParser as unknown as ArrayParser;
    return (text) => arrays.create(text, (e) => (e === null ? null : parse(e))).parse();
  }
  return parsers.get(oid) ?? same;
}
