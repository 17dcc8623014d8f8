/** Lists in DuckDB: positions from 1, null outside. */
import { invariant } from '../../diagnostics/invariant.js';
import { arg } from '../common.js';
import type { SqlType } from '../../relational/scalar.js';
import type { PrintCall } from '../dialect.js';
import { atom, inside, LEVEL } from '../pieces.js';
import { quotedName } from '../text.js';
import { MAX_NAME_BYTES } from './sources.js';
import { typeName } from './types.js';

export const arrayAt: PrintCall = (args) => atom(`list_extract(${arg(args, 0).text}, ${arg(args, 1).text})`);
export const arraySlice: PrintCall = (args) => atom(`list_slice(${args.map((a) => a.text).join(', ')})`);
export const arrayLength: PrintCall = (args) => atom(`len(${arg(args, 0).text})`);
/** Two lists of one length as one of pairs. `list_zip` would name the members for no one to read. */
export const arrayPairs: PrintCall = (args) => {
  const [a, b] = [arg(args, 0), arg(args, 1)];
  return atom(`list_transform(list_zip(${a.text}, ${b.text}), lambda e: {'f1': e[1], 'f2': e[2]})`);
};

/** Pairs on their way out: members go by the names that people gave them. */
export const namedPairs: PrintCall = (args, type) => {
  invariant(type.kind === 'array' && type.element.kind === 'pair', 'pairs stand in a list');
  const members = type.element.fields.map((field, i) => `${quotedName(field.name, MAX_NAME_BYTES)} := e.f${String(i + 1)}`);
  return atom(`list_transform(${arg(args, 0).text}, lambda e: struct_pack(${members.join(', ')}))`);
};

export const arrayEmpty: PrintCall = (_args, type) => atom(`CAST([] AS ${typeName(type)})`);

/**
 * Two passes: the mean, then the squares of what is left, less the square of what the mean missed. Beyond 1e150 the
 * squares leave float64: null.
 */
export const centeredSquares: PrintCall = (args) => {
  const values = arg(args, 0);
  const list = inside(values, LEVEL.atom);
  const squares = 'list_sum(list_transform(l, lambda x: (x - m) * (x - m)))';
  const missed = 'list_sum(list_transform(l, lambda x: x - m))';
  return atom(
    `list_transform([${distances(list, values.type)}], lambda l: CASE WHEN len(l) > 0 AND list_max(list_transform(l, lambda x: abs(x))) <= 1e150 ` +
      `THEN list_transform([list_sum(l) / len(l)], lambda m: ${squares} - ${missed} * ${missed} / len(l))[1] END)[1]`,
  );
};

/** Exact values by their distance from the first, taken before it becomes a float: 2^63 - 1 and 2^63 - 2 are one float, and 1 apart. */
function distances(list: string, type: SqlType): string {
  const element = type.kind === 'array' ? type.element : type;
  const exact = element.kind === 'int32' || element.kind === 'int64' ? 'HUGEINT'
    : element.kind === 'decimal' && element.precision < 38 ? `DECIMAL(${String(element.precision + 1)},${String(element.scale)})` : null;
  return exact === null ? list : `list_transform([${list}], lambda a: list_transform(a, lambda x: CAST(CAST(x AS ${exact}) - CAST(a[1] AS ${exact}) AS DOUBLE)))[1]`;
}
