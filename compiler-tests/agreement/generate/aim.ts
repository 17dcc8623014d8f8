/**
 * Cases that are aimed: at one hazard, with features of the shapes that have met it too rarely. A random run leaves a
 * few of ten thousand cells thin, always others; what is thin is then asked for by name, so that every run reaches its
 * floor everywhere. Which cases are made follows from the seed and from what was met, so a run can be repeated.
 */
import type { Hazard } from '../hazards.js';
import { AGGREGATES, WINDOWS } from '../shapes.js';
import type { Shape } from './features.js';
import type { ThemeName } from './themes.js';

export interface Aim {
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
 * The aim of a round: in every second one at the theme with the most thin cells, else at each theme in turn, so that one
 * that fills slowly doesn't keep the others waiting. Cells are given with what they lack.
 */
export function aimAt(thin: readonly { readonly shape: Shape; readonly hazard: Hazard | 'any'; readonly lacks: number }[], round: number): Aim | null {
  const byTheme = new Map<ThemeName, typeof thin>();
  for (const each of thin) {
    const theme = each.hazard === 'any' ? 'plain' : THEME[each.hazard] ?? 'plain';
    byTheme.set(theme, [...(byTheme.get(theme) ?? []), each]);
  }
  const ranked = [...byTheme].sort(([, a], [, b]) => b.length - a.length);
  const chosen = ranked[round % 2 === 0 ? 0 : ((round - 1) / 2) % ranked.length];
  if (chosen === undefined) return null;
  const [theme, cells] = chosen;
  const worst = [...cells].sort((a, b) => b.lacks - a.lacks).slice(0, 12).map((each) => each.shape);
  // A lookup has a view of its own, beside one of windows.
  const shapes = worst.filter((shape) => shape.window !== 'ttl');
  const themes: readonly ThemeName[] = shapes.length < worst.length ? [theme, 'lookups'] : [theme];
  return { themes, shapes: shapes.length > 0 ? shapes : [{ aggregate: 'latest', window: 'rolling' }] };
}

/** As `--aim` takes it: `late: sum|rolling; avg|lagged`. */
export const aimText = (aim: Aim): string => `${aim.themes.join(' + ')}: ${aim.shapes.map((shape) => `${shape.aggregate}|${shape.window}`).join('; ')}`;

/** Reads what `aimText` wrote; null where it is none. */
export function parseAim(text: string): Aim | null {
  const [themes, shapes] = text.split(': ');
  if (themes === undefined || shapes === undefined) return null;
  const read = shapes.split('; ').map((each) => {
    const [aggregate, window] = each.split('|');
    return { aggregate: AGGREGATES.find((name) => name === aggregate), window: WINDOWS.find((name) => name === window) };
  });
  const whole = read.filter((shape): shape is Shape => shape.aggregate !== undefined && shape.window !== undefined);
  return whole.length !== read.length ? null : { themes: themes.split(' + ') as ThemeName[], shapes: whole };
}
