/**
 * What would let the answer into the question: features made of the label, the example's own row counted in its own
 * history, and values fresher in training than in serving.
 */
import { finding, type Fix } from '../diagnostics/finding.js';
import type { Report } from '../names/report.js';
import type { Span } from '../source/span.js';
import type { Own, SetDecl, Train } from '../syntax/ast.js';
import { columnsOf } from '../types/expression.js';
import { sameType, UNKNOWN } from '../types/type.js';
import type { SetJoinPlan } from './plan.js';
import type { CheckedExamples } from './plan-examples.js';
import type { CheckedJoin } from './plan-join.js';
import { originText, sameOrigin } from './plan-origin.js';
import type { CheckedSource } from './plan-source.js';

/** Whether a source reads the very table that the examples are in, by itself or through a source that it unites. */
function sharesTable(source: CheckedSource | null, examples: CheckedExamples): source is CheckedSource {
  if (source === null || examples.origin === null) return false;
  if (source.members.some((member) => sharesTable(member, examples))) return true;
  return source.origin !== null && sameOrigin(source.origin, examples.origin);
}

/** Reports features and keys that are made of the label, or of the moment when it became known. */
export function checkLabel(joins: readonly CheckedJoin[], examples: CheckedExamples, report: Report): void {
  const { label } = examples;
  if (label === null) return;
  const answers = [label.column, ...(label.known === null ? [] : [label.known])];
  for (const { node, view, keys, at, features: listed, reads: read } of joins) {
    const features = [...listed, ...read];
    const key = (keys ?? []).flatMap(columnsOf).find((name) => answers.includes(name));
    if (key !== undefined) report(finding('FT4003', node.span, { reader: `The key of the join of \`${view.name}\``, column: key, role: roleOf(key, examples) }));
    const moment = at === null || at === undefined ? undefined : columnsOf(at).find((name) => answers.includes(name));
    if (moment !== undefined) report(finding('FT4003', node.at?.span ?? node.span, { reader: `The moment of the join of \`${view.name}\``, column: moment, role: roleOf(moment, examples) }));
    checkEnriched(view.source, features, examples, answers, report);
    if (!sharesTable(view.source, examples) || knownWithLabel(view.source, label.known, examples)) continue;
    const told = new Set<string>();
    for (const { feature, reads, span } of features) {
      const column = reads.find((name) => answers.includes(name));
      // A join of all features has one place, so one finding says it.
      if (column === undefined || told.has(`${column} ${span.start}`)) continue;
      told.add(`${column} ${span.start}`);
      report(finding('FT4003', span, { reader: `\`${view.name}.${feature}\``, column, role: roleOf(column, examples) }));
    }
  }
}

/** What an answer's column is to the set. */
const roleOf = (column: string, { label }: CheckedExamples): string =>
  (column === label?.column ? 'the label of this set, before it is known' : 'which says when the label of this set became known');

/** The same behind what rows of a source are enriched with: a label may come in by the back door. */
function checkEnriched(
  source: CheckedSource | null, features: readonly { readonly reads: readonly string[]; readonly span: Span }[], examples: CheckedExamples, answers: readonly string[], report: Report,
): void {
  const told = new Set<number>();
  for (const { features: brought, view } of source?.joins ?? []) {
    for (const { reads: wanted, span } of features) {
      const used = brought.filter(({ as }) => wanted.includes(as)).map(({ feature, reads }) => ({ feature, reads, span }));
      checkEnriched(view.source, used, examples, answers, report);
      if (!sharesTable(view.source, examples) || knownWithLabel(view.source, examples.label?.known ?? null, examples)) continue;
      const leak = used.flatMap(({ feature, reads }) => reads.filter((name) => answers.includes(name)).map((column) => ({ feature, column })))[0];
      if (leak === undefined || told.has(span.start)) continue;
      told.add(span.start);
      report(finding('FT4003', span, { reader: `\`${view.name}.${leak.feature}\``, column: leak.column, role: roleOf(leak.column, examples) }));
    }
  }
}

