// How well a training set ranks: the AUC of every numeric column by itself, and of a small logistic regression over all of
// them that is fitted on the earlier seven tenths of the examples and judged on the later three.
//
//   node examples/fraud/auc.mjs TRAINING.csv [MORE.csv ...] [--label is_scam] [--time decided_at] [--skip a,b]
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

/** @typedef {{ readonly name: string, readonly values: readonly (number | null)[] }} Column */

/** Reads CSV with quoted fields; an empty unquoted field is null. @param {string} text @returns {(string | null)[][]} */
export function readCsv(text) {
  /** @type {(string | null)[][]} */
  const rows = [];
  /** @type {(string | null)[]} */
  let row = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    row.push(quoted !== undefined ? quoted.replaceAll('""', '"') : plain === '' ? null : (plain ?? null));
    if (end === ',') continue;
    if (row.length > 1 || row[0] !== null) rows.push(row);
    row = [];
  }
  return rows;
}

/**
 * The probability that a positive example outranks a negative one, ties counting half: the Mann-Whitney statistic by
 * ranks, equal scores sharing the mean of theirs.
 * @param {readonly number[]} scores @param {readonly boolean[]} labels
 */
export function rankAuc(scores, labels) {
  const order = scores.map((_, index) => index).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
  let positiveRanks = 0;
  for (let first = 0; first < order.length;) {
    let last = first;
    while (last + 1 < order.length && scores[order[last + 1] ?? 0] === scores[order[first] ?? 0]) last += 1;
    const rank = (first + last) / 2 + 1;
    for (let at = first; at <= last; at += 1) if (labels[order[at] ?? 0]) positiveRanks += rank;
    first = last + 1;
  }
  const positives = labels.filter(Boolean).length;
  const negatives = labels.length - positives;
  return (positiveRanks - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** Numbers and booleans of a column; anything else leaves the column out. @param {readonly (string | null)[]} cells */
function numbersOf(cells) {
  const values = cells.map((cell) => (cell === null ? null : cell === 'true' ? 1 : cell === 'false' ? 0 : Number(cell)));
  return values.some((value) => value !== null) && values.every((value) => value === null || Number.isFinite(value)) ? values : undefined;
}

/**
 * Counts and money are long-tailed, so they are taken by their logarithm; then every column is centred and scaled by the
 * training part, and a null becomes the mean with a column of its own that says so.
 * @param {readonly Column[]} columns @param {number} trained
 */
function designOf(columns, trained) {
  const design = columns.flatMap(({ values }) => {
    const squeezed = values.map((value) => (value === null ? null : Math.sign(value) * Math.log1p(Math.abs(value))));
    const isNull = values.map((value) => (value === null ? 1 : 0));
    const known = squeezed.slice(0, trained).filter((value) => value !== null);
    const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(known.length, 1);
    const filled = squeezed.map((value) => value ?? mean);
    return isNull.includes(1) ? [filled, isNull] : [filled];
  });
  const scaled = design.map((values) => {
    const part = values.slice(0, trained);
    const mean = part.reduce((sum, value) => sum + value, 0) / part.length;
    const deviation = Math.sqrt(part.reduce((sum, value) => sum + (value - mean) ** 2, 0) / part.length) || 1;
    return values.map((value) => (value - mean) / deviation);
  });
  return (columns[0]?.values ?? []).map((_, row) => [1, ...scaled.map((values) => values[row] ?? 0)]);
}

/** Logistic regression with a little ridge, by plain gradient descent. @param {readonly number[][]} design @param {readonly boolean[]} labels */
function fitLogistic(design, labels) {
  const weights = (design[0] ?? []).map(() => 0);
  for (let step = 0; step < 400; step += 1) {
    const gradient = weights.map((weight, index) => (index === 0 ? 0 : 0.01 * weight));
    design.forEach((row, index) => {
      const error = 1 / (1 + Math.exp(-score(row, weights))) - (labels[index] ? 1 : 0);
      row.forEach((value, column) => { gradient[column] = (gradient[column] ?? 0) + (error * value) / design.length; });
    });
    gradient.forEach((slope, column) => { weights[column] = (weights[column] ?? 0) - 0.5 * slope; });
  }
  return weights;
}

/** @param {readonly number[]} row @param {readonly number[]} weights */
const score = (row, weights) => row.reduce((sum, value, index) => sum + value * (weights[index] ?? 0), 0);

/**
 * @param {string} text a training set as CSV
 * @param {{ label: string, time: string, skip: readonly string[] }} roles
 */
export function judge(text, { label, time, skip }) {
  const [header = [], ...body] = readCsv(text);
  const labelAt = header.indexOf(label);
  const timeAt = header.indexOf(time);
  if (labelAt < 0 || timeAt < 0) throw new RangeError(`the training set has no column ${labelAt < 0 ? label : time}`);
  const rows = body.filter((row) => row[labelAt] !== null && row[timeAt] !== null).sort((a, b) => ((a[timeAt] ?? '') < (b[timeAt] ?? '') ? -1 : 1));
  const labels = rows.map((row) => row[labelAt] === 'true' || row[labelAt] === '1');
  if (!labels.includes(true) || !labels.includes(false)) throw new RangeError(`${label} is the same in every row`);
  /** @type {Column[]} */
  const columns = header.flatMap((name, at) => {
    if (name === null || at === labelAt || at === timeAt || skip.includes(name)) return [];
    const values = numbersOf(rows.map((row) => row[at] ?? null));
    return values === undefined ? [] : [{ name, values }];
  });
  const trained = Math.floor(rows.length * 0.7);
  const design = designOf(columns, trained);
  const weights = fitLogistic(design.slice(0, trained), labels.slice(0, trained));
  const model = rankAuc(design.slice(trained).map((row) => score(row, weights)), labels.slice(trained));
  // A null ranks below every value: having no history is information too.
  const single = columns.map(({ name, values }) => ({ name, auc: rankAuc(values.map((value) => value ?? -Number.MAX_VALUE), labels) }));
  return { examples: rows.length, positives: labels.filter(Boolean).length, model, single: single.sort((a, b) => Math.abs(b.auc - 0.5) - Math.abs(a.auc - 0.5)) };
}

function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { label: { type: 'string', default: 'is_scam' }, time: { type: 'string', default: 'decided_at' }, skip: { type: 'string', default: 'sample_weight' } },
  });
  if (positionals.length === 0) throw new RangeError('say which training sets (CSV) to judge');
  for (const file of positionals) {
    const result = judge(readFileSync(file, 'utf8'), { label: values.label, time: values.time, skip: values.skip.split(',') });
    process.stdout.write(`${basename(file)}: ${result.examples} examples, ${result.positives} positive\n`);
    process.stdout.write(`  ${'model, on the later three tenths'.padEnd(36)} AUC ${result.model.toFixed(3)}\n`);
    for (const { name, auc } of result.single.slice(0, 8)) process.stdout.write(`  ${name.padEnd(36)} AUC ${auc.toFixed(3)}\n`);
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  // A reader that has seen enough (`| head`) is no problem.
  process.stdout.on('error', (/** @type {NodeJS.ErrnoException} */ problem) => process.exit(problem.code === 'EPIPE' ? 0 : 2));
  try {
    main();
  } catch (problem) {
    process.stderr.write(`auc: ${problem instanceof Error ? problem.message : String(problem)}\n`);
    process.exitCode = 2;
  }
}
