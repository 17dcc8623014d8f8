/**
 * Holds one case to the interpreter: compiles it for each engine and strategy, runs every statement on the live engine
 * and compares each value, each row and the number of rows. Statements that come out the same under two pins run once.
 */
import { compareValue } from '../oracle/compare.js';
import { identity } from '../oracle/index.js';
import type { StoredRow, TrainingRow } from '../oracle/index.js';
import { explain } from '../oracle/explain.js';
import type { AggregateFeature, FeatureSpec, JoinSpec, SetSpec } from '../oracle/spec.js';
import type { Computed, Instant, Value } from '../oracle/values.js';
import type { PlainRow, TestEngine } from '../support/engines.js';
import type { compileRequest } from '../../src/compiler/request/program.js';
import type { CompileInput, CompileResult } from '../../src/compiler/compile.js';
import type { Dialect } from '../../src/compiler/dialects/dialect.js';
import type { Statement } from '../../src/compiler/artifacts/artifact.js';
import { statisticsOf } from '../../src/compiler/artifacts/stats-file.js';
import type { AssembleOptions } from '../../src/compiler/artifacts/assemble.js';
import type { ProjectPlan, SetPlan, StrategyName } from '../../src/compiler/temporal/plan.js';
import type { AgreementCase, EngineName } from './case.js';
import { checkComputed } from './check-computed.js';
import { checkJavaScript } from './check-javascript.js';
import { checkOnline, type OnlineValue } from './check-online.js';
import { isHidden } from './print-request.js';
import { expectationsOf, questionOf, type Expectations } from './expectations.js';
import { familyOf } from './families.js';
import type { Path } from './family.js';
import type { Asked } from './hazards.js';
import type { StrategyColumn } from './not-applicable.js';
import { printFeat } from './print-feat.js';
import { instantText, loadStatements, showValue, typedFromEngine } from './tables.js';

/** No pin: what the compiler chooses by itself. */
export type Pin = StrategyName | 'auto';
export const PINS: readonly Pin[] = ['auto', 'fan_out', 'boundary_sums', 'two_block', 'as_of'];

export interface Mismatch {
  readonly engine: EngineName;
  readonly pin: Pin;
  readonly path: 'compile' | 'training' | 'refresh' | 'online' | 'history';
  /** What differs, in one sentence. */
  readonly what: string;
  readonly statement: Statement | null;
  readonly feature: string | null;
  readonly detail: readonly string[];
}

export interface Compared {
  readonly strategy: StrategyColumn;
  readonly path: Path;
  /** Null for what is computed at request time. */
  readonly feature: AggregateFeature | null;
  /** What the comparison met, in the words of its family. */
  readonly labels: readonly string[];
  readonly trivial: boolean;
}

/** The compiler under test: ours, or one with a fault put in on purpose. */
export interface Compiler {
  readonly compile: (input: CompileInput) => CompileResult;
  /** The same set under another pin: what `compile` would give, without reading the text again. */
  readonly trainingStatement: (set: SetPlan, plan: ProjectPlan, options: AssembleOptions) => Statement;
  readonly statisticsStatement: (set: SetPlan, plan: ProjectPlan, dialect: Dialect) => Statement | null;
  readonly dialectOf: (engine: EngineName) => Dialect;
  readonly compileRequest: typeof compileRequest;
}

export interface CheckOptions {
  readonly compiler: Compiler;
  readonly pins: readonly Pin[];
  /** What the interpreter said already, where the same case is checked again. */
  readonly expected: Expectations | null;
  /** Stops at the first mismatch; for shrinking. */
  readonly first: boolean;
  readonly compared: ((of: Compared) => void) | null;
}

export type Engines = ReadonlyMap<EngineName, TestEngine>;

interface Run {
  readonly of: AgreementCase;
  readonly options: CheckOptions;
  readonly expected: Expectations;
  readonly judge: ((asked: Asked) => readonly string[]) | null;
  readonly labels: Map<string, readonly string[]>;
}

