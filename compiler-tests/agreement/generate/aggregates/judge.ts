/**
 * What a comparison of this family met: the kind of its aggregate with its window, with the hazards of rows that every
 * feature can meet, and with the hazards of values, judged from the rows that the interpreter counted.
 */
import { evaluate, passes } from '../../../oracle/expressions.js';
import { aggregate as evaluateAggregate } from '../../../oracle/aggregates/aggregate.js';
import { overflow } from '../../../oracle/aggregates/numbers.js';
import { cell } from '../../../oracle/clocks.js';
import { countedRows } from '../../../oracle/feature.js';
import { identity } from '../../../oracle/order.js';
import type { Aggregate, Expr, World } from '../../../oracle/spec.js';
import type { Value } from '../../../oracle/values.js';
import type { AgreementCase } from '../../case.js';
import { judgeOf, type Asked, type Hazard } from '../../hazards.js';
import { WINDOWS, windowName } from '../../shapes.js';
import { hazardsOf, KINDS, typeOf, type Kind, type ValueHazard } from './kinds.js';

const ROW_HAZARDS: readonly Hazard[] = ['enters at T', 'leaves at T', 'equal times', 'equal t and k', 'late', 'not yet known', 'twin rows', 'filtered row', 'own row', 'duplicate example'];
const TRAINING_ONLY: ReadonlySet<Hazard> = new Set(['own row', 'duplicate example']);
/** Order decides among rows of one instant only where one row is taken before another. */
const label = (kind: Kind, of: string): string => `${kind}: ${of}`;

export const CELLS = KINDS.flatMap((kind) => [
  ...WINDOWS.filter((window) => window !== 'ttl').map((window) => ({ label: label(kind, window) })),
  ...ROW_HAZARDS.map((hazard) => ({ label: label(kind, hazard), ...(TRAINING_ONLY.has(hazard) ? { paths: ['training' as const] } : {}) })),
  ...hazardsOf(kind).map((hazard) => ({ label: label(kind, hazard) })),
]);

/** The name that the coverage knows an aggregate by. */
export function kindOf(of: Aggregate): Kind | null {
  switch (of.op) {
    case 'first': case 'mode': case 'min_by': case 'max_by': case 'top_n': case 'largest_n': case 'smallest_n': case 'percentile_disc': case 'approx_count_distinct':
      return of.op;
    case 'last_n':
      if (of.of.kind === 'pair') return of.distinct ? 'last_n distinct pairs' : of.oldestFirst ? 'last_n pairs oldest first' : 'last_n pairs';
      return of.oldestFirst ? 'last_n distinct oldest first' : 'last_n distinct';
    case 'first_n': return of.of.kind === 'pair' ? 'first_n pairs' : 'first_n distinct';
    case 'sum': return of.scale === null ? null : 'sum scale';
    case 'by': return of.keep === null ? 'by' : 'by keep';
    case 'nested': return of.outer.op === 'largest_n' || of.outer.op === 'smallest_n' ? 'two levels of lists' : 'two levels';
    default: return null;
  }
}

export function judgeAggregates(of: AgreementCase, world: World): (asked: Asked) => readonly string[] {
  const rowHazards = judgeOf(of, world);
  return (asked) => {
    const kind = kindOf(asked.feature.aggregate);
    if (kind === null) return [];
    const met = rowHazards(asked).filter((hazard) => ROW_HAZARDS.includes(hazard));
    const possible = hazardsOf(kind);
    const values = valueHazards(of, world, asked).filter((hazard) => possible.includes(hazard));
    return [windowName(asked.feature.window, asked.feature.newest), ...met, ...values].map((each) => label(kind, each));
  };
}

/** The columns whose values the aggregate reads, and the one that decides which rows take part. */
function columnsOf(of: Aggregate): { readonly values: readonly Expr[]; readonly by: Expr | null } {
  switch (of.op) {
    case 'min_by': case 'max_by': return { values: [of.of], by: of.by };
    case 'by': case 'nested': return { values: columnsOf(of.inner).values, by: of.group };
    case 'count': return { values: of.of === null ? [] : [of.of], by: null };
    case 'found': return { values: [], by: null };
    default: return { values: of.of.kind === 'pair' ? [of.of.first, of.of.second] : [of.of], by: null };
  }
}

function valueHazards(of: AgreementCase, world: World, { feature, view, key, at, example }: Asked): readonly ValueHazard[] {
  const found = new Set<ValueHazard>();
  const rows = countedRows(world, view, feature, key, at, example?.own).filter((row) => passes(feature.where, row.scope));
  const { values, by } = columnsOf(feature.aggregate);
  const decides = by ?? values[0];
  const seen = new Map<string, number>();
  for (const row of rows) {
    for (const expr of values) inspect(expr, evaluate(expr, row.scope).value, 'null input');
    if (by !== null) inspect(by, evaluate(by, row.scope).value, 'null by');
    if (decides === undefined) continue;
    const id = identity(evaluate(decides, row.scope).value);
    if (seen.has(id) && id !== 'null') found.add('tie');
    seen.set(id, (seen.get(id) ?? 0) + 1);

    function inspect(expr: Expr, value: Value, whenNull: ValueHazard): void {
      if (value === null) found.add(whenNull);
      if (expr.kind !== 'column') return;
      const type = typeOf(expr.name);
      if (type.kind === 'bytes' && value !== null) found.add('bytes');
      if (typeof value === 'string' && /[':"\\\s]|[^\x20-\x7e]|^ | $|^$/u.test(value)) found.add('odd text');
      if (typeof value === 'bigint' ? value < 0n : typeof value === 'number' && value < 0) found.add('negative');
      if (typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'decimal') {
        if (value.unscaled < 0n) found.add('negative');
        if ((value.unscaled < 0n ? -value.unscaled : value.unscaled) >= 10n ** 35n) found.add('full-scale decimal');
      }
      const raw = cell(of.tables[view.source]?.[row.index] ?? {}, expr.name);
      if (typeof raw === 'number' && (!Number.isFinite(raw) || Object.is(raw, -0))) found.add('float specials');
    }
  }
  const counts = [...seen].filter(([id]) => id !== 'null').map(([, count]) => count);
  if (new Set(counts).size < counts.length) found.add('tied groups');
  // The whole has a value although one of the groups has none.
  if (feature.aggregate.op === 'by' && evaluateAggregate(rows.map((row) => row.scope), feature.aggregate) === overflow) found.add('lost overflow');
  return [...found];
}
