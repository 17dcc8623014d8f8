/** `feat get`: reads features back from the online store as a prediction would: one view, or all that a set reads. */
import type { Command } from 'commander';
import { formatInstant } from '../../../compiler/calendar/instants.js';
import type { RequestArgument } from '../../../compiler/request/program.js';
import type { RequestValue } from '../../../compiler/request/values.js';
import type { SetPlan } from '../../../compiler/temporal/plan.js';
import { printType } from '../../../compiler/types/type.js';
import { readOnline, type ReadResult } from '../../../runtime/materialize/get.js';
import type { OnlineView } from '../../../runtime/materialize/online-view.js';
import type { OnlineStore } from '../../../runtime/online/store.js';
import { answer, onlineSetOf } from '../../../runtime/request/answer.js';
import { readArgument } from '../../../runtime/request/read-argument.js';
import { withStore } from '../engine.js';
import { CliError, EXIT, type ExitCode, type Host } from '../host.js';
import { nowMicros, readInstant } from '../instant-option.js';
import { keyCell, readKeys, type GivenKey } from '../key-arguments.js';
import { printReadings } from '../readings.js';
import { findView, openCompiled, suggestion, type CompiledContext } from '../run-context.js';
import { jsonValue, shown, textTable } from '../show-values.js';
import { withTarget } from '../target.js';
import { storedView } from './materialize.js';

interface GetOptions {
  readonly at?: string;
  readonly target?: string;
  readonly json?: boolean;
}

export function getCommand(program: Command, host: Host, done: (code: ExitCode) => void): void {
  withTarget(program.command('get'))
    .description('read features from the online store: of a view, or all that a set reads')
    .argument('<name>', 'a view or a set of the project')
    .argument('[keys...]', 'the key: user_id=u1, several as user_id=u1,u2; for a set the columns that it joins on; none where there is one value for all')
    .option('--at <instant>', 'the moment of the prediction, which staleness is judged at and no value may be later than; by default now')
    .option('--json', 'print the values as JSON')
    .action(async (name: string, keys: readonly string[], options: GetOptions, command: Command) => {
      const context = await openCompiled(host, command, options);
      const at = options.at === undefined ? nowMicros() : readInstant(options.at, '--at');
      const set = context.plan.sets.find((each) => each.name === name);
      const { views, sets } = context.plan;
      if (set === undefined && !views.some((view) => view.name === name)) {
        throw new CliError(`there is no view or set ${name} in the project`, EXIT.usage, suggestion(name, [...views, ...sets].map((each) => each.name), 'view'));
      }
      host.out(set === undefined ? await getView(context, name, keys, at, options.json === true, host) : await getSet(context, set, keys, at, options.json === true, host));
      done(EXIT.clean);
    });
}

async function getView(context: CompiledContext, name: string, args: readonly string[], at: bigint, json: boolean, host: Host): Promise<string> {
  const view = storedView(context, findView(context, name));
  const keys = readKeys(args, view.keys);
  const results = await withStore(context, host, (store) => read(store, view, keys, at));
  if (results.some(({ status }) => status === 'never_materialized')) host.err(missing(context, [name]));
  return printReadings(name, view, results.map((result, i) => ({ key: keys[i]?.parts ?? [], result })), json, host.width, formatInstant);
}

/** What to run for views that were never materialized; a plain `feat materialize` leaves out those that are not online. */
function missing({ plan }: CompiledContext, names: readonly string[]): string {
  const offline = names.filter((name) => plan.views.some((view) => view.name === name && !view.online));
  const why = offline.length === 0 ? '' : ` (${offline.join(', ')} ${offline.length === 1 ? 'is' : 'are'} not online: feat materialize leaves ${offline.length === 1 ? 'it' : 'them'} out unless named)`;
  return `never materialized as defined now: run feat materialize ${names.join(' ')}${why}\n`;
}

const read = (store: OnlineStore, view: OnlineView, keys: readonly GivenKey[], at: bigint): Promise<readonly ReadResult[]> =>
  readOnline(store, view, keys.map((key) => view.keys.map((field, i) => keyCell(key.parts[i] ?? null, field))), at);

// ---- sets ---------------------------------------------------------------------------------------------------------

async function getSet(context: CompiledContext, set: SetPlan, args: readonly string[], at: bigint, json: boolean, host: Host): Promise<string> {
  const online = onlineSetOf(set, (name) => storedView(context, findView(context, name)));
  const { program } = online;
  const given = readKeys(args, program.arguments, set.inputs.length > 0 ? 'key or input' : 'key');
  const requests = given.map((key) => program.arguments.map((argument, i) => argumentValue(argument, key.parts[i] ?? null)));
  const answers = await withStore(context, host, (store) => answer(store, online, requests, at));
  const absent = program.joins.filter((_, i) => answers.some(({ joins }) => joins[i]?.status === 'never_materialized')).map((join) => join.view);
  if (absent.length > 0) host.err(missing(context, [...new Set(absent)]));
  const elsewhere = program.joins.filter(({ atOwnMoment }) => atOwnMoment).map(({ name }) => name);
  if (elsewhere.length > 0) host.err(`${elsewhere.join(', ')}: read at a moment other than that of the request, which the store does not hold\n`);
  if (json) {
    const values = answers.map((each, a) => ({
      set: set.name,
      key: Object.fromEntries(program.arguments.map(({ name }, i) => [name, given[a]?.parts[i] ?? null])),
      views: each.joins.map(({ name, status, asOf }) => ({ name, status, as_of: asOf === null ? null : formatInstant(asOf) })),
      values: Object.fromEntries(program.outputs.map(({ name, type }, i) => [name, jsonValue(each.values[i] ?? null, type)])),
    }));
    return `${JSON.stringify(values, null, 2)}\n`;
  }
  return answers.map((each, a) => {
    const key = program.arguments.map(({ name }, i) => `${name} ${shown(given[a]?.parts[i] ?? null)}`).join(', ');
    const rows = program.outputs.map(({ name, join }, i) => {
      const read = join === null ? undefined : each.joins[join];
      return [name, shown(each.values[i] ?? null), read === undefined ? 'computed' : read.status.replaceAll('_', ' '), read === undefined || read.asOf === null ? '' : formatInstant(read.asOf)];
    });
    return `${set.name} of ${key === '' ? 'all' : key}\n${textTable([{ name: 'feature' }, { name: 'value', right: true }, { name: 'status' }, { name: 'as of' }], rows)}`;
  }).join('\n');
}

function argumentValue(argument: RequestArgument, text: string | null): RequestValue {
  if (text === null) return null;
  const value = readArgument(argument, text);
  if (value === undefined) throw new CliError(`${argument.name}=${JSON.stringify(text)} is no ${printType(argument.type)}`, EXIT.usage, argument.type.kind === 'decimal' ? 'Nothing is rounded: give at most the digits of its type.' : undefined);
  return value;
}
