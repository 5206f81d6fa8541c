// Orders and further streams of a seed, as in gan_utils/seeded.py.

import { uniform } from "./seeded.js";

/** The numbers 0 to count - 1 in an order of the seed's, by the size of its uniforms from number `start` on. */
export function shuffled(seed, count, start = 0) {
  const keys = Array.from({ length: count }, (_, i) => uniform(seed, start + i));
  return [...keys.keys()].sort((a, b) => keys[a] - keys[b] || a - b);
}

/** The seed that many further on, after the largest 0 again. */
export const laterSeed = (seed, steps) => (seed + steps) % 4294967296;
