/**
 * Habits of blocks: commas between statements, `:` or `=` behind a setting, brackets of another shape, and quotes
 * around what is a text.
 */
import { tokenMatcher, type IToken, type TokenType } from 'chevrotain';
import { finding } from '../../src/compiler/diagnostics/finding.js';
import { isReserved, reservedProblem } from '../parser/errors.js';
import { startsSomeStatement } from '../parser/vocabulary.js';
import { Colon, Comma, Dot, DoubleEquals, Duration, Equals, Identifier, LCurly, LParen, Minus, Name, QuotedName, RCurly, RParen, RSquare, Text, word } from '../tokens.js';
import { become, blockAt, closingOf, endOf, endOfLine, peek, replace, retell, spanOver, startsLine, take, type Habit, type Reader } from './reader.js';
import { quotedDuration } from './words.js';

/** The habits of blocks, by the type of the token that they begin with. */
export const blockHabits: readonly (readonly [number | undefined, Habit])[] = [
  [Comma.tokenTypeIdx, strayComma],
  [QuotedName.tokenTypeIdx, textInDoubleQuotes],
  [Text.tokenTypeIdx, quotedDuration],
  [Text.tokenTypeIdx, zoneWithoutIn],
  [Minus.tokenTypeIdx, nameInPieces],
  [Dot.tokenTypeIdx, nameInPieces],
  [LParen.tokenTypeIdx, columnsInRound],
  [LCurly.tokenTypeIdx, entityInCurly],
  [Identifier.tokenTypeIdx, columnWithoutColon],
  [Identifier.tokenTypeIdx, featureWithoutEquals],
];

/** Of a word that starts a statement, whichever it is. */
export const settingHabits: readonly Habit[] = [reservedName, columnWithoutColon, settingWithSign];

/** Commas at the end of statements and between columns: said once a block, put right in the whole of it. */
function strayComma(reader: Reader, token: IToken): boolean {
  if (!isStray(reader, reader.at)) return false;
  const open = reader.open.at(-1);
  const block = `, ${open?.before?.startOffset ?? -1}`;
  reader.at += 1;
  if (reader.told.has(block)) return true;
  reader.told.add(block);
  const all = strayFrom(reader, reader.at - 1).map((each) => ({ span: spanOver(reader.path, each), text: '' }));
  const what = blockAt(reader) === 'columns' ? 'No comma stands between columns' : open?.type === LCurly && next(reader)?.tokenType !== RCurly ? 'No comma stands between statements' : 'No comma stands behind the last one';
  retell(reader, spanOver(reader.path, token), what, 'Leave it out', { title: all.length === 1 ? 'leave it out' : `leave out all ${all.length} of them`, edits: all });
  return true;
}

const next = (reader: Reader): IToken | undefined => peek(reader);

/** The commas of the innermost block, from one on. */
function strayFrom(reader: Reader, from: number): readonly IToken[] {
  const found: IToken[] = [];
  let depth = 0;
  for (let i = from; i < reader.input.length && depth >= 0; i++) {
    const token = reader.input[i];
    if (token === undefined) break;
    if (/^[{([]$/.test(token.image)) depth += 1;
    else if (/^[})\]]$/.test(token.image)) depth -= 1;
    else if (depth === 0 && token.tokenType === Comma && isStray(reader, i)) found.push(token);
  }
  return found;
}

function isStray(reader: Reader, at: number): boolean {
  const [after, second] = [reader.input[at + 1], reader.input[at + 2]];
  if (after === undefined) return false;
  const inner = reader.open.at(-1);
  if (after.tokenType === RCurly || after.tokenType === RSquare) return inner !== undefined;
  if (inner?.type !== LCurly || second === undefined || !tokenMatcher(after, Name)) return false;
  if (second.tokenType === Colon) return true;
  if (!startsLine(reader, at + 1)) return false;
  if (second.tokenType === Equals || second.tokenType === DoubleEquals) return !lineHas(reader, at, word.on);
  // `{ n_24h,` and on the next line `n_30d }` is a list; a setting has something behind it.
  return startsSomeStatement(after.image) && second.tokenType !== Comma && second.tokenType !== RCurly && second.startLine === after.startLine;
}

