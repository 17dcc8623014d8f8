/** Faults in what is composed: enriched rows, unions, views for all, joins at other moments and by each other's values. */
import type { Mutant } from './mutant.js';

const fault = (file: string) => (find: string, replace: string, why: string): Mutant => ({ file: `src/compiler/${file}.ts`, find, replace, why, family: 'compose' });

const enrich = fault('lowering/enrich');
const unite = fault('lowering/unite');
const everyone = fault('lowering/everyone');
const examples = fault('lowering/examples-step');
const readSource = fault('lowering/read-source');
const readSources = fault('lowering/read-sources');

export const COMPOSE_MUTANTS: readonly Mutant[] = [
  // ---- rows enriched from a view
  enrich("before(ref('s', 't', INT64), join.back)", "ref('s', 't', INT64)", 'a row is enriched as of its own time, whatever moment is written'),
  enrich("kind: 'left',\n        item: fromStep(values.step, 'v')", "kind: 'inner',\n        item: fromStep(values.step, 'v')", 'rows that find nothing are lost'),
  enrich('...keys.map((key, i) => fn(\'eq\',', '...keys.slice(0, 1).map((key, i) => fn(\'eq\',', 'rows are enriched by the first part of the key only'),
  readSources('for (const name of join.keys.flatMap(columnsOf)) wanted.add(name);', 'for (const name of join.keys.slice(0, 1).flatMap(columnsOf)) wanted.add(name);', 'the second part of the key by which a row is enriched is not read'),
  enrich("out('ask_at', before(ref('s', 't', INT64), join.back))", "out('ask_at', before(ref('s', 'k', INT64), join.back))", 'a row is enriched as of when it was known: leaks'),
  enrich("          eq(ref('s', 'ask_at', INT64), ref('v', 'at_us', INT64)),\n", '', 'a row takes the answer of every moment of its key'),
  enrich('keys, null, momentsOf(closure({ view, names }).base));', 'keys, null);', 'rows cannot be enriched by what was there at the start of their day'),

  // ---- unions
  unite('where: member.plan.where === null ? [] : [lower(member.plan.where)]', 'where: []', "a member's `where` is lost in the union"),
  unite("each.name === BRANCH ? text(member.plan.name)", "each.name === BRANCH ? text(members[0]?.plan.name ?? '')", 'all rows of a union are of its first member'),
  unite('const branches = members.map((member) => {', 'const branches = members.slice(0, 1).map((member) => {', 'a union is its first member'),
  unite("relation: { kind: 'union_all', branches }", "relation: { kind: 'union_all', branches: [...branches, ...branches.slice(1)] }", 'rows of the later members count twice'),

  // ---- views for all, chained joins, moments
  everyone('literal(INT64, 0n)', "{ kind: 'literal', type: INT64, value: null }", 'everyone is nobody: the key of a view for all is null'),
  examples('when(isNotNull(asked), ref(\'e\', `j${index + 1}_moment`, INT64), null)', 'ref(\'e\', `j${index + 1}_moment`, INT64)', 'an example without a moment is answered all the same'),
  examples("const moment = join.at === null ? asked :", 'const moment = join.at === null || join.at !== null ? asked :', 'every join looks from the moment of the example'),
  readSource("return holds(part, ({ kind }) => kind === 'ref') ? giving(part) : part;", 'return part;', 'a key or moment reads nothing beside the clock of its example'),
  readSource('const known = given.find((each) => identityOf(each.scalar) === id);', 'const known = given[0];', 'all that a key reads beside a clock is the first of it'),
];