/** Every disagreement of the case, on every engine that can hold it. */
export async function checkCase(of: AgreementCase, engines: Engines, options: CheckOptions): Promise<readonly Mismatch[]> {
  const expected = options.expected ?? expectationsOf(of);
  const judge = options.compared === null ? null : familyOf(of).judge(of, expected.world);
  const run: Run = { of, options, expected, judge, labels: new Map() };
  const found = await Promise.all([...engines].filter(([name]) => of.engines.includes(name)).map(([name, engine]) => checkEngine(run, name, engine)));
  return found.flat();
}

async function checkEngine(run: Run, name: EngineName, engine: TestEngine): Promise<readonly Mismatch[]> {
  const { of, options } = run;
  const mismatches: Mismatch[] = [];
  const seen = new Set<string>();
  const { compiler } = options;
  const dialect = compiler.dialectOf(name);
  await engine.script(loadStatements(of, name));
  const [first = 'auto'] = options.pins;
  const compiled = compiler.compile({ files: [{ path: 'case.feat', text: printFeat(of) }], dialect, ...(first === 'auto' ? {} : { strategy: first }) });
  const errors = compiled.findings.filter((finding) => finding.severity === 'error');
  if (of.refused !== undefined && errors.some((each) => each.code === of.refused)) return [];
  if (of.refused !== undefined) return [{ engine: name, pin: first, path: 'compile', what: `the compiler does not say ${of.refused}`, statement: null, feature: null, detail: [] }];
  if (errors.length > 0) {
    const detail = errors.map((each) => JSON.stringify(each, (_, v: unknown) => (typeof v === 'bigint' ? String(v) : v)));
    return [{ engine: name, pin: first, path: 'compile', what: 'the compiler refuses the project', statement: null, feature: null, detail }];
  }
  for (const pin of options.pins) {
    const statements = pin === first ? compiled.statements : compiled.plan.sets.map((set) => compiler.trainingStatement(set, compiled.plan, { dialect, pin: pin === 'auto' ? null : pin }));
    const weighed = pin === 'auto' ? await weighedStatements(compiler, compiled.plan, dialect, engine) : { statements: [], failed: [] };
    mismatches.push(...weighed.failed.map((what): Mismatch => ({ engine: name, pin, path: 'compile', what, statement: null, feature: null, detail: [] })));
    if (options.first && mismatches.length > 0) return mismatches;
    for (const statement of [...statements, ...weighed.statements]) {
      if (statement.purpose !== 'training' && statement.purpose !== 'materialize' && statement.purpose !== 'history') continue;
      const text = `${statement.purpose} ${statement.subject}\n${statement.body}`;
      if (seen.has(text)) continue;
      seen.add(text);
      mismatches.push(...(await checkStatement(run, name, engine, pin, statement, compiled.plan)));
      if (options.first && mismatches.length > 0) return mismatches;
    }
  }
  return mismatches;
}

/**
 * What the counts of the case's own rows choose, and what would be chosen if it had a million times as many pairs. The
 * rows are few enough to be counted in full.
 */
async function weighedStatements(compiler: Compiler, plan: ProjectPlan, dialect: Dialect, engine: TestEngine): Promise<{ readonly statements: readonly Statement[]; readonly failed: readonly string[] }> {
  const statements: Statement[] = [];
  const failed: string[] = [];
  for (const set of plan.sets) {
    const counting = compiler.statisticsStatement(set, plan, dialect);
    if (counting === null) continue;
    const answer = await ask(engine, counting, {});
    if (answer.kind === 'failed') {
      failed.push(`the data behind ${set.name} cannot be counted: ${answer.message}`);
      continue;
    }
    const data = statisticsOf(set, answer.rows[0] ?? {});
    const grown = new Map([...data].map(([name, each]) => [name, { ...each, pairs: each.pairs * 1e6, tried: each.tried * 1e6 }]));
    statements.push(...[data, grown].map((statistics) => compiler.trainingStatement(set, plan, { dialect, pin: null, statistics: new Map([[set.name, statistics]]) })));
  }
  return { statements, failed };
}

