/** Functions of text, by code points, and of lists. */
import type { ScalarOp } from '../types/expression.js';
import { at, big, binary, strict, text, typeAt, unary, type Build, type NonNull } from './operands.js';
import { compareValues } from './values.js';

const isList = (value: NonNull): value is readonly NonNull[] => Array.isArray(value);
const PAIRS = /[\ud800-\udfff]/;

const length: Build = (call, args) => {
  const isBytes = typeAt(call, 0).kind === 'bytes';
  return unary(at(args, 0), (a) => {
    if (isList(a)) return BigInt(a.length);
    return BigInt(isBytes ? text(a).length / 2 : PAIRS.test(text(a)) ? Array.from(text(a)).length : text(a).length);
  });
};

/** Positions count from 1 and may lie before the text: those count, and hold nothing. */
const substr: Build = (_call, args) => strict(args, ([value = '', from = 1n, count]) => {
  const start = big(from) - 1n;
  const points = PAIRS.test(text(value)) ? Array.from(text(value)) : null;
  const size = BigInt(points?.length ?? text(value).length);
  const clamp = (position: bigint): number => Number(position < 0n ? 0n : position > size ? size : position);
  const [first, last] = [clamp(start), clamp(count === undefined ? size : start + big(count))];
  if (last <= first) return '';
  return points === null ? text(value).slice(first, last) : points.slice(first, last).join('');
});

const contains: Build = (_call, args) =>
  binary(at(args, 0), at(args, 1), (a, b) => (isList(a) ? a.some((each) => compareValues(each, b) === 0) : text(a).includes(text(b))));

export const texts = {
  length,
  substr,
  contains,
  concat: (_call, args) => strict(args, (values) => values.map(text).join('')),
  starts_with: (_call, args) => binary(at(args, 0), at(args, 1), (a, b) => text(a).startsWith(text(b))),
  lower_ascii: (_call, args) => unary(at(args, 0), (a) => text(a).replace(/[A-Z]+/g, (letters) => letters.toLowerCase())),
  upper_ascii: (_call, args) => unary(at(args, 0), (a) => text(a).replace(/[a-z]+/g, (letters) => letters.toUpperCase())),
} satisfies Partial<Record<ScalarOp, Build>>;
