/** Three-valued logic, comparison and choice: what a null does is written out for each. */
import type { ScalarOp } from '../types/expression.js';
import { at, binary, strict, unary, type Build } from './operands.js';
import { compareValues } from './values.js';

const compare = (holds: (difference: number) => boolean): Build => (_call, args) => binary(at(args, 0), at(args, 1), (a, b) => holds(compareValues(a, b)));

/** One that decides makes the rest not matter; else one that is unknown makes the whole unknown. */
const connected = (decides: boolean): Build => (_call, args) => (row) => {
  let unknown = false;
  for (const arg of args) {
    const value = arg(row);
    if (value === decides) return decides;
    if (value === null) unknown = true;
  }
  return unknown ? null : !decides;
};

/** Among several: found, or unknown where one of them is null, or not found. */
const isIn: Build = (_call, [value, ...members]) => (row) => {
  const wanted = value?.(row) ?? null;
  if (wanted === null) return null;
  let unknown = false;
  for (const member of members) {
    const each = member(row);
    if (each === null) unknown = true;
    else if (compareValues(wanted, each) === 0) return true;
  }
  return unknown ? null : false;
};

const coalesce: Build = (_call, args) => (row) => {
  for (const arg of args) {
    const value = arg(row);
    if (value !== null) return value;
  }
  return null;
};

export const logic = {
  and: connected(false),
  or: connected(true),
  not: (_call, args) => unary(at(args, 0), (a) => a !== true),
  is_null: (_call, args) => (row) => at(args, 0)(row) === null,
  is_not_null: (_call, args) => (row) => at(args, 0)(row) !== null,
  eq: compare((d) => d === 0),
  ne: compare((d) => d !== 0),
  lt: compare((d) => d < 0),
  le: compare((d) => d <= 0),
  gt: compare((d) => d > 0),
  ge: compare((d) => d >= 0),
  in: isIn,
  coalesce,
  least: (_call, args) => strict(args, (values) => values.reduce((x, y) => (compareValues(y, x) < 0 ? y : x))),
  greatest: (_call, args) => strict(args, (values) => values.reduce((x, y) => (compareValues(y, x) > 0 ? y : x))),
} satisfies Partial<Record<ScalarOp, Build>>;
