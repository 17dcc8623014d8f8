/** `feat materialize`: a full refresh of the online store, a view at a time. Trusts the project: it connects and writes. */
import type { Command } from 'commander';
import { formatInstant } from '../../../compiler/calendar/instants.js';
import { viewMeaning } from '../../../compiler/artifacts/meaning.js';
import { lastTick } from '../../../compiler/temporal/last-tick.js';
import { hasErrors } from '../../../compiler/diagnostics/index.js';
import type { ViewPlan } from '../../../compiler/temporal/plan.js';
import { runMaterialize, type MaterializeSummary } from '../../../runtime/materialize/materialize.js';
import { onlineViewOf } from '../../../runtime/materialize/online-view.js';
import { asFindings } from '../data-findings.js';
import { withRegistry, withSession, withStore } from '../engine.js';
import { FindingsError } from '../findings-error.js';
import { CliError, EXIT, type ExitCode, type Host } from '../host.js';
import { inspectTables } from '../inspect.js';
import { nowMicros, readInstant } from '../instant-option.js';
import { countLeftOut } from '../left-out.js';
import { startProgress } from '../progress.js';
import { mentionAdvice, showFindings } from '../report.js';
import { findNamed, findView, openCompiled, requireReadable, statementOf, type CompiledContext } from '../run-context.js';
import { textTable } from '../show-values.js';
import { sourcesOf, withTarget } from '../target.js';

interface MaterializeOptions {
  readonly asOf?: string;
  readonly target?: string;
  readonly json?: boolean;
}

export function materializeCommand(program: Command, host: Host, done: (code: ExitCode) => void): void {
  withTarget(program.command('materialize'))
    .description('refresh the online store: every key of a view, as of one instant')
    .argument('[views...]', 'by default every view that is online')
    .option('--as-of <instant>', 'whose values; by default the newest tick of each view')
    .option('--json', 'print the summary as JSON')
    .action(async (names: readonly string[], options: MaterializeOptions, command: Command) => {
      const context = await openCompiled(host, command, options);
      const asOf = options.asOf === undefined ? null : readInstant(options.asOf, '--as-of');
      const views = names.length > 0 ? names.map((name) => findView(context, name)) : context.plan.views.filter((view) => view.online);
      if (views.length === 0) throw new CliError('no view of the project is online', EXIT.usage, 'Write `online` in a view, or name one.');
      const summaries = await materialize(context, [...new Set(views)], asOf, host);
      host.out(options.json === true ? `${JSON.stringify(summaries.map(summaryValue), null, 2)}\n` : summaryTable(summaries));
      done(EXIT.clean);
    });
}

/** Refreshes views one after another; those before a failure stay refreshed. */
export async function materialize(context: CompiledContext, views: readonly ViewPlan[], asOf: bigint | null, host: Host): Promise<readonly MaterializeSummary[]> {
  const sources = sourcesOf(context.plan, views.map((view) => view.name));
  await requireReadable(context, { sources, sets: [] });
  mentionAdvice(context.project.advice, host);
  return withSession(context, host, async (session) => {
    const problems = await inspectTables(context, session, sources, [], host);
    if (hasErrors(problems)) throw new FindingsError(problems, context.project.shown);
    const { findings } = await countLeftOut(context, session, views, asOf ?? nowMicros(), host);
    showFindings(findings, context.project.shown, host);
    return withRegistry(context, host, (registry) => withStore(context, host, async (store) => {
      const summaries: MaterializeSummary[] = [];
      for (const view of views) {
        const statement = statementOf(context, 'materialize', view.name);
        const settle = sourcesOf(context.plan, [view.name]).reduce((longest, source) => (source.settle > longest ? source.settle : longest), 0n);
        const progress = startProgress(`keys of ${view.name}`, host);
        try {
          summaries.push(await asFindings(context, `the refresh of \`${view.name}\``, statement.path, () => runMaterialize({
            session, statement, store, registry, view: storedView(context, view), target: context.target.name,
            asOf: asOf ?? newestTick(view, settle), settle, signal: host.signal, onProgress: progress.report,
          })));
        } finally {
          progress.end();
        }
      }
      return summaries;
    }));
  });
}

/** A view as the store knows it, by the meaning of what is written. */
export function storedView(context: CompiledContext, view: ViewPlan): ReturnType<typeof onlineViewOf> {
  const { plan } = context.project;
  return onlineViewOf(view, viewMeaning(plan, findNamed(plan.views, view.name, 'view')));
}

/** The newest tick whose rows are surely readable by now, `settle` after it; that instant itself where the view has no ticks. */
function newestTick({ refresh }: ViewPlan, settle: bigint): bigint {
  const now = nowMicros() - settle;
  return refresh === null ? now : lastTick(refresh, now);
}

/** Whether readers see this refresh. They do not where the store had a newer one: then nothing of this one was taken. */
const isServed = ({ stamp, watermark }: MaterializeSummary): boolean => watermark.asOf === stamp.asOf && watermark.run === stamp.run;

function summaryTable(summaries: readonly MaterializeSummary[]): string {
  const table = textTable(
    [{ name: 'view' }, { name: 'as of' }, { name: 'keys', right: true }, { name: 'removed', right: true }],
    summaries.map((summary) => [summary.view, formatInstant(summary.stamp.asOf), ...(isServed(summary) ? [String(summary.written), String(summary.removed)] : ['none', 'none'])]),
  );
  const kept = summaries.filter((summary) => !isServed(summary)).map(({ view, watermark }) =>
    `${view}: nothing was changed; readers keep the values as of ${formatInstant(watermark.asOf)}, since an older refresh never replaces a newer one\n`);
  return table + kept.join('');
}

function summaryValue(summary: MaterializeSummary): object {
  const { view, stamp, written, removed, watermark } = summary;
  const served = isServed(summary);
  return {
    view, as_of: formatInstant(stamp.asOf), run: Number(stamp.run), served,
    keys: served ? Number(written) : 0, removed: served ? Number(removed) : 0, watermark: formatInstant(watermark.asOf),
  };
}
