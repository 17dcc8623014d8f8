/**
 * Cases that are aimed: at one hazard, with features of the shapes that have met it too rarely. A random run leaves a
 * few of ten thousand cells thin, always others; what is thin is then asked for by name, so that every run reaches its
 * floor everywhere. Which cases are made follows from the seed and from what was met, so a run can be repeated.
 */
import type { Hazard } from '../hazards.js';
import { STRATEGY_COLUMNS, type StrategyColumn } from '../not-applicable.js';
import { AGGREGATES, WINDOWS } from '../shapes.js';
import type { Shape } from './features.js';
import type { ThemeName } from './themes.js';

export interface Aim {
  /** What is thin is thin in one column of the matrix: no other needs to be computed again. */
  readonly strategy: StrategyColumn;
  readonly themes: readonly ThemeName[];
  readonly shapes: readonly Shape[];
}

/** The theme in which a hazard comes up most; the others come up in any. */
const THEME: { readonly [H in Hazard]?: ThemeName } = {
  'sub-microsecond': 'nanoseconds', 'date time': 'days', 'clock change': 'clock change', 'before 1970': 'before 1970',
  'float specials': 'floats', 'full-scale decimal': 'wide', '9e37 apart': 'wide', 'filtered row': 'filters', 'bulk load': 'bulk load', 'twin rows': 'twins',
  'late': 'late', 'not yet known': 'late', 'known after leaving': 'late', 'known at T': 'late', 'known before': 'late', 'out of range': 'beyond',
  'keys run together': 'keys', 'odd text key': 'keys', 'duplicate example': 'duplicates', 'own row': 'own rows', 'as served': 'as served', 'tick at T': 'as served', 'role': 'roles',
};

/**
 * The aim of a round: in every second one at the strategy and theme with the most thin cells, else at each in turn, so
 * that one that fills slowly doesn't keep the others waiting. Cells are given with what they lack.
 */
export function aimAt(thin: readonly ThinCell[], round: number): Aim | null {
  const groups = new Map<string, { readonly strategy: StrategyColumn; readonly theme: ThemeName; readonly cells: ThinCell[] }>();
  for (const each of thin) {
    const theme = each.hazard === 'any' ? 'plain' : THEME[each.hazard] ?? 'plain';
    const group = groups.get(`${each.strategy} ${theme}`) ?? { strategy: each.strategy, theme, cells: [] };
    groups.set(`${each.strategy} ${theme}`, group);
    group.cells.push(each);
  }
  const ranked = [...groups.values()].sort((a, b) => b.cells.length - a.cells.length);
  const chosen = ranked[round % 2 === 0 ? 0 : ((round - 1) / 2) % ranked.length];
  if (chosen === undefined) return null;
  const { strategy, theme, cells } = chosen;
  const worst = [...cells].sort((a, b) => b.lacks - a.lacks).slice(0, 12).map((each) => each.shape);
  // A lookup has a view of its own, beside one of windows.
  const shapes = worst.filter((shape) => shape.window !== 'ttl');
  const lookups: readonly ThemeName[] = shapes.length < worst.length ? ['lookups'] : [];
  // These step aside where own rows are left out.
  const own: readonly ThemeName[] = strategy === 'two_block' || strategy === 'as_of' ? ['no own rows'] : [];
  return { strategy, themes: [theme, ...lookups, ...own], shapes: shapes.length > 0 ? shapes : [{ aggregate: 'latest', window: 'rolling' }] };
}

/** One cell of the matrix, and how many comparisons it lacks. */
export interface ThinCell {
  readonly strategy: StrategyColumn;
  readonly shape: Shape;
  readonly hazard: Hazard | 'any';
  readonly lacks: number;
}

/** As `--aim` takes it: `fan_out, late: sum|rolling; avg|lagged`. */
export const aimText = (aim: Aim): string => `${aim.strategy}, ${aim.themes.join(' + ')}: ${aim.shapes.map((shape) => `${shape.aggregate}|${shape.window}`).join('; ')}`;

/** Reads what `aimText` wrote; null where it is none. */
export function parseAim(text: string): Aim | null {
  const [head, shapes] = text.split(': ');
  const [named, themes] = head?.split(', ') ?? [];
  const strategy = STRATEGY_COLUMNS.find((name) => name === named);
  if (strategy === undefined || themes === undefined || shapes === undefined) return null;
  const read = shapes.split('; ').map((each) => {
    const [aggregate, window] = each.split('|');
    return { aggregate: AGGREGATES.find((name) => name === aggregate), window: WINDOWS.find((name) => name === window) };
  });
  const whole = read.filter((shape): shape is Shape => shape.aggregate !== undefined && shape.window !== undefined);
  return whole.length !== read.length ? null : { strategy, themes: themes.split(' + ') as ThemeName[], shapes: whole };
}
