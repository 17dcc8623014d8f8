/** A small project around one text of raw SQL. */
import { check, type CheckResult } from '../../src/compiler/compile.js';

export const SOURCES = `
entity user (user_id: string)
source orders {
  from shop.orders   rows events   time event_ts in 'UTC'   known ingested_at in 'UTC'   settle 1min   id order_id
  columns { order_id: string  user_id: string  amount: decimal(12,2)  qty: int64  score: float64  status: string  event_ts: timestamp  ingested_at: timestamp }
}
source clicks {
  from web.clicks   rows events   time ts in 'UTC'   known ts + 10min   settle 1min
  columns { user_id: string  page: string  ts: timestamp }
}
source daily {
  from web.daily   rows events   time ds in 'UTC'   known end of day   settle 1min
  columns { user_id: string  ds: date  visits: int64 }
}
`;

/** A view of a text, with its columns as they would be declared. */
export const viewOf = (dialect: string, text: string, columns: string): string =>
  `${SOURCES}view v for user from sql ${dialect} """\n${text}\n""" { refresh every 1h delay 1min   ${columns} }\n`;

export const checkView = (dialect: string, text: string, columns: string): CheckResult => check([{ path: 'p.feat', text: viewOf(dialect, text, columns) }]);
