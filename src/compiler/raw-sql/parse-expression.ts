/**
 * Expressions, by the precedence that the dialects share: OR, AND, NOT, comparisons, then `+ - ||`, `* / %`, signs, casts.
 * It is ours because the parser that tells whether a text is SQL of its dialect reads `a AND b OR c` as `a AND (b OR c)`,
 * which would make an unbounded text look bounded.
 */
import { isBareClock, isBareContext, isClockCall, mayBeCalled, saysNow } from './functions.js';
import type { SqlExpr, SqlOrder, SqlOver, SqlQuery } from './query.js';
import type { Reader } from './reader.js';

type ReadQuery = (reader: Reader) => SqlQuery;

export function readExpression(r: Reader, query: ReadQuery): SqlExpr {
  return r.within(() => readOr(r, query));
}

function readOr(r: Reader, query: ReadQuery): SqlExpr {
  let left = readAnd(r, query);
  while (r.takeWords('OR')) left = binary('OR', left, readAnd(r, query));
  return left;
}

function readAnd(r: Reader, query: ReadQuery): SqlExpr {
  let left = readNot(r, query);
  while (r.takeWords('AND')) left = binary('AND', left, readNot(r, query));
  return left;
}

function readNot(r: Reader, query: ReadQuery): SqlExpr {
  const start = r.here();
  if (!r.takeWords('NOT')) return readComparison(r, query);
  const value = r.within(() => readNot(r, query));
  return { kind: 'unary', op: 'NOT', value, ...r.since(start) };
}

const COMPARISONS = ['=', '<>', '!=', '<=', '>=', '<', '>'] as const;

function readComparison(r: Reader, query: ReadQuery): SqlExpr {
  const value = readSum(r, query);
  const { start } = value;
  const comparison = COMPARISONS.find((op) => r.takeOp(op));
  if (comparison !== undefined) {
    const right = readSum(r, query);
    const compared = binary(comparison === '!=' ? '<>' : comparison, value, right);
    if (COMPARISONS.some((op) => r.isOp(op)) || r.isWord('IS')) throw r.problem('a comparison of a comparison needs parentheses');
    return compared;
  }
  if (r.takeWords('IS')) {
    const negated = r.takeWords('NOT');
    if (r.takeWords('DISTINCT', 'FROM')) return { kind: 'distinctFrom', left: value, right: readSum(r, query), negated, ...r.since(start) };
    for (const what of ['NULL', 'TRUE', 'FALSE'] as const) if (r.takeWords(what)) return { kind: 'is', value, what, negated, ...r.since(start) };
    throw r.problem('what stands behind `IS` cannot be read');
  }
  const negated = r.isWord('NOT') && (r.isWord('BETWEEN', 1) || r.isWord('IN', 1) || r.isWord('LIKE', 1)) && r.takeWords('NOT');
  if (r.takeWords('BETWEEN')) {
    const low = readSum(r, query);
    r.wantWords('AND');
    return { kind: 'between', value, low, high: readSum(r, query), negated, ...r.since(start) };
  }
  if (r.takeWords('LIKE')) return { kind: 'like', value, pattern: readSum(r, query), negated, ...r.since(start) };
  if (r.takeWords('IN')) {
    r.wantOp('(');
    const list = r.isWord('SELECT') || r.isWord('WITH') ? query(r) : r.list(() => readExpression(r, query));
    r.wantOp(')');
    return { kind: 'in', value, list, negated, ...r.since(start) };
  }
  return value;
}

function readSum(r: Reader, query: ReadQuery): SqlExpr {
  let left = readProduct(r, query);
  for (;;) {
    const op = (['+', '-', '||'] as const).find((sign) => r.takeOp(sign));
    if (op === undefined) return left;
    left = binary(op, left, readProduct(r, query));
  }
}

function readProduct(r: Reader, query: ReadQuery): SqlExpr {
  let left = readSigned(r, query);
  for (;;) {
    const op = (['*', '/', '%'] as const).find((sign) => r.takeOp(sign));
    if (op === undefined) return left;
    left = binary(op, left, readSigned(r, query));
  }
}

function readSigned(r: Reader, query: ReadQuery): SqlExpr {
  const start = r.here();
  const op = (['-', '+'] as const).find((sign) => r.takeOp(sign));
  if (op === undefined) return readCasts(r, query);
  const value = r.within(() => readSigned(r, query));
  return { kind: 'unary', op, value, ...r.since(start) };
}

