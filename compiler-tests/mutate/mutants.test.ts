/**
 * The list of faults fits the compiler as it is: a change of the source must not silently take a fault off the list.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { MUTANTS } from './mutants.js';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

describe('the list of faults', () => {
  it.each(MUTANTS.map((mutant) => [mutant.why, mutant] as const))('applies once: %s', (_, mutant) => {
    expect(readFileSync(join(ROOT, mutant.file), 'utf8').split(mutant.find)).toHaveLength(2);
    expect(mutant.replace).not.toBe(mutant.find);
  });

  it('tells its faults apart', () => {
    const reasons = MUTANTS.map((mutant) => mutant.why);
    expect(reasons.filter((why, i) => reasons.indexOf(why) !== i)).toEqual([]);
  });
});
