/** `feat explain plan`: in which way each column of a set or view is computed, and why in that way. */
import type { CompiledContext } from '../run-context.js';
import { suggestion } from '../run-context.js';
import { CliError, EXIT } from '../host.js';
import { textTable } from '../show-values.js';

export function explainPlan(context: CompiledContext, name: string, json: boolean): string {
  const statement = context.statements.find((each) => each.subject === name && (each.purpose === 'training' || each.purpose === 'materialize'));
  if (statement === undefined) {
    const names = [...context.plan.sets, ...context.plan.views].map((each) => each.name);
    throw new CliError(`there is no set or view ${name} in the project`, EXIT.usage, suggestion(name, names, 'set'));
  }
  const columns = statement.columns.filter((column) => column.role === 'feature');
  const path = `${context.target.name}/${statement.path}`;
  if (json) {
    const features = columns.map((column) => ({ name: column.name, strategy: column.strategy?.strategy ?? null, reason: column.strategy?.reason ?? null, exact: column.exact }));
    return `${JSON.stringify({ subject: name, target: context.target.name, purpose: statement.purpose, sql: path, features }, null, 2)}\n`;
  }
  const rows = columns.map((column) => [column.name, column.strategy?.strategy ?? 'arithmetic', column.exact ? 'exact' : 'float', column.strategy?.reason ?? 'computed from other features']);
  return `${textTable([{ name: 'feature' }, { name: 'strategy' }, { name: 'values' }, { name: 'why' }], rows)}\nfeat build writes the SQL to out/${path}\n`;
}
