/**
 * A view: features of an entity over the rows of one source. A view that is broken, or that this version does not
 * compile, is still known to the sets that join it, as far as it could be read.
 */
import { finding } from '../diagnostics/finding.js';
import { renameFixes } from '../diagnostics/suggest.js';
import { nameScope } from '../names/check-name.js';
import { expandFeatures } from '../names/expand.js';
import { watch, type Report } from '../names/report.js';
import { itemsOf, settingOf } from '../names/settings.js';
import { lookUp, type Symbols } from '../names/symbols.js';
import type { Expr, FeatureItem, LatestAll, ViewDecl, ViewItem } from '../syntax/ast.js';
import { checkCondition } from '../types/check-expression.js';
import type { Constants } from '../types/constants.js';
import { isExact } from '../types/exactness.js';
import { column, type Expression } from '../types/expression.js';
import { isUnknown } from '../types/literals.js';
import { printType, sameType } from '../types/type.js';
import { readsOf, rowScope } from './columns.js';
import type { FeatureNames } from './feature-names.js';
import { checkAlways } from './in-place.js';
import type { EntityPlan, ViewPlan } from './plan.js';
import { EVERYONE, type CheckedEntity } from './plan-entity.js';
import { latestOfAll, planFeatures, type FeatureToPlan } from './plan-features.js';
import { planKeys } from './plan-keys.js';
import type { Catalog } from './plan-catalog.js';
import { planRawView } from './raw-sql/plan-raw-view.js';
import type { CheckedSource } from './plan-source.js';
import { checkWindows, planSettings } from './plan-view-settings.js';

/** A view as sets and tests see it. */
export interface CheckedView {
  readonly name: string;
  readonly decl: ViewDecl;
  readonly entity: EntityPlan | null;
  readonly source: CheckedSource | null;
  /** Every source that SQL reads which is run as it stands; empty for all other views. */
  readonly rawSources: readonly CheckedSource[];
  readonly online: boolean;
  readonly features: FeatureNames;
  /** Its features cannot all be known: an unknown name is then no mistake. */
  readonly open: boolean;
  readonly plan: ViewPlan | null;
}

/** What a view is checked against. */
export interface ViewContext {
  readonly symbols: Symbols;
  readonly entities: ReadonlyMap<string, CheckedEntity>;
  readonly catalog: Catalog;
  readonly constants: Constants;
}

const NO_FEATURES: FeatureNames = { find: () => undefined, names: () => [], family: () => undefined };

/** Checks a view and makes its plan. */
export function planView(decl: ViewDecl, context: ViewContext, outer: Report): CheckedView {
  const { report, broken } = watch(outer);
  const name = decl.name.text;
  const entity = entityOf(decl, context, report);
  const unread = (source: CheckedSource | null): CheckedView => ({
    name, decl, entity: entity?.plan ?? null, source, rawSources: [], online: decl.items.some((item) => item.kind === 'online'), features: NO_FEATURES, open: true, plan: null,
  });
  if (decl.from.kind === 'sqlOrigin') {
    return planRawView(decl, decl.from, entity, context, report, broken);
  }
  const sourceDecl = lookUp(context.symbols, ['source', 'union'], decl.from.source, 'source', report);
  const source = sourceDecl === undefined ? undefined : context.catalog.source(sourceDecl.name.text, decl.from.span);
  if (source === undefined) return unread(null);
  for (const item of decl.items) {
    if (item.kind === 'column') report(finding('FT1016', item.span, { owner: 'A view of a source', setting: `${item.name.text}: …`, allowed: 'Columns are declared in views from raw SQL; a feature is written `name = …`.' }));
  }

  const { constants } = context;
  const settings = planSettings(decl, source, constants, report);
  const scope = nameScope(` in the view \`${name}\``, report);
  for (const key of entity?.plan.keys ?? []) scope.claim(key.name, 'key', decl.subject.span);
  const rows = rowScope(source.columns, constants, 'a key');
  const keys = entity === null ? null : planKeys(entity.plan, decl.on, decl.subject.span, {
    scope: rows,
    infer: null,
    implied: (key, type) => impliedKey(key, type, entity.plan, source, decl, report),
  }, report);
  const condition = settingOf<ViewItem, 'where'>(decl.items, 'where')?.condition;
  const where = condition === undefined ? null : checkCondition(condition, rowScope(source.columns, constants, 'the `where` of a view'), report);
  const filters = [...source.filters, ...(where === null ? [] : readsOf(where, source.columns)), ...(keys ?? []).flatMap((key) => readsOf(key, source.columns))];

  const exactRows = source.exactRows && [...(where === null ? [] : [where]), ...(keys ?? [])].every((one) => isExact(one, rows.exact));
  const toPlan = featuresToPlan(decl, source, keys, context.symbols, report);
  const planned = planFeatures(toPlan, scope, { view: name, span: decl.span, source, constants, ttl: settings.ttl, zone: settings.zone, reads: filters, exactRows, report });
  checkTtl(decl, toPlan, report);
  checkWindows(planned.features, settings, source, report);
  checkAlways(planned.features, keys ?? [], source, report);
  if (!decl.items.some(isFeatureItem)) {
    report(finding('FT1018', decl.name.span, { what: 'a feature of the view, such as `n_30d = count() over 30d`' }));
  }

  const whole = !broken() && source.plan !== null && entity?.whole === true && keys !== null && (where === null || !isUnknown(where))
    && planned.order.every((feature) => planned.names.find(feature)?.type.kind !== 'unknown') && planned.order.length > 0;
  return {
    name, decl, entity: entity?.plan ?? null, source, rawSources: [], online: settings.online, features: planned.names,
    open: decl.items.some((item) => item.kind === 'broken'),
    plan: whole
      ? {
          name,
          doc: decl.doc?.text ?? '',
          entity: entity.plan.name,
          keys: entity.plan.keys.flatMap((key, i) => keyOf(key, keys[i])),
          source: source.name,
          where,
          features: planned.features.map(({ plan }) => plan),
          derived: planned.derived,
          order: planned.order,
          refresh: settings.refresh,
          staleAfter: settings.staleAfter?.us ?? null,
          freshness: settings.freshness?.us ?? null,
          online: settings.online,
          pin: settings.pin,
          raw: null,
        }
      : null,
  };
}

