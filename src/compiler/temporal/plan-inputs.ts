/**
 * `input amount: decimal(12,2)`: what a request carries. In training it is the column of the examples with its name,
 * so it can be neither the answer nor something that is known only later.
 */
import { finding } from '../diagnostics/finding.js';
import type { NameScope } from '../names/check-name.js';
import type { Report } from '../names/report.js';
import type { Input } from '../syntax/ast.js';
import { commonType } from '../types/common-type.js';
import { declaredType } from '../types/declared-type.js';
import { column, type Expression } from '../types/expression.js';
import { widenTo } from '../types/literals.js';
import { printType, sameType, type Type } from '../types/type.js';
import type { ExampleColumns } from './example-columns.js';
import type { InputPlan } from './plan.js';
import { zoneName } from './plan-zone.js';

/** An input; without a plan after a finding. */
export interface CheckedInput {
  readonly name: string;
  readonly type: Type;
  readonly plan: InputPlan | null;
  readonly node: Input;
}

/** Reads the inputs of a block. `answers` are the columns that hold the outcome or say when it was known. */
export function planInputs(nodes: readonly Input[], columns: ExampleColumns, answers: readonly string[], own: NameScope, report: Report): readonly CheckedInput[] {
  return nodes.flatMap((node): readonly CheckedInput[] => {
    const { name, doc } = node;
    if (name.missing || !own.claim(name.text, 'input', name.span)) return [];
    const type = declaredType(node.type, report);
    if (answers.includes(name.text)) {
      report(finding('FT4024', name.span, { input: name.text }));
      return [{ name: name.text, type, plan: null, node }];
    }
    const zone = zoneOf(node, type, report);
    if (node.zone !== undefined && !columns.zoned.has(name.text)) columns.zoned.set(name.text, zone ?? null);
    const value = type.kind === 'unknown' ? null : valueOf(node, type, columns, report);
    return [{ name: name.text, type, plan: value === null || zone === undefined ? null : { name: name.text, doc: doc?.text ?? '', type, value, zone }, node }];
  });
}

/** The zone of a timestamp; undefined after a finding. */
function zoneOf({ zone, name }: Input, type: Type, report: Report): string | null | undefined {
  if (zone === undefined) return null;
  if (type.kind === 'timestamp' || type.kind === 'unknown') return zoneName(zone, report) ?? undefined;
  report(finding('FT3020', zone.span, { setting: 'in', aggregate: name.text, reason: `, which is ${printType(type)}`, allowed: 'a timestamp' }));
  return undefined;
}

/** The column of the examples, in the type of the input. */
function valueOf({ name, type: written }: Input, type: Type, columns: ExampleColumns, report: Report): Expression | null {
  if (!columns.check(name)) return null;
  if (!columns.declared) columns.infer(name.text, type, written.span, `the input \`${name.text}\``);
  const given = columns.find(name.text) ?? type;
  if (given.kind === 'unknown') return null;
  const read = column(name.text, given);
  const common = commonType([read, column('', type)]);
  if (common === null || !sameType(common, type)) {
    if (columns.declared) report(finding('FT3001', written.span, { actual: `a column of type ${printType(given)} in the examples`, expected: printType(given), place: ` for the input \`${name.text}\`` }));
    return null;
  }
  if (type.kind === 'timestamp' && !columns.zoned.has(name.text)) {
    report(finding('FT4005', name.span, { column: name.text }));
    return null;
  }
  return widenTo(read, type);
}
