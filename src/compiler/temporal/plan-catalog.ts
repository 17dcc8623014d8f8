/**
 * Sources and views, each planned when it is first asked for: a view reads a source, and a source may join views over
 * other sources. What leads back to itself is told with the way that it takes.
 */
import { finding } from '../diagnostics/finding.js';
import type { Report } from '../names/report.js';
import { declarationsOf, type Symbols } from '../names/symbols.js';
import type { Span } from '../source/span.js';
import type { Constants } from '../types/constants.js';
import type { CheckedEntity } from './plan-entity.js';
import { planSource, type CheckedSource } from './plan-source.js';
import { planUnion } from './plan-union.js';
import { planView, type CheckedView } from './plan-view.js';

/** What can be asked for while others are being planned; `span` is where it is read. */
export interface Catalog {
  readonly source: (name: string, span: Span) => CheckedSource | undefined;
  readonly view: (name: string, span: Span) => CheckedView | undefined;
}

/** All sources and views by name, in the order written. */
export interface PlannedCatalog {
  readonly sources: ReadonlyMap<string, CheckedSource>;
  readonly views: ReadonlyMap<string, CheckedView>;
}

/** Plans every source, union and view of a project. */
export function planCatalog(symbols: Symbols, entities: ReadonlyMap<string, CheckedEntity>, constants: Constants, report: Report): PlannedCatalog {
  const sources = new Map<string, CheckedSource>();
  const views = new Map<string, CheckedView>();
  const underway: { readonly name: string; readonly span: Span }[] = [];

  const catalog: Catalog = {
    source: (name, span) => {
      const table = declarationsOf(symbols, 'source').find((decl) => decl.name.text === name);
      const union = declarationsOf(symbols, 'union').find((decl) => decl.name.text === name);
      if (table !== undefined) return once(sources, name, span, () => planSource(table, { symbols, catalog, constants }, report));
      return union === undefined ? undefined : once(sources, name, span, () => planUnion(union, { symbols, catalog, constants }, report));
    },
    view: (name, span) => {
      const decl = declarationsOf(symbols, 'view').find((each) => each.name.text === name);
      return decl === undefined ? undefined : once(views, name, span, () => planView(decl, { symbols, entities, catalog, constants }, report));
    },
  };

  function once<T>(planned: Map<string, T>, name: string, span: Span, plan: () => T): T | undefined {
    const known = planned.get(name);
    if (known !== undefined) return known;
    const start = underway.findIndex((each) => each.name === name);
    if (start >= 0) {
      const path = [...underway.slice(start).map((each) => each.name), name].join(' → ');
      // Told where the circle is entered: at the join or member that the first of it reads.
      report(finding('FT2007', underway[start + 1]?.span ?? span, { name, path }));
      return undefined;
    }
    underway.push({ name, span });
    const made = plan();
    underway.pop();
    planned.set(name, made);
    return made;
  }

  const inOrder = <T>(names: readonly string[], planned: ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
    new Map(names.flatMap((name): [string, T][] => { const found = planned.get(name); return found === undefined ? [] : [[name, found]]; }));
  const sourceDecls = [...declarationsOf(symbols, 'source'), ...declarationsOf(symbols, 'union')];
  const viewDecls = declarationsOf(symbols, 'view');
  for (const { name } of sourceDecls) catalog.source(name.text, name.span);
  for (const { name } of viewDecls) catalog.view(name.text, name.span);
  return { sources: inOrder(sourceDecls.map(({ name }) => name.text), sources), views: inOrder(viewDecls.map(({ name }) => name.text), views) };
}
