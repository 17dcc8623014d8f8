/**
 * The family of row kinds, and which of their hazards a comparison meets: judged from the rows that the interpreter
 * read. A row has a say in a value if it would be in the window but for what replaced or ended it.
 */
import { NEVER } from '../oracle/clocks.js';
import { passes } from '../oracle/expressions.js';
import { candidates, idOf, keyOf, rowsOf, sourceOf } from '../oracle/feature.js';
import { identity } from '../oracle/index.js';
import type { PreparedRow, SourceRow } from '../oracle/source-rows.js';
import { activeInterval, enterAndLeave, isActive } from '../oracle/windows.js';
import type { SourceSpec, World } from '../oracle/spec.js';
import type { Instant } from '../oracle/values.js';
import type { AgreementCase } from './case.js';
import { makeRowsCase } from './generate/rows-family/index.js';
import type { Asked } from './hazards.js';
import type { Family } from './family.js';

const BOTH = [
  'versions: replaced', 'versions: replaced at T', 'versions: out of order', 'versions: equal k', 'versions: newest by against k', 'versions: moved to another key',
  'versions: moved out of the window', 'versions: moved into the window', 'versions: moved out of a where', 'versions: moved into a where', 'versions: tombstone',
  'versions: null version key', 'versions: copies', 'versions: no window', 'versions: key of two parts', 'versions: ttl',
  'intervals: open', 'intervals: ended', 'intervals: ends at T', 'intervals: empty', 'intervals: end not known yet', 'intervals: end known ahead', 'intervals: closed when known',
  'intervals: the window ends first', 'intervals: the interval ends first', 'intervals: no window',
  'snapshots: replaced', 'snapshots: replaced at T', 'snapshots: known out of order', 'snapshots: vanished and back', 'snapshots: no window', 'snapshots: straggler',
  'current: no window', 'current: time always',
] as const;
const TRAINING = ['versions: own row by version key'] as const;
type Cell = (typeof BOTH)[number] | (typeof TRAINING)[number];

export const ROWS_FAMILY: Family = {
  name: 'rows',
  share: 0.2,
  make: makeRowsCase,
  cells: [...BOTH.map((label) => ({ label })), ...TRAINING.map((label) => ({ label, paths: ['training'] as const }))],
  judge: judgeRows,
};

type Note = (cell: Cell, when: boolean) => void;

function judgeRows(of: AgreementCase, world: World): (asked: Asked) => readonly Cell[] {
  return (asked) => {
    const found = new Set<Cell>();
    const note: Note = (cell, when) => {
      if (when) found.add(cell);
    };
    const source = sourceOf(world, asked.view.source);
    const key = identity(asked.key);
    const mine = candidates(world, asked.view).filter((row) => identity(keyOf(asked.view, row)) === key && passes(asked.feature.where, row.scope));
    const active = mine.filter((row) => isActive(activeInterval(asked.feature.window, row), asked.at));
    if (active.length === 0) return [];
    // Known, and in the window, whatever has become of it.
    const wouldBe = mine.filter((row) => {
      const bounds = enterAndLeave(asked.feature.window, row);
      return bounds !== null && row.k !== null && row.k <= asked.at && bounds.start <= asked.at && asked.at < bounds.end;
    });
    const every = rowsOf(world, asked.view.source);
    const part = { asked, source, world, mine, active, wouldBe, every, key, note };
    switch (source.rows.kind) {
      case 'versions': versions(part, source.rows); break;
      case 'intervals': intervals(part); break;
      case 'snapshots': snapshots(part); break;
      case 'current':
        note('current: no window', asked.feature.window.kind === 'none');
        note('current: time always', source.time.kind === 'always');
        break;
      case 'events': break;
    }
    return [...found];
  };
}

interface Part {
  readonly asked: Asked;
  readonly source: SourceSpec;
  readonly mine: readonly PreparedRow[];
  readonly active: readonly PreparedRow[];
  readonly wouldBe: readonly PreparedRow[];
  readonly every: readonly PreparedRow[];
  readonly key: string;
  readonly note: Note;
}

const visible = (row: SourceRow, at: Instant): boolean => row.k !== null && row.k <= at && at < row.replacedAt;

