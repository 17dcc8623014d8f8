/**
 * Events as versions of a few facts: out of order, of equal knowledge time, moved between keys, windows and filters (each
 * version is a row of its own in every other respect), tombstones, null version keys, copies in every column.
 */
import type { SourceSpec } from '../../../oracle/spec.js';
import type { Row, Value } from '../../../oracle/values.js';
import type { AgreementCase } from '../../case.js';
import type { Random } from '../../random.js';
import { clocksOf, sourceOf, withoutWindows, withSource } from './cells.js';
import type { Changed } from './index.js';

/** Keys whose parts run together, case twins, trailing blanks. */
const FACTS: readonly (readonly [string, bigint])[] = [['f1', 23n], ['f12', 3n], ['F1', 23n], ['f1 ', 23n], ["o'x", 1n], ['f1', 2n], ['', 1n], ['😀', 0n], ['f2', 3n], ['f3', 23n]];

export function asVersions(of: AgreementCase, random: Random): Changed {
  const source = sourceOf(of);
  const keys = random.chance(0.7) ? ['fact'] : ['fact', 'part'];
  const computed = source.known.kind !== 'column' && source.known.kind !== 'or-before';
  const newestBy = computed || random.chance(0.5) ? random.pick([['seq'], ['seq'], ['ver'], ['status', 'seq']]) : [];
  const ownKey = keys.length === 1 && random.chance(0.6);
  const versioned: SourceSpec = { ...source, rows: { kind: 'versions', keys, newestBy }, id: ownKey ? null : source.id };
  const facts = random.sample(FACTS, random.between(5, FACTS.length));
  const rows = versionsOf(of.tables['events'] ?? [], versioned, facts, random);
  const changed = withSource(of, versioned, [{ name: 'fact', type: { kind: 'string' } }, { name: 'part', type: { kind: 'int64' } }, { name: 'ver', type: { kind: 'int64' } }], rows, random);
  const latest = withoutWindows(changed, 0.6, ({ aggregate }) => aggregate.op === 'latest', random);
  return {
    of: { ...latest, tables: { ...latest.tables, examples: (of.tables['examples'] ?? []).map((row) => (ownKey ? { ...row, ex_id: ownFact(row, rows, random) } : row)) } },
    ends: rows.flatMap((row) => clocksOf(versioned, row).k ?? []),
  };
}

function versionsOf(events: readonly Row[], source: SourceSpec, facts: readonly (readonly [string, bigint])[], random: Random): readonly Row[] {
  const made: Row[] = [];
  for (const event of events) {
    // A copy in every column, as a delivery that came twice.
    const copied = made.length > 0 && random.chance(0.08) ? random.pick(made) : null;
    if (copied !== null) {
      made.push(copied);
      continue;
    }
    const [fact, part] = random.pick(facts);
    const before = made.filter((row) => row['fact'] === fact);
    const keys = { fact: random.chance(0.08) ? null : fact, part: random.chance(0.04) ? null : part, ver: random.chance(0.1) ? null : BigInt(random.below(4)) };
    const row: Row = { ...event, ...keys };
    const last = before.length === 0 || random.chance(0.35) ? null : random.pick(before);
    made.push(last === null ? row : changedVersion(row, last, source, random));
  }
  return made;
}

/** Mostly as the version that it follows, but for what changed. */
function changedVersion(row: Row, last: Row, source: SourceSpec, random: Random): Row {
  const clocks = ['event_ts', 'event_day', 'ingested_at'];
  const fresh = ['ingested_at', 'ver', 'seq', 'row_id', 'fact', 'part'];
  return random.weighted<() => Row>([
    [8, () => ({ ...row, ...only(last, ['k1', 'k2', 'event_ts', 'event_day']) })],
    [8, () => ({ ...row, ...only(last, ['k1', 'k2']) })],
    [8, () => ({ ...row, ...only(last, ['event_ts', 'event_day', 'status']) })],
    [6, () => ({ ...row, ...only(last, ['ingested_at']) })],
    [5, () => ({ ...last, ...only(row, fresh) })],
    // Nothing but the key and when it was known.
    [7, () => Object.fromEntries(source.columns.concat([{ name: 'fact', type: { kind: 'string' } }, { name: 'part', type: { kind: 'int64' } }, { name: 'ver', type: { kind: 'int64' } }])
      .map(({ name }) => [name, name === 'ingested_at' || name === 'ver' || name === 'seq' || name === 'fact' || name === 'part' ? (row[name] ?? null) : null]))],
    [1, () => ({ ...last, ...only(row, clocks) })],
  ])();
}

const only = (row: Row, names: readonly string[]): Row => Object.fromEntries(names.filter((name) => Object.hasOwn(row, name)).map((name) => [name, row[name] ?? null]));

/** The fact of a row of the example's key, or any other. */
function ownFact(example: Row, rows: readonly Row[], random: Random): Value {
  const mine = rows.filter((row) => row['k1'] === example['c1']);
  const from = mine.length > 0 && random.chance(0.8) ? mine : rows;
  return from.length === 0 ? null : (random.pick(from)['fact'] ?? null);
}
