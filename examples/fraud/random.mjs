// A seeded source of random numbers (xoshiro128**, seeded by splitmix32) in 32-bit integer arithmetic only, so that a
// seed gives the same data on every machine and every release of Node.

/**
 * @typedef {object} Random
 * @property {(bound: number) => number} below an integer in [0, bound)
 * @property {(least: number, most: number) => number} between an integer in [least, most]
 * @property {(percent: number) => boolean} chance true that often, in hundredths of a percent at the finest
 * @property {<T>(choices: readonly T[]) => T} pick one of the choices
 * @property {(weights: readonly number[]) => number} weighted the index of one of the integer weights
 */

/** @param {number} seed @returns {Random} */
export function createRandom(seed) {
  let mix = seed | 0;
  const splitmix = () => {
    mix = (mix + 0x9e3779b9) | 0;
    let z = Math.imul(mix ^ (mix >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
  let [a, b, c, d] = [splitmix(), splitmix(), splitmix(), splitmix()];
  const rotate = (/** @type {number} */ x, /** @type {number} */ by) => (x << by) | (x >>> (32 - by));
  const next = () => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return result;
  };
  // Numbers past the last whole multiple of the bound are drawn again, or small values would come up more often.
  const below = (/** @type {number} */ bound) => {
    const limit = 0x100000000 - (0x100000000 % bound);
    let drawn = next();
    while (drawn >= limit) drawn = next();
    return drawn % bound;
  };
  return {
    below,
    between: (least, most) => least + below(most - least + 1),
    chance: (percent) => below(10_000) < Math.round(percent * 100),
    pick: (choices) => /** @type {any} */ (choices[below(choices.length)]),
    weighted: (weights) => {
      let left = below(weights.reduce((sum, weight) => sum + weight, 0));
      return weights.findIndex((weight) => (left -= weight) < 0);
    },
  };
}
