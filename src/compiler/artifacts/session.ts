/** The settings under which a statement means what the contract says: those of its dialect, and those that SQL of people needs. */
import type { Dialect } from '../dialects/dialect.js';
import type { Query, Select } from '../relational/relation.js';

export function sessionOf(query: Query, dialect: Dialect): readonly string[] {
  const selects = [...query.steps.flatMap(({ relation }) => (relation.kind === 'select' ? [relation] : relation.branches)), query.final];
  return selects.some(holdsText) ? [...dialect.session, ...dialect.sessionOfText] : dialect.session;
}

const holdsText = ({ from, joins }: Select): boolean => [from, ...joins.map((join) => join.item)].some((item) => item.kind === 'raw_sql');
