/** Reads where logical names lie in a target: `{table: [schema, name]}`, `{csv: path}` or `{parquet: path}`. */
import { isScalar, isSeq } from 'yaml';
import type { Origin } from '../../compiler/temporal/plan.js';
import type { TableMapping } from './config.js';
import { readProjectPath } from './read-place.js';
import { expect, readEntries, readFields, readText, type Item, type Reader } from './yaml-reader.js';

const NAME = "a list of names, such as [schema, table]";

/** The mappings of one target; `files` says whether its engine reads files of the project. */
export function readTables(reader: Reader, item: Item | undefined, files: boolean): readonly TableMapping[] {
  if (item === undefined) return [];
  return readEntries(reader, item).flatMap((entry) => {
    const origin = readOrigin(reader, entry, files ? ['table', 'csv', 'parquet'] : ['table']);
    return origin === null ? [] : [{ name: entry.key, origin, span: entry.span }];
  });
}

function readOrigin(reader: Reader, item: Item, allowed: readonly string[]): Origin | null {
  const before = reader.findings.length;
  const fields = [...readFields(reader, item, allowed)];
  const [first] = fields;
  if (first === undefined || fields.length > 1) {
    return reader.findings.length > before ? null : expect(reader, item, `exactly one of ${allowed.map((kind) => `{${kind}: …}`).join(', ')}`);
  }
  const [kind, value] = first;
  if (kind === 'table') return readTableName(reader, value);
  const path = readText(reader, value, 'a path inside the project');
  if (path === null || readProjectPath(reader, value, path) === null) return null;
  return { kind: 'file', format: kind === 'csv' ? 'csv' : 'parquet', path };
}

function readTableName(reader: Reader, item: Item): Origin | null {
  if (!isSeq(item.node)) return expect(reader, item, NAME);
  const name = item.node.items.map((part) => (isScalar(part) && typeof part.value === 'string' ? part.value : ''));
  if (name.length === 0 || name.length > 3 || name.includes('')) return expect(reader, item, NAME);
  return { kind: 'table', name };
}
