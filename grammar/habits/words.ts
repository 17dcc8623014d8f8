/**
 * Words of SQL and Python: capitals, `None`, `like`, intervals, and clauses of queries that a definition has no use for.
 */
import { tokenMatcher, type IToken } from 'chevrotain';
import { startsSomeStatement } from '../parser/vocabulary.js';
import { ownReservedWords, Colon, Dot, Duration, Equals, Identifier, Int, LCurly, LParen, Name, NotEquals, Text, word } from '../tokens.js';
import { NO_CAST } from './signs.js';
import { become, blockAt, closingOf, endOfLine, indexOfType, peek, refuse, replace, retell, spanOver, startsLine, take, type Habit, type Reader } from './reader.js';

/** The habits of words; all begin with an identifier, for a word of the language is none. */
export const wordHabits: readonly (readonly [number | undefined, Habit])[] = [
  [Identifier.tokenTypeIdx, nothing],
  [Identifier.tokenTypeIdx, like],
  [Identifier.tokenTypeIdx, interval],
  [Identifier.tokenTypeIdx, clauseOfQuery],
  [Identifier.tokenTypeIdx, query],
  [Identifier.tokenTypeIdx, castCall],
  [Identifier.tokenTypeIdx, ifThenElse],
  [Identifier.tokenTypeIdx, capitals],
];

const declarations: ReadonlySet<string> = new Set(['entity', 'const', 'source', 'template', 'view', 'request', 'set', 'test']);

/** `WHERE`, `OVER`, `Refresh every 1h`: the words of the language are in small letters. */
function capitals(reader: Reader, token: IToken): boolean {
  const small = token.image.toLowerCase();
  const next = peek(reader, 1);
  if (small === token.image || next?.tokenType === Equals || next?.tokenType === Colon || next?.tokenType === Dot) return false;
  const reserved = ownReservedWords.some((own) => own === small);
  const block = blockAt(reader);
  const statement = block === 'statements' && startsStatement(reader) && startsSomeStatement(small) && next?.tokenType !== LParen;
  const declaration = block === 'file' && startsLine(reader, reader.at) && declarations.has(small);
  if (!reserved && !statement && !declaration) return false;
  const type = word[small as keyof typeof word];
  const span = spanOver(reader.path, token);
  retell(reader, span, 'The words of the language are written in small letters', `Write \`${small}\`; a column of that name stands in double quotes`, replace(span, small));
  reader.at += 1;
  take(reader, become(token, type, small));
  return true;
}

function startsStatement(reader: Reader): boolean {
  return startsLine(reader, reader.at) || reader.out.at(-1)?.tokenType === LCurly;
}

/** `x = None`, `x is None`. */
function nothing(reader: Reader, token: IToken): boolean {
  if (!/^(?:None|nil|undefined)$/.test(token.image) || peek(reader, 1)?.tokenType === LParen) return false;
  const before = reader.out.at(-1);
  const operator = before?.tokenType === Equals || before?.tokenType === NotEquals ? before : undefined;
  reader.at += 1;
  if (operator === undefined || before === undefined) {
    const span = spanOver(reader.path, token);
    retell(reader, span, `What is unknown is called \`null\`, not \`${token.image}\``, 'Write `null`', replace(span, 'null'));
    take(reader, become(token, word.null, 'null'));
    return true;
  }
  // Nothing equals null: both slips are put right at once.
  const span = spanOver(reader.path, operator, token);
  const written = operator.tokenType === NotEquals ? 'is not null' : 'is null';
  retell(reader, span, `What is unknown is called \`null\`, not \`${token.image}\`, and nothing equals it`, `Write \`${written}\``, replace(span, written));
  reader.out[reader.out.length - 1] = become(operator, word.is, 'is');
  if (operator.tokenType === NotEquals) take(reader, become(operator, word.not, 'not'));
  take(reader, become(token, word.null, 'null'));
  return true;
}

/** `category like 'food%'` */
function like(reader: Reader, token: IToken): boolean {
  const pattern = peek(reader, 1);
  if (!/^(?:i?like|rlike)$/i.test(token.image) || pattern?.tokenType !== Text) return false;
  const negated = reader.out.at(-1)?.tokenType === word.not;
  const operand = reader.out.at(negated ? -2 : -1);
  const name = operand !== undefined && tokenMatcher(operand, Name) ? operand.image : 'text';
  const text = pattern.image.slice(1, -1);
  const [, inner = text] = /^%?(.*?)%?$/.exec(text) ?? [];
  const call = text.startsWith('%') ? `contains(${name}, '${inner}')` : `starts_with(${name}, '${inner}')`;
  const exact = /^(?:%?[^%_]+%)$/.test(text) && !/^(?:i|r)/i.test(token.image);
  const span = spanOver(reader.path, token);
  const edits = exact && operand !== undefined && tokenMatcher(operand, Name) ? replace(spanOver(reader.path, operand, pattern), negated ? `not ${call}` : call) : null;
  retell(reader, span, `There is no \`${token.image}\`: texts are compared whole, or by their beginning or a part`, `Write \`starts_with(text, 'x')\` or \`contains(text, 'x')\`${exact ? `: here \`${negated ? 'not ' : ''}${call}\`` : ''}`, negated ? null : edits);
  reader.at += 1;
  if (negated) reader.out.pop();
  take(reader, become(token, negated ? NotEquals : Equals, negated ? '!=' : '='));
  return true;
}

const units: Readonly<Record<string, string>> = {
  s: 's', sec: 's', second: 's', seconds: 's', min: 'min', minute: 'min', minutes: 'min', h: 'h', hour: 'h', hours: 'h', d: 'd', day: 'd', days: 'd', w: 'w', week: 'w', weeks: 'w',
};

/** The duration that a text such as '30 days' holds. */
function durationIn(text: string): string | undefined {
  const match = /^(\d+) ?([a-z]+)$/i.exec(text.trim());
  const unit = match === null ? undefined : match[2]?.toLowerCase();
  return match === null || unit === undefined || !Object.hasOwn(units, unit) ? undefined : `${match[1] ?? ''}${units[unit] ?? ''}`;
}

/** `interval '30 days'`, `INTERVAL 30 DAY` */
function interval(reader: Reader, token: IToken): boolean {
  if (token.image.toLowerCase() !== 'interval') return false;
  const [first, second] = [peek(reader, 1), peek(reader, 2)];
  const quoted = first?.tokenType === Text ? durationIn(first.image.slice(1, -1)) : undefined;
  const pair = (first?.tokenType === Int || first?.tokenType === Text) && second !== undefined ? durationIn(`${first.image.replaceAll("'", '')} ${second.image}`) : undefined;
  const written = quoted ?? pair;
  const last = quoted === undefined ? second : first;
  if (written === undefined || last === undefined) return false;
  const span = spanOver(reader.path, token, last);
  retell(reader, span, 'A length of time is written without `interval`, as a number and its unit', `Write \`${written}\``, replace(span, written));
  reader.at += quoted === undefined ? 3 : 2;
  take(reader, { ...become(token, Duration, written), ...ending(last) });
  return true;
}

