/**
 * Walks a YAML document node by node, keeping where each stands, and collects findings instead of throwing. YAML 1.2's
 * core schema, nothing else: no tags, no anchors, no merge keys, no key twice.
 */
import { isAlias, isMap, isScalar, parseDocument, type ParsedNode, type Scalar } from 'yaml';
import { finding, nearestNames, renameFixes, type Finding } from '../../compiler/diagnostics/index.js';
import type { Span } from '../../compiler/source/index.js';

/** Beyond this no project's settings are; a bomb is. */
const LONGEST = 256 * 1024;

/** A node, how it is reached (`targets.dev.engine`), and where it stands. */
export interface Item {
  readonly path: string;
  readonly node: ParsedNode | null;
  readonly span: Span;
}

export interface Reader {
  readonly findings: Finding[];
  readonly root: Item;
}

/** Parses a text; null and findings where it is no YAML that is taken here. */
export function readYaml(file: string, text: string): { readonly reader: Reader | null; readonly findings: readonly Finding[] } {
  const whole: Span = { file, start: 0, end: Math.min(text.length, 1) };
  const broken = (problem: string, span = whole): Finding => finding('FT8001', span, { problem });
  if (text.length > LONGEST) return { reader: null, findings: [broken(`it is longer than ${LONGEST / 1024} KiB`)] };
  try {
    const document = parseDocument(text, {
      version: '1.2', schema: 'core', merge: false, uniqueKeys: true, strict: true, prettyErrors: false, logLevel: 'error',
    });
    const problems = [...document.errors, ...document.warnings];
    if (problems.length > 0) {
      return { reader: null, findings: problems.map((p) => broken(sentence(p.message), inText(file, text, p.pos))) };
    }
    const anchors = forbidden(file, document.contents);
    if (anchors.length > 0) return { reader: null, findings: anchors };
    return { reader: { findings: [], root: { path: '', node: document.contents, span: whole } }, findings: [] };
  } catch (error) {
    // Deep nesting overflows the parser's stack.
    if (error instanceof RangeError) return { reader: null, findings: [broken('it is nested too deeply')] };
    throw error;
  }
}

/** The entries of a mapping whose keys are free, such as the names of targets. */
export function readEntries(reader: Reader, item: Item): readonly (Item & { readonly key: string; readonly keySpan: Span })[] {
  if (item.node === null || isNull(item.node)) return [];
  if (!isMap(item.node)) {
    expect(reader, item, 'a mapping');
    return [];
  }
  return item.node.items.flatMap(({ key, value }) => {
    const keySpan = spanOf(item.span.file, key);
    if (!isScalar(key) || typeof key.value !== 'string') {
      reader.findings.push(finding('FT8003', keySpan, { key: item.path === '' ? 'every key' : `every key of ${item.path}`, expected: 'a text' }));
      return [];
    }
    const path = item.path === '' ? key.value : `${item.path}.${key.value}`;
    return [{ key: key.value, keySpan, path, node: value, span: value === null ? keySpan : spanOf(item.span.file, value) }];
  });
}

/** The entries of a mapping whose keys are known; others are reported, with the nearest that is allowed. */
export function readFields(reader: Reader, item: Item, allowed: readonly string[]): ReadonlyMap<string, Item> {
  const fields = new Map<string, Item>();
  for (const entry of readEntries(reader, item)) {
    if (allowed.includes(entry.key)) fields.set(entry.key, entry);
    else reader.findings.push(unknownKey(item, entry.key, entry.keySpan, allowed));
  }
  return fields;
}

/** Reports a key that nothing reads. */
export function unknownKey(parent: Item, key: string, span: Span, allowed: readonly string[]): Finding {
  const near = nearestNames(key, allowed)[0];
  const place = `${parent.path === '' ? '' : ` in \`${parent.path}\``}${near === undefined ? '' : `; did you mean \`${near}\`?`}`;
  return finding('FT8002', span, { key, place, allowed: allowed.join(', ') }, { fixes: renameFixes(span, key, allowed) });
}

/** A text, or null and a finding. */
export function readText(reader: Reader, item: Item, expected: string): string | null {
  if (isScalar(item.node) && typeof item.node.value === 'string') return item.node.value;
  return expect(reader, item, expected);
}

/** A whole number of at least `least`, or null and a finding. */
export function readCount(reader: Reader, item: Item, least: number): number | null {
  const value: unknown = isScalar(item.node) ? (item.node as Scalar).value : null;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value;
  return expect(reader, item, `a whole number from ${least} on`);
}

/** Reports that something else belongs here; gives null. */
export function expect(reader: Reader, item: Item, expected: string): null {
  reader.findings.push(finding('FT8003', item.span, { key: item.path === '' ? 'the whole' : item.path, expected }));
  return null;
}

export function isNull(node: ParsedNode | null): boolean {
  return node === null || (isScalar(node) && node.value === null);
}

function spanOf(file: string, node: ParsedNode): Span {
  const [start, end] = node.range;
  return { file, start, end };
}

// Anchors let a short text grow without end, tags ask for types: feat.yaml needs neither.
function forbidden(file: string, contents: ParsedNode | null): readonly Finding[] {
  const findings: Finding[] = [];
  const visit = (node: unknown): void => {
    if (isAlias(node) || (isNode(node) && node.anchor !== undefined)) {
      findings.push(finding('FT8001', spanOf(file, node as ParsedNode), { problem: 'anchors and aliases (`&name`, `*name`) have no place in it' }));
    } else if (isNode(node) && node.tag !== undefined && !isMap(node) && node.tag !== 'tag:yaml.org,2002:str') {
      findings.push(finding('FT8001', spanOf(file, node as ParsedNode), { problem: 'tags (`!name`) have no place in it' }));
    }
    const items: unknown = typeof node === 'object' && node !== null && 'items' in node ? node.items : null;
    if (!Array.isArray(items)) return;
    for (const item of items as readonly unknown[]) {
      if (typeof item === 'object' && item !== null && 'key' in item && 'value' in item) {
        visit(item.key);
        visit(item.value);
      } else visit(item);
    }
  };
  visit(contents);
  return findings;
}

function isNode(node: unknown): node is { readonly anchor?: string; readonly tag?: string } {
  return typeof node === 'object' && node !== null && 'range' in node;
}

// The parser's places may lie one behind the end.
function inText(file: string, text: string, [start, end]: readonly [number, number]): Span {
  const from = Math.min(start, text.length);
  return { file, start: from, end: Math.max(from, Math.min(end, text.length)) };
}

function sentence(message: string): string {
  const first = (message.split('\n')[0] ?? '').trim().replace(/[.:]$/, '');
  return first.charAt(0).toLowerCase() + first.slice(1);
}
