/** Arrays in Postgres: positions from 1, null outside. */
import { arg, SCALES, scaleOf, spreadOf } from '../common.js';
import { doubleText } from '../text.js';
import type { SqlType } from '../../relational/scalar.js';
import type { PrintCall, Printed } from '../dialect.js';
import { atom, callOf, comparison, onlyIf, test } from '../pieces.js';
import { collated } from './sources.js';
import { typeName } from './types.js';

export const arrayAt: PrintCall = (args) => atom(`(${arg(args, 0).text})[${arg(args, 1).text}]`);
export const arraySlice: PrintCall = (args) => atom(`(${arg(args, 0).text})[${arg(args, 1).text}:${arg(args, 2).text}]`);
export const arrayLength: PrintCall = (args) => callOf(isPairs(arg(args, 0).type) ? 'jsonb_array_length' : 'cardinality', [arg(args, 0)]);
export const arrayEmpty: PrintCall = (_args, type) => atom(`CAST('${isPairs(type) ? '[]' : '{}'}' AS ${typeName(type)})`);

const float = (value: number): string => `double precision '${doubleText(value)}'`;
const [DOWN, UP] = [float(SCALES.down), float(SCALES.up)];

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
 * Two passes: the mean, then the squares of what is left, less the square of what the mean missed. Floats whose squares
 * a float cannot hold are scaled by a power of two first, and the result back: too large, it is infinite. What is too
 * small for a float, or beside the largest too small to be seen, is 0 here instead of an error.
 */
export const arraySpread: PrintCall = (args) => {
  const { root, less } = spreadOf(args);
  const values = `unnest(${arg(args, 0).text}) AS f__e (x)`;
  const scaled = (s: string): string => `CASE ${s} WHEN ${DOWN} THEN CASE WHEN abs(f__e.x) > 1e100 THEN f__e.x * ${DOWN} ELSE 0 END ELSE f__e.x * ${s} END`;
  const square = (d: string): string => `CASE WHEN abs(${d}) < 1e-160 THEN 0 ELSE ${d} * ${d} END`;
  const scale = `SELECT ${scaleOf('max(abs(f__e.x))', float)} AS s FROM ${values} OFFSET 0`;
  const mean = `SELECT sum(${scaled('f__c.s')}) / count(f__e.x) AS mean, count(f__e.x) AS n, f__c.s FROM ${values}, (${scale}) AS f__c GROUP BY f__c.s OFFSET 0`;
  const centered = `SELECT ${scaled('f__m.s')} - f__m.mean AS d, f__m.n, f__m.s FROM ${values}, (${mean}) AS f__m OFFSET 0`;
  const sums = `SELECT sum(${square('f__d.d')}) AS squares, sum(f__d.d) AS missed, max(f__d.n) AS n, max(f__d.s) AS s FROM (${centered}) AS f__d`;
  const variance = `greatest(f__s.squares - (${square('f__s.missed')}) / f__s.n, 0) / nullif(f__s.n${less}, 0)`;
  const result = `SELECT ${root ? `sqrt(${variance})` : variance} AS v, f__s.s FROM (${sums}) AS f__s`;
  const back = (scaleText: string): string => `f__v.v / ${scaleText}${root ? '' : ` / ${scaleText}`}`;
  const [most, least] = [2 ** (1024 - (root ? 600 : 1200)), 2 ** ((root ? 600 : 1200) - 1074)].map(float);
  return atom(
    `(SELECT CASE f__v.s WHEN ${DOWN} THEN CASE WHEN f__v.v < ${most ?? ''} THEN ${back(DOWN)} ELSE 'Infinity' END ` +
      `WHEN ${UP} THEN CASE WHEN f__v.v >= ${least ?? ''} THEN ${back(UP)} ELSE 0 END ELSE f__v.v END FROM (${result}) AS f__v)`,
  );
};
