/** Faults of the two-block strategy. */
import type { Mutant } from './mutant.js';

const blocks = (find: string, replace: string, why: string): Mutant => ({ file: 'src/compiler/lowering/two-block.ts', find, replace, why: `two blocks: ${why}` });

export const BLOCK_MUTANTS: readonly Mutant[] = [
  blocks('x: minus(blocks.ends, int(1)), order: desc,', 'x: blocks.ends, order: desc,', 'a row that ends at T is still there'),
  blocks('x: blocks.begins, order: asc,', 'x: plus(blocks.begins, int(1)), order: asc,', 'a row that begins at T is not there yet'),
  blocks('x: minus(blocks.ends, int(1)), order: desc,', 'x: minus(blocks.ends, int(1)), order: asc,', 'the block before is read upwards'),
  blocks("frame: 'peers',", "frame: 'running',", 'a row at the very instant may come behind its point'),
  blocks('length, earlier: [1n, 2n], regular:', 'length, earlier: [1n], regular:', 'rows of unequal lives: the second block before is not read'),
  blocks('length: width, earlier: [1n], regular: null', 'length: width, earlier: [2n], regular: null', 'the block before is not read'),
  blocks('const length = (width + 1n) / 2n;', 'const length = width / 3n + 1n;', 'three blocks do not span the window'),
  blocks('regular: ge(minus(ends, begins), int(length)) };', 'regular: null };', 'rows that live too shortly go into the blocks'),
  blocks("const ends = rows.endColumn ? fn('least_of', [left, endTime('r')], INT64) : left;", 'const ends = left;', 'a row that was replaced lasts'),
  blocks("const begins = rows.knownColumn ? fn('greatest_of', [at(bounds.enter), knowledgeTime('r')], INT64) : at(bounds.enter);", 'const begins = at(bounds.enter);', 'a row begins before it is known'),
  blocks('...(short === null ? [] : [short])]', ']', 'rows that live too shortly are lost'),
  blocks('        ...thereAt(rows, \'r\', at),\n      ],\n    }],\n    groupBy', '      ],\n    }],\n    groupBy', 'rows that live too shortly are seen before they are known'),
  blocks("...(length === null ? [] : [ref(u, 'block', INT64)])]", ']', 'blocks run into each other'),
  blocks("partial.fn === 'bool_and' ? 'min' : 'max'", "partial.fn === 'bool_and' ? 'max' : 'min'", 'any is all, and all is any'),
  blocks("order.descending ? 'max' : 'min'", "order.descending ? 'min' : 'max'", 'the first row is the last'),
  blocks('(conditions.length === 0 ? value : when(all(conditions), value, otherwise))', 'value', 'rows that a feature leaves out are counted'),
];
