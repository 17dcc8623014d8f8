/**
 * `train on … at …`: which rows are the examples, at which moment each prediction was asked, and which column is the
 * answer.
 */
import { finding } from '../diagnostics/finding.js';
import { nameScope } from '../names/check-name.js';
import { notYet, type Report } from '../names/report.js';
import { itemsOf, settingOf } from '../names/settings.js';
import type { Label, Train, TrainItem } from '../syntax/ast.js';
import { refText } from '../types/operand.js';
import { printType, TIMESTAMP } from '../types/type.js';
import { declaredColumns } from './declared-columns.js';
import { exampleColumns, type ExampleColumns } from './example-columns.js';
import type { Origin, SetPlan } from './plan.js';
import { originText, planOrigin } from './plan-origin.js';
import { zoneName } from './plan-zone.js';

/** The examples of a set, but for their `where`, which is typed when all joins have been seen. */
export interface CheckedExamples {
  readonly origin: Origin | null;
  readonly columns: ExampleColumns;
  readonly at: SetPlan['examples']['at'] | null;
  readonly label: SetPlan['examples']['label'];
  readonly labelNode: Label | undefined;
  readonly keep: readonly string[];
  readonly own: Extract<TrainItem, { readonly kind: 'own' }> | undefined;
  readonly values: Extract<TrainItem, { readonly kind: 'values' }> | undefined;
  readonly where: Extract<TrainItem, { readonly kind: 'where' }> | undefined;
}

/** Reads the examples of a set. */
export function planExamples(train: Train, set: string, report: Report): CheckedExamples {
  const setting = <K extends TrainItem['kind']>(kind: K): Extract<TrainItem, { readonly kind: K }> | undefined =>
    settingOf<TrainItem, K>(train.items, kind);
  const origin = planOrigin(train.on, report);
  const table = origin === null ? 'the examples' : originText(origin);
  const clause = setting('columns');
  const scope = nameScope(` in the examples of \`${set}\``, report);
  const columns = exampleColumns(table, clause === undefined ? null : declaredColumns(clause, scope, report), report);
  const at = planAt(train, columns, report);
  const [labelNode, secondLabel] = itemsOf<TrainItem, 'label'>(train.items, 'label');
  if (secondLabel !== undefined) notYet('A second label', secondLabel.span, report);
  const label = labelNode === undefined ? null : planLabel(train, labelNode, at?.column ?? null, columns, report);
  const values = setting('values');
  if (values?.mode === 'logged') notYet('`values as logged`', values.span, report);
  const own = setting('own');
  if (own !== undefined && own.id.length > 1) notYet('Own rows told by several columns', own.span, report);
  if (own?.mode === 'exclude' && own.id.length === 0) report(finding('FT1018', own.span, { what: 'the column that tells the own row, as in `exclude own order_id`' }));
  const keep = itemsOf<TrainItem, 'keep'>(train.items, 'keep').flatMap((item) => item.columns).flatMap((name) => (columns.check(name) ? [name.text] : []));
  return { origin, columns, at, label, labelNode, keep, own, values, where: setting('where') };
}

function planAt(train: Train, columns: ExampleColumns, report: Report): CheckedExamples['at'] {
  const { at } = train;
  const node = at.kind === 'zoned' ? at.operand : at;
  if (node.kind === 'missing') return null;
  if (node.kind !== 'ref' || node.parts.length !== 1) {
    notYet('A moment of the examples that is computed', at.span, report);
    return null;
  }
  const [part] = node.parts;
  if (part === undefined || !columns.check(part)) return null;
  const column = refText(node);
  const type = columns.find(column);
  if (type?.kind === 'date') report(finding('FT3009', node.span, {}));
  else if (type !== undefined && type.kind !== 'timestamp' && type.kind !== 'unknown') {
    report(finding('FT3001', node.span, { actual: printType(type), expected: 'timestamp', place: ' for the moment of the examples' }));
  }
  columns.infer(column, TIMESTAMP, node.span, 'the moment of the examples');
  const written = at.kind === 'zoned' ? at.zone : train.zone;
  const zone = written === undefined ? null : zoneName(written, report);
  columns.zoned.set(column, zone);
  return { column, zone };
}

function planLabel(train: Train, node: Label, at: string | null, columns: ExampleColumns, report: Report): SetPlan['examples']['label'] {
  if (!columns.check(node.column)) return null;
  const column = node.column.text;
  if (node.known === undefined) {
    report(finding('FT4023', node.span, { label: column }));
    return { column, known: null };
  }
  const known = node.known.kind === 'zoned' ? node.known.operand : node.known;
  if (known.kind === 'missing') return { column, known: null };
  const [part] = known.kind === 'ref' ? known.parts : [];
  if (known.kind !== 'ref' || part === undefined || known.parts.length !== 1) {
    notYet('A label that is known at a computed moment', node.known.span, report);
    return null;
  }
  if (!columns.check(part)) return null;
  if (part.text === at) report(finding('FT4027', train.at.span, { column: part.text }));
  // Without a zone of its own it is compared with nothing but nulls, so its instants are not vouched for.
  const zone = node.known.kind === 'zoned' ? node.known.zone : node.zone;
  if (zone !== undefined && !columns.zoned.has(part.text)) columns.zoned.set(part.text, zoneName(zone, report));
  return { column, known: part.text };
}
