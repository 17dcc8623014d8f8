/**
 * What comparisons of a case about composition met: each construct, and each trap of it, judged from the rows that the
 * interpreter reads and from the example that asks.
 */
import { candidates, keyOf, rowsOf, sourceOf, viewOf } from '../../../oracle/feature.js';
import { identity } from '../../../oracle/index.js';
import { passes } from '../../../oracle/expressions.js';
import type { PreparedRow } from '../../../oracle/source-rows.js';
import { activeInterval, isActive } from '../../../oracle/windows.js';
import type { Expr, JoinSpec, World } from '../../../oracle/spec.js';
import type { AgreementCase } from '../../case.js';
import type { Family } from '../../family.js';
import type { Asked } from '../../hazards.js';

const TRAINING = ['training'] as const;

export const COMPOSE_CELLS: Family['cells'] = [
  { label: 'for all' }, { label: 'for all: equal times' }, { label: 'composite key' },
  { label: 'source join' }, { label: 'source join: filters the source' }, { label: 'source join: key from another join' }, { label: 'source join: missing key' },
  { label: 'source join: nothing found' }, { label: 'source join: row of the same time' }, { label: 'source join: known too late' }, { label: 'source join: late on both sides' },
  { label: 'source join: changed since' }, { label: 'source join: at an earlier moment' }, { label: 'source join: changed after the earlier moment' }, { label: 'source join: key of two columns' },
  { label: 'source join: from versions, one of them replaced by then' }, { label: 'source join: from intervals, one of them ended by then' }, { label: 'source join: from snapshots, one of them replaced by then' },
  { label: 'source join: into versions' }, { label: 'source join: into intervals' }, { label: 'source join: into snapshots' },
  { label: 'source join: at the start of a period' }, { label: 'source join: calendar window' },
  { label: 'union' }, { label: 'union: of several branches' }, { label: 'union: equal times' }, { label: 'union: late' }, { label: 'union: filtered member' }, { label: 'union: enriched' },
  { label: 'union: two rows alike' },
  { label: 'role', paths: TRAINING }, { label: 'duplicate example', paths: TRAINING }, { label: 'own row', paths: TRAINING },
  { label: 'own moment: earlier', paths: TRAINING }, { label: 'own moment: of a column', paths: TRAINING }, { label: 'own moment: later', paths: TRAINING },
  { label: 'own moment: knowledge moves too', paths: TRAINING }, { label: 'own moment: null for another', paths: TRAINING }, { label: 'own moment: as served', paths: TRAINING },
  { label: 'own moment: of a clock and a column', paths: TRAINING }, { label: 'key of a clock and columns', paths: TRAINING },
  { label: 'chained key', paths: TRAINING }, { label: 'chained key: twice', paths: TRAINING }, { label: 'chained key: null for another', paths: TRAINING }, { label: 'chained key: as served', paths: TRAINING },
  { label: 'chained key: own moment', paths: TRAINING }, { label: 'as served', paths: TRAINING },
];

export function judgeCompose(of: AgreementCase, world: World): (asked: Asked) => readonly string[] {
  return (asked) => {
    const { view, feature, at, example } = asked;
    const found = new Set<string>();
    const note = (label: string, when: boolean): void => {
      if (when) found.add(label);
    };
    const source = sourceOf(world, view.source);
    const key = identity(asked.key);
    const ofKey = candidates(world, view).filter((row) => identity(keyOf(view, row)) === key && passes(feature.where, row.scope));
    const active = ofKey.filter((row) => isActive(activeInterval(feature.window, row), at));
    const counted = example?.own === undefined ? active : active.filter((row) => identity(row.values['sid'] ?? null) !== identity(example.own ?? null));
    const sameTime = active.some((a, i) => active.some((b, j) => i < j && a.t === b.t));
    note('for all', view.key.length === 0);
    note('for all: equal times', view.key.length === 0 && sameTime);
    note('composite key', view.key.length === 2);
    enriched(world, source.joins, active, source.where !== null, note);
    if (source.union !== undefined) {
      note('union', true);
      note('union: of several branches', new Set(active.map((row) => row.values['branch'])).size > 1);
      note('union: equal times', active.some((a) => active.some((b) => a.t === b.t && a.values['branch'] !== b.values['branch'])));
      note('union: late', active.some((row) => row.t !== null && row.k !== null && row.k > row.t));
      note('union: filtered member', source.union.some((member) => rowsOf(world, member).some((row) => !row.passesWhere)));
      note('union: enriched', source.joins.length > 0);
      note('union: two rows alike', active.some((a, i) => active.some((b, j) => i < j && identity(Object.values(a.values)) === identity(Object.values(b.values)))));
    }
    if (example !== null) inTraining(of, asked, example, counted.length < active.length, ofKey, note);
    return [...found];
  };
}

