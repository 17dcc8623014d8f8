/** `feat history`: the values of a view for some keys at an instant, computed from the sources as they were known then. */
import type { Command } from 'commander';
import { formatInstant } from '../../../compiler/calendar/instants.js';
import { hasErrors } from '../../../compiler/diagnostics/index.js';
import { readHistory } from '../../../runtime/materialize/history.js';
import { asFindings } from '../data-findings.js';
import { withSession } from '../engine.js';
import { FindingsError } from '../findings-error.js';
import { EXIT, type ExitCode, type Host } from '../host.js';
import { inspectTables } from '../inspect.js';
import { nowMicros, readInstant } from '../instant-option.js';
import { keyCell, readKeys } from '../key-arguments.js';
import { findView, openCompiled, requireReadable, statementOf } from '../run-context.js';
import { printReadings, type Reading } from '../readings.js';
import { sourcesOf, withTarget } from '../target.js';
import { storedView } from './materialize.js';

interface HistoryOptions {
  readonly at?: readonly string[];
  readonly target?: string;
  readonly json?: boolean;
}

export function historyCommand(program: Command, host: Host, done: (code: ExitCode) => void): void {
  withTarget(program.command('history'))
    .description('what a view said of a key at an instant, from the rows that were known then')
    .argument('<view>', 'a view of the project')
    .argument('[keys...]', 'the key: customer_id=c1, or several: customer_id=c1,c2; none where there is one value for all')
    .option('--at <instants...>', 'the instants; by default now')
    .option('--json', 'print the values as JSON')
    .action(async (name: string, keys: readonly string[], options: HistoryOptions, command: Command) => {
      const context = await openCompiled(host, command, options);
      const view = findView(context, name);
      const stored = storedView(context, view);
      const asked = readKeys(keys, stored.keys);
      for (const key of asked) key.parts.forEach((part, i) => stored.keys[i] !== undefined && keyCell(part, stored.keys[i]));
      const instants = options.at === undefined ? [nowMicros()] : options.at.map((text) => readInstant(text, '--at'));
      const sources = sourcesOf(context.plan, [view.name]);
      await requireReadable(context, { sources, sets: [] });
      const statement = statementOf(context, 'history', view.name);
      const readings = await withSession(context, host, async (session) => {
        const problems = await inspectTables(context, session, sources, [], host);
        if (hasErrors(problems)) throw new FindingsError(problems, context.project.shown);
        const read: Reading[] = [];
        for (const key of asked) {
          for (const asOf of instants) {
            const result = await asFindings(context, `the history of \`${view.name}\``, statement.path, () =>
              readHistory({ session, statement, view: stored, key: key.parts, asOf, signal: host.signal }));
            read.push({ key: key.parts, result });
          }
        }
        return read;
      });
      host.out(printReadings(view.name, stored, readings, options.json === true, host.width, formatInstant));
      done(EXIT.clean);
    });
}