function versions({ asked, source, mine, active, wouldBe, every, key, note }: Part, { keys, newestBy }: Extract<SourceSpec['rows'], { readonly kind: 'versions' }>): void {
  const { at, feature, view } = asked;
  const factOf = (row: SourceRow): string | null => (keys.some((each) => (row.values[each] ?? null) === null) ? null : identity(keys.map((each) => row.values[each] ?? null)));
  const inWindow = (row: PreparedRow): boolean => {
    const bounds = enterAndLeave(feature.window, row);
    return bounds !== null && bounds.start <= at && at < bounds.end;
  };
  const others = (row: PreparedRow): readonly PreparedRow[] => every.filter((other) => other !== row && factOf(row) !== null && factOf(other) === factOf(row));
  const isMine = (row: PreparedRow): boolean => identity(keyOf(view, row)) === key;
  const kept = (row: PreparedRow): boolean => row.passesWhere && passes(view.where, row.scope) && passes(feature.where, row.scope);
  for (const row of wouldBe) {
    if (row.replacedAt > at) continue;
    note('versions: replaced', true);
    note('versions: replaced at T', row.replacedAt === at);
    note('versions: out of order', row.k !== null && row.replacedAt <= row.k);
    const living = others(row).find((other) => visible(other, at));
    if (living === undefined) continue;
    note('versions: tombstone', living.t === null);
    note('versions: moved to another key', living.t !== null && !keyOf(view, living).includes(null) && !isMine(living));
    note('versions: moved out of the window', living.t !== null && isMine(living) && !inWindow(living));
    note('versions: moved out of a where', living.t !== null && isMine(living) && inWindow(living) && !kept(living));
  }
  for (const row of active) {
    const replaced = others(row).filter((other) => other.k !== null && other.k <= at);
    note('versions: equal k', replaced.some((other) => other.k === row.k));
    note('versions: newest by against k', newestBy.length > 0 && replaced.some((other) => other.k !== null && row.k !== null && other.k > row.k));
    note('versions: moved into the window', replaced.some((other) => other.t !== null && isMine(other) && !inWindow(other)));
    note('versions: moved into a where', replaced.some((other) => other.t !== null && isMine(other) && inWindow(other) && !kept(other)));
    note('versions: null version key', factOf(row) === null && mine.some((other) => other !== row && factOf(other) === null));
    note('versions: copies', replaced.some((other) => sameRow(other, row)));
  }
  note('versions: no window', feature.window.kind === 'none');
  note('versions: ttl', feature.window.kind === 'ttl');
  note('versions: key of two parts', keys.length > 1 && wouldBe.length > active.length);
  const own = asked.example?.own;
  note('versions: own row by version key', source.id === null && own !== undefined && own !== null && active.some((row) => identity(idOf(source, row)) === identity(own)));
}

const sameRow = (a: SourceRow, b: SourceRow): boolean => Object.keys(a.values).every((name) => identity(a.values[name] ?? null) === identity(b.values[name] ?? null));

function intervals({ asked, source, mine, active, wouldBe, note }: Part): void {
  const { at, feature } = asked;
  const later = source.rows.kind === 'intervals' && source.rows.knownEnd !== null;
  const closed = new Map(mine.filter((row) => row.until !== NEVER).map((row) => [row.index, row.until]));
  for (const row of wouldBe) {
    if (row.replacedAt <= at) continue;
    note('intervals: ended', row.until <= at);
    note('intervals: ends at T', row.until === at);
    note('intervals: empty', row.t !== null && row.until <= row.t);
    note('intervals: closed when known', later && row.until < (row.k ?? NEVER));
    note('intervals: the interval ends first', feature.window.kind !== 'none' && row.until <= at);
  }
  for (const row of active) {
    note('intervals: open', row.until === NEVER && row.replacedAt === NEVER);
    note('intervals: end not known yet', row.replacedAt !== NEVER && (closed.get(row.index) ?? NEVER) <= at);
    note('intervals: end known ahead', later && row.until !== NEVER);
  }
  for (const row of mine) {
    const bounds = enterAndLeave(feature.window, row);
    note('intervals: the window ends first', bounds !== null && bounds.end <= at && at < row.until && visible(row, at));
  }
  note('intervals: no window', feature.window.kind === 'none');
}

function snapshots({ asked, active, wouldBe, every, key, note }: Part): void {
  const { at, feature, view } = asked;
  for (const row of wouldBe) {
    note('snapshots: replaced', row.replacedAt <= at);
    note('snapshots: replaced at T', row.replacedAt === at);
    note('snapshots: known out of order', row.k !== null && row.replacedAt <= row.k);
  }
  const known = every.filter((row) => row.t !== null && row.k !== null && row.k <= at);
  const moments = [...new Set(known.map((row) => row.t))];
  const holding = new Set(known.filter((row) => identity(keyOf(view, row)) === key).map((row) => row.t));
  for (const row of active) {
    const before = moments.filter((t) => t !== null && row.t !== null && t < row.t);
    note('snapshots: vanished and back', before.some((t) => !holding.has(t)) && before.some((t) => holding.has(t)));
    note('snapshots: straggler', known.some((other) => other.t === row.t && other.k !== row.k));
  }
  note('snapshots: no window', feature.window.kind === 'none');
}
