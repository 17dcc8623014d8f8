/**
 * Looks at the tables before anything is computed from them: a column that is missing, or of another type than was
 * declared, is told at the line that declares it, and a clock that would be read in the wrong zone is never read.
 */
import { probeStatement } from '../../compiler/artifacts/tables.js';
import { finding, type Finding } from '../../compiler/diagnostics/index.js';
import type { Span } from '../../compiler/source/index.js';
import type { Clock, Knowledge, Origin, SetPlan, SourcePlan } from '../../compiler/temporal/plan.js';
import { printType, type Type } from '../../compiler/types/type.js';
import type { ResultColumn, Session } from '../../runtime/drivers/driver.js';
import { cancellable } from '../../runtime/statements/cancellation.js';
import { asFindings } from './data-findings.js';
import type { Host } from './host.js';
import type { CompiledContext } from './run-context.js';
import { originText } from '../../compiler/temporal/plan-origin.js';

/** A declared column and how it will be read. */
interface Declared {
  readonly name: string;
  /** Null: passed through, whatever it is. */
  readonly type: Type | null;
  /** Timestamps that a clock reads: in a zone, or (null) by the zone that the column itself must carry. */
  readonly clock: { readonly zone: string | null } | null;
  readonly span: Span;
}

/** What is wrong with the tables of these sources and sets. */
export async function inspectTables(context: CompiledContext, session: Session, sources: readonly SourcePlan[], sets: readonly SetPlan[], host: Host): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for (const source of sources) {
    // A union has no table of its own; those of its members are looked at.
    if (source.origin.kind === 'union') continue;
    const clocks = clocksOf(source);
    const declared = source.columns.map((column): Declared => ({ ...column, clock: clocks.get(column.name) ?? null, span: context.places.sourceColumn(source.name, column.name) }));
    found.push(...await inspect(context, session, source.name, source.origin, context.places.source(source.name), declared, host));
  }
  for (const set of sets) {
    found.push(...await inspect(context, session, set.name, set.examples.origin, context.places.examples(set.name), declaredExamples(set, context), host));
  }
  return found;
}

function declaredExamples({ name, examples }: SetPlan, context: CompiledContext): readonly Declared[] {
  const { at, label, keep, typed } = examples;
  const passed = [at.column, ...keep, ...(label === null ? [] : [label.column]), ...typed.map((column) => column.name)];
  return [...new Set(passed)].map((column) => ({
    name: column,
    type: typed.find((each) => each.name === column)?.type ?? null,
    clock: column === at.column ? { zone: at.zone } : null,
    span: context.places.examplesColumn(name, column),
  }));
}

async function inspect(context: CompiledContext, session: Session, name: string, origin: Origin, span: Span, declared: readonly Declared[], host: Host): Promise<readonly Finding[]> {
  const actual = await asFindings(context, `to show the columns of \`${originText(origin)}\``, null, () => cancellable(session, host.signal, async () => {
    for await (const batch of session.stream(probeStatement(origin, context.dialect))) return batch.columns;
    return [];
  }));
  const table = originText(origin);
  return declared.flatMap((column): readonly Finding[] => {
    const there = actual.find((each) => each.name === column.name);
    if (there === undefined) {
      const twin = actual.find((each) => each.name.toLowerCase() === column.name.toLowerCase());
      const related = twin === undefined ? [] : [{ span, message: `the table has \`${twin.name}\`; small and capital letters differ` }];
      return [finding('FT9002', column.span, { table, column: column.name, source: name }, { related })];
    }
    const expected = mismatch(column, there, origin);
    return expected === null ? [] : [finding('FT9003', column.span, { column: column.name, actual: there.engineType, table, source: name, expected })];
  });
}

/** What was declared, in words, where the engine's column is something else; null where it can be read as declared. */
function mismatch({ type, clock }: Declared, actual: ResultColumn, origin: Origin): string | null {
  if (clock !== null && (actual.kind === 'timestamp' || actual.kind === 'timestamptz')) {
    if (clock.zone === null && actual.kind === 'timestamp') return 'a timestamp with a zone of its own, since no `in` names one';
    // In UTC both readings are the same instant.
    if (clock.zone !== null && clock.zone !== 'UTC' && actual.kind === 'timestamptz') return `a clock reading in '${clock.zone}', without a zone of its own (one that has a zone is read \`in 'UTC'\`)`;
    return null;
  }
  // A text file has no types: it is read with the declared ones, and a field that is none of its type is told by its line.
  if (origin.kind === 'file' && origin.format === 'csv') return null;
  return type === null || fits(type, actual) ? null : printType(type);
}

function fits(type: Type, { kind, engineType }: ResultColumn): boolean {
  switch (type.kind) {
    case 'bool':
    case 'bytes':
      return kind === type.kind;
    case 'int32':
      return kind === 'int' && !/^(?:BIGINT|INT8|HUGEINT|UBIGINT|UHUGEINT|UINTEGER)$/.test(engineType);
    case 'int64':
      return kind === 'int' && !/^(?:HUGEINT|UBIGINT|UHUGEINT)$/.test(engineType);
    case 'float32':
    case 'float64':
      return kind === 'float' || kind === 'int' || kind === 'decimal';
    case 'decimal': {
      if (kind === 'int') return true;
      const [, precision, scale] = /\((\d+),\s*(\d+)\)/.exec(engineType) ?? [];
      if (kind !== 'decimal') return false;
      return precision === undefined || (Number(scale) <= type.scale && Number(precision) - Number(scale) <= type.precision - type.scale);
    }
    case 'string':
      return kind === 'string' || kind === 'other';
    case 'date':
      return kind === 'date';
    case 'timestamp':
      return kind === 'timestamp' || kind === 'timestamptz';
    case 'duration':
    case 'array':
    case 'pair':
    case 'null':
    case 'unknown':
      return true;
  }
}

function clocksOf(source: SourcePlan): ReadonlyMap<string, { readonly zone: string | null }> {
  const zones = new Map<string, { readonly zone: string | null }>();
  const add = (clock: Clock): void => {
    if (clock.kind === 'column') zones.set(clock.column, { zone: clock.zoneColumn ?? clock.zone });
  };
  const addKnown = (known: Knowledge): void => {
    if (known.kind === 'clock') add(known.clock);
    if (known.kind === 'bulk') {
      add(known.first);
      addKnown(known.otherwise);
    }
  };
  if (source.time.kind !== 'always' && source.time.kind !== 'members') add(source.time);
  addKnown(source.known);
  if (source.rows.kind === 'intervals') {
    add(source.rows.until);
    if (source.rows.known !== null) addKnown(source.rows.known);
  }
  return zones;
}

