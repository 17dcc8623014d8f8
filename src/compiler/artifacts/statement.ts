/** A lowered query becomes a statement of a dialect: its text, its parameters, and what a person needs to paste it. */
import type { Dialect } from '../dialects/dialect.js';
import type { Lowered } from '../lowering/lowered.js';
import { joinZones } from '../lowering/zone-joins.js';
import { printPreamble, printQuery } from '../sql/index.js';
import type { Statement } from './artifact.js';
import { sessionOf } from './session.js';

export interface StatementHead {
  readonly path: string;
  readonly purpose: Statement['purpose'];
  readonly subject: string;
  /** Lines of the header comment; may hold text of people, the printer makes it safe. */
  readonly about: readonly string[];
}

export function makeStatement(head: StatementHead, lowered: Lowered, dialect: Dialect): Statement {
  const { about, ...rest } = head;
  const session = sessionOf(lowered.query, dialect);
  return {
    ...rest,
    preamble: printPreamble(about, session, lowered.query.parameters, dialect),
    session,
    parameters: lowered.query.parameters.map((p) => ({ ...p, bind: dialect.parameters.bind(p) })),
    body: printQuery(joinZones(lowered.query), dialect),
    columns: lowered.columns,
  };
}
