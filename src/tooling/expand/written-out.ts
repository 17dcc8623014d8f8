/** The features of a view as they stand after templates, loops, lists of windows and `latest *`: one statement each. */
import { expandFeatures } from '../../compiler/names/expand.js';
import { rewrite } from '../../compiler/names/rewrite.js';
import type { Symbols } from '../../compiler/names/symbols.js';
import type { Feature, FeatureItem, ListWindow, Window, WindowedExpr } from '../../compiler/syntax/ast.js';
import { windowSuffix } from '../../compiler/temporal/plan-window.js';
import { constantsIn, type ConstantTexts } from './constants.js';
import { plainName, printExpression, printName } from './print-expression.js';

/** What an item of a view becomes. */
export interface WrittenOut {
  readonly names: readonly string[];
  /** Null where it stays as it was written; the names of `latest *` are told by who knows its columns. */
  readonly lines: readonly string[] | null;
  readonly latestAll: boolean;
}

/** One item of a view. */
export function writeOut(item: FeatureItem, symbols: Symbols, constants: ConstantTexts): readonly WrittenOut[] {
  const written = item.kind === 'feature' || item.kind === 'latestAll';
  return expandFeatures([item], symbols, () => undefined).map(({ item: made }): WrittenOut => {
    if (made.kind === 'latestAll') return { names: [], lines: null, latestAll: true };
    const list = listOf(made);
    if (list === null) {
      return { names: [made.name.text], lines: written ? null : [statement(made, made.name.quoted ? printName(made.name) : plainName(made.name.text), made, constants)], latestAll: false };
    }
    const names = list.items.map((window) => {
      const suffix = windowSuffix(window);
      return suffix === null ? made.name.text : `${made.name.text}_${suffix}`;
    });
    const lines = list.items.map((window, i) => statement(made, plainName(names[i] ?? made.name.text), withWindow(made, list, window), constants));
    return { names, lines, latestAll: false };
  });
}

function statement(from: Feature, name: string, { value }: Feature, constants: ConstantTexts): string {
  const doc = from.doc === undefined ? '' : from.doc.text.split('\n').map((line) => `/// ${line}`.trimEnd()).join('\n') + '\n';
  return `${doc}${name} = ${printExpression(constantsIn(value, constants))}`;
}

/** `latest(x)` of each column. */
export const latestLines = (columns: readonly string[]): readonly string[] => columns.map((name) => `${plainName(name)} = latest(${plainName(name)})`);

function listOf({ value }: Feature): ListWindow | null {
  const windows = value.kind === 'windowed' ? (value.over?.windows ?? []) : [];
  return windows.find((window): window is ListWindow => window.kind === 'windowList') ?? null;
}

/** The feature with one member in place of the list, which passes its bounds and lag on. */
function withWindow(feature: Feature, list: ListWindow, member: Window): Feature {
  const window = { ...member, bounds: [...member.bounds, ...list.bounds], ...(list.ending === undefined ? {} : { ending: list.ending }) };
  const value = feature.value as WindowedExpr;
  return { ...feature, value: rewrite(value, (node) => (node === list ? window : undefined)) };
}