/** `over '30d'`: a length of time is no text. */
export function quotedDuration(reader: Reader, token: IToken): boolean {
  const before = reader.out.at(-1);
  const written = durationIn(token.image.slice(1, -1));
  if (before === undefined || written === undefined || !takesLength.has(before.tokenType)) return false;
  const span = spanOver(reader.path, token);
  retell(reader, span, 'A length of time stands without quotes', `Write \`${written}\``, replace(span, written));
  reader.at += 1;
  take(reader, become(token, Duration, written));
  return true;
}

const takesLength: ReadonlySet<IToken['tokenType']> = new Set([word.over, word.every, word.delay, word.after, word.freshness, word.ttl, word.settle, word.most, word.retention, word.ending]);

const ending = ({ endOffset, endLine, endColumn }: IToken): Partial<IToken> => ({
  ...(endOffset === undefined ? {} : { endOffset }), ...(endLine === undefined ? {} : { endLine }), ...(endColumn === undefined ? {} : { endColumn }),
});

/** `group by`, `order by`, `limit`: what a query says and a definition does not. */
function clauseOfQuery(reader: Reader, token: IToken): boolean {
  if (blockAt(reader) !== 'statements' || !startsStatement(reader)) return false;
  const second = peek(reader, 1);
  const clause = token.image.toLowerCase();
  const by = second?.image.toLowerCase() === 'by';
  const advice = clause === 'group' && by ? 'Leave it out: rows are grouped by the entity that the view is `for`; another key is said with `on`, as in `for user on buyer_id`'
    : clause === 'order' && by ? 'Leave it out: `latest`, `first_n` and `last_n` know the order of the rows, which `ties by` of the source completes'
    : clause === 'limit' && second?.tokenType === Int ? `Leave it out: a number of rows is a window, \`over newest ${second.image} rows\``
    : clause === 'having' && second?.tokenType !== Equals ? 'Leave it out: rows are filtered by `where`; values of features are left to the model'
    : undefined;
  if (advice === undefined || second === undefined) return false;
  refuse(reader, spanOver(reader.path, token, by ? second : token), `A view has no \`${by ? `${clause} by` : clause}\``, advice);
  reader.at = endOfLine(reader);
  return true;
}

/** A whole query where a declaration should stand. */
function query(reader: Reader, token: IToken): boolean {
  if (blockAt(reader) !== 'file' || !startsLine(reader, reader.at) || !/^(?:select|with)$/i.test(token.image) || peek(reader, 1)?.tokenType === Equals) return false;
  refuse(reader, spanOver(reader.path, token), 'A query is no definition: it does not say whose value it gives, nor what was known when', 'Write it as a view: `view <name> for <entity> from sql <engine> """ … """ { <column>: <type> }`, bounded by @as_of_ts; or as features, each `name = aggregate(…) over …`');
  // What belongs to it ends where a line begins with a declaration.
  let at = reader.at + 1;
  while (at < reader.input.length && !(startsLine(reader, at) && declarations.has(reader.input[at]?.image ?? ''))) at += 1;
  reader.at = at;
  return true;
}

/** `cast(x as type)` */
function castCall(reader: Reader, token: IToken): boolean {
  const open = reader.at + 1;
  if (!/^(?:try_|safe_)?cast$/i.test(token.image) || reader.input[open]?.tokenType !== LParen) return false;
  const end = closingOf(reader, open);
  const as = indexOfType(reader, word.as, open + 1, end ?? open);
  if (end === undefined || as === -1) return false;
  refuse(reader, spanOver(reader.path, token, reader.input[end] ?? token), 'There is no cast', NO_CAST);
  for (const inner of [...reader.input.slice(open, as), ...reader.input.slice(end, end + 1)]) take(reader, inner);
  reader.at = end + 1;
  return true;
}

/** `if c then a else b` */
function ifThenElse(reader: Reader, token: IToken): boolean {
  const next = peek(reader, 1);
  if (token.image.toLowerCase() !== 'if' || next === undefined || next.tokenType === LParen || !reader.input.slice(reader.at, endOfLine(reader)).some(({ tokenType }) => tokenType === word.then)) return false;
  refuse(reader, spanOver(reader.path, token), '`if … then … else` is written as a call', 'Write `if(condition, value, other)`, or `case when condition then value else other end`');
  reader.at = endOfLine(reader);
  return true;
}
