// A density from samples on a line, by Gaussian windows: what gan_utils/metrics/parzen.py has, not its logarithm.

const bell = (away, bandwidth) => Math.exp(-0.5 * (away / bandwidth) ** 2) / (bandwidth * Math.sqrt(2 * Math.PI));

/**
 * The mean of a bell about each sample.
 *
 * @param {number} x
 * @param {ArrayLike<number> & Iterable<number>} samples
 * @param {number} bandwidth std of each bell
 * @returns {number} the density at x
 */
export function parzenDensity(x, samples, bandwidth) {
  let sum = 0;
  for (const sample of samples) sum += bell(x - sample, bandwidth);
  return sum / samples.length;
}

/**
 * The same at the middles of equal cells, much faster: from a place to the next a bell changes by a factor that itself
 * changes by one and the same factor. It begins at the bell's top and ends where it is 0.
 *
 * @param {number} low the left end of the first cell
 * @param {number} high the right end of the last
 * @param {number} count of the cells
 * @param {ArrayLike<number> & Iterable<number>} samples
 * @param {number} bandwidth
 * @returns {Float64Array}
 */
export function parzenCurve(low, high, count, samples, bandwidth) {
  const heights = new Float64Array(count);
  const cell = (high - low) / count;
  const steps = cell / bandwidth;
  const change = Math.exp(-steps * steps);
  for (const sample of samples) {
    const nearest = Math.min(count - 1, Math.max(0, Math.floor((sample - low) / cell)));
    const away = low + (nearest + 0.5) * cell - sample;
    const here = bell(away, bandwidth);
    for (const way of [1, -1]) {
      let height = here;
      let factor = Math.exp(-steps * (0.5 * steps + (way * away) / bandwidth));
      if (way < 0) {
        height *= factor;
        factor *= change;
      } // the nearest itself is counted once
      for (let i = way > 0 ? nearest : nearest - 1; i >= 0 && i < count && height > 0; i += way) {
        heights[i] += height;
        height *= factor;
        factor *= change;
      }
    }
  }
  return heights.map((height) => height / samples.length);
}
