/**
 * The limit on nesting, judged twice: on the tokens before parsing, so that the parser's own stack is safe,
 * and on the finished tree, whose chains of operators are deep on one side and would exhaust later stages.
 * Neither walk recurses.
 */
import type { IToken } from 'chevrotain';
import { finding, type Finding } from '../src/compiler/diagnostics/finding.js';
import type { Declaration } from '../src/compiler/syntax/ast.js';
import { spanOfToken } from './lexer.js';
import { nestingLimit } from './limits.js';
import { LCurly, LParen, LSquare, Minus, RCurly, RParen, RSquare, word } from './tokens.js';

const opening: ReadonlySet<number | undefined> = new Set([LParen, LSquare, LCurly, word.case].map((type) => type.tokenTypeIdx));
const closing: ReadonlySet<number | undefined> = new Set([RParen, RSquare, RCurly].map((type) => type.tokenTypeIdx));
const prefixes: ReadonlySet<number | undefined> = new Set([Minus, word.not].map((type) => type.tokenTypeIdx));

/** The first token nested too deep for the parser, as a finding. */
export function findDeepToken(tokens: readonly IToken[], path: string): Finding | undefined {
  let depth = 0;
  let run = 0;
  for (const token of tokens) {
    const type = token.tokenTypeIdx;
    run = prefixes.has(type) ? run + 1 : 0;
    // `end` also ends `end of day`, so it closes a `case` only: a stray one can't hide depth, for brackets keep theirs.
    if (opening.has(type)) depth += 1;
    else if (closing.has(type) || (type === word.end.tokenTypeIdx && depth > 0)) depth = Math.max(0, depth - 1);
    if (depth > nestingLimit || run > nestingLimit) return finding('FT1009', spanOfToken(path, token), { limit: nestingLimit });
  }
  return undefined;
}

/** Takes declarations apart whose trees are too deep: each becomes a hole with a finding. */
export function refuseDeepTrees(declarations: readonly Declaration[]): { readonly declarations: readonly Declaration[]; readonly problems: readonly Finding[] } {
  const problems: Finding[] = [];
  const kept = declarations.map((declaration): Declaration => {
    if (!isTooDeep(declaration)) return declaration;
    const { span } = declaration;
    problems.push(finding('FT1009', span, { limit: nestingLimit }));
    return { kind: 'broken', span };
  });
  return { declarations: kept, problems };
}

// Nodes are objects with a `kind`; lists, plain records and the branches of a `case` add no depth.
function isTooDeep(root: Declaration): boolean {
  const stack: { value: object; depth: number }[] = [{ value: root, depth: 0 }];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const node = top.value as Readonly<Record<string, unknown>>;
    const depth = top.depth + (node['kind'] === undefined || node['kind'] === 'when' ? 0 : 1);
    // The declaration, its block and its statement are levels too, but not the author's nesting.
    if (depth > nestingLimit + 10) return true;
    for (const key in node) {
      const child = node[key];
      if (key !== 'span' && typeof child === 'object' && child !== null) stack.push({ value: child, depth });
    }
  }
  return false;
}
