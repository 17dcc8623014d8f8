/**
 * Reads the settings of an engine, store or registry by what its kind asks for. Whatever looks like a secret or the
 * address of a server is refused here: both come from one environment variable, together.
 */
import { finding } from '../../compiler/diagnostics/index.js';
import type { Span } from '../../compiler/source/index.js';
import type { Place } from './config.js';
import { staysInside } from './project-path.js';
import type { SettingKind, Settings } from '../settings.js';
import { expect, readCount, readEntries, readText, unknownKey, type Item, type Reader } from './yaml-reader.js';

interface Kind {
  readonly name: string;
  readonly settings: readonly SettingKind[];
}

const SECRETS = /^(dsn|url|uri|host|hostname|port|user|username|password|passwd|token|secret|key|account|connection(_string)?)$/i;

/** Reads `embedded`, or `{kind: …, setting: …}`; the default where nothing is written. Null and findings where it is wrong. */
export function readPlace(reader: Reader, item: Item | undefined, kinds: readonly Kind[], standard: Kind, span: Span): Place | null {
  if (item === undefined) return { kind: standard.name, settings: {}, span };
  const names = kinds.map((kind) => kind.name).join(', ');
  const isMapping = item.node !== null && 'items' in item.node;
  const kindItem = isMapping ? readEntries({ ...reader, findings: [] }, item).find((entry) => entry.key === 'kind') : item;
  if (kindItem === undefined) return expect(reader, { ...item, path: `${item.path}.kind` }, `one of ${names}`);
  const name = readText(reader, kindItem, `one of ${names}`);
  if (name === null) return null;
  const kind = kinds.find((known) => known.name === name);
  if (kind === undefined) return expect(reader, kindItem, `one of ${names}`);
  const settings = isMapping ? readSettings(reader, item, kind.settings, ['kind']).settings : readSettings(reader, { ...item, node: null }, kind.settings, []).settings;
  return { kind: kind.name, settings, span: item.span };
}

/** Reads the settings of a kind from a mapping that may hold `own` keys beside them, which are given back. */
export function readSettings(
  reader: Reader, item: Item, kinds: readonly SettingKind[], own: readonly string[],
): { readonly settings: Settings; readonly fields: ReadonlyMap<string, Item> } {
  const settings: Record<string, string | number> = {};
  const fields = new Map<string, Item>();
  const allowed = [...own, ...kinds.map((kind) => kind.name)];
  const entries = readEntries(reader, item);
  for (const entry of entries) {
    const kind = kinds.find((known) => known.name === entry.key);
    if (own.includes(entry.key)) fields.set(entry.key, entry);
    else if (kind !== undefined) {
      const value = readSetting(reader, entry, kind);
      if (value !== null) settings[kind.name] = value;
    } else if (SECRETS.test(entry.key)) {
      reader.findings.push(finding('FT8015', entry.keySpan, { key: entry.path, problem: 'would hold a part of an address or a secret' }));
    } else reader.findings.push(unknownKey(item, entry.key, entry.keySpan, allowed));
  }
  for (const kind of kinds) {
    if (kind.required && !entries.some((entry) => entry.key === kind.name)) {
      expect(reader, { ...item, path: `${item.path}.${kind.name}` }, describe(kind));
    }
  }
  return { settings, fields };
}

function readSetting(reader: Reader, item: Item, kind: SettingKind): string | number | null {
  switch (kind.type) {
    case 'count':
      return readCount(reader, item, 1);
    case 'milliseconds':
      return readCount(reader, item, 0);
    case 'size': {
      const text = readText(reader, item, describe(kind));
      return text === null || /^\d+(\.\d+)? ?([KMGT]i?B|%)$/.test(text) ? text : expect(reader, item, describe(kind));
    }
    case 'variable':
      return readVariable(reader, item, kind);
    case 'path': {
      const text = readText(reader, item, describe(kind));
      if (text === null || kind.words?.includes(text) === true) return text;
      return readProjectPath(reader, item, text);
    }
    case 'text':
      return readText(reader, item, describe(kind));
  }
}

function readVariable(reader: Reader, item: Item, kind: SettingKind): string | null {
  const text = readText(reader, item, describe(kind));
  if (text === null || /^[A-Za-z_][A-Za-z0-9_]*$/.test(text)) return text;
  if (/\$|:\/\/|@/.test(text)) {
    const problem = text.includes('$') ? 'is put together from a variable' : 'holds the address itself';
    reader.findings.push(finding('FT8015', item.span, { key: item.path, problem }));
    return null;
  }
  return expect(reader, item, describe(kind));
}

/** A path that stays inside the project, or null and a finding. */
export function readProjectPath(reader: Reader, item: Item, path: string): string | null {
  if (staysInside(path) && !path.includes('$')) return path;
  reader.findings.push(finding('FT8007', item.span, { path }));
  return null;
}

function describe(kind: SettingKind): string {
  switch (kind.type) {
    case 'count':
    case 'milliseconds':
      return 'a whole number';
    case 'size':
      return 'a size such as 2GB';
    case 'variable':
      return 'the name of an environment variable that holds the whole address';
    case 'path':
      return `a path inside the project${(kind.words ?? []).map((word) => ` or '${word}'`).join('')}`;
    case 'text':
      return 'a text';
  }
}
