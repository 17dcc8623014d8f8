/** The text that shows every construct, as a case of the agreement test: its own plan tells the interpreter what to compute. */
import { readFileSync } from 'node:fs';
import type { AgreementCase } from '../agreement/case.js';
import type { Compiler } from '../agreement/check-case.js';
import { THE_COMPILER } from '../agreement/the-compiler.js';
import { check } from '../../src/compiler/compile.js';
import type { TableMapping } from '../../src/compiler/temporal/map-origins.js';
import { originText } from '../../src/compiler/temporal/plan-origin.js';
import { ASKED_AT, EXAMPLES, rowsOf } from './rows.js';
import { setSpec, sourceSpec, viewSpec } from './specs.js';

/** As committed, but that examples keep the number by which they are found again. */
export const TEXT = readFileSync(new URL('../grammar/every-construct.feat', import.meta.url), 'utf8').replace(/^( +keep +)(transfer_id)/m, '$1ex_no, $2');
const { plan } = check([{ path: 'every-construct.feat', text: TEXT }]);
/** Views that another engine alone can run. */
const views = plan.views.filter((view) => view.raw === null);

/** Each table is called by its source. */
const TABLES: TableMapping = new Map([
  ...plan.sources.flatMap(({ name, origin }) => (origin.kind === 'union' ? [] : [[originText(origin), { kind: 'table', name: [name] }] as const])),
  ...plan.sets.map(({ examples }) => [originText(examples.origin), { kind: 'table', name: ['transfer_labels'] }] as const),
]);

export const COMPILER: Compiler = { ...THE_COMPILER, compile: (input) => THE_COMPILER.compile({ ...input, files: [{ path: 'every-construct.feat', text: TEXT }], tables: TABLES }) };

export function everyConstruct(seed: number): AgreementCase {
  return {
    name: `every construct, seed ${String(seed)}`, family: 'events',
    entities: plan.entities.map(({ name, keys }) => ({ name, keys: keys.map((key) => ({ name: key.name, type: { kind: key.type.kind === 'int64' ? 'int64' : 'string' } as const })) })),
    sources: plan.sources.map(sourceSpec),
    views: views.map((view) => viewSpec(view, plan)),
    sets: plan.sets.map((set) => setSpec(set, EXAMPLES, 'transfer_labels')),
    tables: rowsOf(seed), clocks: { 'orders.event_ts': 'naive' }, refreshAt: ASKED_AT, engines: ['duckdb', 'postgres'],
  };
}
