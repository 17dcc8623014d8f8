/** All seeded faults: those of the core here, those of each part of the language in a file of its own. */
import { AGGREGATE_MUTANTS } from './aggregates-mutants.js';
import { BLOCK_MUTANTS } from './blocks-mutants.js';
import { CALENDAR_MUTANTS } from './calendar-mutants.js';
import { COMPOSE_MUTANTS } from './compose-mutants.js';
import { NUMBER_MUTANTS } from './numbers-mutants.js';
import { RAW_SQL_MUTANTS } from './raw-sql-mutants.js';
import { REQUEST_MUTANTS } from './request-mutants.js';
import type { Mutant } from './mutant.js';
import { ROW_MUTANTS } from './rows-mutants.js';

const lowering = (name: string) => (find: string, replace: string, why: string): Mutant => ({ file: `src/compiler/lowering/${name}.ts`, find, replace, why });
const temporal = (name: string) => (find: string, replace: string, why: string): Mutant => ({ file: `src/compiler/temporal/${name}.ts`, find, replace, why });

const window = lowering('window');
const planWindow = temporal('plan-window');
const rows = lowering('rows');
const points = lowering('points');
const fanOut = lowering('fan-out');
const sums = lowering('boundary-sums');
const asOf = lowering('as-of');
const partials = lowering('partials');
const aggregate = lowering('aggregate');
const lists = lowering('lists');
const variance = lowering('variance');
const training = lowering('training');
const refresh = lowering('refresh');
const examples = lowering('examples-step');
const values = lowering('view-values');
const read = lowering('read-source');
const clock = lowering('clock');
const wide = lowering('wide-average');
const choose = lowering('choose-strategy');
const planAggregate = temporal('plan-aggregate');
const planKnown = temporal('plan-known');
const zone = lowering('zone');
const zoneTables = lowering('zone-tables');

