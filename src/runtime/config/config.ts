/**
 * What feat.yaml says, checked: where sources lie, which engine and stores a target uses, how findings are judged.
 * Nothing in it changes a value, and no secret is in it: a target names environment variables that hold whole
 * addresses, and only commands that trust the project read them (resolve-secrets.ts).
 */
import type { FindingCode, Severity } from '../../compiler/diagnostics/index.js';
import type { Span } from '../../compiler/source/index.js';
import type { Origin } from '../../compiler/temporal/plan.js';
import type { Settings } from '../settings.js';

export interface ProjectConfig {
  readonly project: string;
  readonly defaultTarget: string;
  readonly targets: readonly TargetConfig[];
  readonly lint: readonly LintLevel[];
}

export interface TargetConfig {
  readonly name: string;
  readonly engine: Place;
  readonly online: Place;
  readonly registry: Place;
  readonly tables: readonly TableMapping[];
  /** Whether names without a mapping are tables of the same name: not where the engine begins empty. */
  readonly holdsTables: boolean;
  readonly span: Span;
}

/** An engine, store or registry that was chosen: its kind and settings. */
export interface Place {
  readonly kind: string;
  readonly settings: Settings;
  readonly span: Span;
}

/** A logical name as sources write it, `shop.orders`, and where it lies in this target. */
export interface TableMapping {
  readonly name: string;
  readonly origin: Origin;
  readonly span: Span;
}

/** A finding that this project judges otherwise than the catalogue. */
export interface LintLevel {
  readonly code: FindingCode;
  readonly level: Severity | 'off';
}

/** The target of a name; the default one for null. Null: there is none. */
export function findTarget(config: ProjectConfig, name: string | null): TargetConfig | null {
  return config.targets.find((target) => target.name === (name ?? config.defaultTarget)) ?? null;
}

/** Where a logical name lies in a target; null where the target doesn't say. Files lie where they are, unless the target says otherwise. */
export function locate(target: TargetConfig, origin: Origin): Origin | null {
  const name = origin.kind === 'table' ? origin.name.join('.') : origin.path;
  const mapping = target.tables.find((table) => table.name === name);
  if (mapping) return mapping.origin;
  return origin.kind === 'file' || target.holdsTables ? origin : null;
}
