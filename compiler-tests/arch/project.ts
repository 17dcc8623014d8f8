// The sources of the house as the tests see them: files, the imports of each, and what stands in their code.

import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { rooms, type Room } from './rooms.js';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** One import of a file: another file of the project, or a package or `node:` module. */
export interface Import {
  readonly from: string;
  readonly to: string;
  readonly local: boolean;
}

/** All TypeScript files below folders, as paths from the root. */
export function sourceFiles(...folders: readonly string[]): readonly string[] {
  return folders
    .flatMap((folder) => readdirSync(root + folder, { recursive: true, encoding: 'utf8' }).map((name) => posix.join(folder, name.replaceAll('\\', '/'))))
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts') && !path.includes('node_modules/'))
    .sort();
}

/** The text of a file. */
export function readSource(path: string): string {
  return readFileSync(root + path, 'utf8');
}

/** What a file imports, types and dynamic imports included. */
export function importsOf(path: string, text = readSource(path)): readonly Import[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => {
    const local = fileName.startsWith('.');
    return { from: path, to: local ? posix.join(posix.dirname(path), fileName).replace(/\.js$/, '.ts') : fileName, local };
  });
}

/** The room of a file: the longest path of the table that holds it. */
export function roomOf(path: string, table: readonly Room[] = rooms): Room | undefined {
  return table
    .filter((room) => path === room.path || path.startsWith(`${room.path}/`))
    .sort((a, b) => b.path.length - a.path.length)[0];
}

/** The imports that the table does not allow, each as a sentence. */
export function forbiddenImports(imports: readonly Import[], table: readonly Room[] = rooms): readonly string[] {
  return imports.flatMap(({ from, to, local }) => {
    const room = roomOf(from, table);
    if (room === undefined) return [`${from} is in no room`];
    if (!local) {
      if (to.startsWith('node:')) return room.effects === true ? [] : [`${from} -> ${to}: ${room.path} is pure`];
      const name = to.split('/').slice(0, to.startsWith('@') ? 2 : 1).join('/');
      return room.packages?.includes(name) === true ? [] : [`${from} -> ${to}: ${room.path} may not use this package`];
    }
    const target = roomOf(to, table);
    if (target === undefined) return [`${from} -> ${to}: is in no room`];
    return target === room || room.imports.includes(target.path) ? [] : [`${from} -> ${to}: ${room.path} may not import ${target.path}`];
  });
}

/** The shortest chain of imports from a file below `from` to one below `to`, or nothing. */
export function chainBetween(imports: readonly Import[], from: string, to: string): readonly string[] {
  const within = (path: string, room: string): boolean => path === room || path.startsWith(`${room}/`);
  const edges = new Map<string, string[]>();
  for (const each of imports.filter(({ local }) => local)) edges.set(each.from, [...(edges.get(each.from) ?? []), each.to]);
  const starts = [...edges.keys()].filter((path) => within(path, from)).map((path): readonly string[] => [path]);
  const seen = new Set<string>();
  for (let queue = starts; queue.length > 0; ) {
    const next: (readonly string[])[] = [];
    for (const chain of queue) {
      const last = chain[chain.length - 1] ?? '';
      if (within(last, to)) return chain;
      if (seen.has(last)) continue;
      seen.add(last);
      for (const path of edges.get(last) ?? []) next.push([...chain, path]);
    }
    queue = next;
  }
  return [];
}

/** One circle of imports among nodes, or nothing. */
export function circleIn(edges: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  const done = new Set<string>();
  const visit = (node: string, path: readonly string[]): readonly string[] => {
    const at = path.indexOf(node);
    if (at !== -1) return [...path.slice(at), node];
    if (done.has(node)) return [];
    for (const next of edges.get(node) ?? []) {
      const circle = visit(next, [...path, node]);
      if (circle.length > 0) return circle;
    }
    done.add(node);
    return [];
  };
  for (const node of [...edges.keys()].sort()) {
    const circle = visit(node, []);
    if (circle.length > 0) return circle;
  }
  return [];
}

/** The names and texts of a file's code, comments left out: identifiers, strings, templates, with their lines. */
export function wordsOf(path: string, text = readSource(path)): readonly { readonly text: string; readonly line: number; readonly literal: boolean }[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const words: { text: string; line: number; literal: boolean }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) || ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node) || ts.isRegularExpressionLiteral(node)) {
      words.push({ text: node.text, line: file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1, literal: !ts.isIdentifier(node) });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return words;
}

/** Uses of what depends on the host: its clock, chance, zone, language, or code made at run time. */
export function impureUses(path: string, text = readSource(path)): readonly string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const report = (node: ts.Node): void => {
    found.push(`${path}:${String(file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1)}: ${node.getText(file)}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node)) {
      const whole = node.getText(file);
      if (/^(Math\.random|Date\.(now|parse)|Intl\.(?!Segmenter)\w+|globalThis\..*)$/.test(whole) || /^(toLocale\w*|localeCompare|getTimezoneOffset)$/.test(node.name.text)) report(node);
    }
    if (ts.isNewExpression(node) && /^(Date|Function)$/.test(node.expression.getText(file)) && (node.arguments?.length ?? 0) <= 1 && !/^new Date\(Number\(/.test(node.getText(file))) report(node);
    if (ts.isCallExpression(node) && /^(eval|Date|Function)$/.test(node.expression.getText(file))) report(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
