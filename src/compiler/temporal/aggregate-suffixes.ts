/**
 * What may stand behind an aggregate: `ignore nulls`, `oldest first`, `distinct`, `scale 4`, `on overflow null`. Each
 * belongs to some aggregates and is refused elsewhere, where it would say something that does not happen.
 */
import { finding } from '../diagnostics/finding.js';
import { invariant } from '../diagnostics/invariant.js';
import { notYet, type Report } from '../names/report.js';
import type { CallExpr, Expr } from '../syntax/ast.js';
import type { AggregateSpec } from '../types/aggregates.js';

/** Whether every suffix belongs to the aggregate and is compiled; a finding for each that is not. */
export function checkSuffixes(node: CallExpr, { name }: AggregateSpec, report: Report): boolean {
  invariant(name === node.name.text, 'the table of aggregates is keyed by name');
  let fine = true;
  const refuse = (setting: string, allowed: string, reason = ''): void => {
    fine = false;
    report(finding('FT3020', node.span, { setting, aggregate: name, reason, allowed }));
  };
  const isList = name === 'last_n' || name === 'first_n';
  if (node.ignoreNulls && name !== 'latest') refuse('ignore nulls', '`latest`', ', which ignores nulls by itself');
  if (node.oldestFirst && name !== 'last_n') refuse('oldest first', '`last_n`', name === 'first_n' ? ', which is oldest first by itself' : '');
  const [first] = node.args;
  if (node.distinct && name === 'count' && first !== undefined) {
    fine = false;
    report(countsDistinct(node, first));
  } else if (node.distinct && !isList) refuse('distinct', '`last_n` and `first_n`; distinct values are counted by `count_distinct`');
  if (node.scale !== undefined && name !== 'sum') refuse('scale', '`sum`');
  if (node.overflowNull && !CAN_OVERFLOW.has(name)) refuse('on overflow null', '`sum`, `avg`, `var_…` and `stddev_…`', ', whose result always fits its type');
  if (node.plusThisRow) {
    fine = false;
    notYet('`plus this row`', node.span, report);
  }
  return fine;
}

const CAN_OVERFLOW: ReadonlySet<string> = new Set(['sum', 'avg', 'var_pop', 'var_samp', 'stddev_pop', 'stddev_samp']);

/** `count(distinct x)` of SQL has a name of its own. */
function countsDistinct(node: CallExpr, first: Expr): ReturnType<typeof finding> {
  const span = { ...node.span, end: first.span.start };
  return finding('FT3020', node.span, { setting: 'distinct', aggregate: 'count', reason: ', which counts rows', allowed: '`last_n` and `first_n`; distinct values are counted by `count_distinct`' }, {
    fixes: [{ title: 'write `count_distinct(…)`', edits: [{ span, text: 'count_distinct(' }] }],
  });
}
