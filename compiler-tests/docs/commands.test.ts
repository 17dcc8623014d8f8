// The page of the commands shows what `--help` prints, and leaves no command out.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blocksOf, ROOT } from './pages.js';
import { run } from './run-cli.js';

const helpOf = async (words: readonly string[]): Promise<string> => (await run(ROOT, [...words, '--help'])).out;

/** The names in the list of commands that a help text ends with. */
function commandsIn(help: string): readonly string[] {
  const list = help.split(/^Commands:\n/m)[1] ?? '';
  return [...list.matchAll(/^ {2}([a-z]+)/gm)].map((match) => match[1] ?? '').filter((name) => name !== 'help');
}

const path = 'docs/reference/commands.md';
const shown = blocksOf({ path, text: readFileSync(join(ROOT, path), 'utf8') }).flatMap(({ text }) => {
  const [first = '', ...rest] = text.split('\n');
  const words = /^\$ feat ?(.*?) ?--help$/.exec(first)?.[1];
  return words === undefined ? [] : [{ words: words.split(' ').filter((word) => word !== ''), text: rest.join('\n'), command: words }];
});

describe('the page of the commands', () => {
  it.each(shown)('shows the help of `feat $command`', async ({ words, text }) => {
    expect(text).toBe(await helpOf(words));
  });

  it('leaves no command out', async () => {
    const all: string[] = [];
    const collect = async (words: readonly string[]): Promise<void> => {
      all.push(words.join(' '));
      for (const name of commandsIn(await helpOf(words))) await collect([...words, name]);
    };
    await collect([]);
    expect(shown.map(({ command }) => command).sort()).toEqual(all.sort());
  });
});
