/**
 * Rows that no feature will ever see, and examples that nothing can be computed for: counted before every run, shown,
 * and noted in the manifest (contract 1.3).
 */
import { canonicalJson } from '../../compiler/artifacts/canonical-json.js';
import { finding, type Finding } from '../../compiler/diagnostics/index.js';
import { formatInstant } from '../../compiler/calendar/instants.js';
import type { SetPlan, SourcePlan, ViewPlan } from '../../compiler/temporal/plan.js';
import { isTimestampCell } from '../../runtime/drivers/cells.js';
import type { Cell, Session } from '../../runtime/drivers/driver.js';
import { cancellable } from '../../runtime/statements/cancellation.js';
import { instantText, readStatement } from '../../runtime/statements/run-statement.js';
import type { Exclusion } from '../../runtime/training/manifest.js';
import { examplesStatement } from '../../compiler/artifacts/assemble.js';
import { asFindings } from './data-findings.js';
import type { Host } from './host.js';
import { counted } from './progress.js';
import { findNamed, statementOf, type CompiledContext } from './run-context.js';

export interface LeftOut {
  readonly findings: readonly Finding[];
  readonly exclusions: readonly Exclusion[];
  readonly horizons: readonly Horizon[];
}

/** How far a source is complete: as it declares, or else the newest knowledge time that it holds. */
export interface Horizon {
  readonly source: string;
  readonly at: bigint;
  readonly declared: boolean;
}

const PARTS: readonly (readonly [column: string, part: string])[] = [
  ['rows_without_event_time', 'an event time'],
  ['rows_without_knowledge_time', 'a knowledge time'],
  ['rows_without_key', 'a key'],
];

/** The rows of the views' sources that are never seen. */
export async function countLeftOut(context: CompiledContext, session: Session, views: readonly ViewPlan[], asOf: bigint, host: Host): Promise<LeftOut> {
  const findings: Finding[] = [];
  const exclusions: Exclusion[] = [];
  const horizons = new Map<string, Horizon>();
  const told = new Set<string>();
  for (const view of views) {
    const row = await readOne(context, session, 'freshness', view.name, asOf, host);
    const horizon = horizonOf(findNamed(context.plan.sources, view.source, 'source'), row, asOf);
    if (horizon !== null) horizons.set(view.source, horizon);
    for (const [column, part] of PARTS) {
      const count = row.get(column);
      const ofView = column === 'rows_without_key';
      const subject = ofView ? `${view.source} in ${view.name}` : view.source;
      if (typeof count !== 'bigint' || count === 0n || told.has(`${subject} ${part}`)) continue;
      told.add(`${subject} ${part}`);
      exclusions.push({ subject, what: `without ${part}`, rows: count });
      const span = ofView ? context.places.view(view.name) : context.places.source(view.source);
      findings.push(finding('FT9008', span, { rows: counted(count, 'row'), source: view.source, part: ofView ? `${part} for \`${view.name}\`` : part }));
    }
  }
  return { findings, exclusions, horizons: [...horizons.values()] };
}

/** Null: complete for ever, or nothing is there that could say. */
function horizonOf({ name, complete, time }: SourcePlan, row: ReadonlyMap<string, Cell>, now: bigint): Horizon | null {
  // A table without time holds for every moment, as far as it says.
  if (complete?.kind === 'forever' || (complete === null && time.kind === 'always')) return null;
  if (complete?.kind === 'now') return { source: name, at: now - complete.less, declared: true };
  const cell = row.get(complete === null ? 'newest_knowledge_time' : 'complete_until') ?? null;
  return cell !== null && isTimestampCell(cell) ? { source: name, at: cell.micros, declared: complete !== null } : null;
}

/**
 * The examples of a set that lack a key or a moment, and those later than what is known. Later than a source declares to
 * be complete is an error, unless `incomplete` ones are asked for.
 */
export async function countExamples(context: CompiledContext, session: Session, set: SetPlan, horizons: readonly Horizon[], incomplete: boolean, host: Host): Promise<LeftOut> {
  const declared = earliest(horizons.filter((each) => each.declared));
  const loaded = earliest(horizons.filter((each) => !each.declared));
  const values = await askExamples(context, session, set, loaded, host);
  const findings: Finding[] = [];
  const exclusions: Exclusion[] = [];
  const span = context.places.examples(set.name);
  const note = (column: string, part: string): void => {
    const count = values.get(column);
    if (typeof count !== 'bigint' || count === 0n) return;
    findings.push(finding('FT9009', span, { examples: counted(count, 'example'), set: set.name, part }));
    exclusions.push({ subject: set.name, what: `without ${part.replaceAll('`', '')}`, rows: count });
  };
  note('without_moment', 'a moment');
  // Views that are joined on the same columns lack their key in the same examples: that is said once.
  const byKey = new Map<string, { readonly column: string; readonly names: string[] }>();
  set.joins.forEach((join, i) => {
    const key = canonicalJson(join.keys);
    const same = byKey.get(key) ?? { column: `without_key_${i + 1}`, names: [] };
    same.names.push(`\`${join.alias ?? join.view}\``);
    byKey.set(key, same);
  });
  for (const { column, names } of byKey.values()) note(column, `a key for ${names.join(', ')}`);
  set.joins.forEach((join, i) => {
    if (join.at === null) return;
    note(`without_moment_${i + 1}`, `a moment for \`${join.alias ?? join.view}\``);
    const ahead = values.get(`looking_ahead_${i + 1}`);
    if (typeof ahead === 'bigint' && ahead > 0n) findings.push(finding('FT9015', span, { examples: counted(ahead, 'example'), set: set.name, join: join.alias ?? join.view }));
  });
  const noteLater = (counts: ReadonlyMap<string, Cell>, { at, source, declared: refused }: Horizon): void => {
    const later = counts.get('later');
    if (typeof later !== 'bigint' || later === 0n) return;
    const facts = { examples: counted(later, 'example'), set: set.name, horizon: formatInstant(at), source };
    findings.push(refused && !incomplete ? finding('FT9010', span, facts) : finding('FT9014', span, facts));
  };
  if (loaded !== null) noteLater(values, loaded);
  if (declared !== null) noteLater(await askExamples(context, session, set, declared, host), declared);
  return { findings, exclusions, horizons };
}

const earliest = (horizons: readonly Horizon[]): Horizon | null =>
  horizons.reduce<Horizon | null>((least, each) => (least === null || each.at < least.at ? each : least), null);

async function askExamples(context: CompiledContext, session: Session, set: SetPlan, horizon: Horizon | null, host: Host): Promise<ReadonlyMap<string, Cell>> {
  const statement = examplesStatement(set, context.plan, context.dialect);
  const { columns, rows } = await asFindings(context, `to count the examples of \`${set.name}\``, null, () =>
    cancellable(session, host.signal, () => readStatement(session, statement, { as_of: instantText(horizon?.at ?? 0n) })));
  return new Map(columns.map((column, i) => [column.name, rows[0]?.[i] ?? null]));
}

async function readOne(context: CompiledContext, session: Session, purpose: 'freshness', subject: string, asOf: bigint, host: Host): Promise<ReadonlyMap<string, Cell>> {
  const statement = statementOf(context, purpose, subject);
  const { columns, rows } = await asFindings(context, `to count the rows of \`${subject}\``, statement.path, () =>
    cancellable(session, host.signal, () => readStatement(session, statement, { as_of: instantText(asOf) })));
  return new Map(columns.map((column, i) => [column.name, rows[0]?.[i] ?? null]));
}
