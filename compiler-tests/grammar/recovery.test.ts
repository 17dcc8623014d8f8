import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFile } from '../../grammar/parse.js';
import { tokenize } from '../../grammar/lexer.js';
import { codesOf, withoutSpans } from './helpers.js';

const every = readFileSync(new URL('every-construct.feat', import.meta.url), 'utf8');

// Good statements of a view, one a line; the broken one is put among them.
const good = [
  "where status = 'paid'", 'refresh every 15min delay 1min', 'online',
  'a = avg(amount) over 30d', "b = count() where x = 1 over [1h, 24h]", 'c = last_n({ k, v }, 20) oldest first over 7d', 'd = (a + 1) / (b_1h + 2) default 0',
  "each $s in ['x', 'y'] {\n    n_$s = count() where status = $s over 7d\n  }", 'use velocity(amount, [1h, 24h])', 'expect a between 0 and 1',
];

const broken = [
  'x = ', 'x = (', 'x = sum(', 'x = sum(amount over 30d', 'x = sum(amount)) over 30d', 'x = count() over', 'x = count() over 15m', 'x = count() over last 3 months', 'x = count( over 30d',
  'x = a +', 'x = * 2', 'x = [1, 2', 'x = { a, b', 'x = case when a then b', 'x = a b c', 'x sum(amount)', 'x == 3 over', "x = 'open", 'x = "open', 'x = a; b', 'x = a in', 'x = not', 'x = 1..2',
  'refresh 15min', 'refresh every', 'use', 'use t(', 'use t(a,', 'expect', 'allow FT1', 'ttl', 'each $s ["a"] { }', 'each in { q = 1 }', 'end = 3', 'where', 'latest * except', ')', ']', ', ,', '§', 'x = count() over 3 days',
  'rows events', 'label y', 'x = start of', 'x = a between 1', 'x = a is', 'x : decimal(', 'x = f(a, b', 'tags [a', 'owner me', 'history maybe',
];

describe('one broken statement among good ones', () => {
  const clean = withoutSpans(itemsOf(blockWith(good))) as readonly unknown[];
  it.each(broken.flatMap((text) => [0, 5, good.length].map((at) => [text, at] as const)))('%s, at %i', (text, at) => {
    const lines = [...good.slice(0, at), text, ...good.slice(at)];
    const source = blockWith(lines);
    const { ast, problems } = parseFile({ path: 'x.feat', text: source });

    // All the others are there, unchanged and in order.
    const items = withoutSpans(itemsOf(source)) as readonly unknown[];
    const kept = items.filter((item) => clean.some((c) => JSON.stringify(c) === JSON.stringify(item)));
    expect(kept).toEqual(clean);
    // The declarations around it, too.
    expect(ast.declarations.map((d) => d.kind)).toEqual(['entity', 'view', 'const']);

    // The findings lie on the broken line, or say that a setting stands below a feature because of it.
    expect(problems.length).toBeGreaterThan(0);
    const from = source.indexOf(`  ${text}\n`);
    const to = from + text.length + 2;
    const elsewhere = problems.filter((p) => p.code !== 'FT1008' && p.code !== 'FT1012' && (p.span.start < from || p.span.end > to));
    expect(elsewhere).toEqual([]);
    expect(problems.filter((p) => p.code !== 'FT1008').length).toBeLessThanOrEqual(2);
  });
});

function blockWith(lines: readonly string[]): string {
  return `entity e (id: string)\nview v for e from s {\n${lines.map((line) => `  ${line}\n`).join('')}}\nconst after = 1\n`;
}

function itemsOf(text: string): readonly unknown[] {
  const view = parseFile({ path: 'x.feat', text }).ast.declarations[1];
  return view?.kind === 'view' ? view.items : [];
}

