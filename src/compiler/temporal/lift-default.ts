/**
 * `x = a + abs(b) default 0`: the text attaches a default to the call that it follows, because that is right behind an
 * aggregate. Behind a function of one value it belongs to all that stands before it.
 */
import { rewrite } from '../names/rewrite.js';
import type { Expr, WindowedExpr } from '../syntax/ast.js';
import { isAggregateName } from '../types/aggregates.js';

/** The expression, and what was written behind it as its default. */
export interface Lifted {
  readonly node: Expr;
  readonly fallback: Expr | undefined;
}

/** Takes the default off the last call of an expression, where that call is no aggregate. */
export function liftDefault(node: Expr): Lifted {
  if (node.kind === 'windowed') return { node, fallback: undefined };
  let fallback: Expr | undefined;
  const lifted = rewrite(node, (part) => {
    const found = part.kind === 'windowed' ? (part as WindowedExpr) : undefined;
    if (found?.fallback === undefined || found.span.end !== node.span.end || !isPlain(found)) return undefined;
    fallback = found.fallback;
    return found.value;
  });
  return { node: lifted, fallback };
}

/** Nothing but a default, behind a function of one value. */
function isPlain({ value, where, over, at }: WindowedExpr): boolean {
  return where === undefined && over === undefined && at === undefined && value.kind === 'call' && !isAggregateName(value.name.text);
}
