/**
 * What a grammar can't say about the order and number of statements: settings stand above features, and
 * each setting is given once.
 */
import { finding, type Finding, type Fix } from '../src/compiler/diagnostics/finding.js';
import type { SourceFile, Span } from '../src/compiler/source/span.js';
import type { Declaration, SetItem, ViewItem } from '../src/compiler/syntax/ast.js';

// How each setting that may stand only once is written.
const once: Readonly<Record<string, string>> = {
  from: 'from', rows: 'rows', time: 'time', known: 'known', late: 'late', settle: 'settle', ties: 'ties', id: 'id', partition: 'partition',
  retention: 'retention', complete: 'complete', columns: 'columns', where: 'where', owner: 'owner', tags: 'tags', zone: 'zone', refresh: 'refresh',
  freshness: 'freshness', stale: 'stale after', ttl: 'ttl', online: 'online', history: 'history', strategy: 'strategy', train: 'train', own: 'exclude own', values: 'values',
};

const featureKinds: ReadonlySet<ViewItem['kind']> = new Set(['feature', 'latestAll', 'use', 'each', 'column']);

/** All findings about the statements of a file's blocks. */
export function checkBlocks(declarations: readonly Declaration[], file: SourceFile): readonly Finding[] {
  return declarations.flatMap((declaration): readonly Finding[] => {
    switch (declaration.kind) {
      case 'source':
      case 'union':
        return givenTwice(declaration.items, 'source');
      case 'view':
        return [...givenTwice(declaration.items, 'view'), ...belowFeatures(declaration.items, file)];
      case 'request':
        return givenTwice(declaration.items, 'request');
      case 'set':
        return [...givenTwice(declaration.items, 'set'), ...declaration.items.flatMap(trainFindings)];
      case 'test':
        return givenTwice(declaration.items, 'test');
      case 'entity':
      case 'const':
      case 'template':
      case 'broken':
        return [];
    }
  });
}

function trainFindings(item: SetItem): readonly Finding[] {
  return item.kind === 'train' ? givenTwice(item.items, 'train') : [];
}

function givenTwice(items: readonly { readonly kind: string; readonly span: Span }[], owner: string): readonly Finding[] {
  const first = new Map<string, Span>();
  const problems: Finding[] = [];
  for (const item of items) {
    const setting = Object.hasOwn(once, item.kind) ? once[item.kind] : undefined;
    if (setting === undefined) continue;
    const before = first.get(item.kind);
    if (before === undefined) first.set(item.kind, item.span);
    else problems.push(finding('FT1012', item.span, { setting, owner, advice: item.kind === 'where' ? 'Write one `where`, and `and` between the conditions' : 'Keep one of them' }, { related: [{ span: before, message: 'given here first' }] }));
  }
  return problems;
}

function belowFeatures(items: readonly ViewItem[], file: SourceFile): readonly Finding[] {
  const firstFeature = items.findIndex((item) => featureKinds.has(item.kind));
  const feature = items[firstFeature];
  if (feature === undefined) return [];
  return items.slice(firstFeature).flatMap((item) => {
    const setting = isSetting(item) ? once[item.kind] : undefined;
    if (setting === undefined) return [];
    return [finding('FT1008', item.span, { setting, owner: 'view' }, { fixes: moveAbove(item.span, feature.span, file), related: [{ span: feature.span, message: 'the first feature' }] })];
  });
}

function isSetting(item: ViewItem): boolean {
  return !featureKinds.has(item.kind) && item.kind !== 'expect' && item.kind !== 'allow' && item.kind !== 'broken';
}

// Moves a statement that is alone on its lines; otherwise moving it is left to a person.
function moveAbove(span: Span, feature: Span, file: SourceFile): readonly Fix[] {
  const before = /(?:^|[\r\n])[ \t]*$/.exec(file.text.slice(0, span.start));
  const after = /^[ \t]*(?:\r\n|\n|\r)/.exec(file.text.slice(span.end));
  const indent = /(?:^|[\r\n])([ \t]*)$/.exec(file.text.slice(0, feature.start));
  if (before === null || after === null || indent === null) return [];
  const lineStart = before.index + (/^[\r\n]/.test(before[0]) ? 1 : 0);
  const removed = { ...span, start: lineStart, end: span.end + after[0].length };
  const inserted = { ...feature, end: feature.start };
  return [{ title: 'move it above the first feature', edits: [{ span: inserted, text: `${file.text.slice(span.start, span.end)}\n${indent[1] ?? ''}` }, { span: removed, text: '' }] }];
}
