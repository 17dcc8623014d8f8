/**
 * A project of many views, as a company has it: a file for each, twenty lines long, over forty sources and ten
 * entities. Made from numbers, so that it is the same everywhere.
 */
import type { SourceFile } from '../../src/compiler/source/index.js';

const ENTITIES = 10;
const SOURCES = 40;

export function projectOfViews(views: number): readonly SourceFile[] {
  const entities = Array.from({ length: ENTITIES }, (_, i) => `/// Whoever is number ${String(i)}.\nentity entity_${String(i)} (key_${String(i)}: string)`);
  const sources = Array.from({ length: SOURCES }, (_, i) => source(i));
  return [
    { path: 'entities.feat', text: `${entities.join('\n')}\n` },
    { path: 'sources.feat', text: `${sources.join('\n\n')}\n` },
    ...Array.from({ length: views }, (_, i) => ({ path: `views/view_${String(i)}.feat`, text: view(i) })),
  ];
}

function source(i: number): string {
  const keys = Array.from({ length: ENTITIES }, (_, e) => `    key_${String(e)}: string`);
  return `source source_${String(i)} {
  from   shop.table_${String(i)}
  rows   events
  time   event_ts in 'UTC'
  known  ingested_at in 'UTC'
  ties   by seq
  id     row_id
  columns {
${keys.join('\n')}
    amount: decimal(12,2)
    rate: decimal(12,6)
    score: float64
    status: string
    store: int64
    event_ts: timestamp
    ingested_at: timestamp
    seq: int64
    row_id: string
  }
  amount_eur = amount * rate
  is_big     = amount_eur > 100
}`;
}

/** Twenty lines. */
function view(i: number): string {
  const key = `key_${String(i % ENTITIES)}`;
  return `/// Feature view number ${String(i)}.
view view_${String(i)} for entity_${String(i % ENTITIES)} on ${key} from source_${String(i % SOURCES)} {
  where     status in ('paid', 'pending')
  refresh   every 15min delay 1min
  freshness 30min

  n         = count()                     over [1h, 24h, 7d, 30d]
  spend     = sum(amount_eur)             over [1h, 24h, 7d, 30d] default 0
  avg_30d   = avg(amount_eur)             over 30d
  big_90d   = count() where is_big        over 90d
  sd_30d    = stddev_samp(amount)         over 30d
  stores    = count_distinct(store)       over 90d
  p95       = percentile(amount, 0.95)    over 30d
  lowest    = min(amount)                 over 30d ending 1h ago
  paid      = share(status = 'paid')      over 7d
  last_at   = latest(event_ts)            over all
  last_five = last_n(amount, 5)           over 30d
  top_score = max(score)                  over 30d
  per_order = spend_30d / n_30d
}
`;
}