function readCasts(r: Reader, query: ReadQuery): SqlExpr {
  let value = readAtom(r, query);
  while (r.takeOp('::')) value = { kind: 'cast', value, type: readType(r), ...r.since(value.start) };
  return value;
}

function readAtom(r: Reader, query: ReadQuery): SqlExpr {
  const token = r.peek();
  const start = r.here();
  if (token === undefined) throw r.problem('it ends too early');
  if (token.kind === 'asOf') return r.next(), { kind: 'asOf', ...r.since(start) };
  if (token.kind === 'number') return r.next(), { kind: 'number', text: token.text, ...r.since(start) };
  if (token.kind === 'text') {
    r.next();
    if (r.peek()?.kind === 'text') throw r.problem('two texts stand side by side');
    if (token.value !== null && saysNow(token.value)) throw r.problem(token.value, 'clock', token);
    return { kind: 'text', value: token.value, ...r.since(start) };
  }
  if (r.takeOp('(')) {
    const inner: SqlExpr = r.isWord('SELECT') || r.isWord('WITH') ? { kind: 'query', query: query(r), start, end: start } : readExpression(r, query);
    r.wantOp(')');
    return { ...inner, ...r.since(start) };
  }
  if (token.kind === 'word') {
    const known = readKeyword(r, token.word, start, query);
    if (known !== null) return known;
    if (isBareClock(token.word) && !r.isOp('.', 1)) throw r.problem(token.text, 'clock', token);
    if (isBareContext(token.word) && !r.isOp('.', 1)) throw r.problem(token.text, 'function', token);
    if (r.isOp('(', 1)) return readCall(r, query);
  }
  const first = r.wantName('a value');
  const parts = [first];
  while (r.takeOp('.')) parts.push(r.wantName('a name behind `.`'));
  if (r.isOp('(')) throw r.problem(parts.map((part) => part.text).join('.'), 'function', r.since(start));
  return { kind: 'column', parts, ...r.since(start) };
}

function readKeyword(r: Reader, word: string, start: number, query: ReadQuery): SqlExpr | null {
  switch (word) {
    case 'TRUE': case 'FALSE':
      return r.next(), { kind: 'bool', value: word === 'TRUE', ...r.since(start) };
    case 'NULL':
      return r.next(), { kind: 'null', ...r.since(start) };
    case 'CASE':
      return readCase(r, query);
    case 'INTERVAL':
      return readInterval(r, query);
    case 'EXISTS': {
      r.next();
      r.wantOp('(');
      const inner = query(r);
      r.wantOp(')');
      return { kind: 'exists', query: inner, ...r.since(start) };
    }
    case 'CAST': case 'TRY_CAST': case 'SAFE_CAST': {
      r.next();
      r.wantOp('(');
      const value = readExpression(r, query);
      r.wantWords('AS');
      const type = readType(r);
      r.wantOp(')');
      return { kind: 'cast', value, type, ...r.since(start) };
    }
    case 'DATE': case 'TIMESTAMP': case 'TIMESTAMPTZ': case 'TIME': {
      const text = r.peek(1);
      if (text?.kind !== 'text') return null;
      r.next();
      r.next();
      if (text.value !== null && saysNow(text.value)) throw r.problem(text.value, 'clock', text);
      return { kind: 'typed', type: word, value: text.value, ...r.since(start) };
    }
    default:
      return null;
  }
}

function readCase(r: Reader, query: ReadQuery): SqlExpr {
  const start = r.here();
  r.wantWords('CASE');
  const operand = r.isWord('WHEN') ? null : readExpression(r, query);
  const whens: { when: SqlExpr; then: SqlExpr }[] = [];
  while (r.takeWords('WHEN')) {
    const when = readExpression(r, query);
    r.wantWords('THEN');
    whens.push({ when, then: readExpression(r, query) });
  }
  if (whens.length === 0) throw r.problem('a `CASE` has no `WHEN`');
  const otherwise = r.takeWords('ELSE') ? readExpression(r, query) : null;
  r.wantWords('END');
  return { kind: 'case', operand, whens, otherwise, ...r.since(start) };
}

const UNITS = /^(?:MICROSECOND|MILLISECOND|SECOND|MINUTE|HOUR|DAY|WEEK|MONTH|QUARTER|YEAR)S?$/;

