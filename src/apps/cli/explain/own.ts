/**
 * A view as one example sees it: its own row is never active for it (contract 2). The same as a condition on the rows,
 * before the newest are counted; with it, any query of the view gives the value of the training path.
 */
import type { SourcePlan, ViewPlan } from '../../../compiler/temporal/plan.js';
import { call, column, literal } from '../../../compiler/types/expression.js';
import { BOOL, printType } from '../../../compiler/types/type.js';
import { parseKeyPart } from '../../../runtime/materialize/key-text.js';
import { CliError } from '../host.js';

export function withoutOwn(view: ViewPlan, source: SourcePlan, own: string): ViewPlan {
  if (source.id === null) throw new CliError(`${source.name} has no \`id\`, so that no row is anyone's own`, 2, 'Add `id <column>` to the source, or leave out --own.');
  const type = source.columns.find((each) => each.name === source.id)?.type;
  const cell = type === undefined ? undefined : parseKeyPart(type, own);
  if (type === undefined || (typeof cell !== 'string' && typeof cell !== 'bigint')) {
    throw new CliError(`--own ${JSON.stringify(own)} is no ${type === undefined ? 'id' : printType(type)}`);
  }
  const id = column(source.id, type);
  const others = call('or', [call('is_null', [id], BOOL), call('ne', [id, literal(type, cell)], BOOL)], BOOL);
  return { ...view, where: view.where === null ? others : call('and', [view.where, others], BOOL) };
}
