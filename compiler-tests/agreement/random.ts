/**
 * The random numbers of the generator: xoshiro128** seeded through splitmix32, so that a case is the same on every
 * machine and can be made again from its seed alone. A weak generator (an LCG) is known to miss whole families of
 * cases, such as windows that are always empty, hence not Math.random and nothing home-made.
 */
export interface Random {
  /** An integer in [0, bound). */
  readonly below: (bound: number) => number;
  /** An integer in [low, high]. */
  readonly between: (low: number, high: number) => number;
  /** True with the given probability. */
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(items: readonly T[]) => T;
  /** One of the items, as often as its weight says. */
  readonly weighted: <T>(items: readonly (readonly [weight: number, item: T])[]) => T;
  readonly shuffle: <T>(items: readonly T[]) => T[];
  /** `count` different items, or all of them where there are fewer. */
  readonly sample: <T>(items: readonly T[], count: number) => T[];
}

function splitmix32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
}

/** The seed of one case: depends on both numbers in all bits, so that neighbours have nothing in common. */
export function caseSeed(seed: number, index: number): number {
  const mix = splitmix32(seed ^ Math.imul(index + 1, 0x85ebca6b));
  mix();
  return mix();
}

/** The stream of random numbers of a seed. */
export function randomOf(seed: number): Random {
  const init = splitmix32(seed);
  let a = init(), b = init(), c = init(), d = init();
  const rotl = (x: number, k: number): number => (x << k) | (x >>> (32 - k));
  const next = (): number => {
    const result = Math.imul(rotl(Math.imul(b, 5), 7), 9) >>> 0;
    const t = b << 9;
    c ^= a; d ^= b; b ^= c; a ^= d; c ^= t; d = rotl(d, 11);
    return result;
  };
  const below = (bound: number): number => Math.floor((next() / 0x1_0000_0000) * bound);
  const pick = <T>(items: readonly T[]): T => {
    const index = below(items.length);
    if (items.length === 0) throw new Error('nothing to pick from');
    return items[index] as T;
  };
  const shuffle = <T>(items: readonly T[]): T[] => {
    const copy = [...items];
    for (let i = copy.length - 1; i > 0; i--) {
      const j = below(i + 1);
      [copy[i], copy[j]] = [copy[j] as T, copy[i] as T];
    }
    return copy;
  };
  return {
    below,
    between: (low, high) => low + below(high - low + 1),
    chance: (probability) => next() / 0x1_0000_0000 < probability,
    pick,
    weighted: (items) => {
      const total = items.reduce((sum, [weight]) => sum + weight, 0);
      let at = (next() / 0x1_0000_0000) * total;
      for (const [weight, item] of items) {
        at -= weight;
        if (at < 0) return item;
      }
      return pick(items)[1];
    },
    shuffle,
    sample: (items, count) => shuffle(items).slice(0, count),
  };
}
