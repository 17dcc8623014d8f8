/**
 * Rows that no feature will ever see, and examples that nothing can be computed for: counted before every run, shown,
 * and noted in the manifest (contract 1.3).
 */
import { canonicalJson } from '../../compiler/artifacts/canonical-json.js';
import { finding, type Finding } from '../../compiler/diagnostics/index.js';
import { formatInstant } from '../../compiler/calendar/instants.js';
import type { SetPlan, ViewPlan } from '../../compiler/temporal/plan.js';
import { isTimestampCell } from '../../runtime/drivers/cells.js';
import type { Cell, Session } from '../../runtime/drivers/driver.js';
import { cancellable } from '../../runtime/statements/cancellation.js';
import { instantText, readStatement } from '../../runtime/statements/run-statement.js';
import type { Exclusion } from '../../runtime/training/manifest.js';
import { examplesStatement } from '../../compiler/artifacts/assemble.js';
import { asFindings } from './data-findings.js';
import type { Host } from './host.js';
import { counted } from './progress.js';
import { statementOf, type CompiledContext } from './run-context.js';

export interface LeftOut {
  readonly findings: readonly Finding[];
  readonly exclusions: readonly Exclusion[];
  /** By source: the newest knowledge time that it holds. */
  readonly newest: ReadonlyMap<string, bigint>;
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
  const newest = new Map<string, bigint>();
  const told = new Set<string>();
  for (const view of views) {
    const row = await readOne(context, session, 'freshness', view.name, asOf, host);
    const newestKnown = row.get('newest_knowledge_time') ?? null;
    if (newestKnown !== null && isTimestampCell(newestKnown)) newest.set(view.source, newestKnown.micros);
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
  return { findings, exclusions, newest };
}

/** The examples of a set that lack a key or a moment, and those later than what is known. */
export async function countExamples(context: CompiledContext, session: Session, set: SetPlan, newest: ReadonlyMap<string, bigint>, host: Host): Promise<LeftOut> {
  const horizon = [...newest.values()].reduce<bigint | null>((least, each) => (least === null || each < least ? each : least), null);
  const statement = examplesStatement(set, context.plan, context.dialect);
  const { columns, rows } = await asFindings(context, `to count the examples of \`${set.name}\``, null, () =>
    cancellable(session, host.signal, () => readStatement(session, statement, { as_of: instantText(horizon ?? 0n) })));
  const values = new Map(columns.map((column, i) => [column.name, rows[0]?.[i] ?? null]));
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
  const later = values.get('later');
  if (horizon !== null && typeof later === 'bigint' && later > 0n) {
    const source = [...newest].find(([, at]) => at === horizon)?.[0] ?? '';
    findings.push(finding('FT9014', span, { examples: counted(later, 'example'), set: set.name, horizon: formatInstant(horizon), source }));
  }
  return { findings, exclusions, newest };
}

async function readOne(context: CompiledContext, session: Session, purpose: 'freshness', subject: string, asOf: bigint, host: Host): Promise<ReadonlyMap<string, Cell>> {
  const statement = statementOf(context, purpose, subject);
  const { columns, rows } = await asFindings(context, `to count the rows of \`${subject}\``, statement.path, () =>
    cancellable(session, host.signal, () => readStatement(session, statement, { as_of: instantText(asOf) })));
  return new Map(columns.map((column, i) => [column.name, rows[0]?.[i] ?? null]));
}
