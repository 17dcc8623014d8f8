// Stored cells become values of request time and come back as they were: a set shows what its views hold.
import { describe, expect, it } from 'vitest';
import type { Type } from '../../src/compiler/types/type.js';
import { cellText } from '../../src/runtime/drivers/cell-text.js';
import { dateCell, decimalCell, timestampCell } from '../../src/runtime/drivers/cells.js';
import type { Cell } from '../../src/runtime/drivers/driver.js';
import { cellValue, valueCell } from '../../src/runtime/request/cells.js';

const money: Type = { kind: 'decimal', precision: 8, scale: 2 };
const pairs = (a: Type, b: Type): Type => ({ kind: 'array', element: { kind: 'pair', fields: [{ name: 'a', type: a }, { name: 'b', type: b }] } });

describe('a list on its way through a set', () => {
  it.each<readonly [string, Type, Cell, string]>([
    ['of decimals', { kind: 'array', element: money }, [decimalCell('18.00')], '["18.00"]'],
    ['of texts and decimals', pairs({ kind: 'string' }, money), [['i01', decimalCell('18.00')], ['i02', null]], '[["i01","18.00"],["i02",null]]'],
    ['of decimals of two scales', pairs(money, { kind: 'decimal', precision: 8, scale: 0 }), [[decimalCell('0.50'), decimalCell('3')]], '[["0.50","3"]]'],
    ['of days and moments', pairs({ kind: 'date' }, { kind: 'timestamp' }), [[dateCell(0), timestampCell(1_000_000n, true)]], '[["1970-01-01","1970-01-01T00:00:01Z"]]'],
  ])('%s is what it was', (_, type, cell, text) => {
    const back = valueCell(cellValue(cell, type), type);
    expect(back).toEqual(cell);
    expect(back === null ? null : cellText(back)).toBe(text);
  });
});
