/** A project as text, checked; and typed expressions in a short notation, so that an expectation can be written by hand. */
import { check } from '../../src/compiler/compile.js';
import type { Finding } from '../../src/compiler/diagnostics/index.js';
import type { ProjectPlan, SetPlan, SourcePlan, ViewPlan } from '../../src/compiler/temporal/plan.js';
import type { Expression } from '../../src/compiler/types/expression.js';
import { printType } from '../../src/compiler/types/type.js';

/** A source and an entity that most tests use. */
export const ORDERS = `
entity user (user_id: string)
source orders {
  from shop.orders   rows events
  time event_ts in 'UTC'   known ingested_at in 'UTC'   settle 1min
  id order_id
  columns {
    order_id: string  user_id: string  seller_id: string  store_id: int64  qty: int32
    amount: decimal(12,2)  rate: decimal(12,6)  score: float64  small: float32
    status: string  paid: bool  day: date  raw: bytes  event_ts: timestamp  ingested_at: timestamp  shipped_at: timestamp
  }
}
`;

/** What a project text gives. */
export interface Checked {
  readonly text: string;
  readonly plan: ProjectPlan;
  readonly findings: readonly Finding[];
}

export function checkText(text: string): Checked {
  return { text, ...check([{ path: 'p.feat', text }]) };
}

/** The findings as `FT2004 amuont`: code and marked text, advice left out. */
export function errorsOf({ text, findings }: Checked): readonly string[] {
  return findings.filter((f) => f.severity === 'error').map((f) => `${f.code} ${text.slice(f.span.start, f.span.end)}`);
}

/** The same of warnings and advice. */
export function adviceOf({ text, findings }: Checked): readonly string[] {
  return findings.filter((f) => f.severity !== 'error').map((f) => `${f.code} ${text.slice(f.span.start, f.span.end)}`);
}

export function sourceOf(checked: Checked, name: string): SourcePlan {
  return named(checked, checked.plan.sources, name);
}

export function viewOf(checked: Checked, name: string): ViewPlan {
  return named(checked, checked.plan.views, name);
}

export function setOf(checked: Checked, name: string): SetPlan {
  return named(checked, checked.plan.sets, name);
}

function named<T extends { readonly name: string }>(checked: Checked, items: readonly T[], name: string): T {
  const found = items.find((item) => item.name === name);
  if (found === undefined) throw new Error(`the plan has no ${name}: ${errorsOf(checked).join('; ')}`);
  return found;
}

/** `add(amount, 1.50:decimal(12,2)):decimal(13,2)`: calls with their types, columns bare, constants with theirs. */
export function show(e: Expression): string {
  switch (e.kind) {
    case 'literal':
      return `${typeof e.value === 'string' ? `'${e.value}'` : String(e.value)}:${printType(e.type)}`;
    case 'column':
      // Names of the compiler's own begin with the end of a line, and hold another one within a request.
      return e.name.replace(/^\n/, '').replaceAll('\n', '.');
    case 'call':
      return `${e.op}(${e.args.map(show).join(', ')}):${printType(e.type)}`;
    case 'case': {
      const branches = e.branches.map((b) => `${show(b.when)} → ${show(b.then)}`).join('; ');
      return `case(${branches}${e.otherwise === null ? '' : `; else ${show(e.otherwise)}`}):${printType(e.type)}`;
    }
  }
}
