/**
 * `feat stats`: counts the data behind sets, so that a plan is chosen for it and not by rule. Counts only: no value of a
 * table is written. Trusts the project: it connects and reads its data.
 */
import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Command } from 'commander';
import { statisticsStatement } from '../../../compiler/artifacts/assemble.js';
import { printStatistics, statisticsOf } from '../../../compiler/artifacts/stats-file.js';
import { hasErrors } from '../../../compiler/diagnostics/index.js';
import type { SetStatistics } from '../../../compiler/lowering/join-statistics.js';
import type { SetPlan } from '../../../compiler/temporal/plan.js';
import type { Session } from '../../../runtime/drivers/driver.js';
import { writeAtomically } from '../../../runtime/files/write-atomically.js';
import { readStatement } from '../../../runtime/statements/run-statement.js';
import { asFindings } from '../data-findings.js';
import { withSession } from '../engine.js';
import { FindingsError } from '../findings-error.js';
import { EXIT, type ExitCode, type Host } from '../host.js';
import { inspectTables } from '../inspect.js';
import { mentionAdvice } from '../report.js';
import { findSet, openCompiled, requireReadable, type CompiledContext } from '../run-context.js';
import { textTable } from '../show-values.js';
import { STATS_FILE } from '../stats/load.js';
import { sourcesOf, withTarget } from '../target.js';

interface StatsOptions {
  readonly target?: string;
  readonly json?: boolean;
}

export function statsCommand(program: Command, host: Host, done: (code: ExitCode) => void): void {
  withTarget(program.command('stats'))
    .description(`count the data behind sets into ${STATS_FILE}, so that plans are chosen for it; all sets unless some are named`)
    .argument('[sets...]', 'sets of the project')
    .option('--json', 'print the counts as JSON')
    .action(async (names: readonly string[], options: StatsOptions, command: Command) => {
      const context = await openCompiled(host, command, options);
      const sets = names.length === 0 ? context.plan.sets : [...new Set(names)].map((name) => findSet(context, name));
      mentionAdvice(context.project.advice, host);
      const counted = new Map<string, SetStatistics>();
      await withSession(context, host, async (session) => {
        for (const set of sets) counted.set(set.name, await countSet(context, session, set, host));
      });
      await remember(context, counted);
      host.out(options.json === true ? asJson(counted) : asTable(counted));
      host.err(`written to ${relative(host.cwd, join(context.project.root, STATS_FILE))}\n`);
      done(EXIT.clean);
    });
}

async function countSet(context: CompiledContext, session: Session, set: SetPlan, host: Host): Promise<SetStatistics> {
  const sources = sourcesOf(context.plan, set.joins.map((each) => each.view));
  await requireReadable(context, { sources, sets: [set] });
  const problems = await inspectTables(context, session, sources, [set], host);
  if (hasErrors(problems)) throw new FindingsError(problems, context.project.shown);
  const statement = statisticsStatement(set, context.plan, context.dialect);
  if (statement === null) return new Map();
  const { columns, rows } = await asFindings(context, `the statistics of \`${set.name}\``, statement.path, () => readStatement(session, statement, {}));
  return statisticsOf(set, Object.fromEntries(columns.map(({ name }, i) => [name, rows[0]?.[i]])));
}

/** Counts of other sets and targets stay as they were, as long as the project has them. */
async function remember({ project, target }: CompiledContext, counted: ReadonlyMap<string, SetStatistics>): Promise<void> {
  const sets = new Map([...(project.statistics.get(target.name) ?? []), ...counted].filter(([name]) => project.plan.sets.some((set) => set.name === name)));
  const targets = new Map([...project.statistics, [target.name, sets] as const].filter(([name]) => project.config.targets.some((each) => each.name === name)));
  const text = printStatistics(targets);
  await writeAtomically(join(project.root, STATS_FILE), (temporary) => writeFile(temporary, text));
}

const asJson = (counted: ReadonlyMap<string, SetStatistics>): string =>
  `${JSON.stringify(Object.fromEntries([...counted].map(([set, joins]) => [set, Object.fromEntries(joins)])), null, 2)}\n`;

function asTable(counted: ReadonlyMap<string, SetStatistics>): string {
  const rows = [...counted].flatMap(([set, joins]) => [...joins].map(([name, { points, keys, rows: all, pairs, late }]) => [set, name, ...[points, keys, all, pairs, late].map((n) => n.toLocaleString('en-US'))]));
  const numbers = ['points', 'keys', 'rows', 'pairs', 'late rows'].map((name) => ({ name, right: true }));
  return textTable([{ name: 'set' }, { name: 'join' }, ...numbers], rows);
}
