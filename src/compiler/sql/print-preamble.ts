/** What stands before a query in a file: who it is, how the session is set, and the parameters, so that it runs when pasted. */
import type { Dialect } from '../dialects/dialect.js';
import type { QueryParameter } from '../relational/relation.js';
import { printComment } from './comment.js';

/** Header comment, session settings and parameters with values for trying out; every statement ends in a semicolon. */
export function printPreamble(about: readonly string[], session: readonly string[], parameters: readonly QueryParameter[], dialect: Dialect): string {
  const lines = about.flatMap(printComment);
  lines.push('', ...session.map((s) => `${s};`));
  for (const parameter of parameters) lines.push(...printComment(`${parameter.name}: ${parameter.doc}`), `${dialect.parameters.preamble(parameter)};`);
  return `${lines.join('\n')}\n`;
}
