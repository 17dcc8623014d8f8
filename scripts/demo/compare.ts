/** Values of one view from three sources, side by side: the training file, the store's answers, the interpreter. */
import { compareValue, valueAt, type Type, type Value, type World } from '../../compiler-tests/oracle/index.js';
import { date, dec, ts } from '../../compiler-tests/oracle/notation.js';
import { showValue } from '../../compiler-tests/agreement/tables.js';
import type { CsvRecord } from './read-csv.js';

export interface Answers {
  readonly training: readonly CsvRecord[];
  /** What `feat get --json` printed. */
  readonly online: readonly { readonly key: Readonly<Record<string, string | null>>; readonly values: Readonly<Record<string, Json>> }[];
}

export type Json = null | boolean | number | string | readonly Json[];

export interface Compared {
  readonly view: string;
  readonly key: string;
  readonly feature: string;
  readonly training: string;
  readonly online: string;
  readonly reference: string;
  readonly agree: boolean;
}

/** The parts of a key by name, as text, in the order of the entity; none of a view for all. */
export type KeyTexts = Readonly<Record<string, string>>;

export function compareAll(world: World, viewName: string, keys: readonly KeyTexts[], refresh: string, answers: Answers): readonly Compared[] {
  const view = world.views.find((each) => each.name === viewName);
  if (view === undefined) throw new Error(`the reference has no view ${viewName}`);
  const at = ts(refresh.replace(/Z$/, '')).us;
  return keys.flatMap((key) => {
    const shownKey = Object.values(key).join(', ');
    const parts = Object.values(key).map((text, i) => readPart(text, view.key[i]?.type.kind ?? 'string'));
    const isThisKey = (of: Readonly<Record<string, unknown>>): boolean => Object.entries(key).every(([name, text]) => of[name] === text);
    const training = answers.training.find(isThisKey);
    const online = answers.online.find((row) => isThisKey(row.key));
    return view.features.map(({ name }): Compared => {
      if (training === undefined || online === undefined || !(name in training) || !(name in online.values)) throw new Error(`${viewName}.${name} of ${shownKey} is missing`);
      const reference = valueAt(world, viewName, name, parts, at);
      const offline = fromText(training[name] ?? null, reference.value);
      const served = fromJson(online.values[name] ?? null, reference.value);
      // Both must be what the interpreter says; exact values then equal each other, floats are within the contract's band.
      const agree = compareValue(offline, reference) && compareValue(served, reference);
      return { view: viewName, key: shownKey, feature: name, training: shown(offline), online: shown(served), reference: shown(reference.value), agree };
    });
  });
}

const readPart = (text: string, kind: Type['kind']): Value => (kind === 'int32' || kind === 'int64' ? BigInt(text) : text);

/** A text is read as what the reference is: what is none of that stays a text, and differs. */
export function fromText(text: string | null, like: Value): Value {
  if (text === null) return null;
  if (typeof like === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  if (typeof like === 'bigint' && /^-?\d+$/.test(text)) return BigInt(text);
  if (typeof like === 'number' && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  if (Array.isArray(like) && text.startsWith('[')) return fromJson(JSON.parse(text) as Json, like);
  if (typeof like === 'object' && like !== null && 'kind' in like) {
    if (like.kind === 'decimal' && /^-?\d+(?:\.\d+)?$/.test(text)) return dec(text);
    if (like.kind === 'date' && /^\d{4}-\d\d-\d\d$/.test(text)) return date(text);
    if (like.kind === 'instant' && text.endsWith('Z')) return ts(text.slice(0, -1));
  }
  return text;
}

export function fromJson(json: Json, like: Value): Value {
  if (json === null || typeof json === 'boolean' || typeof json === 'number') return json;
  if (typeof json === 'string') return fromText(json, like);
  const likes = Array.isArray(like) ? (like as readonly Value[]) : [];
  if (typeof like === 'object' && like !== null && 'kind' in like && like.kind === 'pair' && json.length === 2) {
    return { kind: 'pair', first: fromJson(json[0] ?? null, like.first), second: fromJson(json[1] ?? null, like.second) };
  }
  return json.map((each, i) => fromJson(each, likes[i] ?? likes[0] ?? null));
}

function shown(value: Value): string {
  const text = typeof value === 'string' ? value : showValue(value).replaceAll('"', '');
  return text.length > 34 ? `${text.slice(0, 33)}…` : text;
}
