// The projects that the pages build up, block by block. The words of a fence say how a block is meant:
//
//   ```feat             begins a project
//   ```feat continued   goes on with the project before it
//   ```feat broken      must give an error; `continued` may stand there too, and it is no part of the project
//   ```feat of a.feat   a quotation: these lines stand, in this order, in the file beside the page
import { blocksOf, type Block, type Page } from './pages.js';

/** A block with the blocks that it is read with. */
export interface Shown {
  readonly block: Block;
  readonly others: readonly Block[];
}

export const WORDS: readonly string[] = ['continued', 'broken'];
export const isQuotation = ({ words }: Block): boolean => words[0] === 'of';
export const isBroken = ({ words }: Block): boolean => words.includes('broken');

interface Placed {
  readonly block: Block;
  readonly project: Block[];
  readonly before: readonly Block[];
}

function placedOn(page: Page): readonly Placed[] {
  const placed: Placed[] = [];
  let last: Block[] = [];
  for (const block of blocksOf(page)) {
    if (block.language !== 'feat' || isQuotation(block)) continue;
    const project = block.words.includes('continued') ? last : [];
    placed.push({ block, project, before: [...project] });
    if (isBroken(block)) continue;
    project.push(block);
    last = project;
  }
  return placed;
}

/** The blocks of a page, each with those of its project; a broken one with what stands before it. */
export function shownOn(page: Page): readonly Shown[] {
  return placedOn(page).map(({ block, project, before }) => ({ block, others: isBroken(block) ? before : project.filter((other) => other !== block) }));
}

/** The projects of a page, each as its blocks. */
export function projectsOn(page: Page): readonly (readonly Block[])[] {
  return [...new Set(placedOn(page).map(({ project }) => project))].filter((project) => project.length > 0);
}

/** The quotations of a page. */
export const quotationsOn = (page: Page): readonly Block[] => blocksOf(page).filter((block) => block.language === 'feat' && isQuotation(block));
