/**
 * The answers by hand, held against what the interpreter says of the cases that are made of them. A case asks what its
 * vectors ask only if this holds of it: then an engine that agrees with the interpreter agrees with the answer by hand.
 */
import { compareValue } from '../../oracle/compare.js';
import { historyAt, identity } from '../../oracle/index.js';
import type { StoredRow } from '../../oracle/index.js';
import type { Expected, Question } from '../../oracle/vectors/vector.js';
import type { Instant, Row, Value } from '../../oracle/values.js';
import type { AgreementCase } from '../case.js';
import type { Expectations } from '../expectations.js';

/** Where in a case the question of one vector is asked. */
export interface AskedVector {
  readonly id: string;
  /** Whether the interpreter gives the answer by hand, on the case. */
  readonly holds: (of: AgreementCase, told: Expectations) => boolean;
}

function is(value: Value | undefined, expected: Expected): boolean {
  if (value === undefined || expected.kind === 'overflow') return false;
  if (expected.kind === 'is') return compareValue(value, { value: expected.value });
  return typeof value === 'number' && Math.abs(value - expected.value) <= expected.relative * Math.abs(expected.value);
}

/** The value `name` (`alias.feature`) of one example of the only set. */
export function answersExample(id: string, example: number, name: string, expected: Expected): AskedVector {
  return {
    id,
    holds: (of, told) => {
      const [set] = of.sets;
      if (set === undefined) return false;
      const trained = told.training(set);
      if (expected.kind === 'overflow') return trained.kind === 'overflow' && `${trained.view}.${trained.feature}` === name;
      return trained.kind === 'rows' && is(trained.rows[example]?.values.get(name)?.value, expected);
    },
  };
}

/** Every row of the only set; `named` says what a value of the answer is called there. */
export function answersSet(id: string, expected: readonly Row[], named: (name: string) => string): AskedVector {
  return {
    id,
    holds: (of, told) => {
      const [set] = of.sets;
      const trained = set === undefined ? undefined : told.training(set);
      return trained?.kind === 'rows' && trained.rows.length === expected.length && trained.rows.every(({ values }, i) => agree(values, Object.entries(expected[i] ?? {}).map(([name, value]) => [named(name), value])));
    },
  };
}

function agree(values: StoredRow['values'], expected: readonly (readonly [string, Value])[]): boolean {
  return values.size === expected.length && expected.every(([name, value]) => is(values.get(name)?.value, { kind: 'is', value }));
}

export function answersRefresh(id: string, { view, at, expected }: Extract<Question, { readonly kind: 'refresh' }>): AskedVector {
  return {
    id,
    holds: (of, told) => {
      const stored = told.refresh(view, at);
      return of.refreshAt.includes(at) && stored.kind === 'rows' && stored.rows.length === expected.length
        && stored.rows.every((row, i) => identity(row.key) === identity(expected[i]?.key ?? []) && agree(row.values, Object.entries(expected[i]?.values ?? {})));
    },
  };
}

export function answersHistory(id: string, { view, feature, key, ticks, expected }: Extract<Question, { readonly kind: 'history' }>): AskedVector {
  const text = (of: readonly { readonly at: Instant; readonly value: Value }[]): string => of.map(({ at, value }) => `${String(at)} ${identity([value])}`).join('\n');
  return {
    id,
    holds: (of, told) => ticks.every((at) => of.refreshAt.includes(at)) && text(historyAt(told.world, view, feature, key, ticks).map(({ at, value }) => ({ at, value: value.value }))) === text(expected),
  };
}
