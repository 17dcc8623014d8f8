import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrayOf, BOOL, BYTES, DATE, decimal, DURATION, FLOAT32, FLOAT64, INT32, INT64, STRING, TIMESTAMP, type Type } from '../../../src/compiler/types/type.js';
import { dateCell, decimalCell, decimalText, timestampCell, unscaledDecimal } from '../../../src/runtime/drivers/cells.js';
import type { Cell } from '../../../src/runtime/drivers/driver.js';
import { FormatError } from '../../../src/runtime/online/bytes.js';
import { ValueError } from '../../../src/runtime/online/exact-values.js';
import { encodeKey, LONGEST_KEY } from '../../../src/runtime/online/key-codec.js';
import { compareStamps, decodeStamp, encodeStamp } from '../../../src/runtime/online/stamp.js';
import { decodeValue, encodeValue, type Field } from '../../../src/runtime/online/value-codec.js';

const micros = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const text = fc.string({ unit: 'binary' });

interface Typed {
  readonly type: Type;
  readonly cell: fc.Arbitrary<Cell>;
}
const scalars: fc.Arbitrary<Typed> = fc.oneof(
  fc.constant<Typed>({ type: BOOL, cell: fc.boolean() }),
  fc.constant<Typed>({ type: INT32, cell: fc.bigInt({ min: -(2n ** 31n), max: 2n ** 31n - 1n }) }),
  fc.constant<Typed>({ type: INT64, cell: micros }),
  fc.constant<Typed>({ type: DURATION, cell: micros }),
  fc.constant<Typed>({ type: FLOAT32, cell: fc.float({ noDefaultInfinity: true, noNaN: true }).map((x) => (x === 0 ? 0 : x)) }),
  fc.constant<Typed>({ type: FLOAT64, cell: fc.double().map((x) => (x === 0 ? 0 : x)) }),
  fc.constant<Typed>({ type: STRING, cell: text }),
  fc.constant<Typed>({ type: BYTES, cell: fc.uint8Array() }),
  fc.constant<Typed>({ type: DATE, cell: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).map(dateCell) }),
  fc.constant<Typed>({ type: TIMESTAMP, cell: micros.map((us) => timestampCell(us, true)) }),
  fc.integer({ min: 1, max: 38 }).chain((precision) =>
    fc.integer({ min: 0, max: precision }).map((scale): Typed => ({
      type: decimal(precision, scale),
      cell: fc.bigInt({ min: 1n - 10n ** BigInt(precision), max: 10n ** BigInt(precision) - 1n }).map((n) => decimalCell(decimalText(n, scale))),
    })),
  ),
);
const pairs = fc.tuple(scalars, scalars).map(([a, b]): Typed => ({
  type: { kind: 'pair', fields: [{ name: 'a', type: a.type }, { name: 'b', type: b.type }] },
  cell: fc.tuple(a.cell, fc.option(b.cell)) as fc.Arbitrary<Cell>,
}));
const typed: fc.Arbitrary<Typed> = fc.oneof(scalars, fc.oneof(scalars, pairs).map(({ type, cell }): Typed => ({ type: arrayOf(type), cell: fc.array(cell, { maxLength: 5 }) })));
const rows = fc.array(typed, { maxLength: 20 }).chain((columns) =>
  fc.tuple(fc.constant(columns.map((c, i): Field => ({ name: `f${i}`, type: c.type }))), fc.tuple(...columns.map((c) => fc.option(c.cell)))),
);

