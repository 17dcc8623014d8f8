/**
 * The project as one test sees it: every table is a table of given rows in an engine of its own. The cells of a test are
 * instants already, so that clocks read them without a zone; days keep theirs, because a day is only one in a zone.
 */
import { createTableStatement } from '../../../compiler/artifacts/tables.js';
import type { Dialect } from '../../../compiler/dialects/dialect.js';
import type { GivenPlan, TestPlan } from '../../../compiler/temporal/plan-tests.js';
import type { Clock, ColumnPlan, Knowledge, Origin, ProjectPlan, RowKind, SetPlan, SourcePlan } from '../../../compiler/temporal/plan.js';
import { STRING, TIMESTAMP } from '../../../compiler/types/type.js';
import { originText } from '../../../compiler/temporal/plan-origin.js';

export interface TestWorld {
  /** Reads the tables of the test. */
  readonly plan: ProjectPlan;
  /** Statements that make and fill them. */
  readonly tables: readonly string[];
}

export function worldOf(project: ProjectPlan, test: TestPlan, dialect: Dialect): TestWorld {
  const tables: string[] = [];
  const given = (kind: GivenPlan['kind'], name: string): readonly GivenPlan[] => test.given.filter((each) => each.kind === kind && each.name === name);
  const place = (name: string, columns: readonly ColumnPlan[], rows: readonly GivenPlan[]): Origin => {
    const origin: Origin = { kind: 'table', name: [name] };
    tables.push(createTableStatement(origin, columns, rowsOf(columns, rows), dialect));
    return origin;
  };
  const sources = project.sources.map((source, i): SourcePlan => source.origin.kind === 'union' || source.time.kind === 'members' ? source : ({
    ...source,
    origin: place(`given_${i + 1}`, source.columns, given('source', source.name)),
    time: source.time.kind === 'always' ? source.time : withoutZone(source.time),
    rows: rowsWithoutZone(source.rows),
    known: knownWithoutZone(source.known),
  }));
  const sets = project.sets.map((set, i): SetPlan => {
    const rows = given('examples', originText(set.examples.origin));
    return {
      ...set,
      examples: { ...set.examples, origin: place(`examples_${i + 1}`, examplesColumns(set, rows), rows), at: { ...set.examples.at, zone: null }, zoned: set.examples.zoned.map((each) => ({ ...each, zone: null })) },
    };
  });
  return { plan: { ...project, sources, sets }, tables };
}

/** What the set reads or passes through, and what the test gives beside. */
function examplesColumns({ examples }: SetPlan, given: readonly GivenPlan[]): readonly ColumnPlan[] {
  const columns = new Map<string, ColumnPlan>();
  const add = (column: ColumnPlan): void => {
    if (!columns.has(column.name)) columns.set(column.name, column);
  };
  examples.typed.forEach(add);
  given.flatMap((each) => each.columns).forEach(add);
  add({ name: examples.at.column, type: TIMESTAMP });
  for (const name of [...examples.keep, ...(examples.label === null ? [] : [examples.label.column])]) add({ name, type: STRING });
  return [...columns.values()].map(({ name, type }) => ({ name, type }));
}

function rowsOf(columns: readonly ColumnPlan[], given: readonly GivenPlan[]): GivenPlan['rows'] {
  return given.flatMap((each) => {
    const places = columns.map(({ name }) => each.columns.findIndex((column) => column.name === name));
    return each.rows.map((row) => places.map((place) => row[place] ?? null));
  });
}

const withoutZone = (clock: Clock): Clock => (clock.kind === 'column' ? { kind: 'column', column: clock.column, offset: clock.offset, zone: null } : clock);

/** The end of an interval is a clock as the others are. */
const rowsWithoutZone = (rows: RowKind): RowKind =>
  rows.kind === 'intervals' ? { ...rows, until: withoutZone(rows.until), known: rows.known === null ? null : knownWithoutZone(rows.known) } : rows;

function knownWithoutZone(known: Knowledge): Knowledge {
  switch (known.kind) {
    case 'event_time_plus':
    case 'members':
      return known;
    case 'clock':
      return { ...known, clock: withoutZone(known.clock) };
    case 'bulk':
      return { ...known, first: withoutZone(known.first), otherwise: knownWithoutZone(known.otherwise) };
  }
}
