/** The grammar's public face: text in, tree and findings out. */
export { parseFile, type ParsedFile, type SyntaxProblem } from './parse.js';
export { fileSizeLimit, nestingLimit } from './limits.js';
