/**
 * `view … from sql <dialect> """…"""`: read, proven bounded, and lifted into the plan where a form of the table fits;
 * else it is run as it stands, over its sources as they were known at the moment that is asked about.
 */
import { finding } from '../../diagnostics/finding.js';
import { checkNameForm, nameScope } from '../../names/check-name.js';
import { notYet, type Report } from '../../names/report.js';
import { itemsOf } from '../../names/settings.js';
import { declarationsOf } from '../../names/symbols.js';
import type { SqlQuery } from '../../raw-sql/query.js';
import { commonTables, tablesOf, type ReadSql } from '../../raw-sql/read.js';
import type { Span } from '../../source/span.js';
import type { SourceDecl, SqlOrigin, UnionDecl, ViewDecl, ViewItem } from '../../syntax/ast.js';
import { declaredType } from '../../types/declared-type.js';
import { column, literal } from '../../types/expression.js';
import type { FeatureInfo, FeatureNames } from '../feature-names.js';
import type { EntityPlan, RawSqlPlan, ViewPlan } from '../plan.js';
import type { CheckedEntity } from '../plan-entity.js';
import type { CheckedSource } from '../plan-source.js';
import type { CheckedView, ViewContext } from '../plan-view.js';
import { checkWindows, planSettings } from '../plan-view-settings.js';
import { proveBounded, type BoundProof, type BoundSource } from './bounded.js';
import { isCorrelated } from './correlated.js';
import { liftView, type DeclaredColumn, type LiftedView } from './lift.js';
import { readOrigin, reportUnbounded, spanIn } from './report-sql.js';
import { foldedName, sameColumn, sameTable } from './sql-names.js';

/** Checks a view of raw SQL; `broken` tells whether the caller's report has seen an error. */
export function planRawView(decl: ViewDecl, origin: SqlOrigin, entity: CheckedEntity | null, context: ViewContext, report: Report, broken: () => boolean): CheckedView {
  const name = decl.name.text;
  const placed = declaredColumns(decl, entity?.plan ?? null, report);
  const columns = placed.map((each) => each.column);
  checkItems(decl, report);
  if (decl.subject.kind === 'everyone') notYet('A view `for all` from raw SQL', decl.subject.span, report);
  const keys = keysOf(decl, entity?.plan ?? null, report);
  const sql = readOrigin(origin, report);
  const sources = sql === null ? [] : sourcesNamed(sql, origin, context);
  const proof = sql === null ? null : proveBounded(sql.query, sources.map(boundSource), sql.syntax);
  const unread = new Set(sources.filter((source) => source.plan === null).map((source) => source.name));
  for (const problem of proof?.problems ?? []) {
    // What a source is that is broken or not compiled is told where it is declared.
    if (problem.kind === 'unbounded' && unread.has(problem.source)) continue;
    reportUnbounded(problem, origin, declaredSources(context).map((each) => each.name.text), report);
  }
  const read = readsOf(proof, sources);
  if (sql !== null && proof !== null && read.length === 0 && proof.problems.length === 0) {
    report(finding('FT7001', origin.textSpan, { problem: 'it reads no source' }));
  }
  const results = sql === null || entity === null || keys === null ? null : resultNames(sql, entity.plan, keys, placed, origin, report);
  // The source that settles last says when a refresh may begin.
  const [source] = [...read].sort((a, b) => Number((b.settle?.us ?? 0n) - (a.settle?.us ?? 0n)));
  const settings = source === undefined ? null : planSettings(decl, source, context.constants, report);

  const info = new Map<string, FeatureInfo>(columns.map(({ name: column_, type }) => [column_, { name: column_, type, exact: false, reads: read.flatMap((each) => each.columns.names), value: column(column_, type) }]));
  const names: FeatureNames = { find: (wanted) => info.get(wanted), names: () => [...info.keys()], family: () => undefined };
  const checked: CheckedView = { name, decl, entity: entity?.plan ?? null, source: source ?? null, rawSources: read, online: settings?.online ?? false, features: names, open: false, plan: null };
  if (broken() || sql === null || proof === null || keys === null || results === null || entity?.whole !== true || source === undefined || settings === null) return checked;
  if (columns.length === 0 || read.some((each) => each.plan === null)) return checked;

  const shared = {
    name, doc: decl.doc?.text ?? '', entity: entity.plan.name, order: columns.map((each) => each.name), refresh: settings.refresh,
    staleAfter: settings.staleAfter?.us ?? null, freshness: settings.freshness?.us ?? null, online: settings.online, pin: settings.pin,
  };
  const lifted = liftView({ query: sql.query, syntax: sql.syntax, source, entity: entity.plan, keys, columns, constants: context.constants, span: origin.textSpan });
  if (lifted.view !== null) {
    const { view } = lifted;
    for (const each of columns) info.set(each.name, { name: each.name, type: each.type, exact: exactOf(view, each.name), reads: view.reads.get(each.name) ?? [], value: column(each.name, each.type) });
    checkWindows(view.features.map((plan) => ({ plan, shown: plan.name.replace(/^f__/, ''), span: origin.textSpan, reads: [...info.values()].flatMap((each) => each.reads) })).slice(0, 1), settings, source, report);
    return { ...checked, rawSources: [], plan: liftedPlan(view, shared, entity.plan, source) };
  }
  report(finding('FT7009', origin.textSpan, { dialect: sql.syntax.name, reason: lifted.reason }));
  const raw: RawSqlPlan = {
    dialect: sql.syntax.name, pieces: sql.pieces, normal: sql.normal,
    reads: namesRead(proof, sql), keys: results.keys, columns: results.columns, outerJoin: proof.outerJoin,
    correlated: isCorrelated(sql.query, sources.map((each) => ({ name: each.name, columns: each.columns.names }))),
  };
  return { ...checked, plan: rawPlan(raw, shared, entity.plan, source, columns) };
}

