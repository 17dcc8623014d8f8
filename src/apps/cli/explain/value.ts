/**
 * `feat explain value`: one value, every row of its key, and for each row whether it counts or the first reason why it
 * doesn't. On the training path at an instant, or as the online store holds it: then at the instant of its refresh.
 */
import { assemble, explainValueStatement } from '../../../compiler/artifacts/assemble.js';
import { lastTick } from '../../../compiler/temporal/last-tick.js';
import { hasErrors, invariant } from '../../../compiler/diagnostics/index.js';
import type { FeaturePlan, ProjectPlan, ViewPlan } from '../../../compiler/temporal/plan.js';
import { columnsOf } from '../../../compiler/types/expression.js';
import type { Cell, Session } from '../../../runtime/drivers/driver.js';
import { readOnline, type ReadResult } from '../../../runtime/materialize/get.js';
import { readHistory } from '../../../runtime/materialize/history.js';
import type { OnlineView } from '../../../runtime/materialize/online-view.js';
import { cancellable } from '../../../runtime/statements/cancellation.js';
import { instantText, readStatement } from '../../../runtime/statements/run-statement.js';
import { storedView } from '../commands/materialize.js';
import { asFindings } from '../data-findings.js';
import { withSession, withStore } from '../engine.js';
import { FindingsError } from '../findings-error.js';
import { CliError, EXIT, type Host } from '../host.js';
import { inspectTables } from '../inspect.js';
import { nowMicros, readInstant } from '../instant-option.js';
import { keyCell, readKeys } from '../key-arguments.js';
import { findView, requireReadable, suggestion, type CompiledContext } from '../run-context.js';
import { sourcesOf } from '../target.js';
import { withoutOwn } from './own.js';
import { printExplained, type ExplainedRows } from './print-value.js';

export interface ExplainValueOptions {
  readonly at?: string;
  readonly own?: string;
  readonly online?: boolean;
  readonly served?: boolean;
  readonly json?: boolean;
  readonly rows: string;
}

export async function explainValue(context: CompiledContext, name: string, keyArgs: readonly string[], options: ExplainValueOptions, host: Host): Promise<string> {
  const [viewName = '', featureName, ...rest] = name.split('.');
  const written = findView(context, viewName);
  if (featureName === undefined || rest.length > 0) throw new CliError(`${name} is no feature`, EXIT.usage, `Write ${viewName}.${written.order[0] ?? 'feature'}.`);
  const stored = storedView(context, written);
  const index = stored.features.findIndex((field) => field.name === featureName);
  if (index < 0) throw new CliError(`${viewName} has no feature ${featureName}`, EXIT.usage, suggestion(featureName, written.order, 'feature'));
  const [key, ...more] = readKeys(keyArgs, stored.keys);
  if (key === undefined || more.length > 0) throw new CliError('one value has one key');
  const parts = key.parts.map((part, i) => {
    const field = stored.keys[i];
    if (part === null || field === undefined) throw new CliError('a null key belongs to nobody: every value of it is null');
    keyCell(part, field);
    return part;
  });
  const online = options.online === true;
  if (online && options.own !== undefined) throw new CliError('--own has no meaning with --online', EXIT.usage, 'The store knows no example: it counts every row.');

  const asked = options.at === undefined ? nowMicros() : readInstant(options.at, '--at');
  const kept = online ? await readStored(context, stored, parts, asked, host) : null;
  if (kept !== null && kept.asOf === null) throw new CliError(`${viewName} was never materialized as it is defined now`, EXIT.usage, `Run feat materialize ${viewName}.`);
  const at = kept?.asOf ?? (options.served === true ? tickOf(written, asked) : asked);

  const sources = sourcesOf(context.plan, [viewName]);
  const source = context.plan.sources.find((each) => each.name === written.source);
  invariant(source !== undefined, `the source of ${viewName}`);
  const view = options.own === undefined ? written : withoutOwn(written, source, options.own);
  const plan: ProjectPlan = { ...context.plan, views: context.plan.views.map((each) => (each.name === viewName ? view : each)) };
  await requireReadable(context, { sources, sets: [] });
  const { value, explained } = await withSession(context, host, async (session) => {
    const problems = await inspectTables(context, session, sources, [], host);
    if (hasErrors(problems)) throw new FindingsError(problems, context.project.shown);
    const result = await recompute(context, session, plan, view, stored, parts, at, host);
    const tables: ExplainedRows[] = [];
    // Without the condition that stands for it: own rows are to be shown as such.
    for (const feature of featuresBehind(written, featureName)) tables.push(await rowsOf(context, session, written, feature, parts, at, options.own ?? '', host));
    return { value: result.values[index] ?? null, explained: tables };
  });
  return printExplained({
    view: viewName, feature: featureName, type: stored.features[index]?.type ?? null,
    key: stored.keys.map((field, i) => [field.name, parts[i] ?? '']), at, own: options.own ?? null, value,
    stored: kept === null ? null : { status: kept.status, value: kept.values[index] ?? null },
    tables: explained, most: rowLimit(options.rows), json: options.json === true,
  });
}

