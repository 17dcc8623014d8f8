/**
 * From syntax trees to the plan of a project: names, then types and time, one declaration after another in the order
 * of what reads what. Mistakes are findings; what is whole is planned whatever else is broken.
 */
import { applyAllows, type AllowScope } from '../diagnostics/allow.js';
import { finding, hasErrors, type Finding } from '../diagnostics/finding.js';
import type { Report } from '../names/report.js';
import { declarationsOf, resolveSymbols, wordFor, type Symbols } from '../names/symbols.js';
import type { Allow, Declaration, FileNode } from '../syntax/ast.js';
import { checkConstants, type Constants } from '../types/constants.js';
import type { ProjectPlan } from './plan.js';
import { withoutFollowUps } from './follow-ups.js';
import { planCatalog } from './plan-catalog.js';
import { planEntity } from './plan-entity.js';
import { checkRequest } from './plan-request.js';
import { planSet } from './plan-set.js';
import { planTest } from './plan-tests.js';

/** A checked project: its plan, and all that was found. */
export interface CheckedProject {
  /** What is whole, in the order written. */
  readonly plan: ProjectPlan;
  readonly findings: readonly Finding[];
}

/**
 * Checks a project. Pure: the same trees give the same plan and findings; a user's mistake never throws. `problems` are
 * those of the text itself, from which nothing further is concluded.
 */
export function checkProject(written: readonly FileNode[], problems: readonly Finding[] = []): CheckedProject {
  const found: Finding[] = [];
  const report = (one: Finding): void => void found.push(one);
  const symbols = resolveSymbols(written, report);
  const constants = checkConstants(symbols, report);

  const entities = byName(declarationsOf(symbols, 'entity').map((decl) => planEntity(decl, report)), (entity) => entity.plan.name);
  const { sources, views } = planCatalog(symbols, entities, constants, report);
  for (const request of declarationsOf(symbols, 'request')) checkRequest(request, { symbols, views, constants, report });
  const sets = byName(declarationsOf(symbols, 'set').map((decl) => planSet(decl, { symbols, views, constants }, report)), (set) => set.name);
  const tests = symbols.tests.flatMap((decl) => planTest(decl, { symbols, sources, views, sets }, report) ?? []);

  // Where something is broken, what it would have read is not known.
  if (!hasErrors([...problems, ...found])) reportUnused(symbols, constants, report);

  const plan: ProjectPlan = {
    entities: [...entities.values()].flatMap(({ plan: entity, whole }) => (whole ? [entity] : [])),
    sources: [...sources.values()].flatMap((source) => source.plan ?? []),
    views: [...views.values()].flatMap((view) => view.plan ?? []),
    sets: [...sets.values()].flatMap((set) => set.plan ?? []),
    tests,
  };
  return { plan, findings: applyAllows(withoutFollowUps(withoutRepeats(found), problems, written), allowsOf(written)).findings };
}

/** Templates and constants that nothing reads: other declarations may be there for other projects' sake. */
function reportUnused(symbols: Symbols, constants: Constants, report: Report): void {
  const templates = declarationsOf(symbols, 'template').filter(({ name }) => !symbols.used.has(name.text));
  const unread = declarationsOf(symbols, 'const').filter(({ name }) => !constants.used.has(name.text));
  for (const declaration of [...templates, ...unread]) {
    report(finding('FT2014', declaration.name.span, { kind: wordFor(declaration), name: declaration.name.text }));
  }
}

/** A mistake in a template is met at every use of it, and told once. */
function withoutRepeats(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ code, span, params }) => {
    const key = JSON.stringify([code, span.file, span.start, span.end, params]);
    return !seen.has(key) && seen.add(key);
  });
}

function byName<T>(items: readonly T[], nameOf: (item: T) => string): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [nameOf(item), item]));
}

/** Every `allow` of the project, with the block that it stands in. */
export function allowsOf(files: readonly FileNode[]): readonly AllowScope[] {
  return files.flatMap((file) => file.declarations).flatMap(allowsIn);
}

function allowsIn(declaration: Declaration): readonly AllowScope[] {
  if (!('items' in declaration)) return [];
  const scoped = (allow: Allow, scope: AllowScope['scope']): AllowScope => ({
    code: allow.code.text, codeSpan: allow.code.span, reason: allow.reason.value, span: allow.span, scope,
  });
  return declaration.items.flatMap((item): readonly AllowScope[] => {
    if (item.kind === 'allow') return [scoped(item, declaration.span)];
    if (item.kind !== 'train') return [];
    return item.items.flatMap((inner) => (inner.kind === 'allow' ? [scoped(inner, item.span)] : []));
  });
}
