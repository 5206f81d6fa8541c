// Normal numbers in bulk, for training: two from each pair of uniform numbers, where seeded.js takes one.

import { uniform } from "../seeded.js";

/**
 * Fills in standard normal numbers: part `turn` of the stream of a seed and a use.
 *
 * @param {Float32Array} numbers
 * @param {number} seed
 * @param {number} use
 * @param {number} turn
 */
export function fillNormals(numbers, seed, use, turn) {
  const stream = streamOf(seed, use);
  const first = turn * (numbers.length + 1);
  for (let i = 0; i < numbers.length; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - uniform(stream, first + i)));
    const angle = 2 * Math.PI * uniform(stream, first + i + 1);
    numbers[i] = radius * Math.cos(angle);
    if (i + 1 < numbers.length) numbers[i + 1] = radius * Math.sin(angle);
  }
}

/**
 * @param {number} count
 * @param {number} seed
 * @param {number} use
 * @param {number} turn
 * @returns {Float64Array} uniform numbers in [0, 1): part `turn` of the stream of a seed and a use
 */
export function uniforms(count, seed, use, turn) {
  const stream = streamOf(seed, use);
  return Float64Array.from({ length: count }, (_, i) => uniform(stream, turn * count + i));
}

/** The number of a stream of its own for each seed and use. */
const streamOf = (seed, use) => Math.floor(uniform(seed, 0x40000000 + use) * 4294967296) | 0;
