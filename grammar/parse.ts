/**
 * The way in: a file's text becomes its tree and a list of findings. Broken text never throws: it leaves
 * holes in the tree, a finding for each, and everything around them intact.
 */
import { finding, type Finding } from '../src/compiler/diagnostics/finding.js';
import type { SourceFile } from '../src/compiler/source/span.js';
import type { Declaration, FileNode, Trivia } from '../src/compiler/syntax/ast.js';
import { checkBlocks } from './checks.js';
import { readHabits } from './habits/index.js';
import { tokenize } from './lexer.js';
import { fileSizeLimit, problemLimit } from './limits.js';
import { findDeepToken, refuseDeepTrees } from './nesting.js';
import { FeatParser } from './parser/file.js';
import { collectTrivia } from './trivia.js';

/** A finding about the text itself; all have codes FT1xxx. */
export type SyntaxProblem = Finding;

/** A parsed file. The tree is whole even where the text is not. */
export interface ParsedFile {
  readonly ast: FileNode;
  readonly problems: readonly SyntaxProblem[];
}

// Building the parser analyses the grammar once, which costs some 100 ms: only when first needed.
let shared: FeatParser | undefined;

/** The parser, for tools that describe the grammar. */
export function parserInstance(): FeatParser {
  shared ??= new FeatParser();
  return shared;
}

/** Parses one file; never throws on any text. */
export function parseFile(file: SourceFile): ParsedFile {
  if (file.text.length > fileSizeLimit) {
    const span = { file: file.path, start: 0, end: 0 };
    return { ast: fileNode(file, [], []), problems: [finding('FT1010', span, { size: file.text.length, limit: fileSizeLimit })] };
  }
  const { tokens: written, comments, problems: ofTokens } = tokenize(file);
  const { tokens, problems: ofHabits } = readHabits(written, file.path);
  const lexical = [...ofTokens, ...ofHabits];
  const { trivia, docs } = collectTrivia(tokens, comments, file.path);
  const deep = findDeepToken(tokens, file.path);
  if (deep !== undefined) return { ast: fileNode(file, [], trivia), problems: inOrder([...lexical, deep], file.text) };

  const parser = parserInstance();
  parser.load({ path: file.path, textLength: file.text.length, tokens, docs });
  const parsed = parser.file();
  const { declarations, problems: tooDeep } = refuseDeepTrees(parsed);
  const problems = [...lexical, ...parser.problems, ...tooDeep, ...checkBlocks(declarations, file)];
  return { ast: fileNode(file, declarations, trivia), problems: inOrder(problems, file.text) };
}

function fileNode(file: SourceFile, declarations: readonly Declaration[], trivia: readonly Trivia[]): FileNode {
  return { kind: 'file', path: file.path, span: { file: file.path, start: 0, end: file.text.length }, declarations, trivia };
}

// By place; of several at one place the first found stays, as the others only follow from it. Behind something that
// could not be read, what the parser misses on that line follows from it too.
function inOrder(problems: readonly Finding[], text: string): readonly Finding[] {
  const all = [...problems].sort((a, b) => a.span.start - b.span.start);
  const unread = all.filter(({ code }) => code === 'FT1004' || code === 'FT1020');
  const follows = ({ code, span }: Finding): boolean =>
    (code === 'FT1001' || code === 'FT1002' || code === 'FT1018') && unread.some((one) => one.span.end <= span.start && !/[\r\n]/.test(text.slice(one.span.end, span.start).trimEnd()));
  const sorted = unread.length === 0 ? all : all.filter((problem) => !follows(problem));
  return sorted.filter((problem, i) => i === 0 || problem.span.start !== sorted[i - 1]?.span.start).slice(0, problemLimit);
}
