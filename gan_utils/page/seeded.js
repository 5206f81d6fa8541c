// The same seeded numbers as gan_utils/seeded.py (mulberry32, then Box and Muller).

/** Uniform number `index` (from 0) of a seed's stream, in [0, 1). */
export function uniform(seed, index) {
  const state = (seed + Math.imul(index + 1, 0x6d2b79f5)) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
}

/** `count` standard normal numbers of a seed's stream, from number `start` on. */
export function normals(seed, count, start = 0) {
  const numbers = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const first = uniform(seed, 2 * (start + i));
    const second = uniform(seed, 2 * (start + i) + 1);
    numbers[i] = Math.sqrt(-2 * Math.log(1 - first)) * Math.cos(2 * Math.PI * second);
  }
  return numbers;
}

/** The numbers 0 to count - 1 in an order of the seed's, by the size of its uniforms from number `start` on. */
export function shuffled(seed, count, start = 0) {
  const keys = Array.from({ length: count }, (_, i) => uniform(seed, start + i));
  return [...keys.keys()].sort((a, b) => keys[a] - keys[b] || a - b);
}

/** The seed that many further on, after the largest 0 again. */
export const laterSeed = (seed, steps) => (seed + steps) % 4294967296;