describe('a packed value', () => {
  it('gives every row back, nulls, arrays and pairs included', () => {
    fc.assert(fc.property(rows, ([fields, row]) => {
      expect(decodeValue(fields, encodeValue(fields, row))).toEqual(row);
    }), { numRuns: 500 });
  });

  it('is read as the documentation says, byte by byte', () => {
    const fields: readonly Field[] = [
      { name: 'n', type: INT64 }, { name: 'm', type: decimal(12, 2) }, { name: 'x', type: FLOAT64 }, { name: 's', type: STRING },
      { name: 'none', type: INT32 }, { name: 'l', type: arrayOf(INT32) }, { name: 'at', type: TIMESTAMP }, { name: 'b', type: BOOL }, { name: 'w', type: decimal(38, 0) },
    ];
    const row: readonly Cell[] = [-2n, decimalCell('1.50'), 1, 'é', null, [1n, 2n], timestampCell(1n, true), true, decimalCell('-1')];
    expect(Buffer.from(encodeValue(fields, row)).toString('hex')).toBe(
      [
        '01', '1000', // format; bitmap of nine bits, the fifth set
        'feffffffffffffff', '9600000000000000', '000000000000f03f', '02000000c3a9', '020000000100000002000000', '0100000000000000', '01',
        'ffffffffffffffffffffffffffffffff',
      ].join(''),
    );
  });

  it('is what the example in the documentation shows', () => {
    const page = readFileSync(new URL('../../../docs/reference/online-format.md', import.meta.url), 'utf8');
    const example = /^Example: `n int64[^\n]*\n\n {4}([0-9a-f ]+)$/m.exec(page)?.[1]?.replaceAll(' ', '');
    const fields: readonly Field[] = [{ name: 'n', type: INT64 }, { name: 'm', type: decimal(12, 2) }, { name: 'none', type: INT32 }, { name: 'l', type: arrayOf(INT32) }];
    expect(Buffer.from(encodeValue(fields, [-2n, decimalCell('1.50'), null, [1n, 2n]])).toString('hex')).toBe(example);
  });

  it('takes what engines give for the same value', () => {
    const fields: readonly Field[] = [{ name: 'sum', type: decimal(38, 0) }, { name: 'count', type: INT64 }, { name: 'eur', type: decimal(38, 2) }, { name: 'x', type: FLOAT64 }];
    const a = encodeValue(fields, [7n, 3n, decimalCell('1.5'), -0]);
    const b = encodeValue(fields, [decimalCell('7.000'), decimalCell('3'), decimalCell('1.500'), 0]);
    expect(a).toEqual(b);
  });

  it.each<readonly [Type, Cell]>([
    [INT32, 2n ** 31n], [INT64, 2n ** 63n], [INT64, decimalCell('1.5')], [INT64, 1], [INT64, '1'], [decimal(4, 2), decimalCell('100.00')], [decimal(4, 2), decimalCell('1.005')],
    [decimal(4, 2), 'x'], [FLOAT64, 1n], [FLOAT64, decimalCell('1')], [STRING, 1n], [BOOL, 1n], [BYTES, 'x'], [DATE, timestampCell(0n, true)], [TIMESTAMP, dateCell(0)],
    [arrayOf(INT64), 1n], [arrayOf(INT64), [null]], [arrayOf(INT64), ['x']],
  ])('refuses for %j the value %s instead of changing it', (type, cell) => {
    expect(() => encodeValue([{ name: 'total', type }], [cell])).toThrow(ValueError);
    expect(() => encodeValue([{ name: 'total', type }], [cell])).toThrow(/^total /);
  });

  it('of another format, cut off, or with bytes too many is refused, never misread', () => {
    fc.assert(fc.property(rows, fc.nat(), ([fields, row], at) => {
      const bytes = encodeValue(fields, row);
      expect(() => decodeValue(fields, bytes.slice(0, at % bytes.length))).toThrow(FormatError);
      expect(() => decodeValue(fields, Uint8Array.from([...bytes, 0]))).toThrow(FormatError);
      expect(() => decodeValue(fields, Uint8Array.from([2, ...bytes.slice(1)]))).toThrow(FormatError);
    }));
    expect(() => decodeValue([{ name: 'l', type: arrayOf(INT64) }], Uint8Array.from([1, 0, 255, 255, 255, 255]))).toThrow(FormatError);
    expect(() => decodeValue([{ name: 's', type: STRING }], Uint8Array.from([1, 0, 1, 0, 0, 0, 0xff]))).toThrow(FormatError);
  });
});

describe('an encoded key', () => {
  const part = fc.oneof(
    fc.tuple(fc.constant<Type>(STRING), text as fc.Arbitrary<Cell>), fc.tuple(fc.constant<Type>(INT64), micros as fc.Arbitrary<Cell>),
    fc.tuple(fc.constant<Type>(BOOL), fc.boolean() as fc.Arbitrary<Cell>), fc.tuple(fc.constant<Type>(DATE), fc.integer({ min: -100_000, max: 100_000 }).map(dateCell) as fc.Arbitrary<Cell>),
    fc.tuple(fc.constant<Type>(BYTES), fc.uint8Array() as fc.Arbitrary<Cell>),
  );
  const key = fc.array(part, { minLength: 1, maxLength: 4 });
  const hex = (types: readonly Type[], parts: readonly Cell[]): string => Buffer.from(encodeKey(types, parts) ?? []).toString('hex');

  it('never is that of another key, whatever the parts hold', () => {
    const normal = (parts: readonly (readonly [Type, Cell])[]): string =>
      JSON.stringify(parts.map(([type, cell]) => [type.kind, cell instanceof Uint8Array ? [...cell] : typeof cell === 'bigint' ? String(cell) : cell]));
    fc.assert(fc.property(key, key, (a, b) => {
      const same = normal(a) === normal(b);
      expect(hex(a.map(([t]) => t), a.map(([, c]) => c)) === hex(b.map(([t]) => t), b.map(([, c]) => c))).toBe(same);
    }), { numRuns: 2000 });
  });

  it('keeps parts apart that concatenation confuses', () => {
    const two = [STRING, STRING];
    const keys = [['1', '23'], ['12', '3'], ['123', ''], ['', '123'], ['1:2', '3'], ['1', '2:3'], ['a\u0000', 'b'], ['a', '\u0000b'], ['s', '\u0000\u0000\u0000\u0001s']];
    expect(new Set(keys.map((parts) => hex(two, parts))).size).toBe(keys.length);
    expect(hex([STRING], ['1'])).not.toBe(hex([INT64], [1n]));
    expect(hex([BYTES], [Uint8Array.from(Buffer.from('1'))])).not.toBe(hex([STRING], ['1']));
    for (const [a, b] of [['é', 'e\u0301'], ['a', 'A'], ['a', 'a '], ['😀', '😁']] as const) expect(hex([STRING], [a])).not.toBe(hex([STRING], [b]));
  });

  it('is as documented, and the same for int32 and int64', () => {
    expect(hex([STRING, INT32], ['é', -1n])).toBe('7300000002c3a9' + '6900000008ffffffffffffffff');
    expect(hex([INT32], [5n])).toBe(hex([INT64], [5n]));
    expect(hex([BOOL, DATE, BYTES], [true, dateCell(1), Uint8Array.of(9)])).toBe('620000000101' + '640000000400000001' + '780000000109');
  });

  it('with a null part is none', () => {
    expect(encodeKey([STRING, INT64], ['a', null])).toBeNull();
  });

  it('that is long is replaced by a digest, and still its own', () => {
    const long = 'x'.repeat(LONGEST_KEY);
    expect(encodeKey([STRING], [long])).toHaveLength(33);
    expect(hex([STRING], [long])).not.toBe(hex([STRING], [`${long}x`]));
    expect(hex([STRING], [long]).startsWith('ff')).toBe(true);
  });

  it('refuses text that UTF-8 cannot hold, and values of another type', () => {
    expect(() => encodeKey([STRING], ['\ud800'])).toThrow(ValueError);
    expect(() => encodeKey([INT32], [2n ** 40n])).toThrow(ValueError);
    expect(() => encodeKey([STRING], [1n])).toThrow(ValueError);
  });
});

describe('stamps', () => {
  it('sort as bytes as they do as numbers, and come back', () => {
    fc.assert(fc.property(micros, micros, micros, micros, (a, b, c, d) => {
      const [x, y] = [{ asOf: a, run: b }, { asOf: c, run: d }];
      expect(Math.sign(Buffer.compare(encodeStamp(x), encodeStamp(y)))).toBe(Math.sign(compareStamps(x, y)));
      expect(decodeStamp(encodeStamp(x))).toEqual(x);
    }));
  });
});

describe('decimals as text', () => {
  it('lose nothing', () => {
    fc.assert(fc.property(fc.bigInt({ min: -(10n ** 38n), max: 10n ** 38n }), fc.integer({ min: 0, max: 38 }), (n, scale) => {
      expect(unscaledDecimal(decimalText(n, scale), scale)).toBe(n);
    }));
    expect([decimalText(-5n, 2), decimalText(0n, 0), decimalText(120n, 1)]).toEqual(['-0.05', '0', '12.0']);
    expect([unscaledDecimal('1.50', 1), unscaledDecimal('1.55', 1), unscaledDecimal('1e3', 0), unscaledDecimal('', 0), unscaledDecimal('-.5', 1)]).toEqual([15n, null, null, null, null]);
  });
});