async function readStored(context: CompiledContext, view: OnlineView, parts: readonly string[], at: bigint, host: Host): Promise<ReadResult> {
  const [result] = await withStore(context, host, (store) => readOnline(store, view, [view.keys.map((field, i) => keyCell(parts[i] ?? null, field))], at));
  invariant(result !== undefined, 'one result for one key');
  return result;
}

/** tick(T) = max{R : R + delay < T}. */
function tickOf({ name, refresh }: ViewPlan, at: bigint): bigint {
  if (refresh === null) throw new CliError(`${name} has no ticks`, EXIT.usage, 'Write `refresh every …` in the view, or leave out --as-served.');
  return lastTick(refresh, at - refresh.delay - 1n);
}

async function recompute(context: CompiledContext, session: Session, plan: ProjectPlan, view: ViewPlan, stored: OnlineView, key: readonly string[], asOf: bigint, host: Host): Promise<ReadResult> {
  const statement = assemble(plan, { dialect: context.dialect, pin: null }).find((each) => each.purpose === 'history' && each.subject === view.name);
  invariant(statement !== undefined, `the history of ${view.name}`);
  return asFindings(context, `the value of \`${view.name}\``, statement.path, () => readHistory({ session, statement, view: stored, key, asOf, signal: host.signal }));
}

/** The feature itself, or those that its arithmetic reads. */
function featuresBehind(view: ViewPlan, name: string): readonly FeaturePlan[] {
  const derived = view.derived.find((each) => each.name === name);
  const names = derived === undefined ? [name] : columnsOf(derived.expression);
  return names.flatMap((each) => view.features.find((feature) => feature.name === each) ?? []);
}

async function rowsOf(context: CompiledContext, session: Session, view: ViewPlan, feature: FeaturePlan, key: readonly string[], at: bigint, own: string, host: Host): Promise<ExplainedRows> {
  const statement = explainValueStatement(view, feature, context.plan, context.dialect);
  const values: Record<string, string> = { as_of: instantText(at), own_id: own };
  key.forEach((part, i) => (values[`key${i + 1}`] = part));
  const { columns, rows } = await asFindings(context, `the rows behind \`${view.name}.${feature.name}\``, null, () =>
    cancellable(session, host.signal, () => readStatement(session, statement, values)));
  return {
    feature: feature.name, window: feature.window.text, at, columns: columns.slice(1),
    rows: rows.map((row) => ({ status: statusOf(row), cells: row.slice(1) satisfies readonly Cell[] })),
  };
}

function statusOf([status]: readonly Cell[]): string {
  invariant(typeof status === 'string', 'the first column of explained rows is their status');
  return status;
}

function rowLimit(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new CliError(`--rows ${JSON.stringify(text)} is no number`);
  return Number(text);
}
