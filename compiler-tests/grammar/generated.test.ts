import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { grammarRules, printEbnf, type Piece } from '../../grammar/ebnf.js';
import { generatedFiles } from '../../grammar/generated.js';
import { tokenize } from '../../grammar/lexer.js';
import { textMateRules, type TextMateRule } from '../../grammar/textmate.js';
import { Duration, Int, RawSql, reservedWords, contextualWords, Text, word } from '../../grammar/tokens.js';

const every = readFileSync(new URL('every-construct.feat', import.meta.url), 'utf8');

describe('files made from the grammar', () => {
  it.each(generatedFiles().map((file) => [file.path, file.text] as const))('%s is up to date (npx tsx scripts/grammar.ts)', (path, text) => {
    expect(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')).toBe(text);
  });

  it('the EBNF defines every rule and token that it names, and uses every word', () => {
    const text = printEbnf();
    const defined = new Set([...text.matchAll(/^(\w+) =/gm)].map((m) => m[1]));
    const leaves = (piece: Piece): readonly Piece[] => {
      switch (piece.kind) {
        case 'sequence':
        case 'choice':
          return piece.items.flatMap(leaves);
        case 'option':
          return leaves(piece.item);
        case 'many':
          return [...leaves(piece.item), ...(piece.separator === undefined ? [] : leaves(piece.separator))];
        default:
          return [piece];
      }
    };
    const all = grammarRules().flatMap(({ body }) => leaves(body));
    for (const leaf of all) if (leaf.kind === 'rule' || leaf.kind === 'token') expect(defined).toContain(leaf.name);
    const used = new Set(all.flatMap((leaf) => (leaf.kind === 'word' ? [leaf.text] : [])));
    for (const text_ of [...reservedWords, ...contextualWords]) expect(used).toContain(text_);
  });

  it('the diagrams load nothing and link only to rules of the page', () => {
    const html = generatedFiles().find(({ path }) => path.endsWith('.html'))?.text ?? '';
    expect(html).not.toMatch(/<script|<link|src=|https?:|@import|url\(/);
    const ids = new Set([...html.matchAll(/id="(\w+)"/g)].map((m) => m[1]));
    for (const [, target] of html.matchAll(/href="#(\w+)"/g)) expect(ids).toContain(target);
    for (const { name } of grammarRules()) expect(ids).toContain(name);
    expect(html).not.toMatch(/NaN|undefined|Infinity/);
  });
});

describe('colours', () => {
  // What an editor does: at each place the rule that matches first, by place and then by order.
  function scopesOf(text: string): readonly string[] {
    const scopes: string[] = Array.from({ length: text.length }, () => '');
    const fill = (from: number, to: number, scope: string): void => {
      for (let i = from; i < to; i++) scopes[i] = scope;
    };
    let open: TextMateRule | undefined;
    let start = 0;
    for (const line of text.split('\n')) {
      let at = 0;
      while (at <= line.length) {
        if (open !== undefined) {
          const end = new RegExp(open.end ?? '$', 'g');
          end.lastIndex = at;
          const found = end.exec(line);
          const to = found === null ? line.length : found.index + found[0].length;
          fill(start + at, start + to, open.name ?? '');
          at = found === null ? line.length + 1 : to;
          if (found !== null) open = undefined;
          continue;
        }
        const rest = textMateRules().flatMap((rule) => {
          const pattern = new RegExp(rule.match ?? rule.begin ?? '(?!)', 'gd');
          pattern.lastIndex = at;
          const match = pattern.exec(line);
          return match === null ? [] : [{ rule, match }];
        });
        const first = rest.reduce<(typeof rest)[number] | undefined>((best, next) => (best === undefined || next.match.index < best.match.index ? next : best), undefined);
        if (first === undefined) break;
        const { rule, match } = first;
        fill(start + match.index, start + match.index + match[0].length, rule.name ?? '');
        for (const [group, capture] of Object.entries(rule.captures ?? {})) {
          const place = match.indices?.[Number(group)];
          if (place !== undefined) fill(start + place[0], start + place[1], capture.name);
        }
        at = match.index + Math.max(1, match[0].length);
        if (rule.begin !== undefined) open = rule;
      }
      start += line.length + 1;
    }
    return scopes;
  }

  it('agree with the lexer on every construct', () => {
    const scopes = scopesOf(every);
    const { tokens, comments } = tokenize({ path: '', text: every });
    const wrong: string[] = [];
    const must = (offset: number, image: string, scope: RegExp): void => {
      for (let i = offset; i < offset + image.length; i++) {
        if (!/\s/.test(every.charAt(i)) && !scope.test(scopes[i] ?? '')) return void wrong.push(`${image} (at ${offset}): ${scopes[i] ?? ''}`);
      }
    };
    for (const comment of comments) must(comment.startOffset, comment.image, /^comment\./);
    for (const token of tokens) {
      const { tokenType: type, image, startOffset } = token;
      if (type === Text) must(startOffset, image, /^string\.quoted\.single|^constant\.character/);
      else if (type === RawSql) must(startOffset, image, /^string\.quoted\.triple/);
      else if (type === Duration) must(startOffset, image, /^constant\.numeric\.duration/);
      else if (type === Int) must(startOffset, image, /^constant\.numeric/);
      else if (Object.values(word).includes(type)) must(startOffset, image, /^keyword\.|^constant\.language|^variable\.other\.definition|^entity\.name|^storage\.type/);
    }
    expect(wrong).toEqual([]);
  });

  it('know every word of the language', () => {
    const patterns = textMateRules().flatMap((rule) => (rule.name?.startsWith('keyword.') === true || rule.name?.startsWith('constant.language') === true) && rule.match !== undefined ? [new RegExp(rule.match)] : []);
    for (const text of [...reservedWords, ...contextualWords]) expect(patterns.some((p) => p.exec(text)?.[0] === text), text).toBe(true);
    expect(patterns.some((p) => p.exec('AND')?.[0] === 'AND')).toBe(true);
    expect(patterns.some((p) => p.exec('WHERE')?.[0] === 'WHERE')).toBe(false);
  });

});