type Shared = Omit<ViewPlan, 'keys' | 'source' | 'where' | 'features' | 'derived' | 'raw'>;

function liftedPlan(view: LiftedView, shared: Shared, entity: EntityPlan, source: CheckedSource): ViewPlan {
  const keys = entity.keys.flatMap(({ name, type }, i) => {
    const expression = view.keys[i];
    return expression === undefined ? [] : [{ name, type, expression }];
  });
  return { ...shared, keys, source: source.name, where: view.where, features: view.features, derived: view.derived, raw: null };
}

function rawPlan(raw: RawSqlPlan, shared: Shared, entity: EntityPlan, source: CheckedSource, columns: readonly DeclaredColumn[]): ViewPlan {
  return {
    ...shared, source: source.name, where: null, features: [], raw,
    keys: entity.keys.map(({ name, type }) => ({ name, type, expression: column(name, type) })),
    derived: columns.map(({ name, doc, type }) => ({ name, doc, type, expression: literal(type, null), default: null, exact: false })),
  };
}

const exactOf = (view: LiftedView, name: string): boolean => [...view.features, ...view.derived].find((each) => each.name === name)?.exact ?? false;

interface PlacedColumn {
  readonly column: DeclaredColumn;
  readonly span: Span;
}

function declaredColumns(decl: ViewDecl, entity: EntityPlan | null, report: Report): readonly PlacedColumn[] {
  const scope = nameScope(` in the view \`${decl.name.text}\``, report);
  for (const key of entity?.keys ?? []) scope.claim(key.name, 'key', decl.subject.span);
  const placed = itemsOf<ViewItem, 'column'>(decl.items, 'column').flatMap((item): readonly PlacedColumn[] => {
    if (item.name.missing) return [];
    checkNameForm(item.name.text, item.name.span, report);
    const type = declaredType(item.type, report);
    if (!scope.claim(item.name.text, 'column', item.name.span) || type.kind === 'unknown') return [];
    return [{ column: { name: item.name.text, doc: item.doc?.text ?? '', type }, span: item.name.span }];
  });
  if (!decl.items.some((item) => item.kind === 'column' || item.kind === 'broken')) {
    report(finding('FT1018', decl.name.span, { what: 'a column of the result with its type, such as `n_30d: int64`' }));
  }
  return placed;
}

const REFUSED: ReadonlySet<ViewItem['kind']> = new Set(['feature', 'latestAll', 'use', 'each', 'where', 'ttl', 'zone']);

function checkItems(decl: ViewDecl, report: Report): void {
  for (const item of decl.items) {
    if (REFUSED.has(item.kind)) report(finding('FT1016', item.span, { owner: 'view from raw SQL', setting: item.kind === 'latestAll' ? 'latest *' : item.kind, allowed: 'Its values are the columns of the SQL, declared as `name: type`.' }));
  }
}