describe('what is missing around declarations', () => {
  it('a missing `}` ends at the next declaration', () => {
    const text = 'view a for e from s {\n  x = count() over 3d\n\nview b for e from s {\n  y = count() over 3d\n}\nconst c = 1\n';
    const { ast, problems } = parseFile({ path: 'x', text });
    expect(problems.map((p) => [p.code, p.span.start])).toEqual([['FT1002', text.indexOf('{')]]);
    expect(ast.declarations.map((d) => d.kind)).toEqual(['view', 'view', 'const']);
  });

  it('a `}` too many ends nothing', () => {
    expect(codesOf('const a = 1\n}\nconst b = 2\n')).toEqual(['FT1001 }']);
    expect(parseFile({ path: 'x', text: 'const a = 1\n}\nconst b = 2\n' }).ast.declarations).toHaveLength(2);
  });

  it('a broken head keeps the name and the body', () => {
    const { ast, problems } = parseFile({ path: 'x', text: 'view a user on b from s {\n  x = count() over 3d\n}\nset t {\n  train ml.x at y {\n    label z\n  }\n}\n' });
    expect(problems.map((p) => p.code)).toEqual(['FT1001', 'FT1001']);
    const [view, set] = ast.declarations;
    expect(view).toMatchObject({ kind: 'view', name: { text: 'a' }, subject: { entity: { missing: true } }, items: [{ kind: 'feature' }] });
    expect(set).toMatchObject({ kind: 'set', items: [{ kind: 'train', on: { kind: 'missingOrigin' }, at: { kind: 'missing' }, items: [{ kind: 'label' }] }] });
  });

  it('leaves a hole with the name of a feature whose value is broken', () => {
    const { ast } = parseFile({ path: 'x', text: 'view a for e from s {\n  x = )\n  y = 1\n}' });
    expect(ast.declarations[0]).toMatchObject({ items: [{ kind: 'feature', name: { text: 'x' }, value: { kind: 'missing' } }, { kind: 'feature', name: { text: 'y' } }] });
  });

  it('several broken statements give several findings', () => {
    expect(codesOf('view a for e from s {\n  x = sum(\n  y = 15m\n  z = count() over 3 days\n  end = 1\n}\n')).toEqual(['FT1018', 'FT1006 15m', 'FT1001 3 days', 'FT1005 end']);
  });
});

describe('any text at all', () => {
  const tokens = tokenize({ path: '', text: every }).tokens;

  function check(text: string): void {
    const { ast, problems } = parseFile({ path: 'x', text });
    for (const p of problems) {
      expect(p.code).toMatch(/^FT1\d{3}$/);
      expect(p.span.start).toBeGreaterThanOrEqual(0);
      expect(p.span.end).toBeGreaterThanOrEqual(p.span.start);
      expect(p.span.end).toBeLessThanOrEqual(text.length);
      for (const fix of p.fixes) for (const edit of fix.edits) expect(edit.span.end).toBeLessThanOrEqual(text.length);
    }
    expect([...problems].map((p) => p.span.start)).toEqual(problems.map((p) => p.span.start).sort((a, b) => a - b));
    checkSpans(ast.declarations, text.length);
  }

  function checkSpans(node: unknown, length: number): void {
    if (typeof node !== 'object' || node === null) return;
    const span = (node as { span?: { start: number; end: number } }).span;
    if (span !== undefined && !(span.start >= 0 && span.end >= span.start && span.end <= length)) throw new Error(`span out of the file: ${JSON.stringify(node)}`);
    for (const child of Object.values(node)) checkSpans(child, length);
  }

  it('never throws on a good file with tokens taken out, doubled or swapped', () => {
    fc.assert(fc.property(fc.array(fc.record({ at: fc.nat(tokens.length - 1), what: fc.constantFrom('drop', 'double', 'brace', 'quote', 'swap') }), { minLength: 1, maxLength: 4 }), (edits) => {
      const pieces = tokens.map((token, i) => every.slice(i === 0 ? 0 : (tokens[i - 1]?.startOffset ?? 0) + (tokens[i - 1]?.image.length ?? 0), token.startOffset + token.image.length));
      for (const { at, what } of edits) {
        const piece = pieces[at] ?? '';
        pieces[at] = what === 'drop' ? '\n' : what === 'double' ? piece + piece : what === 'brace' ? `${piece} {` : what === 'quote' ? `${piece}'` : (pieces[(at * 7) % pieces.length] ?? '');
      }
      check(pieces.join(''));
    }), { numRuns: 60 });
  });

  it('never throws on random text', () => {
    const bits = fc.constantFrom(...new Set(tokens.map((t) => t.image)), '\n', ' ', "'", '"', '"""', '{', '}', '(', ')', '|', '$', '//', '\r\n', '\t', '\uFEFF', '\u0000', '😀', '15m', '§');
    fc.assert(fc.property(fc.array(fc.oneof(bits, fc.string({ maxLength: 5 })), { maxLength: 60 }), (parts) => check(parts.join(' '))), { numRuns: 300 });
  });

  it('gives every good file\'s nodes a place within their parent', () => {
    const { ast } = parseFile({ path: 'x', text: every });
    const inside = (node: unknown, parent: { start: number; end: number }): void => {
      if (typeof node !== 'object' || node === null) return;
      const own = node as { kind?: string; span?: { start: number; end: number } };
      const span = own.span ?? parent;
      if (own.kind !== 'doc' && (span.start < parent.start || span.end > parent.end)) throw new Error(`${JSON.stringify(node)} lies outside of its parent ${JSON.stringify(parent)}`);
      for (const child of Object.values(node)) inside(child, span);
    };
    inside(ast.declarations, ast.span);
  });
});
