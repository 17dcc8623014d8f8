/**
 * Where a CSV file stops being one: an engine that recognises no form in a file says so without naming a line. The
 * first record that has another number of cells than the header, or a quote or line end out of place, is looked for
 * here, in one pass over the bytes and without keeping them.
 */
import { createReadStream } from 'node:fs';

export interface MalformedRecord {
  /** The line that the record begins in, from 1. */
  readonly line: number;
  /** What is wrong, without the cells themselves: they may hold personal data. */
  readonly problem: string;
}

const [QUOTE, COMMA, LF, CR, SPACE] = [0x22, 0x2c, 0x0a, 0x0d, 0x20] as const;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** The first malformed record of a file of comma-separated cells; null where there is none. */
export async function findMalformedRecord(path: string): Promise<MalformedRecord | null> {
  const reader = createRecordReader();
  for await (const chunk of createReadStream(path)) {
    for (const byte of chunk as Buffer) {
      const found = reader.take(byte);
      if (found !== null) return found;
    }
  }
  return reader.end();
}

interface RecordReader {
  readonly take: (byte: number) => MalformedRecord | null;
  readonly end: () => MalformedRecord | null;
}

function createRecordReader(): RecordReader {
  let where: 'start' | 'plain' | 'quoted' | 'closed' = 'start';
  let [position, line, began, cells] = [0, 1, 1, 1];
  let [blank, returned] = [true, false];
  let header: number | null = null;
  let ending: string | null = null;

  const endRecord = (by: string): MalformedRecord | null => {
    const [here, count, nothing] = [began, cells, blank];
    [began, cells, blank, where] = [line, 1, true, 'start'];
    ending ??= by;
    if (ending !== by) return { line: here, problem: `the line ends in ${by}, and the first one in ${ending}` };
    // An empty line is passed over.
    if (nothing) return null;
    header ??= count;
    return count === header ? null : { line: here, problem: `the row has ${count} ${count === 1 ? 'cell' : 'cells'}, and the header ${header}` };
  };

  const inRecord = (byte: number): MalformedRecord | null => {
    blank = false;
    if (where === 'closed' && byte !== QUOTE && byte !== COMMA && byte !== SPACE) return { line: began, problem: 'a cell goes on after its closing quote' };
    if (byte === COMMA) {
      cells += 1;
      where = 'start';
    } else if (byte === QUOTE) {
      // A second quote behind the closing one was a quote of the text; one in the middle of a plain cell is text too.
      if (where !== 'plain') where = 'quoted';
    } else if (where === 'start' && byte !== SPACE) {
      where = 'plain';
    }
    return null;
  };

  return {
    take: (byte) => {
      position += 1;
      if (position <= 3 && byte === BYTE_ORDER_MARK[position - 1]) return null;
      if (where === 'quoted') {
        if (byte === LF) line += 1;
        else if (byte === QUOTE) where = 'closed';
        return null;
      }
      const afterReturn = returned;
      returned = byte === CR;
      if (byte === LF || afterReturn) {
        line += 1;
        const found = endRecord(byte !== LF ? 'CR' : afterReturn ? 'CR LF' : 'LF');
        if (found !== null || byte === LF) return found;
      }
      return returned ? null : inRecord(byte);
    },
    end: () => {
      if (where === 'quoted') return { line: began, problem: 'a quoted cell never ends' };
      return endRecord(returned ? 'CR' : (ending ?? 'LF'));
    },
  };
}
