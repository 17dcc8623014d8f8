/**
 * Which word starts a statement in which kind of block. The grammar decides what is allowed; this table
 * only lets a finding say where a misplaced statement belongs.
 */

/** The kinds of block. */
export type BlockOwner = 'source' | 'view' | 'template' | 'request' | 'set' | 'train' | 'test';

const statements: Readonly<Record<BlockOwner, readonly string[]>> = {
  source: ['from', 'rows', 'time', 'known', 'late', 'settle', 'ties', 'id', 'partition', 'retention', 'complete', 'columns', 'where', 'join', 'allow'],
  view: ['owner', 'tags', 'where', 'zone', 'refresh', 'freshness', 'stale', 'ttl', 'online', 'history', 'strategy', 'use', 'each', 'expect', 'allow'],
  template: ['use', 'each'],
  request: ['owner', 'tags', 'zone', 'input', 'join', 'expect', 'allow'],
  set: ['owner', 'tags', 'zone', 'train', 'input', 'join', 'expect', 'allow'],
  train: ['label', 'keep', 'exclude', 'include', 'values', 'where', 'columns', 'allow'],
  test: ['zone', 'given', 'then', 'allow'],
};

/** A kind of block in a sentence. */
export const ownerInWords: Readonly<Record<BlockOwner, string>> = {
  source: 'a source', view: 'a view', template: 'a template', request: 'a request', set: 'a set', train: 'the `train on …` of a set', test: 'a test',
};

const owners: readonly BlockOwner[] = ['source', 'view', 'template', 'request', 'set', 'train', 'test'];

const allWords: ReadonlySet<string> = new Set(Object.values(statements).flat());

/** Whether a word starts a statement in some kind of block. */
export function startsSomeStatement(word: string): boolean {
  return allWords.has(word);
}

/** The kinds of block in which a word starts a statement. */
export function ownersOf(word: string): readonly BlockOwner[] {
  return owners.filter((owner) => statements[owner].includes(word));
}

/** What to do with a statement that stands in the wrong kind of block. */
export function allowedIn(word: string, owner: BlockOwner): string {
  const homes = ownersOf(word).map((home) => ownerInWords[home]);
  return `\`${word}\` belongs in ${homes.join(' or ')}. Here may stand: ${statements[owner].map((w) => `\`${w}\``).join(', ')}.`;
}
