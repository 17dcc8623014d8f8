/** Values of a view that were read for some keys, as a table or as JSON. */
import type { ReadResult } from '../../runtime/materialize/get.js';
import type { OnlineView } from '../../runtime/materialize/online-view.js';
import { jsonValue, shown, tableWidth, textTable } from './show-values.js';

export interface Reading {
  readonly key: readonly (string | null)[];
  readonly result: ReadResult;
}

/** A status as people read it; in JSON it is the one word that it is. */
export const statusText = (status: ReadResult['status']): string => status.replaceAll('_', ' ');

export function printReadings(name: string, view: OnlineView, readings: readonly Reading[], json: boolean, width: number, instant: (us: bigint) => string): string {
  const asOf = ({ result }: Reading): string | null => (result.asOf === null ? null : instant(result.asOf));
  if (json) return `${JSON.stringify(readings.map((reading) => ({ view: name, ...readingValue(view, reading, asOf(reading)) })), null, 2)}\n`;
  const [first] = readings;
  // One key reads better downwards.
  if (readings.length === 1 && first !== undefined) return oneReading(name, view, first, asOf(first));
  const table = textTable(
    [...view.keys.map(({ name: key }) => ({ name: key })), { name: 'status' }, { name: 'as of' }, ...view.features.map(({ name: feature }) => ({ name: feature, right: true }))],
    readings.map((reading) => [
      ...reading.key.map((part) => part ?? 'null'), statusText(reading.result.status), asOf(reading) ?? '', ...reading.result.values.map(shown),
    ]),
  );
  // So do several where a line would be broken by the terminal.
  return tableWidth(table) <= width ? table : readings.map((reading) => oneReading(name, view, reading, asOf(reading))).join('\n');
}

function oneReading(name: string, view: OnlineView, reading: Reading, asOf: string | null): string {
  const key = view.keys.map((field, i) => `${field.name} ${shown(reading.key[i] ?? null)}`).join(', ');
  const head = `${name} of ${key === '' ? 'all' : key}: ${statusText(reading.result.status)}${asOf === null ? '' : `, as of ${asOf}`}\n`;
  return head + textTable([{ name: 'feature' }, { name: 'value', right: true }], view.features.map((field, i) => [field.name, shown(reading.result.values[i] ?? null)]));
}

/** One reading as JSON: what a request would get. */
export function readingValue(view: OnlineView, { key, result }: Reading, asOf: string | null): object {
  return {
    key: Object.fromEntries(view.keys.map((field, i) => [field.name, key[i] ?? null])),
    status: result.status,
    as_of: asOf,
    values: Object.fromEntries(view.features.map((field, i) => [field.name, jsonValue(result.values[i] ?? null, field.type)])),
  };
}
