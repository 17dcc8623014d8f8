/** CSV by RFC 4180 as records by column name; an empty field is null and `""` the empty text. */
export type CsvRecord = Readonly<Record<string, string | null>>;

export function readCsv(text: string): readonly CsvRecord[] {
  const records: (string | null)[][] = [];
  let record: (string | null)[] = [];
  const field = /("(?:[^"]|"")*"|[^,\r\n]*)(,|\r\n|\n|$)/y;
  while (field.lastIndex < text.length) {
    const match = field.exec(text);
    if (match === null) throw new Error(`no CSV at ${field.lastIndex}`);
    const [, raw = '', end] = match;
    record.push(raw === '' ? null : raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw);
    if (end === ',') continue;
    records.push(record);
    record = [];
  }
  const [head = [], ...rows] = records;
  return rows.map((row) => Object.fromEntries(head.map((name, i) => [name ?? '', row[i] ?? null])));
}
