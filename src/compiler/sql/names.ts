/** Names of ours (steps, aliases, internal columns): bare where every engine reads them as names, else quoted. */
import { invariant } from '../diagnostics/invariant.js';
import type { Dialect } from '../dialects/dialect.js';

/** Reserved in Postgres 18 or DuckDB 1.5, or as names of functions and types only. */
const RESERVED: ReadonlySet<string> = new Set(
  `all analyse analyze and anti any array as asc asof asymmetric at authorization binary both by case cast check collate collation column
  columns concurrently constraint create cross current_catalog current_date current_role current_schema current_time current_timestamp
  current_user default deferrable desc describe distinct do else end except false fetch for foreign freeze from full generated glob grant
  group having ilike in initially inner intersect into is isnull join lambda lateral leading left like limit localtime localtimestamp map
  natural not notnull null offset on only or order outer overlaps pivot pivot_longer pivot_wider placing positional primary qualify
  references returning right row select semi session_user show similar some struct summarize symmetric system_user table tablesample then
  to trailing true try_cast union unique unpack unpivot user using values variadic verbose when where window with`
    .split(/\s+/),
);

/** Names already judged: a plan has few, and each of them often. Only a cache. */
const judged = new WeakMap<Dialect, Map<string, string>>();

export function internalName(name: string, dialect: Dialect): string {
  let known = judged.get(dialect);
  if (known === undefined) judged.set(dialect, (known = new Map<string, string>()));
  let text = known.get(name);
  if (text === undefined) known.set(name, (text = judge(name, dialect)));
  return text;
}

function judge(name: string, dialect: Dialect): string {
  invariant(/^[a-z_][a-z0-9_]*$/.test(name), `an internal name holds more than letters, digits and _: ${name}`);
  invariant(name.length <= dialect.maxNameBytes, `an internal name is too long: ${name}`);
  return RESERVED.has(name) ? dialect.quoteName(name) : name;
}
