/**
 * Rows for a case about composition: few users, few categories, few instants, so that joined rows lie at the very time of
 * the rows that they enrich, are known too late for them, or are missing; and examples at those edges.
 */
import type { SourceSpec } from '../../../oracle/spec.js';
import type { Instant, Row, Value } from '../../../oracle/values.js';
import type { Random } from '../../random.js';
import { inside, point, wallClock, type Lattice } from '../lattice.js';
import type { Composition } from './project.js';

const USERS = ['u1', 'u2', 'U1', 'ü:'] as const;
const TIERS = ['A', 'B', 'C'] as const;

export interface ComposedRows {
  readonly tables: Readonly<Record<string, readonly Row[]>>;
  readonly refreshAt: readonly Instant[];
}

export function composedRows(of: Composition, lattice: Lattice, random: Random): ComposedRows {
  const instants: Instant[] = [];
  const instant = (): Instant => {
    const at = instants.length > 0 && random.chance(0.35) ? random.pick(instants) : point(lattice, random);
    instants.push(at);
    return at;
  };
  const maybe = (value: Value, missing = 0.06): Value => (random.chance(missing) ? null : value);
  const user = (): Value => maybe(random.weighted<Value>([[5, 'u1'], [3, 'u2'], [1, 'U1'], [1, 'ü:']]));
  const tier = (): Value => maybe(random.pick(TIERS), 0.1);
  const at = (us: Instant | null): Value => (us === null ? null : { kind: 'instant', us });
  const arrival = (t: Instant | null): Value => {
    if (t === null || random.chance(0.03)) return null;
    const steps = (low: number, high: number): Instant => BigInt(random.between(low, high)) * lattice.step;
    return at(random.weighted<() => Instant>([[40, () => t], [28, () => t + steps(1, 3)], [8, () => t - lattice.step], [6, () => t + 1n], [18, () => point(lattice, random)]])());
  };
  const row = (source: SourceSpec, index: number): Row => {
    const t = random.chance(0.04) ? null : source.rows.kind === 'snapshots' && instants.length > 2 && random.chance(0.9) ? random.pick(instants.slice(0, 3)) : instant();
    return Object.fromEntries(source.columns.map((each): [string, Value] => {
      switch (each.name) {
        case 't': return ['t', at(t)];
        case 'k': case 'closed': return [each.name, arrival(t)];
        case 'ends': return ['ends', random.chance(0.3) ? null : at(random.chance(0.8) && t !== null ? t + BigInt(random.between(0, lattice.size)) * lattice.step : instant())];
        case 'u': case 'b': case 's': return [each.name, user()];
        case 'c': case 'cat': case 'tier': return [each.name, tier()];
        case 'x': return ['x', maybe({ kind: 'decimal', unscaled: BigInt(random.between(-300, 900)), scale: 2 })];
        case 'y': case 'n': return [each.name, maybe(BigInt(random.between(-3, 5)))];
        // The own rows of examples are told by the ids of sales alone.
        case 'sid': case 'rid': return [each.name, maybe(`${each.name.charAt(0)}${String(source.rows.kind === 'versions' ? random.below(8) : random.chance(0.1) ? 0 : index)}`, 0.04)];
        default: return [each.name, maybe(random.pick(['one', 'two', 'test']))];
      }
    }));
  };
  const rows = (source: SourceSpec, most: number): readonly Row[] => {
    const made: Row[] = [];
    const size = random.chance(0.03) ? 0 : random.between(Math.ceil(most / 2), most);
    // The same row twice counts twice.
    while (made.length < size) made.push(made.length > 0 && random.chance(0.07) ? random.pick(made) : row(source, made.length));
    return made;
  };
  const tables = Object.fromEntries(of.sources.filter((source) => source.union === undefined).map((source) => [source.name, rows(source, source.name === 'risk' ? 22 : 20)]));
  const lengths = of.views.flatMap((view) => view.features).flatMap((each) => (each.kind === 'aggregate' && each.window.kind === 'rolling' ? [each.window.length + each.window.lag] : []));
  const asked = (): Instant => inside(random.weighted<() => Instant>([
    [25, () => (instants.length === 0 ? point(lattice, random) : random.pick(instants))],
    [35, () => (instants.length === 0 ? point(lattice, random) : random.pick(instants)) + (lengths.length === 0 ? 0n : random.pick(lengths))],
    [40, () => point(lattice, random, Math.floor(lattice.size / 2), lattice.size + 2)],
  ])());
  const examples: Row[] = [];
  while (examples.length < 9) {
    const before = examples.length > 0 && random.chance(0.2) ? random.pick(examples) : null;
    const number = BigInt(examples.length + 1);
    if (before !== null) {
      examples.push({ ...before, ex_no: number });
      continue;
    }
    const moment = inside(random.chance(0.5) ? asked() : point(lattice, random));
    examples.push({
      ex_no: number, sid: maybe(`s${String(random.below(12))}`, 0.15), u1: maybe(random.pick(USERS.slice(0, 3)), 0.05), u2: maybe(random.pick(USERS), 0.05), cat: tier(),
      asked_at: random.chance(0.05) ? null : at(asked()), assigned: random.chance(0.12) ? null : { kind: 'naive', us: wallClock(moment, of.assignedIn) },
    });
  }
  return { tables: { ...tables, examples }, refreshAt: Array.from({ length: 3 }, asked) };
}
