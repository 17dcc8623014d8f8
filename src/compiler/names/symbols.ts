/**
 * The names of a project. All files share one namespace, so that a name means one thing wherever it is read; the
 * first of two definitions of a name is kept, and the second is told where the first one is.
 */
import { finding } from '../diagnostics/finding.js';
import { renameFixes } from '../diagnostics/suggest.js';
import type {
  ConstDecl, Declaration, EntityDecl, FileNode, Name, RequestDecl, SetDecl, SourceDecl, TemplateDecl, TestDecl, UnionDecl, ViewDecl,
} from '../syntax/ast.js';
import { checkDeclaredName, nameScope } from './check-name.js';
import { foldName } from './fold.js';
import type { Report } from './report.js';

/** A declaration that has a name. */
export type NamedDeclaration = EntityDecl | ConstDecl | SourceDecl | UnionDecl | TemplateDecl | ViewDecl | RequestDecl | SetDecl;

/** Everything that a project declares, in order, without those whose name was already taken. */
export interface Symbols {
  readonly named: ReadonlyMap<string, NamedDeclaration>;
  /** Those whose name was taken, which has been said: whoever means one of them has made no second mistake. */
  readonly dropped: readonly NamedDeclaration[];
  readonly tests: readonly TestDecl[];
  /** The names that were looked up, which grows while a project is checked. */
  readonly used: Set<string>;
}

/** Collects the declarations of all files. */
export function resolveSymbols(files: readonly FileNode[], report: Report): Symbols {
  const named = new Map<string, NamedDeclaration>();
  const dropped: NamedDeclaration[] = [];
  const tests: TestDecl[] = [];
  const scope = nameScope('', report);
  for (const declaration of files.flatMap((file) => file.declarations)) {
    if (declaration.kind === 'test') tests.push(declaration);
    if (!isNamed(declaration) || declaration.name.missing) continue;
    const { name } = declaration;
    checkDeclaredName(name.text, name.span, report);
    if (scope.claim(name.text, wordFor(declaration), name.span)) named.set(foldName(name.text), declaration);
    else dropped.push(declaration);
  }
  return { named, dropped, tests, used: new Set() };
}

/** All declarations of one kind, in order. */
export function declarationsOf<K extends NamedDeclaration['kind']>(
  symbols: Symbols, kind: K,
): readonly Extract<NamedDeclaration, { readonly kind: K }>[] {
  return [...symbols.named.values()].filter((d): d is Extract<NamedDeclaration, { readonly kind: K }> => d.kind === kind);
}

/** The declaration that a name stands for, if it is of one of the kinds; a finding and undefined otherwise. */
export function lookUp<K extends NamedDeclaration['kind']>(
  symbols: Symbols, kinds: readonly K[], name: Name, wanted: string, report: Report,
): Extract<NamedDeclaration, { readonly kind: K }> | undefined {
  if (name.missing) return undefined;
  // Case counts where a name is read, though not where it must be unique: a slip of it is corrected, not guessed away.
  const holder = symbols.named.get(foldName(name.text));
  const found = holder?.name.text === name.text ? holder : undefined;
  const isWanted = (d: NamedDeclaration): d is Extract<NamedDeclaration, { readonly kind: K }> => kinds.some((kind) => kind === d.kind);
  symbols.used.add(name.text);
  if (found !== undefined && isWanted(found)) return found;
  if (symbols.dropped.some((each) => each.name.text === name.text && isWanted(each))) return undefined;
  if (found !== undefined) {
    report(finding('FT2017', name.span, { name: name.text, actual: wordFor(found), expected: wanted }, {
      related: [{ span: found.name.span, message: 'defined here' }],
    }));
    return undefined;
  }
  const candidates = [...symbols.named.values()].filter(isWanted).map((d) => d.name.text);
  report(finding('FT2001', name.span, { kind: wanted, name: name.text, scope: '' }, {
    fixes: renameFixes(name.span, name.text, candidates),
  }));
  return undefined;
}

/** The declaration of exactly this name, of whatever kind. */
export function findDeclaration(symbols: Symbols, name: string): NamedDeclaration | undefined {
  const holder = symbols.named.get(foldName(name));
  return holder?.name.text === name ? holder : undefined;
}

/** What a declaration is called in a sentence. */
export function wordFor(declaration: NamedDeclaration): string {
  switch (declaration.kind) {
    case 'const':
      return 'constant';
    case 'union':
      return 'source';
    default:
      return declaration.kind;
  }
}

function isNamed(declaration: Declaration): declaration is NamedDeclaration {
  return declaration.kind !== 'test' && declaration.kind !== 'broken';
}
