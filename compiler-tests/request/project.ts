/** Generated expressions as a project: a set without joins whose arithmetic they are, its examples and their values. */
import { name, expression as printExpression, type as printType } from '../agreement/print-feat.js';
import { check } from '../../src/compiler/compile.js';
import type { SetPlan } from '../../src/compiler/temporal/plan.js';
import { INPUTS } from './columns.js';
import type { Columns } from './generate.js';
import { TIMESTAMP, type Typed } from './rules.js';

/** What the expressions of such a set may read. */
export const COLUMNS: Columns = [...INPUTS.map((column): Typed => ({ expr: { kind: 'column', name: column.name }, type: column.type })), { expr: { kind: 'column', name: 'as_of' }, type: TIMESTAMP }];

/** The text of the project; the expressions are called x1, x2, …. */
export function projectText(expressions: readonly Typed[]): string {
  return `set s {
  train on examples at asked_at in 'UTC' {
    columns { ex_no: int64  asked_at: timestamp  ${INPUTS.map((column) => `${name(column.name)}: ${printType(column.type)}`).join('  ')} }
    keep ex_no
    values exact
  }
${INPUTS.map((column) => `  input ${name(column.name)}: ${printType(column.type)}${column.type.kind === 'timestamp' ? " in 'UTC'" : ''}`).join('\n')}
${expressions.map(({ expr }, i) => `  x${String(i + 1)} = ${printExpression(expr)}`).join('\n')}
}
`;
}

/** The set, checked. Every expression that is generated must be one of the language. */
export function planOf(expressions: readonly Typed[]): SetPlan {
  const text = projectText(expressions);
  const { plan, findings } = check([{ path: 'x.feat', text }]);
  const errors = findings.filter(({ severity }) => severity === 'error');
  const [set] = plan.sets;
  if (errors.length > 0 || set === undefined) {
    throw new Error(`refused: ${errors.slice(0, 3).map((each) => `${each.code} ${JSON.stringify(each.params)} at ${text.slice(each.span.start, each.span.end)}`).join('; ')}`);
  }
  return set;
}
