/** Arrays in Postgres: positions from 1, null outside. */
import { arg } from '../common.js';
import type { SqlType } from '../../relational/scalar.js';
import type { PrintCall, Printed } from '../dialect.js';
import { atom, callOf, comparison, onlyIf, test } from '../pieces.js';
import { collated } from './sources.js';
import { typeName } from './types.js';

export const arrayAt: PrintCall = (args) => atom(`(${arg(args, 0).text})[${arg(args, 1).text}]`);
export const arraySlice: PrintCall = (args) => atom(`(${arg(args, 0).text})[${arg(args, 1).text}:${arg(args, 2).text}]`);
export const arrayLength: PrintCall = (args) => callOf(isPairs(arg(args, 0).type) ? 'jsonb_array_length' : 'cardinality', [arg(args, 0)]);
export const arrayEmpty: PrintCall = (_args, type) => atom(`CAST('${isPairs(type) ? '[]' : '{}'}' AS ${typeName(type)})`);

const isPairs = (type: SqlType): boolean => type.kind === 'array' && type.element.kind === 'pair';

/** Null where the array or the value is; its elements never are. Of an empty array `= ANY` is false even for a null. */
export const listContains: PrintCall = (args) => {
  const [list, value] = [arg(args, 0), arg(args, 1)];
  const found = comparison(value.type.kind === 'string' ? collated(value) : value, '=', atom(`ANY (${list.text})`));
  return value.scalar.kind === 'literal' && value.scalar.value !== null ? found : onlyIf(test(value, 'IS NOT NULL'), found);
};

/** Two arrays of one length as a document: [[a, b], …]. Its numbers have every digit; bytes become hexadecimal text. */
export const arrayPairs: PrintCall = (args) => {
  const [a, b] = [arg(args, 0), arg(args, 1)];
  const member = (name: string, { type }: Printed): string => {
    const isBytes = type.kind === 'array' && type.element.kind === 'bytes';
    return isBytes ? `'\\x' || encode(f__e.${name}, 'hex')` : `f__e.${name}`;
  };
  const pairs = `jsonb_agg(jsonb_build_array(${member('a', a)}, ${member('b', b)}) ORDER BY f__e.n)`;
  return atom(`(SELECT coalesce(${pairs}, '[]') FROM unnest(${a.text}, ${b.text}) WITH ORDINALITY AS f__e (a, b, n))`);
};

/**
 * Two passes: the mean, then the squares of what is left, less the square of what the mean missed. Beyond 1e150 the
 * squares leave float64: null. Squares too small for a float are 0 here instead of an error.
 */
export const centeredSquares: PrintCall = (args) => {
  const list = arg(args, 0).text;
  const values = `unnest(${list}) AS f__e (x)`;
  const square = (x: string): string => `CASE WHEN abs(${x}) < 1e-160 THEN 0 ELSE ${x} * ${x} END`;
  const centered = `SELECT f__e.x - f__m.mean AS d, f__m.n FROM ${values}, (SELECT sum(f__e.x) / count(f__e.x) AS mean, count(f__e.x) AS n FROM ${values} HAVING max(abs(f__e.x)) <= 1e150 OFFSET 0) AS f__m`;
  return atom(
    `(SELECT f__s.squares - (${square('f__s.missed')}) / f__s.n FROM (SELECT sum(${square('f__d.d')}) AS squares, sum(f__d.d) AS missed, max(f__d.n) AS n FROM (${centered} OFFSET 0) AS f__d) AS f__s)`,
  );
};
