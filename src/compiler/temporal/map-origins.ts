/** Logical names and addresses become what a target calls them: another table, or a file. Nothing that changes a value. */
import type { Origin, ProjectPlan } from './plan.js';
import { originText } from './plan-origin.js';

/** From a logical name or a path as written, such as `shop.orders` or `s3://lake/views/*.parquet`, to where it is on the target. */
export type TableMapping = ReadonlyMap<string, Origin>;

export function mapOrigins(plan: ProjectPlan, tables: TableMapping): ProjectPlan {
  const map = (origin: Origin): Origin => tables.get(originText(origin)) ?? origin;
  return {
    ...plan,
    sources: plan.sources.map((source) => ({ ...source, origin: source.origin.kind === 'union' ? source.origin : map(source.origin) })),
    sets: plan.sets.map((set) => ({ ...set, examples: { ...set.examples, origin: map(set.examples.origin) } })),
  };
}