/** Whether a token of some type stands before a place on its line: `on user_id = buyer_id,` goes on. */
function lineHas(reader: Reader, at: number, type: TokenType): boolean {
  for (let i = at; i >= 0; i--) {
    if (reader.input[i]?.tokenType === type) return true;
    if (startsLine(reader, i)) return false;
  }
  return false;
}

const declarationWords: ReadonlySet<TokenType> = new Set([word.entity, word.const, word.source, word.template, word.view, word.request, word.set]);

/** `view default for …`, `end = count()`: a word of the language where only a name can stand. */
function reservedName(reader: Reader, token: IToken): boolean {
  if (tokenMatcher(token, Name) || !isReserved(token)) return false;
  const before = reader.out.at(-1);
  const after = peek(reader, 1)?.tokenType;
  const declared = before !== undefined && declarationWords.has(before.tokenType) && blockAt(reader) === 'file';
  const defined = (after === Equals || after === Colon) && (startsLine(reader, reader.at) || before?.tokenType === LCurly || blockAt(reader) === 'columns') && blockAt(reader) !== 'none';
  if (!declared && !defined) return false;
  reader.report(reservedProblem(token, reader.path));
  reader.at += 1;
  take(reader, become(token, QuotedName, `"${token.image}"`));
  return true;
}

const beforeText: ReadonlySet<TokenType> = new Set([word.owner, word.zone, word.parquet, word.csv, word.test]);

/** `owner "growth"`, `in "Europe/Amsterdam"`: double quotes name things. */
function textInDoubleQuotes(reader: Reader, token: IToken): boolean {
  const before = reader.out.at(-1);
  const isReason = reader.out.at(-2)?.tokenType === word.allow && /^FT\d+$/.test(before?.image ?? '');
  const isZone = before?.tokenType === word.in && token.image.includes('/');
  if (before === undefined || !(beforeText.has(before.tokenType) || isReason || isZone)) return false;
  const written = `'${token.image.slice(1, -1).replaceAll('""', '"').replaceAll("'", "''")}'`;
  const span = spanOver(reader.path, token);
  retell(reader, span, 'Double quotes name columns, as in SQL; a text stands in single ones', `Write \`${written}\``, replace(span, written));
  reader.at += 1;
  take(reader, become(token, Text, written));
  return true;
}

/** `time at 'UTC'` */
function zoneWithoutIn(reader: Reader, token: IToken): boolean {
  const before = reader.out.at(-1);
  if (blockAt(reader) !== 'statements' || before === undefined || before.endLine !== token.startLine || !tokenMatcher(before, Name) || !/^'(?:UTC|[A-Z]\w+\/\w+)'$/.test(token.image)) return false;
  const clock = reader.out.findLast((each) => each.tokenType === word.time || each.tokenType === word.known);
  if (clock === undefined || clock.startLine !== token.startLine || clock === before) return false;
  const place = { file: reader.path, start: endOf(before), end: endOf(before) };
  reader.report(finding('FT1018', place, { what: '`in` before the zone' }, { fixes: [{ title: 'add `in`', edits: [{ span: place, text: ' in' }] }] }));
  take(reader, { ...become(before, word.in, 'in'), startOffset: endOf(before), endOffset: endOf(before) - 1 });
  reader.at += 1;
  take(reader, token);
  return true;
}

/** `view daily-spend`, `avg.amount = …`: a name is one word. */
function nameInPieces(reader: Reader, token: IToken): boolean {
  const [before, second] = [reader.out.at(-1), peek(reader, 1)];
  if (before === undefined || second === undefined || !tokenMatcher(second, Name) || before.tokenType === QuotedName || endOf(before) !== token.startOffset || endOf(token) !== second.startOffset) return false;
  const head = reader.out.at(-2);
  const declared = head !== undefined && declarationWords.has(head.tokenType) && blockAt(reader) === 'file' && tokenMatcher(before, Name);
  const starts = head === undefined || head.endLine !== before.startLine || head.tokenType === LCurly;
  const defined = blockAt(reader) === 'statements' && starts && tokenMatcher(before, Name) && peek(reader, 2)?.tokenType === Equals;
  if (!declared && !defined) return false;
  const name = `${before.image}_${second.image}`;
  const span = spanOver(reader.path, before, second);
  retell(reader, span, `A name is one word, without \`${token.image}\``, `Write \`${name}\``, replace(span, name));
  reader.out[reader.out.length - 1] = { ...become(before, Identifier, name), ...(second.endOffset === undefined ? {} : { endOffset: second.endOffset }) };
  reader.at += 2;
  return true;
}

