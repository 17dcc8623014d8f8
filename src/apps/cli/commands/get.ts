/** `feat get`: reads features back from the online store as a prediction would: one view, or all that a set reads. */
import type { Command } from 'commander';
import { formatInstant } from '../../../compiler/calendar/instants.js';
import type { SetPlan } from '../../../compiler/temporal/plan.js';
import type { Expression } from '../../../compiler/types/expression.js';
import { isFeatureName } from '../../../compiler/types/request-name.js';
import { readOnline, type ReadResult } from '../../../runtime/materialize/get.js';
import type { OnlineView } from '../../../runtime/materialize/online-view.js';
import type { OnlineStore } from '../../../runtime/online/store.js';
import type { Field } from '../../../runtime/online/value-codec.js';
import { withStore } from '../engine.js';
import { CliError, EXIT, type ExitCode, type Host } from '../host.js';
import { nowMicros, readInstant } from '../instant-option.js';
import { keyCell, readKeys, type GivenKey } from '../key-arguments.js';
import { printReadings, statusText } from '../readings.js';
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

interface SetRead {
  readonly alias: string;
  readonly view: OnlineView;
  /** For each key part of the view, which of the arguments it is. */
  readonly arguments: readonly number[];
  readonly features: SetPlan['joins'][number]['features'];
}

async function getSet(context: CompiledContext, set: SetPlan, args: readonly string[], at: bigint, json: boolean, host: Host): Promise<string> {
  const fields: Field[] = [];
  const joins = set.joins.map((join): SetRead => {
    const view = storedView(context, findView(context, join.view));
    if (join.at !== null) {
      throw new CliError(`${set.name} reads ${join.alias ?? join.view} at another moment`, EXIT.usage, `The store holds what is newest. For values of another moment: feat history ${join.view}.`);
    }
    const positions = join.keys.map((expression, i) => {
      const name = columnOf(expression);
      const type = view.keys[i]?.type;
      if (name === null || type === undefined) {
        throw new CliError(`${set.name} computes the key of ${join.alias ?? join.view}`, EXIT.usage, `Read the view: feat get ${join.view} ${view.keys.map((key) => `${key.name}=…`).join(' ')}`);
      }
      const known = fields.findIndex((field) => field.name === name);
      return known >= 0 ? known : fields.push({ name, type }) - 1;
    });
    return { alias: join.alias ?? join.view, view, arguments: positions, features: join.features };
  });
  const keys = readKeys(args, fields);
  const results = await withStore(context, host, async (store) => {
    const read_ = new Map<SetRead, readonly ReadResult[]>();
    for (const join of joins) read_.set(join, await read(store, join.view, keys.map((key) => ({ parts: join.arguments.map((i) => key.parts[i] ?? null) })), at));
    return read_;
  });
  const absent = joins.filter((join) => results.get(join)?.some(({ status }) => status === 'never_materialized') === true).map((join) => join.view.name);
  if (absent.length > 0) host.err(missing(context, [...new Set(absent)]));
  const answers = keys.map((key, k) => ({
    key,
    joins: joins.map((join) => {
      const result = results.get(join)?.[k] ?? { status: 'never_materialized' as const, values: [], asOf: null };
      const values = join.features.map(({ feature, as }) => {
        const index = join.view.features.findIndex((field) => field.name === feature);
        return { name: as, type: join.view.features[index]?.type ?? null, value: result.values[index] ?? null };
      });
      return { alias: join.alias, status: result.status, asOf: result.asOf, values };
    }),
  }));
  if (json) {
    const values = answers.map((answer) => ({
      set: set.name,
      key: Object.fromEntries(fields.map((field, i) => [field.name, answer.key.parts[i] ?? null])),
      views: answer.joins.map(({ alias, status, asOf }) => ({ name: alias, status, as_of: asOf === null ? null : formatInstant(asOf) })),
      values: Object.fromEntries(answer.joins.flatMap((join) => join.values.map(({ name, type, value }) => [name, jsonValue(value, type)]))),
    }));
    return `${JSON.stringify(values, null, 2)}\n`;
  }
  return answers.map((answer) => {
    const key = fields.map((field, i) => `${field.name} ${shown(answer.key.parts[i] ?? null)}`).join(', ');
    const head = `${set.name} of ${key === '' ? 'all' : key}\n`;
    const rows = answer.joins.flatMap((join) => join.values.map(({ name, value }) => [name, shown(value), statusText(join.status), join.asOf === null ? '' : formatInstant(join.asOf)]));
    return head + textTable([{ name: 'feature' }, { name: 'value', right: true }, { name: 'status' }, { name: 'as of' }], rows);
  }).join('\n');
}

/** The examples' column that a key is, conversions aside: a key typed on the command line is of the view's type already. */
function columnOf(expression: Expression): string | null {
  if (expression.kind === 'column') return isFeatureName(expression.name) ? null : expression.name;
  const [inner] = expression.kind === 'call' && expression.op === 'cast' ? expression.args : [];
  return inner === undefined ? null : columnOf(inner);
}
