/**
 * Keys and moments of joins: what they read of the examples and of other joins. A join whose key is a value of another
 * one comes after it wherever it is written; joins that lead back to themselves are told with the way that they take.
 */
import { finding } from '../diagnostics/finding.js';
import type { Report } from '../names/report.js';
import type { Span } from '../source/span.js';
import type { Expr, Name, Ref } from '../syntax/ast.js';
import { checkExpression } from '../types/check-expression.js';
import { isExact } from '../types/exactness.js';
import { column, columnsOf, type Expression } from '../types/expression.js';
import { isUnknown, UNKNOWN_VALUE } from '../types/literals.js';
import { refText } from '../types/operand.js';
import { isFeatureName, readRequestName, requestName } from '../types/request-name.js';
import { printType, TIMESTAMP } from '../types/type.js';
import { exampleScope, type ExampleColumns, type JoinedNames } from './example-columns.js';
import type { CheckedJoin, JoinContext, OpenJoin } from './plan-join.js';
import { known } from './plan-join.js';
import { planKeys } from './plan-keys.js';
import { zoneName } from './plan-zone.js';

/** Plans keys and moments. `first` is the position of the first of these joins among all of the set. */
export function closeJoins(opened: readonly OpenJoin[], first: number, context: JoinContext): readonly CheckedJoin[] {
  const joined = joinedNames(opened, first, context);
  const closed = opened.map((join): CheckedJoin => {
    const keys = keysOf(join, joined, context);
    const at = join.node.at === undefined ? null : planMoment(join.node.at, joined, context);
    const scope = exampleScope(context.columns, joined, context.constants, 'a key');
    const exact = [...(keys ?? []), ...(at === null || at === undefined ? [] : [at])].every((one) => isExact(one, scope.exact));
    return { ...join, keys, at, exact };
  });
  reportCircles(closed, first, context.report);
  return closed;
}

/** What the joins of a block may read of each other. What is read is noted, so that it is computed. */
function joinedNames(opened: readonly OpenJoin[], first: number, context: JoinContext): JoinedNames {
  const member = (alias: Name, feature: Name, span: Span, report: Report): Expression => {
    const [join, another] = opened.filter((each) => each.name === alias.text);
    if (join === undefined) return UNKNOWN_VALUE;
    if (another !== undefined) {
      report(finding('FT2043', alias.span, { name: alias.text }, { related: [join, another].map(({ node }) => ({ span: node.span, message: 'a join of that name' })) }));
      return UNKNOWN_VALUE;
    }
    const renamed = join.features.find(({ as, feature: name }) => as === feature.text && name !== feature.text)?.feature;
    const wanted: Name = renamed === undefined || join.view.features.names().includes(feature.text) ? feature : { ...feature, text: renamed };
    if (!known(wanted, join.view, report)) return UNKNOWN_VALUE;
    const info = join.view.features.find(wanted.text);
    if (info === undefined || info.type.kind === 'unknown') return UNKNOWN_VALUE;
    const { type, exact, reads } = info;
    if (!join.reads.some((read) => read.feature === wanted.text)) join.reads.push({ feature: wanted.text, as: wanted.text, type, exact, reads, span });
    return column(requestName({ kind: 'feature', join: first + opened.indexOf(join), feature: wanted.text }), type);
  };
  const exact = (text: string): boolean => {
    if (!isFeatureName(text)) return true;
    const name = readRequestName(text);
    return name.kind !== 'feature' || (opened[name.join - first]?.view.features.find(name.feature)?.exact ?? true);
  };
  return { aliases: context.aliases, member, exact, asOf: null };
}

function keysOf({ view, node }: OpenJoin, joined: JoinedNames, { columns, constants, report }: JoinContext): readonly Expression[] | null {
  const { entity } = view;
  if (entity === null) return null;
  const use = `the key of \`${entity.name}\``;
  return planKeys(entity, node.on, node.view.span, {
    scope: exampleScope(columns, joined, constants, 'a key'),
    infer: (name, type, span) => columns.infer(name, type, span, use),
    implied: (key, type) => {
      const name: Name = { ...node.view, text: key };
      if (!columns.check(name)) return null;
      columns.infer(key, type, node.view.span, use);
      const found = columns.find(key);
      return found === undefined || found.kind === 'unknown' ? null : column(key, found);
    },
  }, report);
}