function keyOf(key: EntityPlan['keys'][number], expression: Expression | undefined): ViewPlan['keys'] {
  return expression === undefined ? [] : [{ name: key.name, type: key.type, expression }];
}

function entityOf(decl: ViewDecl, context: ViewContext, report: Report): CheckedEntity | null {
  if (decl.subject.kind === 'everyone') return EVERYONE;
  const found = lookUp(context.symbols, ['entity'], decl.subject.entity, 'entity', report);
  return found === undefined ? null : (context.entities.get(found.name.text) ?? null);
}

/** The column that a key part is read from where `on` is left out: the one of its own name. */
function impliedKey(
  key: string, type: EntityPlan['keys'][number]['type'], entity: EntityPlan, source: CheckedSource, decl: ViewDecl, report: Report,
): Expression | null {
  const found = source.columns.find(key);
  if (found === undefined) {
    if (!source.columns.open) report(finding('FT2018', decl.subject.span, { source: source.name, key, entity: entity.name }));
    return null;
  }
  if (found.type.kind === 'unknown' || type.kind === 'unknown') return null;
  if (!sameType(found.type, type) && !(found.type.kind === 'int32' && type.kind === 'int64')) {
    report(finding('FT3007', decl.subject.span, { name: key, actual: printType(found.type), entity: entity.name, expected: printType(type) }));
    return null;
  }
  const read = column(key, found.type);
  return sameType(found.type, type) ? read : { kind: 'call', op: 'cast', args: [read], type };
}

function featuresToPlan(
  decl: ViewDecl, source: CheckedSource, keys: readonly Expression[] | null, symbols: Symbols, report: Report,
): readonly FeatureToPlan[] {
  const items = decl.items.filter((item): item is Extract<ViewItem, FeatureItem> => isFeatureItem(item));
  return expandFeatures(items, symbols, report).flatMap(({ item, generated }): readonly FeatureToPlan[] =>
    item.kind === 'feature' ? [{ feature: item, generated }] : latestOfAll(item, columnsOfAll(item, source, keys, report)),
  );
}

function isFeatureItem(item: ViewItem): item is Extract<ViewItem, FeatureItem> {
  return item.kind === 'feature' || item.kind === 'latestAll' || item.kind === 'use' || item.kind === 'each' || item.kind === 'broken';
}

/** The columns that `latest *` stands for: all but the key and those excepted. */
function columnsOfAll(item: LatestAll, source: CheckedSource, keys: readonly Expression[] | null, report: Report): readonly string[] {
  const { names } = source.columns;
  for (const { text, span, missing } of item.except) {
    if (missing || names.includes(text) || source.columns.open) continue;
    report(finding('FT2004', span, { source: source.name, name: text }, { fixes: renameFixes(span, text, names) }));
  }
  const left = new Set([...item.except.map((one) => one.text), ...(keys ?? []).flatMap((key) => (key.kind === 'column' ? [key.name] : []))]);
  return names.filter((one) => !left.has(one));
}

/** `ttl` belongs to lookups: no feature of such a view has a window of its own. */
function checkTtl(decl: ViewDecl, features: readonly FeatureToPlan[], report: Report): void {
  const [ttl] = itemsOf<ViewItem, 'ttl'>(decl.items, 'ttl');
  const over = features.map(({ feature }) => overIn(feature.value)).find((found) => found !== undefined);
  if (ttl === undefined || over === undefined) return;
  report(finding('FT4008', ttl.span, { view: decl.name.text }, { related: [{ span: over.span, message: 'a window' }] }));
}

function overIn(node: Expr): { readonly span: Expr['span'] } | undefined {
  if (node.kind === 'windowed') return node.over ?? overIn(node.value);
  if (node.kind === 'binary') return overIn(node.left) ?? overIn(node.right);
  return node.kind === 'call' ? node.args.map(overIn).find((found) => found !== undefined) : undefined;
}