function readInterval(r: Reader, query: ReadQuery): SqlExpr {
  const start = r.here();
  r.wantWords('INTERVAL');
  const token = r.peek();
  let amount: string | null = null;
  if (token?.kind === 'text' || token?.kind === 'number') {
    r.next();
    amount = token.kind === 'text' ? token.value : token.text;
  } else if (r.takeOp('(')) {
    const inner = readExpression(r, query);
    r.wantOp(')');
    amount = inner.kind === 'number' ? inner.text : inner.kind === 'text' ? inner.value : null;
  } else throw r.problem('the length of an interval is missing');
  const next = r.peek();
  const unit = next?.kind === 'word' && UNITS.test(next.word) ? next.word : null;
  if (unit !== null) r.next();
  return { kind: 'interval', amount, unit, quoted: token?.kind === 'text', ...r.since(start) };
}

/** `decimal(12, 2)`, `double precision`, `timestamp with time zone`, in capitals. */
function readType(r: Reader): string {
  const words = [r.wantName('a type').text];
  while (['PRECISION', 'VARYING', 'WITH', 'WITHOUT', 'TIME', 'ZONE'].some((word) => r.isWord(word))) {
    const word = r.next();
    words.push(word.kind === 'word' ? word.text : '');
  }
  let type = words.join(' ').toUpperCase();
  if (r.takeOp('(')) {
    const args = r.list(() => {
      const token = r.next();
      if (token.kind !== 'number') throw r.problem('a type takes numbers');
      return token.text;
    });
    r.wantOp(')');
    type += `(${args.join(',')})`;
  }
  return type;
}

function readCall(r: Reader, query: ReadQuery): SqlExpr {
  const start = r.here();
  const token = r.next();
  const name = token.kind === 'word' ? token.word : '';
  const told = token.kind === 'word' ? token.text : '';
  if (isClockCall(name)) throw r.problem(told, 'clock', token);
  if (!mayBeCalled(name)) throw r.problem(told, 'function', token);
  r.wantOp('(');
  const star = r.takeOp('*');
  const distinct = !star && r.takeWords('DISTINCT');
  let orderBy: readonly SqlOrder[] = [];
  const args: SqlExpr[] = [];
  if (!star && !r.isOp(')')) {
    args.push(readExpression(r, query));
    if (name === 'EXTRACT') {
      r.wantWords('FROM');
      args.push(readExpression(r, query));
    }
    while (r.takeOp(',')) args.push(readExpression(r, query));
    if (r.takeWords('ORDER', 'BY')) orderBy = readOrder(r, query);
  }
  r.wantOp(')');
  if (r.takeWords('WITHIN', 'GROUP')) {
    r.wantOp('(');
    r.wantWords('ORDER', 'BY');
    orderBy = readOrder(r, query);
    r.wantOp(')');
  }
  let filter: SqlExpr | null = null;
  if (r.takeWords('FILTER')) {
    r.wantOp('(');
    r.wantWords('WHERE');
    filter = readExpression(r, query);
    r.wantOp(')');
  }
  const over = r.takeWords('OVER') ? readOver(r, query) : null;
  return { kind: 'call', function: name, args, star, distinct, orderBy, filter, over, ...r.since(start) };
}

export function readOrder(r: Reader, query: ReadQuery): readonly SqlOrder[] {
  return r.list(() => {
    const value = readExpression(r, query);
    const descending = r.takeWords('DESC');
    if (!descending) r.takeWords('ASC');
    if (!r.takeWords('NULLS', 'FIRST')) r.takeWords('NULLS', 'LAST');
    return { value, descending };
  });
}

function readOver(r: Reader, query: ReadQuery): SqlOver {
  const start = r.here();
  r.wantOp('(');
  const partitionBy = r.takeWords('PARTITION', 'BY') ? r.list(() => readExpression(r, query)) : [];
  const orderBy = r.takeWords('ORDER', 'BY') ? readOrder(r, query) : [];
  const framed = r.isWord('ROWS') || r.isWord('RANGE');
  if (framed) {
    // A frame is words and numbers only.
    while (!r.isOp(')')) {
      const token = r.next();
      if (token.kind !== 'number' && !(token.kind === 'word' && /^(?:ROWS|RANGE|BETWEEN|AND|UNBOUNDED|PRECEDING|FOLLOWING|CURRENT|ROW)$/.test(token.word))) throw r.problem('the frame of a window cannot be read', 'unreadable', token);
    }
  }
  r.wantOp(')');
  return { partitionBy, orderBy, framed, ...r.since(start) };
}

function binary(op: string, left: SqlExpr, right: SqlExpr): SqlExpr {
  return { kind: 'binary', op, left, right, start: left.start, end: right.end };
}
