/** Faults in what ends a row by itself, in clocks of rows, and in which partitions are read. */
import type { Mutant } from './mutant.js';

const fault = (file: string) => (find: string, replace: string, why: string): Mutant => ({ file: `src/compiler/lowering/${file}.ts`, find, replace, why, family: 'rows' });

const ends = fault('row-ends');
const partition = fault('partition');

export const ROW_MUTANTS: readonly Mutant[] = [
  ends("return type === undefined ? c : out(c.name, { kind: 'literal', type, value: null });", 'return type === undefined || type !== undefined ? c : c;', 'the end of an interval is told before it is known'),
  // ---- versions
  ends("const rank: readonly SortKey[] = [...named(newestBy), k,", 'const rank: readonly SortKey[] = [k, ...named(newestBy),', '`newest by` comes after the knowledge time'),
  ends("const rank: readonly SortKey[] = [...named(newestBy), k, ...named(source.ties), t,", 'const rank: readonly SortKey[] = [...named(newestBy), t, k, ...named(source.ties),', 'the newest version is the one that happened last'),
  ends("k, ...named(source.ties), t, ...named(rest)];", 'k, t, ...named(rest)];', 'ties of versions are not broken by `ties by`'),
  ends("when(any(keys.map(isNull)), int(NEVER), orNever(least))", 'orNever(least)', 'versions without a key replace each other'),
  ends("partitionBy: keys, orderBy: rank, frame: 'earlier'", "partitionBy: keys.slice(0, 1), orderBy: rank, frame: 'earlier'", 'versions replace each other by the first part of their key'),
  ends("(rows.kind === 'versions' ? columns.map((c) => c.name) : [])", "(rows.kind === 'versions' ? columns.slice(0, 0).map((c) => c.name) : [])", 'the columns that rank versions are not read'),

  // ---- snapshots
  ends("partitionBy: [], orderBy: [desc(ref('n', 't', INT64))], frame: 'earlier'", "partitionBy: [], orderBy: [desc(ref('n', 'k', INT64))], frame: 'earlier'", 'snapshots replace each other as they become known'),
  ends("fn: 'min', args: [ref('s', 'k', INT64)], filter: null", "fn: 'max', args: [ref('s', 'k', INT64)], filter: null", 'a snapshot is known with the last of its rows'),
  ends("out('replaced', orNever(ref('n', 'replaced', INT64)))", "out('replaced', int(NEVER))", 'no snapshot is ever replaced'),

  // ---- intervals
  ends("const from_ = fn('greatest_of', [k, closed], INT64);", 'const from_ = closed;', 'an end that was known before its row closes it before it is known'),
  ends("branch(open, [out('k', k), out('until', int(NEVER)), out('replaced', when(known, from_, int(NEVER)))", "branch(open, [out('k', k), out('until', untilOf('s')), out('replaced', when(known, from_, int(NEVER)))", 'an end is believed before it is known'),
  ends("branch(open, [out('k', k), out('until', int(NEVER)), out('replaced', when(known, from_, int(NEVER)))", "branch(open, [out('k', k), out('until', int(NEVER)), out('replaced', int(NEVER))", 'an interval stays open beside its closed version'),
  ends("if (replaced && until) return fn('least_of', [replacedAt(alias), untilOf(alias)], INT64);", 'if (replaced && until) return replacedAt(alias);', 'a known end does not end the interval'),
  ends("(end === null ? [] : [gt(end, at)])", "(end === null ? [] : [fn('ge', [end, at], { kind: 'bool' })])", 'a row is still there at its very end'),

  // ---- partitions
  partition("const fixed = ordered && time.kind !== 'always' && time.kind !== 'members' && rows.of.includes(time.column);", 'const fixed = ordered;', 'partitions of versions are cut by an event time that may move'),
  partition('return { from: ordered, to: !ordered };', 'return { from: ordered, to: true };', 'snapshots of later days are not read, though they replace'),
  partition("const to = le(stored, day(plus(before(asked.last, of === 'time' ? enter : 0n), int(slack - offset))));", "const to = lt(stored, day(plus(before(asked.last, of === 'time' ? enter : 0n), int(slack - offset))));", 'the partition that holds the last row is left out'),
  partition('ge(stored, day(minus(from, int(slack + offset))))', 'fn(\'gt\', [stored, day(minus(from, int(slack + offset)))], { kind: \'bool\' })', 'the partition that holds the first row is left out'),
  partition('const from = before(asked.first, leave);', 'const from = before(asked.last, leave);', 'partitions are cut by the last instant where the first counts'),
];