/** `columns ( … )` */
function columnsInRound(reader: Reader, token: IToken): boolean {
  const before = reader.out.at(-1);
  return before?.tokenType === word.columns && blockAt(reader) === 'statements' && otherBrackets(reader, token, LCurly, RCurly, 'Columns stand in curly brackets');
}

/** `entity user { user_id: string }` */
function entityInCurly(reader: Reader, token: IToken): boolean {
  return reader.out.at(-2)?.tokenType === word.entity && blockAt(reader) === 'file' && otherBrackets(reader, token, LParen, RParen, 'The key of an entity stands in round brackets');
}

function otherBrackets(reader: Reader, token: IToken, open: TokenType, close: TokenType, problem: string): boolean {
  const end = closingOf(reader, reader.at);
  const last = end === undefined ? undefined : reader.input[end];
  if (end === undefined || last === undefined) return false;
  const [opening, closing] = open === LCurly ? ['{', '}'] : ['(', ')'];
  const [from, to] = [spanOver(reader.path, token), spanOver(reader.path, last)];
  retell(reader, from, problem, `Write \`${opening} … ${closing}\``, { title: `write \`${opening} … ${closing}\``, edits: [{ span: from, text: opening }, { span: to, text: closing }] });
  // The other bracket is met later in the walk.
  reader.input = reader.input.with(end, become(last, close, closing));
  reader.at += 1;
  take(reader, become(token, open, opening));
  return true;
}

const types: ReadonlySet<string> = new Set(['bool', 'int32', 'int64', 'float32', 'float64', 'decimal', 'string', 'bytes', 'date', 'timestamp', 'int', 'integer', 'bigint', 'text', 'varchar', 'numeric', 'float', 'double', 'boolean', 'datetime']);

/** `amount decimal(12,2)` of CREATE TABLE; a whole block is written so, and told once. */
function columnWithoutColon(reader: Reader, token: IToken): boolean {
  const type = peek(reader, 1);
  if (blockAt(reader) !== 'columns' || type === undefined || type.startLine !== token.endLine || !types.has(type.image.toLowerCase())) return false;
  const before = reader.out.at(-1);
  if (before?.tokenType === Colon) return false;
  const block = `: ${reader.open.at(-1)?.before?.startOffset ?? -1}`;
  take(reader, token);
  take(reader, { ...become(token, Colon, ':'), startOffset: endOf(token), endOffset: endOf(token) - 1 });
  reader.at += 1;
  if (reader.told.has(block)) return true;
  reader.told.add(block);
  const place = { file: reader.path, start: endOf(token), end: endOf(token) };
  const all = missingColons(reader, reader.at - 1);
  reader.report(finding('FT1018', place, { what: '`:` between the column and its type' }, {
    fixes: [{ title: all.length === 1 ? 'add `:`' : `add \`:\` in all ${all.length} columns`, edits: all.map((each) => ({ span: { file: reader.path, start: endOf(each), end: endOf(each) }, text: ':' })) }],
  }));
  return true;
}

/** The columns of a block that lack their colon. */
function missingColons(reader: Reader, from: number): readonly IToken[] {
  const found: IToken[] = [];
  for (let i = from; i < reader.input.length; i++) {
    const [token, type] = [reader.input[i], reader.input[i + 1]];
    if (token === undefined || token.tokenType === RCurly) break;
    if (tokenMatcher(token, Name) && type !== undefined && types.has(type.image.toLowerCase()) && type.startLine === token.endLine) found.push(token);
  }
  return found;
}