/** The column of the result for each part of the key: of its own name, or as `on` says. */
function keysOf(decl: ViewDecl, entity: EntityPlan | null, report: Report): readonly string[] | null {
  if (entity === null) return null;
  const named = decl.on.map((binding) => ({ key: binding.key?.text ?? null, value: binding.value }));
  const keys = entity.keys.map((key, i) => {
    const binding = named.find((each) => each.key === key.name) ?? (named[i]?.key === null ? named[i] : undefined);
    if (binding === undefined) return decl.on.length === 0 ? key.name : null;
    const [only, ...more] = binding.value.kind === 'ref' ? binding.value.parts : [];
    return only === undefined || more.length > 0 ? null : only.text;
  });
  const whole = keys.filter((key) => key !== null);
  if (whole.length === keys.length && decl.on.length <= keys.length) return whole;
  report(finding('FT2019', decl.on[0]?.span ?? decl.subject.span, { entity: entity.name, expected: keys.length, actual: decl.on.length, keys: entity.keys.map((key) => `\`${key.name}\``).join(', ') }));
  return null;
}

function boundSource({ name, columns, plan }: CheckedSource): BoundSource {
  const time = plan?.time;
  const isInstant = time?.kind === 'column' && time.offset === 0n;
  const times = columns.names.filter((each) => ['date', 'timestamp'].includes(columns.find(each)?.type.kind ?? ''));
  return { name, columns: columns.names, times, time: isInstant ? time.column : null, why: time?.kind === 'always' ? 'the source has no time' : 'the time of the source is not a column of instants; a view of the language reads it' };
}

const declaredSources = ({ symbols }: ViewContext): readonly (SourceDecl | UnionDecl)[] => [...declarationsOf(symbols, 'source'), ...declarationsOf(symbols, 'union')];

/** The sources that the text names, each planned by now. */
function sourcesNamed(sql: ReadSql, origin: SqlOrigin, context: ViewContext): readonly CheckedSource[] {
  const named = [...tablesOf(sql.query).flatMap(({ name }) => (name.length === 1 ? name : [])), ...commonTables(sql.query)];
  return declaredSources(context).flatMap((each) => {
    const at = named.find((name) => sameTable(name, each.name.text));
    return at === undefined ? [] : (context.catalog.source(each.name.text, spanIn(origin, at)) ?? []);
  });
}

function readsOf(proof: BoundProof | null, sources: readonly CheckedSource[]): readonly CheckedSource[] {
  const names = new Set((proof?.reads ?? []).map(({ source }) => source));
  return sources.filter((source) => names.has(source.name));
}

/** Each name once under which the text reads a source. */
function namesRead(proof: BoundProof, { syntax }: ReadSql): RawSqlPlan['reads'] {
  const names = new Map<string, RawSqlPlan['reads'][number]>();
  for (const { source, name } of proof.reads) {
    const as = foldedName(name, syntax);
    // To an engine that folds nothing, names that differ in case are one.
    const called = syntax.fold === 'none' ? as.toLowerCase() : as;
    if (!names.has(called)) names.set(called, { source, as });
  }
  return [...names.values()];
}

/** What the key and the columns are called in the result; findings where they are not in it. */
function resultNames(
  sql: ReadSql, entity: EntityPlan, keys: readonly string[], columns: readonly PlacedColumn[], origin: SqlOrigin, report: Report,
): { readonly keys: readonly string[]; readonly columns: readonly string[] } {
  const given = namesOfResult(sql.query, sql);
  const find = (name: string, role: string, span: Span): string => {
    if (given === null) return name;
    const found = given.find((each) => each.exact === name) ?? given.find((each) => each.folded.toLowerCase() === name.toLowerCase());
    if (found === undefined) report(finding('FT7007', span, { column: name, role }, { related: [{ span: origin.textSpan, message: 'the SQL' }] }));
    return found?.folded ?? name;
  };
  return {
    keys: keys.map((name, i) => find(name, `the key \`${entity.keys[i]?.name ?? name}\``, origin.textSpan)),
    columns: columns.map(({ column: { name }, span }) => find(name, 'a column', span)),
  };
}

/** Null where `*` stands among them: then only the engine knows. */
function namesOfResult(query: SqlQuery, { syntax }: ReadSql): readonly { readonly exact: string; readonly folded: string }[] | null {
  const items = query.selects[0]?.items ?? [];
  if (items.some((item) => item.value === null)) return null;
  return items.flatMap((item) => {
    const name = item.alias ?? (item.value?.kind === 'column' ? item.value.parts.at(-1) : undefined);
    return name === undefined ? [] : [{ exact: sameColumn(name, name.text, syntax) ? name.text : '', folded: foldedName(name, syntax) }];
  });
}
