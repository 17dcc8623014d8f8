/** Lists in DuckDB: positions from 1, null outside. */
import { invariant } from '../../diagnostics/invariant.js';
import { arg, scaleOf, spreadOf } from '../common.js';
import { nullOf, WIDE, type SqlType } from '../../relational/scalar.js';
import type { PrintCall } from '../dialect.js';
import { atom, inside, LEVEL, onlyIf, test } from '../pieces.js';
import { rangeOfType } from '../range.js';
import { doubleText, quotedName } from '../text.js';
import { unscaled } from './numbers.js';
import { MAX_NAME_BYTES } from './sources.js';
import { typeName } from './types.js';

export const arrayAt: PrintCall = (args) => atom(`list_extract(${arg(args, 0).text}, ${arg(args, 1).text})`);
export const arraySlice: PrintCall = (args) => atom(`list_slice(${args.map((a) => a.text).join(', ')})`);
export const arrayLength: PrintCall = (args) => atom(`len(${arg(args, 0).text})`);
/** Null where the list or the value is: nothing is known of it. */
export const listContains: PrintCall = (args) => {
  const [list, value] = [arg(args, 0), arg(args, 1)];
  const found = atom(`list_contains(${list.text}, ${value.text})`);
  return value.scalar.kind === 'literal' ? found : onlyIf(test(value, 'IS NOT NULL'), found);
};

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
 * Two passes: the mean, then the squares of what is left, less the square of what the mean missed. Floats whose squares
 * a float cannot hold are scaled by a power of two first, and the result back: too large, it is infinite.
 */
export const arraySpread: PrintCall = (args) => {
  const values = arg(args, 0);
  const { root, less } = spreadOf(args);
  const list = inside(values, LEVEL.atom);
  const isExact = values.type.kind === 'array' && values.type.element.kind !== 'float64';
  const x = isExact ? 'x' : 'x * s';
  const squares = `list_sum(list_transform(l, lambda x: (${x} - m) * (${x} - m)))`;
  const missed = `list_sum(list_transform(l, lambda x: ${x} - m))`;
  const variance = `greatest(${squares} - ${missed} * ${missed} / len(l), 0e0) / (len(l)${less})`;
  const spread = root ? `sqrt(${variance})` : variance;
  const mean = isExact ? 'list_sum(l) / len(l)' : 'list_sum(list_transform(l, lambda x: x * s)) / len(l)';
  const centered = (result: string): string => `list_transform([${mean}], lambda m: ${result})[1]`;
  const scaled = `list_transform([${scaleOf('list_max(list_transform(l, lambda x: abs(x)))', doubleText)}], lambda s: ${centered(`${spread} / s${root ? '' : ' / s'}`)})[1]`;
  return atom(`list_transform([${distances(list, values.type)}], lambda l: CASE WHEN len(l)${less} > 0 THEN ${isExact ? centered(spread) : scaled} END)[1]`);
};

/**
 * Exact values by their distance from the first, taken before it becomes a float: 2^63 - 1 and 2^63 - 2 are one float, and
 * 1 apart. Of 38 digits the distance may have more; its two halves meet as floats.
 */
function distances(list: string, type: SqlType): string {
  const element = type.kind === 'array' ? type.element : type;
  const isInteger = element.kind === 'int32' || element.kind === 'int64';
  if (!isInteger && element.kind !== 'decimal') return list;
  if (element.kind === 'decimal' && element.precision === 38) return distancesOfHalves(list, element);
  const wider = element.kind === 'decimal' ? `DECIMAL(${String(element.precision + 1)},${String(element.scale)})` : 'HUGEINT';
  return `list_transform([${list}], lambda a: list_transform(a, lambda x: CAST(CAST(x AS ${wider}) - CAST(a[1] AS ${wider}) AS DOUBLE)))[1]`;
}

function distancesOfHalves(list: string, element: SqlType & { readonly kind: 'decimal' }): string {
  const digits = unscaled([{ ...atom('x'), type: element, range: rangeOfType(element), scalar: nullOf(element) }], WIDE).text;
  const half = '10000000000000000000';
  const apart = (operator: '//' | '%'): string => `CAST(u ${operator} ${half} - w[1] ${operator} ${half} AS DOUBLE)`;
  const distance = `(${apart('//')} * 1e19 + ${apart('%')}) / 1e${String(element.scale)}`;
  return `list_transform([list_transform(${list}, lambda x: ${digits})], lambda w: list_transform(w, lambda u: ${distance}))[1]`;
}
