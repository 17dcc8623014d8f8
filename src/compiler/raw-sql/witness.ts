/**
 * The second reader: node-sql-parser, which knows the grammars of dialects. Where it can read a text too, it must find
 * one SELECT over the same tables; where it cannot (it knows less of windows, filters and intervals) it says nothing. It
 * is given the shape alone: texts, quoted names and `@as_of_ts` are replaced by plain words, so that no rule of quoting
 * is left to it, and it gives no places.
 */
import postgresql from 'node-sql-parser/build/postgresql.js';
import snowflake from 'node-sql-parser/build/snowflake.js';
import type { SqlToken } from './tokens.js';

const grammars = [new postgresql.Parser(), new snowflake.Parser()] as const;

/** What it makes of a text: the tables that it found, what is wrong with it, or nothing. */
export type Testimony =
  | { readonly kind: 'read'; readonly tables: ReadonlySet<string> }
  | { readonly kind: 'objects'; readonly problem: string }
  | { readonly kind: 'cannot read'; readonly problem: string };

/** `said` is how a quoted name is called in what the parser reads. */
export function testify(tokens: readonly SqlToken[]): Testimony & { readonly said: (name: string, quoted: boolean) => string } {
  const quoted = new Map<string, string>();
  const said = (name: string, isQuoted: boolean): string => {
    if (!isQuoted) return name.toLowerCase();
    const known = quoted.get(name) ?? `q_${quoted.size + 1}`;
    quoted.set(name, known);
    return known;
  };
  const plain = tokens.map((token) => {
    switch (token.kind) {
      case 'asOf': return 'as_of_ts';
      case 'text': return `'${token.value === null ? 'x' : token.value.replace(/[^A-Za-z0-9 .:-]/g, 'x')}'`;
      case 'name': return said(token.text, true);
      case 'word': return /[^\w$]/.test(token.text) ? said(token.text, true) : token.text.replace(/^(microsecond|millisecond|second|minute|hour|day|week|month|quarter|year)s$/i, '$1');
      default: return token.text;
    }
  }).join(' ')
    // Spellings that its grammars lack; none has to do with tables.
    .replace(/\bIS (?:NOT )?DISTINCT FROM\b/gi, '=').replace(/\bGROUP BY ALL\b/gi, 'GROUP BY 1')
    .replace(/\bINTERVAL ('[^']*'|\d+)(?: (?:microsecond|millisecond|second|minute|hour|day|week|month|quarter|year))?\b/gi, "INTERVAL '1 day'");
  let problem = '';
  for (const grammar of grammars) {
    try {
      const { ast, tableList } = grammar.parse(plain);
      const [only, ...more] = Array.isArray(ast) ? ast : [ast];
      if (only === undefined || more.length > 0 || only.type !== 'select') return { kind: 'objects', problem: 'it is more than one SELECT', said };
      const reads = tableList.map((each) => each.split('::'));
      if (reads.some(([verb]) => verb !== 'select')) return { kind: 'objects', problem: 'it does more than read', said };
      return { kind: 'read', tables: new Set(reads.map((parts) => (parts.at(-1) ?? '').toLowerCase())), said };
    } catch (error) {
      problem ||= shortened(error);
    }
  }
  return { kind: 'cannot read', problem, said };
}

/** Its messages list everything that could have stood there. */
function shortened(error: unknown): string {
  const found = / but (.*) found\.$/s.exec(error instanceof Error ? error.message : '')?.[1];
  return found === undefined ? 'its form is not known' : `${found} was not expected`;
}