export const MUTANTS: readonly Mutant[] = [
  // ---- bounds of windows, as written
  planWindow("if (shown === 'including start') leave = leave === null ? null : leave + 1n;", "if (shown === 'including start') leave = leave === null ? null : leave - 1n;", '`including start` moves leave the wrong way'),
  planWindow("if (shown === 'including start') leave = leave === null ? null : leave + 1n;", "if (shown === 'including start') leave = leave === null ? null : leave;", '`including start` does nothing'),
  planWindow("(shown === 'excluding now' && lag === 0n)) enter += 1n;", "(shown === 'excluding now' && lag === 0n)) enter += 0n;", '`excluding end` does nothing'),
  planWindow('let leave = length === null ? null : lag + length.us;', 'let leave = length === null ? null : length.us;', 'a lagged window leaves without its lag'),
  planWindow('let enter = lag;', 'let enter = 0n;', 'a lagged window enters without its lag'),
  planWindow('const us = length.us + (includingStart ? 1n : 0n);', 'const us = length.us;', '`ttl … including start` does nothing'),
  planWindow("{ kind: 'shift', enter: 0n, leave: us,", "{ kind: 'shift', enter: 1n, leave: us,", 'a lookup does not see the row of its very instant'),
  planWindow("return { ...(time ?? { kind: 'shift', enter: 0n, leave: null }), newest,", "return { kind: 'shift', enter: 0n, leave: null, newest,", 'a duration beside `newest n rows` is lost'),
  planWindow('const window = planWindow([member, ...around], item.span, context);', 'const window = planWindow([list.items[0] ?? member, ...around], item.span, context);', 'all members of a window list get the first window'),

  // ---- bounds of windows, as lowered
  window('const entered = le(t, before(at, bounds.enter));', 'const entered = le(t, before(at, bounds.enter + 1n));', 'a row at T itself is left out'),
  window('[entered, gt(t, before(at, bounds.leave))]', '[entered, gt(t, before(at, bounds.leave + 1n))]', 'a row exactly at T - w is kept'),
  window('if (bounds.enter !== given.enter) conditions.push(le(t, before(at, bounds.enter)));', '', 'a feature that enters later than the widest window forgets its own enter'),
  window('if (bounds.leave !== null && bounds.leave !== given.leave) conditions.push(gt(t, before(at, bounds.leave)));', '', 'all features get the widest window'),
  window('const enter = widest.enter > delay ? widest.enter : delay;', 'const enter = widest.enter;', 'a fixed delay of knowledge is ignored'),
  window('const enter = widest.enter > delay ? widest.enter : delay;', 'const enter = widest.enter + delay;', 'a fixed delay is added to the lag instead of overlapping it'),
  window('const leave = widest.leave === null || widest.leave > enter ? widest.leave : enter;', 'const leave = widest.leave;', 'a delay longer than the window makes leave come before enter'),
  window('enter: a.enter < b.enter ? a.enter : b.enter,', 'enter: a.enter > b.enter ? a.enter : b.enter,', 'the envelope enters with the last window'),
  window('leave: a.leave === null || b.leave === null ? null : a.leave > b.leave ? a.leave : b.leave,', 'leave: a.leave === null || b.leave === null ? null : a.leave < b.leave ? a.leave : b.leave,', 'the envelope leaves with the shortest window'),
  window('leave: a.leave === null || b.leave === null ? null :', 'leave: a.leave === null ? b.leave : b.leave === null ? a.leave :', 'the envelope forgets lifetime windows'),

  // ---- knowledge, ties, filters, keys
  rows("const knownColumn = fixedDelay(source) === null;", "const knownColumn = false;", 'knowledge time is ignored altogether'),
  rows('[asc(t), ...(k === null ? [] : [asc(k)]), ...ties.map(', '[asc(t), ...ties.map(', 'knowledge time is left out of the total order'),
  rows('const columns = [...source.ties, ...source.columns', 'const columns = [...source.columns', '`ties by` is ignored'),
  rows('const columns = [...source.ties, ...source.columns.map((c) => c.name).filter((name) => !source.ties.includes(name))];', 'const columns = source.ties;', 'the order is not completed by the declared columns'),
  rows('[asc(t), ...(k === null ? [] : [asc(k)]), ...ties.map(', '[...(k === null ? [] : [asc(k)]), asc(t), ...ties.map(', 'newest means last known instead of last happened'),
  rows('...ties.map((column) => asc(environment(column)))]', '...ties.map((column) => desc(environment(column)))]', 'ties are broken backwards'),
  rows('...source.columns.map((c) => c.name).filter(', '...source.columns.map((c) => c.name).reverse().filter(', 'the order is completed by the columns in the wrong sequence'),
  rows('const filters = [source.where, view.where]', 'const filters = [view.where]', "the source's `where` is ignored"),
  rows('const filters = [source.where, view.where]', 'const filters = [source.where]', "the view's `where` is ignored"),
  rows('const only = plan.where === null ? null : conditions.add(plan.where);', 'const only = null as null | ReturnType<typeof conditions.add>;', "a feature's `where` is ignored"),
  rows('for (const { name, expression: definition } of source.derived) definitions.set(name, inline(definition));', 'for (const { name, expression: definition } of source.derived) definitions.set(name, definition.kind === \'call\' ? definition.args[0] ?? definition : inline(definition));', 'a derived column is taken for its first operand'),
  rows("partitionBy: keys, orderBy: order, frame: 'none', type: INT64 };", "partitionBy: keys.slice(0, 1), orderBy: order.map((o) => ({ ...o, descending: !o.descending })), frame: 'none', type: INT64 };", 'the total order is turned round'),

  // ---- pruning and points
  points('le(t, before(last, bounds.enter)),', 'le(t, before(first, bounds.enter)),', 'rows are pruned by the first instant instead of the last'),
  points('[gt(t, before(first, bounds.leave))]', '[gt(t, before(last, bounds.leave))]', 'rows are pruned by the last instant where the first counts'),
  points('[le(k, last)]', '[le(k, first)]', 'rows known after the first instant are pruned'),
  points("fn('coalesce', [fn('ne', [ref(row, 'own', type), ref(point, 'own', type)], BOOL), { kind: 'literal', type: BOOL, value: true }], BOOL);", "fn('ne', [ref(row, 'own', type), ref(point, 'own', type)], BOOL);", 'a null id excludes every row'),
  points("fn('ne', [ref(row, 'own', type), ref(point, 'own', type)], BOOL)", "fn('eq', [ref(row, 'own', type), ref(point, 'own', type)], BOOL)", 'only own rows are kept'),
  points("fn('is_not_distinct', [ref(left, 'own', own), ref(right, 'own', own)], BOOL)", "fn('eq', [ref(left, 'own', own), ref(right, 'own', own)], BOOL)", 'a point without an own id loses its values'),
  points('...keys.map((key) => fn(\'eq\', [ref(left, key.name, key.type), ref(right, key.name, key.type)], BOOL)),', '...keys.slice(0, 1).map((key) => fn(\'eq\', [ref(left, key.name, key.type), ref(right, key.name, key.type)], BOOL)),', 'values are joined back on the first key part only'),

  // ---- fan-out
  fanOut("...points.keys.map((key) => fn('eq', [ref('r', key.name, key.type), ref('p', key.name, key.type)], BOOL)),", "...points.keys.slice(-1).map((key) => fn('eq', [ref('r', key.name, key.type), ref('p', key.name, key.type)], BOOL)),", 'fan-out joins on the last key part only'),
  fanOut("...(momentary ? knownAt(rows, 'r', at) : thereAt(rows, 'r', at)),", "...(momentary ? [] : lastsAt(rows, 'r', at)),", 'fan-out does not test knowledge'),
  rows('rows.knownColumn ? [le(knowledgeTime(alias), at)] : [];', "rows.knownColumn ? [fn('lt', [knowledgeTime(alias), at], { kind: 'bool' })] : [];", 'a row is seen one microsecond after it is known'),
  fanOut("...(points.own === null ? [] : [notOwn('r', 'p', points.own)]),", '', 'fan-out counts own rows'),
  fanOut('[le(ref(\'r\', rank, INT64), int(newest))]', "[fn('lt', [ref('r', rank, INT64), int(newest)], BOOL)]", 'newest n keeps one row too few'),
  fanOut('orderBy: [desc(handleOf(\'r\'))]', "orderBy: [{ scalar: handleOf('r'), descending: false }]", 'newest n keeps the oldest'),
  fanOut("fn('coalesce', [all(counts), { kind: 'literal', type: BOOL, value: false }], BOOL)", "{ kind: 'literal', type: BOOL, value: false }", 'newest n counts rows that the feature leaves out'),
  fanOut('...onlyOf(feature),\n    ...newestOf', '...newestOf', "fan-out ignores a feature's filter"),

  // ---- boundary sums
  sums("frame: 'peers',", "frame: 'running',", 'edges may come before rows at equal times'),
  sums('tail === null ? head : minus(head, at(cell, tail))', 'head', 'the tail is not taken off'),
  sums("regular: shortest === null ? null : lt(knowledgeTime('r'), later(t, shortest)),", 'regular: null,', 'rows known after they left are summed like all others'),
  sums("fn('greatest_of', [later(t, enter), knowledgeTime('r')], INT64)", 'later(t, enter)', 'boundary sums see rows before they are known'),
  sums("fn('greatest_of', [later(t, enter), knowledgeTime('r')], INT64)", "knowledgeTime('r')", 'boundary sums see rows that are known before they enter'),
  sums("...(lines.length === 1 ? [] : [ref('u', 'line', INT32)])];", '];', 'rows on the line of heads are summed with those on the line of tails'),
  sums('...(context.regular === null ? [] : [lateRows(context, context.regular)])', '...[]', 'late rows are lost'),
  sums('...(points.own === null ? [] : [ownRows(context)])', '...[]', 'own rows are not taken off'),
  sums('[mine, ...(regular === null ? [] : [regular])]', '[mine]', 'late own rows are taken off though they were never added'),
  sums("[fn('not', [regular], BOOL), ...(input.points.own === null ? [] : [notOwn('r', 'p', input.points.own)])]", "[fn('not', [regular], BOOL)]", 'late own rows are counted'),
  sums("...thereAt(rows, 'r', at),\n        ...extra,", '...extra,', 'late rows are seen before they are known'),
  sums('if (feature.plan.window.newest !== null) return false;', '', 'boundary sums take newest-n features'),
  sums("return isExactNumeric(aggregate.value.type) && digitsOf(aggregate.value.type) + 19 <= engine.exactSumDigits;", 'return isExactNumeric(aggregate.value.type);', 'boundary sums take sums that their running total overflows'),
  partials('value === null || identityOf(value) === identityOf(present)', 'true', 'what is counted is summed in place of what is made of it'),
  sums('const contribution = conditions.length === 0 ? brought : when(all(conditions), brought, null);', 'const contribution = brought;', 'boundary sums ignore filters and nulls'),

  // ---- as-of
  asOf("return feature.plan.aggregate.op === 'latest' && feature.plan.window.newest === null && !own;", "return feature.plan.aggregate.op === 'latest' && feature.plan.window.newest === null;", 'as-of plans are used where own rows are excluded'),
  asOf('return when(gt(eventTime(alias), before(ref(alias, \'at_us\', INT64), feature.bounds.leave)), value, null);', 'return value;', 'the newest row is returned after it has left the window'),
  asOf('return when(gt(eventTime(alias), before(ref(alias, \'at_us\', INT64), feature.bounds.leave)), value, null);', "return when(fn('ge', [eventTime(alias), before(ref(alias, 'at_us', INT64), feature.bounds.leave)], BOOL), value, null);", 'the newest row lives one microsecond too long'),
  asOf("return input.rows.knownColumn ? fn('greatest_of', [entered, knowledgeTime('r')], INT64) : entered;", 'return entered;', 'as-of sees rows before they are known'),
  asOf("return input.rows.knownColumn ? fn('greatest_of', [entered, knowledgeTime('r')], INT64) : entered;", "return input.rows.knownColumn ? knowledgeTime('r') : entered;", 'as-of sees rows that are known before they enter'),
  asOf("out('t', newestSoFar(input, 'r', 'visible_at'))", "out('t', eventTime('r'))", 'a row that arrives late takes the place of a newer one'),
  asOf("frame: 'peers',", "frame: 'earlier',", 'the newest row of an instant is looked for before that instant'),
  asOf("...knownAt(rows, 'r', at), ...(stream", '...(stream', 'of the rows of an instant one is picked that is not known yet'),
  asOf("...knownAt(rows, 'r', at), ...(stream.only === null ? [] : [stream.only]),", "...knownAt(rows, 'r', at),", 'of the rows of an instant one is picked that the feature leaves out'),
  asOf('leave > most ? leave : most', 'leave > most ? most : leave', 'the shortest window of several is that of all'),
  rows("...ties.map(({ name: o, scalar }) => desc(ref(a, o, scalar.type)))", "...ties.map(({ name: o, scalar }) => asc(ref(a, o, scalar.type)))", 'of the rows of an instant the first is picked'),
  rows("...(knownColumn ? [desc(knowledgeTime(a))] : [])", "...(knownColumn ? [asc(knowledgeTime(a))] : [])", 'of the rows of an instant the one known first is picked'),
  asOf("const conditions = [feature.only('r'), skipsNulls ? isNotNull(inputOf(feature, 'r')) : null].filter((c) => c !== null);", "const conditions = [feature.only('r')].filter((c) => c !== null);", '`ignore nulls` is ignored by the as-of plan'),

  // ---- aggregates
  aggregate('return { partials: [count(present)], finish: ([n]) => orZero(must(n)), mayOverflow: false };', 'return { partials: [count(null)], finish: ([n]) => orZero(must(n)), mayOverflow: false };', 'count(x) counts nulls'),
  aggregate("finish: ([n, s]) => when(gt(orZero(must(n)), int(0)), must(s), null),\n    mayOverflow: digits", "finish: ([, s]) => fn('coalesce', [must(s), { kind: 'literal', type: decimal(38, scale), value: '0' }], decimal(38, scale)),\n    mayOverflow: digits", 'the sum of nothing is 0'),
  aggregate("finish: ([n, s]) => when(gt(orZero(must(n)), int(0)), divide(asFloat(must(s)), asFloat(must(n))), null),", "finish: ([n, s]) => when(gt(orZero(must(n)), int(0)), divide(asFloat(must(s)), asFloat(plus(must(n), int(1)))), null),", 'an average divides by one too many'),
  aggregate('partials: [count(value), count(present)],', 'partials: [count(value), count(null)],', 'share counts rows whose condition is null'),
  aggregate('const least = int(sample ? 2 : 1);', 'const least = int(sample ? 3 : 1);', 'the sample deviation of two rows is null'),
  aggregate('asFloat(sample ? minus(n, int(1)) : n)', 'asFloat(n)', 'sample and population are one'),
  aggregate("aggregate.ignoreNulls ? present : null, [desc(handle)]", 'present, [desc(handle)]', '`latest` skips nulls by itself'),
  aggregate("aggregate.ignoreNulls ? present : null, [desc(handle)]", 'aggregate.ignoreNulls ? present : null, [asc(handle)]', '`latest` gives the oldest'),
  lists("if (!oldestFirst) return firstOf(members, only, [desc(place)], n);", "if (op === 'last_n') return firstOf(members, only, [desc(place)], n);", '`oldest first` is ignored'),
  lists('minus(fn(\'array_length\', [list], INT64), int(n - 1)), int(1)', 'minus(fn(\'array_length\', [list], INT64), int(n)), int(1)', 'an oldest-first list begins one too early'),
  aggregate('members: membersOf(aggregate, inputs), only: present, place: handle', 'members: membersOf(aggregate, inputs), only: null, place: handle', 'lists keep nulls'),
  aggregate("const last = minus(fn('array_length', [l], INT64), int(1));", "const last = fn('array_length', [l], INT64);", 'a percentile counts one element too many'),
  aggregate("when(eq(rest, { kind: 'literal', type: rest.type, value: 0n }), at(1n), between)", 'at(1n)', 'a percentile does not interpolate'),
  aggregate("const whole: LiteralScalar = { kind: 'literal', type: rest.type, value: b };", "const whole: LiteralScalar = { kind: 'literal', type: rest.type, value: b + 1n };", 'a percentile is weighted wrongly'),
  aggregate("mayOverflow: digits + 19 > 38,", 'mayOverflow: false,', 'the result of a sum is not held against its type'),
  variance('const exact = fn(\'div\', [float(minus(times(squares, rows), times(rest, rest))), float(n)], FLOAT64);', 'const exact = fn(\'div\', [float(times(squares, rows)), float(n)], FLOAT64);', 'a variance forgets the remainder of the mean'),

  wide('value: 1e19 }', 'value: 1e18 }', 'the high halves of a wide average weigh a tenth'),
  aggregate('if (digits + 12 > wideDigits) {', 'if (digits > 99) {', 'an average fails where its sum overflows'),

  // ---- training, serving, refresh
  examples('const latest = before(asked, delay + 1n);', 'const latest = before(asked, delay);', 'at the very instant of publication the new value is served'),
  examples('const latest = before(asked, delay + 1n);', 'const latest = before(asked, 1n);', 'the publication delay is ignored'),
  examples('when(ge(tick, before(asked, staleAfter)), tick, null)', "when(fn('gt', [tick, before(asked, staleAfter)], { kind: 'bool' }), tick, null)", 'a value that is exactly as old as `stale after` is not served'),
  examples("const past = fn('mod', [plus(fn('mod', [latest, int(every)], INT64), int(every)), int(every)], INT64);", "const past = fn('mod', [latest, int(every)], INT64);", 'before 1970 ticks are rounded towards 1970'),
  examples('export const ownOf = (join: SetJoinPlan): SetJoinPlan[\'own\'] => (join.asServed ? null : join.own);', 'export const ownOf = (join: SetJoinPlan): SetJoinPlan[\'own\'] => join.own;', 'what the store counted is removed from a served value'),
  examples('join.asServed && view.refresh !== null ? servedAt(moment, view.refresh, view.staleAfter) : moment)', 'moment)', '`values as served` trains on exact values'),
  training("...(own === null ? [] : [fn('is_not_distinct', [ref('e', `${at}own`, own), ref(alias, 'own', own)], BOOL)]),", '', 'examples of equal key and instant but another own id get the values of each other'),
  training("fn('eq', [ref('e', moment, INT64), ref(alias, 'at_us', INT64)], BOOL),", '', 'values are joined back without their instant'),
  examples('where: where === null ? [] : [lowerExpression(where, projected)],', 'where: [],', "the examples' `where` is ignored"),
  refresh('return eq(key, valueOfText(param(parameter.name, STRING), key.type));', "return fn('ne', [key, valueOfText(param(parameter.name, STRING), key.type)], { kind: 'bool' });", 'history answers for every key but the one asked for'),
  values('const withDefault = (scalar: Scalar, value: Scalar | null): Scalar => (value === null ? scalar :', 'const withDefault = (scalar: Scalar, value: Scalar | null): Scalar => (value !== null || value === null ? scalar :', 'defaults are lost'),
  values("...(row.k === null ? [] : [le(row.k, at)])", '...[]', 'a refresh sees rows that are not yet known'),
  values('...activeInAny(row, given, at, moments)', '...[]', 'a refresh stores keys whose rows lie between two windows'),
  values("const fails = feature.onOverflow === 'fail';", "const fails = feature.onOverflow !== 'fail';", 'overflow gives null where it should fail, and fails where it should give null'),

  // ---- reading

  read('return when(lt(clocks.read(known.first), int(known.before)), readKnowledge(known.otherwise, time, clocks), clocks.readLate(known.first));', 'return clocks.readLate(known.first);', 'bulk-loaded rows are known only when they were loaded'),
  read('return when(lt(clocks.read(known.first), int(known.before)),', "return when(fn('le', [clocks.read(known.first), int(known.before)], { kind: 'bool' }),", 'a row loaded at the very end of the bulk load is taken for one of it'),
  read('return when(lt(clocks.read(known.first), int(known.before)),', 'return when(lt(clocks.readLate(known.first), int(known.before)),', 'which load a row came with is told by its raised reading'),
  read("return fn(type.kind === 'float32' ? 'float32' : 'read_float', [raw], physicalType(type));", 'return raw;', 'NaN and the infinities are values'),
  read('return known.delay === 0n ? time : plus(time, int(known.delay));', 'return time;', 'the delay of knowledge is not part of the knowledge time'),
  clock("return this.instant(clock, 'known');", "return this.instant(clock, 'instant');", 'a knowledge time finer than a microsecond is floored: seen early'),
  clock("return later(this.inZone(plus(fn('read_local_date', [raw], INT64), int(DAY)), clock.zone, 'day_start'));", "return later(this.inZone(fn('read_local_date', [raw], INT64), clock.zone, 'day_start'));", 'a day is known when it begins'),
  clock('(clock.offset === 0n ? x : plus(x, int(clock.offset)))', 'x', 'a delay after a clock is ignored'),
  zone("minus(reading, lookup('by_reading', zone, reading, 'zone_offset'))", "plus(reading, lookup('by_reading', zone, reading, 'zone_offset'))", 'offsets of zones are added instead of taken off'),
  zoneTables('ge(key, ref(alias, \'from_us\', INT64)),', "fn('gt', [key, ref(alias, 'from_us', INT64)], { kind: 'bool' }),", 'a reading at the very change of a clock has no offset'),
  zoneTables('withBound(localTransitionTable(zone), () => undefined)', 'withBound(firstInstantTable(zone), () => undefined)', 'the earlier instant of a fold is taken'),

  // ---- as text of SQL
  { file: 'src/compiler/sql/print-scalar.ts', find: "key.descending ? 'DESC NULLS LAST' : 'ASC NULLS FIRST'", replace: "key.descending ? 'DESC NULLS FIRST' : 'ASC NULLS LAST'", why: 'null is highest in the order of rows' },
  { file: 'src/compiler/dialects/duckdb/sources.ts', find: "additive(castTo(x, 'DOUBLE'), '+', atom('0e0'))", replace: "castTo(x, 'DOUBLE')", why: 'on DuckDB -0 stays -0' },
  { file: 'src/compiler/dialects/postgres/sources.ts', find: "onlyIf(comparison(callOf('abs', [x]), '<', atom(\"'Infinity'\")), additive(x, '+', atom('0')))", replace: "onlyIf(comparison(callOf('abs', [x]), '<=', atom(\"'Infinity'\")), additive(x, '+', atom('0')))", why: 'on Postgres an infinity is a value' },
  { file: 'src/compiler/dialects/duckdb/sources.ts', find: "comparison(callOf('make_timestamp', [micros]), rounding === 'down' ? '>' : '<', x)", replace: "comparison(callOf('make_timestamp', [micros]), '>', x)", why: 'nanoseconds of a knowledge time are cut' },
  { file: 'src/compiler/dialects/postgres/sources.ts', find: ' COLLATE "C"', replace: '', why: 'Postgres orders text by the collation of the database' },

  // ---- what is planned
  planKnown("return { kind: 'event_time_plus', delay };", "return { kind: 'event_time_plus', delay: 0n };", 'a delay after the event time is lost'),
  planAggregate("case 'median':\n      return { op: 'percentile', value, p: { numerator: 1n, denominator: 2n } };", "case 'median':\n      return { op: 'percentile', value, p: { numerator: 1n, denominator: 3n } };", 'a median is the lower third'),
  planAggregate('return { op: \'latest\', value, ignoreNulls: node.ignoreNulls };', "return { op: 'latest', value, ignoreNulls: false };", '`ignore nulls` is lost'),
  choose("return !beside.ends && canUseAsOf({ plan }, beside.own);", "return !beside.ends && plan.aggregate.op === 'latest';", 'the as-of plan is chosen for newest-n and own rows'),

  ...AGGREGATE_MUTANTS,
  ...BLOCK_MUTANTS,
  ...CALENDAR_MUTANTS,
  ...ROW_MUTANTS,
  ...COMPOSE_MUTANTS,
  ...REQUEST_MUTANTS,
  ...NUMBER_MUTANTS,
  ...RAW_SQL_MUTANTS,
];
