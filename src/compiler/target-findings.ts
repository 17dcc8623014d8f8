/**
 * What is sound as a definition and cannot be built in one dialect: SQL that is run as it stands means what it says only
 * to the engine that it was written for, and not every engine reads files.
 */
import type { Dialect } from './dialects/dialect.js';
import { finding, nowhere, type Finding } from './diagnostics/finding.js';
import type { Span } from './source/index.js';
import type { Declaration, FileNode } from './syntax/ast.js';
import type { ProjectPlan, SourcePlan, ViewPlan } from './temporal/plan.js';

/** Whether a view is SQL that this dialect does not speak. */
const isForeign = (view: ViewPlan, dialect: Dialect): boolean => view.raw !== null && view.raw.dialect !== dialect.name;

/** The project as a dialect has it: without the views that only another one can run. No set reads them, or it was refused. */
export const within = (plan: ProjectPlan, dialect: Dialect): ProjectPlan => ({ ...plan, views: plan.views.filter((view) => !isForeign(view, dialect)) });

export function targetFindings(plan: ProjectPlan, files: readonly FileNode[], dialect: Dialect): readonly Finding[] {
  const declarations = files.flatMap((file) => file.declarations);
  return [
    ...plan.views.filter((view) => isForeign(view, dialect)).map((view) => foreign(view, plan, placeOf(declarations, 'view', view.name), dialect)),
    ...plan.sets.flatMap((set) => set.joins.flatMap((join) => {
      const view = plan.views.find((each) => each.name === join.view);
      return view === undefined ? [] : besideMoments(view, placeOf(declarations, 'set', set.name), dialect);
    })),
    ...(dialect.capabilities.readsFiles ? [] : [
      ...plan.sources.flatMap(({ name, origin }) => noFile(name, origin, placeOf(declarations, 'source', name), dialect)),
      ...plan.sets.flatMap(({ name, examples }) => noFile(name, examples.origin, placeOf(declarations, 'set', name), dialect)),
    ]),
  ];
}

const noFile = (source: string, origin: SourcePlan['origin'], span: Span, dialect: Dialect): readonly Finding[] =>
  (origin.kind === 'file' ? [finding('FT6003', span, { target: dialect.name, what: `the file \`${origin.path}\``, source })] : []);

/** An error where a set needs it; else it is left out, and said. */
function foreign(view: ViewPlan, plan: ProjectPlan, span: Span, dialect: Dialect): Finding {
  const written = view.raw?.dialect ?? '';
  const reader = plan.sets.find((set) => set.joins.some((join) => join.view === view.name));
  return reader === undefined
    ? finding('FT6006', span, { view: view.name, dialect: written, actual: dialect.name })
    : finding('FT6004', span, { dialect: written, actual: dialect.name, set: reader.name });
}

function besideMoments(view: ViewPlan, span: Span, dialect: Dialect): readonly Finding[] {
  if (view.raw === null || view.raw.dialect !== dialect.name) return [];
  const { capabilities } = dialect;
  const reasons = [
    ...(view.raw.outerJoin && !capabilities.lateralOuterJoin ? ['its SQL has an outer join, which this engine does not run beside a list of moments'] : []),
    ...(view.raw.correlated && !capabilities.lateralCorrelated ? ['its SQL has a subquery that reads the query around it, which this engine does not run beside a list of moments; a join, or IN with a subquery of its own, can say the same'] : []),
  ];
  return reasons.map((reason) => finding('FT6002', span, { target: dialect.name, what: `\`${view.name}\` in training`, reason }));
}

/** The dialect behind `sql`, where that is what a declaration is about; else its name. */
function placeOf(declarations: readonly Declaration[], kind: 'source' | 'view' | 'set', name: string): Span {
  for (const declaration of declarations) {
    if (declaration.kind !== kind || declaration.name.text !== name) continue;
    return declaration.kind === 'view' && declaration.from.kind === 'sqlOrigin' ? declaration.from.dialect.span : declaration.name.span;
  }
  return nowhere;
}