/** The moment at which a join looks; undefined after a finding. */
function planMoment(node: Expr, joined: JoinedNames, { columns, constants, report, at }: JoinContext): Expression | undefined {
  const operand = node.kind === 'zoned' ? node.operand : node;
  for (const ref of columnsIn(operand)) {
    if (columns.declared || columns.find(refText(ref)) !== undefined || constants.find(refText(ref)) !== undefined || refText(ref) === 'as_of') continue;
    columns.infer(refText(ref), TIMESTAMP, ref.span, 'a moment');
  }
  if (node.kind === 'zoned') {
    const zone = zoneName(node.zone, report);
    if (zone === null) return undefined;
    for (const ref of columnsIn(operand)) if (!readIn(zone, ref, columns, report)) return undefined;
  }
  // A request knows no column of its examples: it calls their moment `as_of`.
  const names = { ...joined, asOf: column(at ?? 'as_of', TIMESTAMP) };
  const moment = checkExpression(operand, exampleScope(columns, names, constants, 'the moment of a join'), report);
  if (isUnknown(moment)) return undefined;
  if (moment.type.kind === 'date') report(finding('FT3009', operand.span, {}));
  else if (moment.type.kind !== 'timestamp') report(finding('FT3001', operand.span, { actual: printType(moment.type), expected: 'timestamp', place: ' for the moment of a join' }));
  else if (at !== null && looksAhead(moment, at)) report(finding('FT4040', node.span, { column: at }));
  else return moment;
  return undefined;
}

/** The columns of the examples that a moment is made of; what stands behind a dot is a value of another join. */
function columnsIn(node: Expr): readonly Ref[] {
  switch (node.kind) {
    case 'ref':
      return node.parts.length === 1 && !node.parts.some((part) => part.missing) ? [node] : [];
    case 'binary':
      return [...columnsIn(node.left), ...columnsIn(node.right)];
    case 'call':
      return node.args.flatMap(columnsIn);
    default:
      return [];
  }
}

/** Takes note of a column's zone; a finding where another one was stated for it. */
function readIn(zone: string, ref: Ref, columns: ExampleColumns, report: Report): boolean {
  const name = refText(ref);
  if (columns.find(name)?.kind !== 'timestamp') return true;
  const stated = columns.zoned.get(name);
  if (stated === undefined) columns.zoned.set(name, zone);
  else if (stated !== zone) {
    report(finding('FT4041', ref.span, { column: name, zone, other: stated ?? 'its own' }));
    return false;
  }
  return true;
}

/** Whether a moment lies after the one of the examples in every example. */
function looksAhead(moment: Expression, at: string): boolean {
  if (moment.kind !== 'call') return false;
  const [base, by] = moment.args;
  const length = by?.kind === 'literal' && typeof by.value === 'bigint' ? by.value : 0n;
  if (base?.kind !== 'column' || base.name !== at) return false;
  return (moment.op === 'timestamp_add' && length > 0n) || (moment.op === 'timestamp_sub' && length < 0n);
}

/** The positions of the joins that a join reads. */
function readBy({ keys, at }: CheckedJoin): readonly number[] {
  const names = [...(keys ?? []), ...(at === null || at === undefined ? [] : [at])].flatMap(columnsOf).filter(isFeatureName);
  return names.flatMap((name) => {
    const read = readRequestName(name);
    return read.kind === 'feature' ? [read.join] : [];
  });
}

function reportCircles(joins: readonly CheckedJoin[], first: number, report: Report): void {
  const done = new Set<number>();
  const visit = (index: number, path: readonly number[]): void => {
    const join = joins[index];
    if (join === undefined || done.has(index)) return;
    if (path.includes(index)) {
      const names = [...path.slice(path.indexOf(index)), index].map((i) => joins[i]?.name ?? '');
      report(finding('FT2007', join.node.span, { name: join.name, path: names.join(' → ') }));
      done.add(index);
      return;
    }
    for (const read of readBy(join)) visit(read - first, [...path, index]);
    done.add(index);
  };
  joins.forEach((_, index) => visit(index, []));
}

