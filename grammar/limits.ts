/**
 * What a stranger's file may cost. The limits are far above what people write, and low enough that no
 * stage of the compiler, several of which recurse over the tree, can run out of stack or time.
 */

/** Levels of brackets, of `case`, of chained operators and prefixes. */
export const nestingLimit = 200;

/** UTF-16 code units in one file: 2 MiB of plain text. */
export const fileSizeLimit = 2 * 1024 * 1024;

/** Findings kept of one file; a file with more is not a broken `.feat` file but another kind of file. */
export const problemLimit = 100;
