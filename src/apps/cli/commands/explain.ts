/**
 * `feat explain`: what a finding means; how a set or view is computed; or one value, with the rows that made it and
 * those that did not, and why.
 */
import { Option, type Command } from 'commander';
import { entryOf, findingCodes, isFindingCode, type FindingCode } from '../../../compiler/diagnostics/index.js';
import { STRATEGIES, type StrategyName } from '../../../compiler/temporal/plan.js';
import { explainCode, listCodes, unknownCodeLine } from '../../../tooling/explain/index.js';
import { explainPlan } from '../explain/plan.js';
import { explainValue, type ExplainValueOptions } from '../explain/value.js';
import { CliError, EXIT, type ExitCode, type Host } from '../host.js';
import { openCompiled } from '../run-context.js';
import { withTarget } from '../target.js';

interface PlanOptions {
  readonly target?: string;
  readonly strategy?: StrategyName;
  readonly json?: boolean;
}

interface ValueOptions extends ExplainValueOptions {
  readonly target?: string;
  readonly inCi?: boolean;
}

function codesAsText(code: string | undefined): string {
  if (code === undefined) return listCodes();
  const text = explainCode(code);
  if (text === undefined) throw new CliError(unknownCodeLine(code));
  return text;
}

function codesAsJson(code: string | undefined): string {
  const entry = (each: FindingCode): object => {
    const { severity, title, message, why, help } = entryOf(each);
    return { code: each, severity, title, message, why, help };
  };
  if (code === undefined) return `${JSON.stringify(findingCodes.map(entry), null, 2)}\n`;
  const known = code.toUpperCase();
  if (!isFindingCode(known)) throw new CliError(unknownCodeLine(code));
  return `${JSON.stringify(entry(known), null, 2)}\n`;
}

export function explainCommand(program: Command, host: Host, done: (code: ExitCode) => void): void {
  const explain = program
    .command('explain')
    .description('explain a finding (FT4003), a plan, or one value; without arguments list all findings')
    .argument('[code]', 'a code, such as FT4003')
    .option('--json', 'print it as JSON')
    .action((code: string | undefined, options: { readonly json?: boolean }) => {
      host.out(options.json === true ? codesAsJson(code) : codesAsText(code));
      done(EXIT.clean);
    });

  // An option that a command shares with the one above it is taken by that one, wherever it stands.
  const asked = (options: { readonly json?: boolean }): boolean => options.json === true || explain.opts<{ readonly json?: boolean }>().json === true;

  withTarget(explain.command('plan'))
    .description('in which way each feature of a set or view is computed, and why')
    .argument('<name>', 'a set or view of the project')
    .addOption(new Option('--strategy <name>', 'as if this one were pinned').choices([...STRATEGIES]))
    .option('--json', 'print it as JSON')
    .action(async (name: string, options: PlanOptions, command: Command) => {
      host.out(explainPlan(await openCompiled(host, command, options), name, asked(options)));
      done(EXIT.clean);
    });

  withTarget(explain.command('value'))
    .description('one value: the rows that made it, those that did not, and why')
    .argument('<feature>', 'a feature, such as bought.n_24h')
    .argument('[keys...]', 'the key, such as user_id=u1; none where there is one value for all')
    .option('--at <instant>', 'the moment of the prediction; by default now')
    .option('--own <id>', "the example's own id, whose row does not count (training path)")
    .option('--as-served', 'as of the newest value that the store had published at that moment', false)
    .option('--online', 'what the online store holds, as of its refresh')
    .option('--rows <n>', 'how many rows are shown', '40')
    .option('--in-ci', 'also where CI=true: rows may hold personal data, and logs are kept')
    .option('--json', 'print it as JSON')
    .action(async (feature: string, keys: readonly string[], options: ValueOptions & { readonly asServed: boolean }, command: Command) => {
      if (host.env['CI'] === 'true' && options.inCi !== true) {
        throw new CliError('explain value shows rows, which may hold personal data, and CI logs are kept', EXIT.usage, 'Add --in-ci if they may be shown.');
      }
      const context = await openCompiled(host, command, options);
      host.out(await explainValue(context, feature, keys, { ...options, json: asked(options), served: options.asServed }, host));
      done(EXIT.clean);
    });
}
