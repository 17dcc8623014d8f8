/**
 * Where a cell of a CSV file stands: an engine that refuses a value it has already read names the column and no line.
 * Files are read as they are written for this driver: commas, double quotes, a header.
 */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** The line that the first record begins in whose cell in this column is this text, from 1; null where there is none. */
export async function findCell(path: string, column: string, text: string): Promise<number | null> {
  const input = createReadStream(path);
  let line = 0;
  let began = 1;
  let record: string | null = null;
  let index: number | null = null;
  try {
    for await (const piece of createInterface({ input, crlfDelay: Infinity })) {
      line += 1;
      if (record === null) began = line;
      record = record === null ? piece : `${record}\n${piece}`;
      // A record goes on over the end of the line inside of quotes, of which there is then an odd number.
      if ((record.split('"').length - 1) % 2 === 1) continue;
      const cells = cellsOf(record);
      record = null;
      if (index === null) {
        index = cells.findIndex((cell, i) => (i === 0 ? cell.replace(/^\uFEFF/, '') : cell) === column);
        if (index < 0) return null;
      } else if (cells[index] === text) {
        return began;
      }
    }
  } finally {
    input.destroy();
  }
  return null;
}

function cellsOf(record: string): readonly string[] {
  return [...record.matchAll(/(?:^|,)(?:\s*"((?:[^"]|"")*)"\s*|([^,]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '');
}