// ---- running -----------------------------------------------------------------------------------------------------

type Answer = { readonly kind: 'rows'; readonly rows: readonly PlainRow[] } | { readonly kind: 'failed'; readonly message: string };

async function ask(engine: TestEngine, statement: Statement, values: Readonly<Record<string, string>>): Promise<Answer> {
  try {
    for (const setting of statement.session) await engine.query(setting);
    for (const parameter of statement.parameters) await engine.query(parameter.bind, [values[parameter.name] ?? null]);
    return { kind: 'rows', rows: await engine.query(statement.body) };
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

async function checkStatement(run: Run, name: EngineName, engine: TestEngine, pin: Pin, statement: Statement, plan: ProjectPlan): Promise<readonly Mismatch[]> {
  const { of } = run;
  const report = (path: Mismatch['path']) => (what: string, feature: string | null, detail: readonly string[]): Mismatch => ({ engine: name, pin, path, what, statement, feature, detail });
  switch (statement.purpose) {
    case 'training': {
      const set = of.sets.find((each) => each.name === statement.subject);
      if (set === undefined) return [report('training')(`no set ${statement.subject}`, null, [])];
      const inJavaScript = pin === run.options.pins[0] ? checkJavaScript(run.options.compiler, of, run.expected, set, plan, report('training')) : [];
      return [...inJavaScript, ...checkTraining(run, set, statement, await ask(engine, statement, {}), report('training'))];
    }
    case 'materialize': {
      const found: Mismatch[] = [];
      for (const [i, at] of of.refreshAt.entries()) {
        const answer = await ask(engine, statement, { as_of: instantText(at) });
        found.push(...checkRefresh(run, statement, at, answer, report('refresh')));
        const view = plan.views.find((each) => each.name === statement.subject);
        if (i > 2 || found.length > 0 || answer.kind === 'failed' || view === undefined) continue;
        const online = checkOnline(of, run.expected, view, answer.rows, at);
        found.push(...online.differences.map((each) => report('online')(`${each.what} after the refresh at ${instantText(at)}`, each.feature, [])));
        for (const each of online.right) countOnline(run, statement.subject, each, at);
      }
      return found;
    }
    case 'history': {
      const found: Mismatch[] = [];
      const at = of.refreshAt.find((each) => hasRows(run, statement.subject, each));
      if (at !== undefined) found.push(...(await checkHistory(run, engine, statement, at, report('history'))));
      return found;
    }
    default: return [];
  }
}

type Report = (what: string, feature: string | null, detail: readonly string[]) => Mismatch;

/** A statement that must fail because a result is outside its type, naming where; null where rows are to be compared. */
function overflowing({ of }: Run, expected: { readonly kind: 'rows' } | { readonly kind: 'overflow'; readonly view: string; readonly feature: string }, answer: Answer, report: Report): readonly Mismatch[] | null {
  if (expected.kind === 'overflow') {
    if (answer.kind === 'rows') return [report(`an overflow of ${expected.view}.${expected.feature} should have failed the run`, expected.feature, [])];
    // Which of several overflows an engine meets first is its own affair; of one feature it can be no other.
    const one = of.views.flatMap(({ features }) => features).length === 1;
    return answer.message.includes(one ? `overflow: ${expected.view}.${expected.feature} is outside ` : 'overflow: ') ? [] : [report(`failed, and does not say that ${expected.view}.${expected.feature} overflows`, expected.feature, [answer.message])];
  }
  return answer.kind === 'failed' ? [report('the statement fails', null, [answer.message])] : null;
}

// ---- training ----------------------------------------------------------------------------------------------------

function checkTraining(run: Run, set: SetSpec, statement: Statement, answer: Answer, report: Report): readonly Mismatch[] {
  const expected = run.expected.training(set);
  const overflow = overflowing(run, expected, answer, report);
  if (overflow !== null || answer.kind === 'failed' || expected.kind === 'overflow') return overflow ?? [];
  const byNumber = new Map<string, PlainRow[]>();
  for (const row of answer.rows) byNumber.set(numberOf(row['ex_no']), [...(byNumber.get(numberOf(row['ex_no'])) ?? []), row]);
  const mismatches: Mismatch[] = [];
  if (answer.rows.length !== expected.rows.length) mismatches.push(report(`${String(answer.rows.length)} rows for ${String(expected.rows.length)} examples`, null, []));
  const asked = expected.rows.map((row) => set.joins.map((join) => questionOf(run.of, set, join, row)));
  expected.rows.forEach((row, i) => {
    const got = byNumber.get(numberOf(row.example['ex_no']))?.[0];
    if (got === undefined) {
      mismatches.push(report(`example ${numberOf(row.example['ex_no'])} is missing`, null, []));
      return;
    }
    mismatches.push(...keptColumns(run, set, row, got, report));
    mismatches.push(...checkComputed({ set, row, got, statement, report, labels: labelsOfComputed(run, set, row), compared: run.options.compared }));
    set.joins.forEach((join, j) => {
      if (isHidden(join)) return;
      const question = asked[i]?.[j];
      if (question === undefined) return;
      const duplicate = asked.some((others, o) => o !== i && sameQuestion(others[j], question));
      for (const each of join.features) {
        const computed = row.values.get(`${join.alias}.${each.as}`);
        const name = outputName(run.of, join, each);
        if (computed === undefined) throw new Error(`the interpreter has no ${join.alias}.${each.as}`);
        const context = { set, row, join, duplicate, role: join.alias !== join.view };
        mismatches.push(...compareOne(run, statement, join.view, each.feature, name, got, computed, question, context, report));
      }
    });
  });
  return mismatches;
}

const sameQuestion = (a: { readonly key: readonly Value[]; readonly T: Instant | null } | undefined, b: { readonly key: readonly Value[]; readonly T: Instant | null }): boolean =>
  a !== undefined && a.T === b.T && identity(a.key) === identity(b.key);

/** A name given by hand is the whole name; otherwise a role goes before the feature's. */
const outputName = (of: AgreementCase, join: JoinSpec, each: JoinSpec['features'][number]): string =>
  each.as !== each.feature || of.views.some((view) => view.name === join.alias) ? each.as : `${join.alias}_${each.feature}`;

function keptColumns(run: Run, set: SetSpec, row: TrainingRow, got: PlainRow, report: Report): readonly Mismatch[] {
  return [...set.keep, ...(set.label === null ? [] : [set.label])].flatMap((name) => {
    const column = set.examples.columns.find((each) => each.name === name);
    const plain = got[name];
    if (column === undefined || plain === undefined) return [report(`the column ${name} is missing`, null, [Object.keys(got).join(', ')])];
    const expected: Value = row.example[name] ?? null;
    return compareValue(typedFromEngine(plain, column.type), { value: expected }) ? [] : [report(`kept column ${name} of example ${numberOf(row.example['ex_no'])} is ${showValue(typedFromEngine(plain, column.type))} and was ${showValue(expected)}`, null, [])];
  });
}

/** What the comparisons of what an example computes meet, in the words of the family. */
function labelsOfComputed(run: Run, set: SetSpec, row: TrainingRow): (name: string) => readonly string[] {
  const judge = run.options.compared === null ? undefined : familyOf(run.of).judgeComputed;
  return judge === undefined ? () => [] : judge(run.of, set, row);
}

interface TrainingContext {
  readonly set: SetSpec;
  readonly row: TrainingRow;
  readonly join: JoinSpec;
  readonly duplicate: boolean;
  readonly role: boolean;
}

// ---- refresh and history -----------------------------------------------------------------------------------------

function keyText(of: AgreementCase, statement: Statement, row: PlainRow): string {
  const view = of.views.find((each) => each.name === statement.subject);
  return identity((view?.key ?? []).map((part) => typedFromEngine(row[part.part] ?? null, part.type)));
}

function checkRefresh(run: Run, statement: Statement, at: Instant, answer: Answer, report: Report): readonly Mismatch[] {
  const expected = run.expected.refresh(statement.subject, at);
  const overflow = overflowing(run, expected, answer, report);
  if (overflow !== null || answer.kind === 'failed' || expected.kind === 'overflow') return overflow ?? [];
  const got = new Map(answer.rows.map((row) => [keyText(run.of, statement, row), row] as const));
  const mismatches: Mismatch[] = [];
  if (got.size !== answer.rows.length) mismatches.push(report(`a key comes twice in the refresh at ${instantText(at)}`, null, []));
  for (const stored of expected.rows) {
    const row = got.get(identity(stored.key));
    got.delete(identity(stored.key));
    if (row === undefined) mismatches.push(report(`key ${showValue(stored.key)} is missing from the refresh at ${instantText(at)}`, null, []));
    else mismatches.push(...compareStored(run, statement, stored, row, at, report));
  }
  for (const key of got.keys()) mismatches.push(report(`key ${key} has no active row at ${instantText(at)} and is in the refresh`, null, []));
  return mismatches;
}

function compareStored(run: Run, statement: Statement, stored: StoredRow, row: PlainRow, at: Instant, report: Report): readonly Mismatch[] {
  const sql = run.of.views.find((each) => each.name === statement.subject)?.sql;
  // What a column of SQL is made from is no column itself.
  return [...stored.values].filter(([feature]) => sql === undefined || sql.columns.some((each) => each.name === feature)).flatMap(([feature, computed]) =>
    compareOne(run, statement, statement.subject, feature, feature, row, computed, { key: stored.key, T: at, at, own: undefined, served: false }, null, report));
}

async function checkHistory(run: Run, engine: TestEngine, statement: Statement, at: Instant, report: Report): Promise<readonly Mismatch[]> {
  const expected = run.expected.refresh(statement.subject, at);
  if (expected.kind === 'overflow') return [];
  const mismatches: Mismatch[] = [];
  for (const stored of expected.rows.slice(0, 1)) {
    const values = Object.fromEntries(stored.key.map((part, i) => [`key${String(i + 1)}`, partText(part)]));
    const answer = await ask(engine, statement, { as_of: instantText(at), ...values });
    if (answer.kind === 'failed') return [report('the statement fails', null, [answer.message])];
    const row = answer.rows[0];
    if (row === undefined || answer.rows.length !== 1) mismatches.push(report(`${String(answer.rows.length)} rows for key ${showValue(stored.key)} at ${instantText(at)}`, null, []));
    else mismatches.push(...compareStored(run, statement, stored, row, at, report));
  }
  return mismatches;
}

function hasRows({ expected }: Run, view: string, at: Instant): boolean {
  const stored = expected.refresh(view, at);
  return stored.kind === 'rows' && stored.rows.length > 0;
}

const partText = (part: Value): string => (typeof part === 'string' ? part : showValue(part));

// ---- one value ---------------------------------------------------------------------------------------------------

function compareOne(
  run: Run, statement: Statement, viewName: string, featureName: string, column: string, row: PlainRow, computed: Computed,
  question: { readonly key: readonly Value[]; readonly T: Instant | null; readonly at: Instant | null; readonly own: Value | undefined; readonly served: boolean },
  context: TrainingContext | null, report: Report,
): readonly Mismatch[] {
  const info = statement.columns.find((each) => each.name === column);
  const plain = row[column];
  if (info === undefined || info.type === null || plain === undefined) return [report(`the column ${column} is missing`, featureName, [Object.keys(row).join(', ')])];
  const view = run.of.views.find((each) => each.name === viewName);
  const feature = view?.features.find((each) => each.name === featureName);
  if (view === undefined || feature === undefined) throw new Error(`no feature ${viewName}.${featureName}`);
  const got = typedFromEngine(plain, info.type as Parameters<typeof typedFromEngine>[1]);
  if (!compareValue(got, computed)) {
    const where = `${viewName}.${featureName} for ${showValue(question.key)} at ${question.at === null ? 'null' : instantText(question.at)}`;
    const reasons = feature.kind === 'aggregate' && question.at !== null && !question.key.includes(null)
      ? explain(run.expected.world, viewName, featureName, question.key, question.at, question.own).map((each) => `  row ${String(each.index)}: ${each.reason}`)
      : [];
    const example = context === null ? [] : [`example ${numberOf(context.row.example['ex_no'])}, T ${question.T === null ? 'null' : instantText(question.T)}, own ${question.own === undefined ? 'not excluded' : showValue(question.own)}`];
    const strategy = info.strategy === null ? [] : [`strategy ${info.strategy.strategy}`];
    return [report(`${where}: got ${showValue(got)}, expected ${showValue(computed.value)}`, featureName, [...example, ...strategy, ...reasons])];
  }
  const measured = measuredBy(view, feature);
  if (run.options.compared !== null && measured !== null && question.at !== null) {
    const strategy: StrategyColumn = context === null || info.strategy?.strategy === 'scan' ? 'refresh' : info.strategy === null || info.strategy.strategy === 'raw_sql' ? 'fan_out' : info.strategy.strategy;
    const trivial = isTrivial(computed.value, measured);
    run.options.compared({ strategy, path: context === null ? 'refresh' : 'training', feature: measured, labels: trivial ? [] : labelsOf(run, view, measured, question, context), trivial });
  }
  return [];
}

/** A value read back as serving reads it is one more comparison with what a full refresh should give. */
function countOnline(run: Run, viewName: string, read: OnlineValue, at: Instant): void {
  const view = run.of.views.find((each) => each.name === viewName);
  const feature = view?.features.find((each) => each.name === read.feature);
  const measured = view === undefined || feature === undefined ? null : measuredBy(view, feature);
  if (run.options.compared === null || view === undefined || measured === null || read.key.includes(null)) return;
  const trivial = isTrivial(read.value, measured);
  const question = { key: read.key, T: at, at, own: undefined, served: false };
  run.options.compared({ strategy: 'refresh', path: 'refresh', feature: measured, labels: trivial ? [] : labelsOf(run, view, measured, question, null), trivial });
}

/** The aggregate whose rows a comparison was about: of a column of SQL, the one behind it. */
function measuredBy(view: AgreementCase['views'][number], feature: FeatureSpec): AggregateFeature | null {
  const behind = view.sql?.columns.find((each) => each.name === feature.name)?.behind;
  const found = behind === undefined ? feature : view.features.find((each) => each.name === behind);
  return found?.kind === 'aggregate' ? found : null;
}

/** Null, the default, a count of nothing, an empty list: what is there without any row. */
function isTrivial(value: Value, feature: AggregateFeature): boolean {
  if (value === null || value === 0n && feature.aggregate.op.startsWith('count')) return true;
  if (Array.isArray(value)) return value.length === 0;
  return feature.default !== null && compareValue(value, { value: feature.default });
}

function labelsOf(
  run: Run, view: AgreementCase['views'][number], feature: AggregateFeature,
  question: { readonly key: readonly Value[]; readonly T: Instant | null; readonly at: Instant | null; readonly own: Value | undefined; readonly served: boolean }, context: TrainingContext | null,
): readonly string[] {
  if (run.judge === null || question.at === null || question.T === null) return [];
  const id = `${view.name}.${feature.name} ${identity(question.key)} ${String(question.at)} ${context === null ? '' : `${String(context.row.index)} ${context.join.alias}`}`;
  const known = run.labels.get(id);
  if (known !== undefined) return known;
  const judged = run.judge({
    feature, view, key: question.key, at: question.at,
    example: context === null ? null : { own: question.own, duplicate: context.duplicate, role: context.role, join: context.join, T: question.T, served: question.served, raw: context.row.example, set: context.set },
  });
  run.labels.set(id, judged);
  return judged;
}

/** The number of an example, however an engine or the interpreter holds integers. */
function numberOf(value: unknown): string {
  return typeof value === 'bigint' || typeof value === 'number' ? value.toString() : '?';
}
