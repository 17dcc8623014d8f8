/**
 * Answers a set as a prediction gets it: the views it joins are read from the online store, by keys that may come from
 * each other's values, and the arithmetic is computed from them. Any host (the command line, a server) calls this.
 */
import { invariant } from '../../compiler/diagnostics/invariant.js';
import { compileRequest, type RequestProgram } from '../../compiler/request/program.js';
import type { RequestValue } from '../../compiler/request/values.js';
import type { SetPlan } from '../../compiler/temporal/plan.js';
import type { Cell } from '../drivers/driver.js';
import { readOnline, type ReadResult, type ReadStatus } from '../materialize/get.js';
import type { OnlineView } from '../materialize/online-view.js';
import type { OnlineStore } from '../online/store.js';
import { cellValue, valueCell } from './cells.js';

/** A set that can be answered: its program and the views that it reads, in the order of its joins. */
export interface OnlineSet {
  readonly program: RequestProgram;
  readonly views: readonly OnlineView[];
}

/** `another_moment`: the join looks from a moment other than that of the request, which a store of newest values cannot answer. */
export type JoinStatus = ReadStatus | 'another_moment';

export interface SetAnswer {
  /** One value for each output of the program. */
  readonly values: readonly Cell[];
  /** How each join was answered, in order. */
  readonly joins: readonly { readonly name: string; readonly status: JoinStatus; readonly asOf: bigint | null }[];
}

/** From a checked set; `view` gives the online view of a name. */
export function onlineSetOf(set: SetPlan, view: (name: string) => OnlineView): OnlineSet {
  const views = set.joins.map((join) => view(join.view));
  const program = compileRequest(set, (name, feature) => {
    const found = views.find((each) => each.name === name)?.features.find((field) => field.name === feature);
    invariant(found !== undefined, `view ${name} has no feature ${feature}`);
    return found.type;
  });
  return { program, views };
}

/** Answers several requests at the instant `asOf` (UTC µs); each gives one value for every argument of the program. */
export async function answer(store: OnlineStore, { program, views }: OnlineSet, requests: readonly (readonly RequestValue[])[], asOf: bigint): Promise<readonly SetAnswer[]> {
  const rows = requests.map((values) => {
    invariant(values.length === program.arguments.length, `${program.set} takes ${String(program.arguments.length)} arguments`);
    return program.start(values, asOf);
  });
  const read: (readonly (Pick<ReadResult, 'asOf'> & { readonly status: JoinStatus })[])[] = [];
  for (let round = 0; round <= Math.max(0, ...program.joins.map((join) => join.round)); round++) {
    for (const [i, join] of program.joins.entries()) {
      const view = views[i];
      invariant(view !== undefined, `${program.set} has no view for ${join.name}`);
      if (join.round !== round) continue;
      if (join.atOwnMoment) {
        read[i] = rows.map(() => ({ status: 'another_moment', asOf: null }));
        continue;
      }
      const keys = rows.map((row) => join.key(row).map((part, k) => valueCell(part, view.keys[k]?.type ?? { kind: 'unknown' })));
      const results = await readOnline(store, view, keys, asOf);
      read[i] = results;
      results.forEach((result, r) => {
        const row = rows[r];
        invariant(row !== undefined, 'one result for each request');
        for (const { feature, type, slot } of join.features) row[slot] = cellValue(result.values[view.features.findIndex((field) => field.name === feature)] ?? null, type);
      });
    }
  }
  return rows.map((row, r) => {
    program.compute(row);
    return {
      values: program.outputs.map(({ slot, type }) => valueCell(row[slot] ?? null, type)),
      joins: program.joins.map(({ name }, i) => ({ name, status: read[i]?.[r]?.status ?? 'never_materialized', asOf: read[i]?.[r]?.asOf ?? null })),
    };
  });
}
