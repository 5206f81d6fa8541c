// The distance that counts how far mass has to move: gan_utils/divergences/transport.py, for the two cases that the
// page has.

/**
 * The mean distance between sorted samples.
 *
 * @param {ArrayLike<number>} a samples on a line
 * @param {ArrayLike<number>} b as many others
 * @returns {number}
 */
export function wasserstein1(a, b) {
  const [one, other] = [a, b].map((samples) => Float64Array.from(samples).sort());
  return one.reduce((sum, value, i) => sum + Math.abs(value - other[i]), 0) / one.length;
}

/**
 * The area between the distribution functions.
 *
 * @param {ArrayLike<number>} p probabilities of neighbouring cells
 * @param {ArrayLike<number>} q probabilities of the same cells
 * @param {number} width of a cell
 * @returns {number} never below 0
 */
export function cellsWasserstein1(p, q, width) {
  let sum = 0;
  let ahead = 0;
  for (let i = 0; i < p.length; i++) {
    ahead += p[i] - q[i];
    sum += Math.abs(ahead) * width;
  }
  return sum;
}