type Note = (label: string, when: boolean) => void;

/** Against the rows that a source join can have read. */
function enriched(world: World, [join, again]: readonly JoinSpec[], active: readonly PreparedRow[], filters: boolean, note: Note): void {
  if (join === undefined) return;
  const twice = again !== undefined && active.some((row) => row.scope.get('risk_c.tier_hits')?.value !== null);
  const back = earlierBy(join);
  note('source join', true);
  note('source join: filters the source', filters);
  note('source join: key from another join', twice && again.key.some(readsJoin));
  note('source join: key of two columns', twice && !again.key.some(readsJoin));
  note('source join: at an earlier moment', back > 0n);
  const looked = [join, ...(again === undefined ? [] : [again])].flatMap((each) => {
    const { features } = viewOf(world, each.view);
    return each.features.flatMap(({ feature }) => features.filter((of) => of.name === feature && of.kind === 'aggregate'));
  });
  note('source join: at the start of a period', active.length > 0 && looked.some((of) => of.kind === 'aggregate' && of.atStartOf !== null));
  note('source join: calendar window', active.length > 0 && looked.some((of) => of.kind === 'aggregate' && (of.window.kind === 'this' || of.window.kind === 'previous')));
  const { kind } = sourceOf(world, 'risk').rows;
  const risks = rowsOf(world, 'risk').filter((row) => row.passesWhere);
  for (const row of active) {
    const { s } = row.values;
    const moment = row.t === null ? null : row.t - back;
    const mine = risks.filter((risk) => s !== null && risk.values['u'] === s);
    const before = mine.filter((risk) => moment !== null && risk.t !== null && risk.t <= moment);
    const late = before.filter((risk) => moment !== null && risk.k !== null && risk.k > moment);
    note('source join: missing key', s === null);
    note('source join: nothing found', s !== null && mine.length === 0);
    note(`source join: into ${row.rows}`, row.rows !== 'events');
    const gone = (risk: PreparedRow): boolean => moment !== null && (risk.replacedAt <= moment || risk.until <= moment);
    const kinds = { versions: 'source join: from versions, one of them replaced by then', snapshots: 'source join: from snapshots, one of them replaced by then', intervals: 'source join: from intervals, one of them ended by then' } as const;
    if (kind === 'versions' || kind === 'snapshots' || kind === 'intervals') note(kinds[kind], before.some(gone));
    note('source join: row of the same time', mine.some((risk) => risk.t === moment));
    note('source join: known too late', late.length > 0);
    note('source join: late on both sides', late.length > 0 && row.t !== null && row.k !== null && row.k > row.t);
    note('source join: changed since', mine.some((risk) => risk.t !== null && moment !== null && risk.t > moment));
    note('source join: changed after the earlier moment', mine.some((risk) => risk.t !== null && moment !== null && row.t !== null && risk.t > moment && risk.t <= row.t));
  }
}

/** How long before its own time a row looks, µs. */
function earlierBy({ at }: JoinSpec): bigint {
  if (at?.kind !== 'arithmetic' || at.right.kind !== 'literal') return 0n;
  const { value } = at.right;
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'duration' ? value.us : 0n;
}

function inTraining(of: AgreementCase, { at, view }: Asked, example: NonNullable<Asked['example']>, own: boolean, ofKey: readonly PreparedRow[], note: Note): void {
  const { join, set, T, served } = example;
  const examples = of.tables[set.examples.table] ?? [];
  note('role', set.joins.some((each) => each !== join && each.view === join.view));
  note('duplicate example', example.duplicate);
  note('own row', own);
  note('as served', served);
  if (join.at !== null) {
    note('own moment: earlier', join.at.kind === 'arithmetic');
    note('own moment: of a column', join.at.kind === 'in-zone');
    note('own moment: of a clock and a column', join.at.kind === 'case');
    note('own moment: later', !served && at > T);
    note('own moment: knowledge moves too', ofKey.some((row) => row.t !== null && row.k !== null && row.t <= at && row.k > at && row.k <= T));
    note('own moment: null for another', join.at.kind === 'in-zone' && examples.some((row) => row['assigned'] === null));
    note('own moment: as served', served && view.online);
  }
  note('key of a clock and columns', join.key.some((part) => part.kind === 'case'));
  const chained = join.key.some(readsJoin);
  note('chained key', chained);
  note('chained key: twice', join.key.some((part) => readsJoin(part) && part.kind === 'column' && set.joins.find((each) => part.name.startsWith(`${each.alias}.`))?.key.some(readsJoin) === true));
  note('chained key: null for another', chained && examples.some((row) => row['u1'] === null || row['u2'] === null));
  note('chained key: as served', chained && served);
  note('chained key: own moment', chained && join.at !== null);
}

const readsJoin = (part: Expr): boolean => part.kind === 'column' && part.name.includes('.');