/** Whether the rows of a source are first seen when the label is known: then it may read them. */
function knownWithLabel(source: CheckedSource, known: string | null, examples: CheckedExamples): boolean {
  if (source.members.length > 0) return source.members.every((member) => !sharesTable(member, examples) || knownWithLabel(member, known, examples));
  return known !== null && source.known?.kind === 'clock' && source.known.clock.column === known && source.known.clock.offset >= 0n;
}

/** The own rows to leave out of each join; findings where that is not stated or cannot be done. */
export function planOwn(train: Train, joins: readonly CheckedJoin[], examples: CheckedExamples, report: Report): ReadonlyMap<CheckedJoin, SetJoinPlan['own']> {
  const { own } = examples;
  const shared = joins.filter(({ view }) => sharesTable(view.source, examples));
  if (own === undefined) {
    const [join] = shared;
    if (join !== undefined && examples.origin !== null) {
      report(finding('FT4004', train.on.span, { table: originText(examples.origin), source: join.view.source?.name ?? '' }, {
        related: [{ span: join.node.span, message: 'the join of a view over it' }], fixes: excludeFixes(train, join, examples),
      }));
    }
    return new Map();
  }
  if (own.mode === 'include') {
    if (shared.length > 0) report(finding('FT4020', own.span, {}));
    return new Map();
  }
  return excludeOwn(own, joins, shared, examples, report);
}

/** What to write, where it can be known: the examples declare a column of the name of the source's id. */
function excludeFixes(train: Train, { view }: CheckedJoin, { columns }: CheckedExamples): readonly Fix[] {
  const id = view.source?.id ?? null;
  const last = train.items.at(-1);
  if (id === null || last === undefined || !columns.declared || columns.find(id) === undefined) return [];
  const line = `exclude own ${/^[A-Za-z_]\w*$/.test(id) ? id : `"${id.replaceAll('"', '""')}"`}`;
  return [{ title: `add \`${line}\``, edits: [{ span: { ...last.span, start: last.span.end }, text: `\n    ${line}` }] }];
}

function excludeOwn(
  own: Own, joins: readonly CheckedJoin[], shared: readonly CheckedJoin[], examples: CheckedExamples, report: Report,
): ReadonlyMap<CheckedJoin, SetJoinPlan['own']> {
  const [id] = own.id;
  if (id === undefined || !examples.columns.check(id)) return new Map();
  const sources = [...new Set(joins.flatMap(({ view }) => (view.source === null ? [] : [view.source])))];
  // An id is told by its name; where the examples call it otherwise, it can only be the one there is.
  const named = sources.filter((source) => source.id === id.text);
  const meant = named.length > 0 ? named : sources.length === 1 ? sources.filter((source) => source.id !== null) : [];
  const without = shared.find(({ view }) => view.source !== null && view.source.id === null && view.source.rows?.kind === 'events');
  if (without !== undefined || (meant.length === 0 && sources.every((source) => source.plan !== null))) {
    report(finding('FT4028', id.span, { column: id.text, source: without?.view.source?.name ?? sources[0]?.name ?? '' }));
    return new Map();
  }
  return new Map(joins.flatMap((join): readonly [CheckedJoin, SetJoinPlan['own']][] => {
    const { source } = join.view;
    const column = source?.id ?? null;
    if (source === null || column === null || !(meant.includes(source) || shared.includes(join))) return [];
    const type = source.columns.find(column)?.type ?? UNKNOWN;
    examples.columns.infer(id.text, type, id.span, `the id of \`${source.name}\``);
    const given = examples.columns.find(id.text);
    if (given !== undefined && given.kind !== 'unknown' && type.kind !== 'unknown' && !sameType(given, type)) {
      report(finding('FT3007', id.span, { name: id.text, actual: given.kind, entity: source.name, expected: type.kind }));
    }
    return [[join, { exampleColumn: id.text, sourceColumn: column, type }]];
  }));
}

/** Says that a set must choose between exact and served values where one of its views is online. */
export function checkValues(decl: SetDecl, joins: readonly CheckedJoin[], examples: CheckedExamples, report: Report): void {
  const online = joins.find(({ view }) => view.online);
  if (examples.values === undefined && online !== undefined) {
    report(finding('FT4011', online.node.view.span, { set: decl.name.text, view: online.view.name }));
  }
}