/** `n_30d count() over 30d` */
function featureWithoutEquals(reader: Reader, token: IToken): boolean {
  const [name, open] = [peek(reader, 1), peek(reader, 2)];
  if (blockAt(reader) !== 'statements' || !(startsLine(reader, reader.at) || reader.out.at(-1)?.tokenType === LCurly)) return false;
  if (name === undefined || open?.tokenType !== LParen || !tokenMatcher(name, Name) || open.startOffset !== endOf(name) || name.startLine !== token.startLine || startsSomeStatement(token.image)) return false;
  const place = { file: reader.path, start: endOf(token), end: endOf(token) };
  reader.report(finding('FT1018', place, { what: '`=` between the name and its value' }, { fixes: [{ title: 'add `=`', edits: [{ span: place, text: ' =' }] }] }));
  take(reader, token);
  take(reader, { ...become(token, Equals, '='), startOffset: endOf(token), endOffset: endOf(token) - 1 });
  reader.at += 1;
  return true;
}

/** `refresh: every 1h`, `owner = 'me'`, `online = true`: a setting is followed by its value. */
function settingWithSign(reader: Reader, token: IToken): boolean {
  const [sign, value] = [peek(reader, 1), peek(reader, 2)];
  if (blockAt(reader) !== 'statements' || !startsSomeStatement(token.image) || sign === undefined || value === undefined || value.startLine !== token.startLine) return false;
  if (!(startsLine(reader, reader.at) || reader.out.at(-1)?.tokenType === LCurly)) return false;
  const isColon = sign.tokenType === Colon;
  if (!isColon && sign.tokenType !== Equals) return false;
  if (isColon ? types.has(value.image) : !isSettingValue(reader, token, value)) return false;
  const flag = token.tokenType === word.online && (value.tokenType === word.true || value.tokenType === word.false);
  const last = reader.input[endOfLine(reader) - 1] ?? value;
  const words = reader.input.slice(reader.at + 2, endOfLine(reader)).map(({ image }) => image);
  const shown = flag ? token.image : words.length <= 4 ? [token.image, ...words].join(' ') : `${token.image} …`;
  const place = flag ? spanOver(reader.path, sign, value) : spanOver(reader.path, sign);
  retell(reader, place, `A setting is followed by its value, without \`${sign.image}\``, value.tokenType === word.false ? 'Leave the line out' : `Leave it out: write \`${shown}\``,
    value.tokenType === word.false ? replace(spanOver(reader.path, token, last), '', 'leave the line out') : replace({ ...place, start: endOf(token) }, flag ? '' : isColon ? '' : ' ', `write \`${shown}\``));
  if (value.tokenType !== word.false || !flag) take(reader, token);
  reader.at += flag ? 3 : 2;
  return true;
}

/** Whether what stands behind `=` can only be the value of the setting, and no feature or column. */
function isSettingValue(reader: Reader, token: IToken, value: IToken): boolean {
  const declaration = reader.open.at(-1)?.declaration?.tokenType;
  const alone = reader.at + 3 >= endOfLine(reader);
  switch (token.tokenType) {
    case word.online:
      return alone && (value.tokenType === word.true || value.tokenType === word.false);
    case word.owner:
    case word.zone:
      return alone && value.tokenType === Text;
    case word.freshness:
    case word.ttl:
    case word.settle:
    case word.retention:
      return alone && value.tokenType === Duration;
    case word.refresh:
      return value.tokenType === word.every;
    case word.from:
    case word.rows:
    case word.time:
    case word.known:
      return declaration === word.source && !hasClause(reader, token.tokenType);
    default:
      return false;
  }
}

/** Whether the block has the clause itself, written as it should be. */
function hasClause(reader: Reader, type: TokenType): boolean {
  let depth = 0;
  for (let i = reader.at; i >= 0 && depth >= 0; i--) {
    const token = reader.input[i];
    if (token?.tokenType === RCurly) depth += 1;
    if (token?.tokenType === LCurly) depth -= 1;
    if (depth === 0 && token?.tokenType === type && ![Equals, Colon].includes(reader.input[i + 1]?.tokenType ?? Equals)) return true;
  }
  depth = 0;
  for (let i = reader.at; i < reader.input.length && depth >= 0; i++) {
    const token = reader.input[i];
    if (token?.tokenType === LCurly) depth += 1;
    if (token?.tokenType === RCurly) depth -= 1;
    if (depth === 0 && token?.tokenType === type && ![Equals, Colon].includes(reader.input[i + 1]?.tokenType ?? Equals)) return true;
  }
  return false;
}
