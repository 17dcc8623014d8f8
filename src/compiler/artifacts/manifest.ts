/**
 * What a build consists of, for programs: every view and set with its meaning, every feature with its type and lineage,
 * every statement with its file. A pure function of the definitions and the target, so that it can be committed.
 */
import { zoneVersion } from '../calendar/zones.js';
import { invariant } from '../diagnostics/invariant.js';
import type { ProjectPlan, SetPlan, ViewPlan } from '../temporal/plan.js';
import { printType } from '../types/type.js';
import { printStatementFile, type Statement } from './artifact.js';
import { lineageOf } from './lineage.js';
import { featureMeaning, SEMANTICS_VERSION, setMeaning, viewMeaning } from './meaning.js';
import { sha256 } from './sha256.js';

export interface ManifestInput {
  readonly target: string;
  readonly dialect: string;
  /** As written: before the target's names are put in. */
  readonly plan: ProjectPlan;
  readonly statements: readonly Statement[];
}

/** The text of manifest.json. */
export function printManifest({ target, dialect, plan, statements }: ManifestInput): string {
  const manifest = {
    version: 1,
    semantics: SEMANTICS_VERSION,
    time_zones: zoneVersion,
    target,
    dialect,
    views: plan.views.map((view) => viewEntry(plan, view, statements)),
    sets: plan.sets.map((set) => setEntry(plan, set, statements)),
    statements: statements.map((statement) => ({
      path: statement.path,
      purpose: statement.purpose,
      subject: statement.subject,
      parameters: statement.parameters.map(({ name, type }) => ({ name, type })),
      sha256: sha256(printStatementFile(statement)),
    })),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

function viewEntry(plan: ProjectPlan, view: ViewPlan, statements: readonly Statement[]): object {
  const columns = statements.find((s) => s.purpose === 'materialize' && s.subject === view.name)?.columns ?? [];
  return {
    name: view.name,
    entity: view.entity,
    source: view.source,
    meaning: viewMeaning(plan, view),
    online: view.online,
    keys: view.keys.map(({ name, type }) => ({ name, type: printType(type) })),
    features: view.order.map((name) => {
      const feature = [...view.features, ...view.derived].find((f) => f.name === name);
      invariant(feature !== undefined, `${view.name} has no feature ${name}`);
      return {
        name,
        type: printType(feature.type),
        meaning: featureMeaning(plan, view, name),
        exact: feature.exact,
        columns: lineageOf(plan, view, name),
        strategy: columns.find((c) => c.name === name)?.strategy?.strategy ?? null,
      };
    }),
  };
}

function setEntry(plan: ProjectPlan, set: SetPlan, statements: readonly Statement[]): object {
  const statement = statements.find((s) => s.purpose === 'training' && s.subject === set.name);
  return {
    name: set.name,
    meaning: setMeaning(plan, set),
    values: set.values,
    columns: (statement?.columns ?? []).map((column) => ({
      name: column.name,
      type: column.type === null ? null : printType(column.type),
      role: column.role,
      exact: column.exact,
      feature: featureNamed(set, column.name),
      strategy: column.strategy?.strategy ?? null,
      reason: column.strategy?.reason ?? null,
    })),
  };
}

function featureNamed(set: SetPlan, column: string): string | null {
  for (const join of set.joins) {
    const found = join.features.find(({ as }) => as === column);
    if (found !== undefined) return `${join.view}.${found.feature}`;
  }
  return null;
}
