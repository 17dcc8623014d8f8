/** What an engine says while it runs, as findings at the line that has to do with it. */
import { finding, nowhere, type Finding } from '../../compiler/diagnostics/index.js';
import type { Origin, ProjectPlan } from '../../compiler/temporal/plan.js';
import type { TargetConfig } from '../../runtime/config/config.js';
import { variablesOf } from '../../runtime/config/open-target.js';
import { DriverError } from '../../runtime/drivers/driver.js';
import { interrupted } from './failure.js';
import { FindingsError } from './findings-error.js';
import type { Places } from './places.js';
import type { SoundProject } from './project.js';
import { originText } from '../../compiler/temporal/plan-origin.js';

export interface RunContext {
  readonly project: SoundProject;
  readonly target: TargetConfig;
  readonly places: Places;
  /** As the target calls things: the plan that is run. */
  readonly plan: ProjectPlan;
}

/** Runs `work`; what the engine says meanwhile ends the command as a finding. `what` is being done, for the sentence. */
export async function asFindings<T>(context: RunContext, what: string, sqlPath: string | null, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DriverError)) throw error;
    if (error.reason === 'cancelled') throw interrupted();
    throw new FindingsError([driverFinding(error, context, what, sqlPath)], context.project.shown);
  }
}

function driverFinding(error: DriverError, context: RunContext, what: string, sqlPath: string | null): Finding {
  const { target, places } = context;
  const problem = withoutStop(error.message);
  const at = target.engine.span.file === '' ? nowhere : target.engine.span;
  const variable = variablesOf(target, 'engine')[0] ?? 'feat.yaml';
  switch (error.reason) {
    case 'unreachable':
      return finding('FT9004', at, { target: target.name, problem, variable });
    case 'authentication':
      return finding('FT9005', at, { target: target.name, variable });
    case 'missing_table': {
      const named = error.facts.table ?? error.facts.file ?? null;
      const reader = readers(context).find((each) => named !== null && sameTable(each.origin, named));
      if (reader !== undefined) return finding('FT9001', reader.span, { target: target.name, table: originText(reader.origin), source: reader.name });
      return refused(context, what, problem, sqlPath);
    }
    case 'missing_column': {
      const { column } = error.facts;
      const reader = readers(context).find((each) => column !== undefined && each.columns.includes(column));
      if (reader !== undefined && column !== undefined) {
        return finding('FT9002', reader.placeOf(column), { table: originText(reader.origin), column, source: reader.name });
      }
      return refused(context, what, problem, sqlPath);
    }
    case 'bad_data': {
      const { file, line } = error.facts;
      const reader = readers(context).find((each) => file !== undefined && each.origin.kind === 'file' && file.endsWith(each.origin.path));
      if (file !== undefined && line !== undefined) {
        const sentence = problem.replace(/^.*, line \d+: /, '');
        return finding('FT9006', reader?.span ?? nowhere, { file: reader === undefined ? file : originText(reader.origin), line, problem: sentence });
      }
      return refused(context, what, problem, sqlPath);
    }
    case 'overflow': {
      const { feature, key, instant, type } = error.facts;
      if (feature === undefined || key === undefined || instant === undefined || type === undefined) return refused(context, what, problem, sqlPath);
      const [view = '', name = ''] = feature.split('.');
      return finding('FT9007', places.feature(view, name), { feature, key, instant, type });
    }
    case 'two_rows': {
      const { view, key } = error.facts;
      return view === undefined || key === undefined ? refused(context, what, problem, sqlPath) : finding('FT9013', places.view(view), { view, key });
    }
    case 'disk_full':
      return finding('FT9011', nowhere, { path: 'the temporary folder of the engine', problem: 'the disk is full' });
    case 'cancelled':
    case 'timeout':
    case 'permission':
    case 'other':
      return refused(context, what, problem, sqlPath);
  }
}

function refused({ target }: RunContext, what: string, problem: string, sqlPath: string | null): Finding {
  const at = target.engine.span.file === '' ? nowhere : target.engine.span;
  return finding('FT9012', at, { target: target.name, what, problem, path: sqlPath === null ? '`feat build`' : `\`out/${target.name}/${sqlPath}\` after \`feat build\`` });
}

const withoutStop = (text: string): string => text.replace(/[\s.]+$/, '');

interface Reader {
  readonly name: string;
  readonly origin: Origin;
  readonly span: Finding['span'];
  readonly columns: readonly string[];
  readonly placeOf: (column: string) => Finding['span'];
}

function readers({ plan, places }: RunContext): readonly Reader[] {
  return [
    ...plan.sources.flatMap((source): readonly Reader[] => (source.origin.kind === 'union' ? [] : [{
      name: source.name, origin: source.origin, span: places.source(source.name), columns: source.columns.map((c) => c.name),
      placeOf: (column) => places.sourceColumn(source.name, column),
    }])),
    ...plan.sets.map((set): Reader => ({
      name: set.name, origin: set.examples.origin, span: places.examples(set.name),
      columns: [...set.examples.typed.map((c) => c.name), ...set.examples.keep, set.examples.at.column, ...(set.examples.label === null ? [] : [set.examples.label.column])],
      placeOf: (column) => places.examplesColumn(set.name, column),
    })),
  ];
}

function sameTable(origin: Origin, named: string): boolean {
  if (origin.kind === 'file') return named.endsWith(origin.path);
  const last = origin.name.at(-1) ?? '';
  const said = named.replaceAll('"', '');
  // An engine names the schema where that is what is missing, and else the table with or without it.
  return said === origin.name.join('.') || said === last || origin.name.includes(said);
}
