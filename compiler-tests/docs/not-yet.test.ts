// The table "Not yet" of the language's page against the compiler: every line of it gives FT6001 and no other error, so
// that a construct leaves the table in the change that compiles it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { check } from '../../src/compiler/compile.js';
import { ROOT } from './pages.js';

const columns = 'columns { order_id: string  line: int32  buyer_id: string  zone_name: string  amount: decimal(12,2)  score: float64  day: date  event_ts: timestamp  ingested_at: timestamp }';
const clocks = "time event_ts in 'UTC'  known ingested_at in 'UTC'  settle 0s";
const base = `entity user (user_id: string)
source orders { from shop.orders  rows events  ${clocks}  id order_id  ${columns} }
view bought for user on buyer_id from orders { n_30d = count() over 30d }
`;

const source = (text: string): string => `source s { from a.b  ${text} }`;
const feature = (text: string): string => `view v for user on buyer_id from orders { x = ${text} }`;
const set = (train: string, rest: string): string => `set s { train on ml.examples at decided_at in 'UTC' {
  columns { order_id: string  buyer_id: string  decided_at: timestamp }
  exclude own order_id  ${train} }
  ${rest} }`;

/** What stands for each line of the table: one text, or several. */
const NOT_YET: Readonly<Record<string, readonly string[]>> = {
  'an id of several columns': [source(`rows events  ${clocks}  id order_id, line  ${columns}`)],
  "the request's own row": [feature('sum(amount) plus this row over 30d')],
  'reading a time from text': [feature("count() where parse_time(buyer_id, 'x') < event_ts over 30d")],
  'calendar refreshes other than daily': ["view v for user on buyer_id from orders { refresh every month in 'UTC'  n = count() over 30d }"],
  'other clocks in the zone of a row': [
    source(`rows events  time event_ts in 'UTC'  known ingested_at in zone_name  settle 0s  ${columns}`), source(`rows events  time day in zone_name  known ingested_at in 'UTC'  settle 0s  ${columns}`),
  ],
  'stored history': ['view v for user on buyer_id from orders { history on  n = count() over 30d }'],
  'requests within requests': [`request inner { input amount: decimal(12,2)  twice = amount * 2 }  request outer { join inner }`],
  'training from the log': [set('values as logged', 'join bought on buyer_id')],
};

const page = readFileSync(join(ROOT, 'docs', 'reference', 'language.md'), 'utf8');
const table = page.slice(page.indexOf('## Not yet')).split('\n').filter((line) => line.startsWith('| ')).slice(1);

describe('what is not compiled yet', () => {
  it('is the table of the page', () => {
    expect(table.map((line) => line.split(' | ')[0]?.slice(2))).toEqual(Object.keys(NOT_YET));
  });

  it.each(Object.entries(NOT_YET).flatMap(([construct, texts]) => texts.map((text) => ({ construct, text }))))('$construct: $text', ({ text }) => {
    const errors = check([{ path: 'base.feat', text: base }, { path: 'x.feat', text }]).findings.filter(({ severity }) => severity === 'error');
    expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(['FT6001']));
  });
});
