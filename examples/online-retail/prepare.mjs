// Makes data/moments.csv from data/online_retail.csv: the moment of each return by a known customer, and three examples
// that real tables have too: one without a customer, one of a customer never seen, one that stands twice.
import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';

const folder = new URL('data/', import.meta.url);
const moments = new Map();
let header;
for await (const line of createInterface({ input: createReadStream(new URL('online_retail.csv', folder)) })) {
  const cells = split(line);
  if (header === undefined) {
    header = cells;
    continue;
  }
  const row = Object.fromEntries(header.map((name, i) => [name, cells[i] ?? '']));
  if (row.InvoiceNo.startsWith('C') && row.CustomerID !== '' && !moments.has(row.InvoiceNo)) moments.set(row.InvoiceNo, row);
}

const rows = [...moments.values()].map((row, i) => [i + 1, row.CustomerID, row.InvoiceNo, row.InvoiceDate]);
const [first] = rows;
if (first === undefined) throw new Error('data/online_retail.csv holds no return by a known customer');
rows.push([rows.length + 1, '', first[2], first[3]], [rows.length + 2, '99999.0', 'X', '2010-12-15 12:00:00'], first);
await writeFile(new URL('moments.csv', folder), `${[['moment_id', 'CustomerID', 'InvoiceNo', 'asked_at'], ...rows].map((r) => r.join(',')).join('\n')}\n`);
console.log(`wrote ${rows.length} moments`);

/** The cells of a line; quotes are doubled inside quoted cells, and no cell of this file spans lines. */
function split(line) {
  return [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].slice(0, -1).map(([, cell = '']) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell));
}
