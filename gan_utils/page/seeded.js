// The same seeded numbers as gan_utils/seeded.py (mulberry32, then Box and Muller).

/**
 * One number of Python's `uniforms`.
 *
 * @param {number} seed from 0 to 2 ** 32 - 1
 * @param {number} index from 0
 * @returns {number} in [0, 1)
 */
export function uniform(seed, index) {
  const state = (seed + Math.imul(index + 1, 0x6d2b79f5)) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
}

/**
 * @param {number} seed
 * @param {number} count
 * @param {number} [start] how many to pass over
 * @returns {Float64Array} standard normal numbers
 */
export function normals(seed, count, start = 0) {
  const numbers = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const first = uniform(seed, 2 * (start + i));
    const second = uniform(seed, 2 * (start + i) + 1);
    numbers[i] = Math.sqrt(-2 * Math.log(1 - first)) * Math.cos(2 * Math.PI * second);
  }
  return numbers;
}

/**
 * @param {number} seed
 * @param {number} count
 * @param {number} [start] how many uniforms to pass over
 * @returns {number[]} the numbers 0 to count - 1 in an order of the seed's, by the size of its uniforms
 */
export function shuffled(seed, count, start = 0) {
  const keys = Array.from({ length: count }, (_, i) => uniform(seed, start + i));
  return [...keys.keys()].sort((a, b) => keys[a] - keys[b] || a - b);
}

/**
 * @param {number} seed
 * @param {number} steps
 * @returns {number} the seed that many further on, after the largest 0 again
 */
export const laterSeed = (seed, steps) => (seed + steps) % 4294967296;
