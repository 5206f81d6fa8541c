// Precision, recall, density and coverage: the same as gan_utils/metrics/neighbours.py, of images in a feature table.

/**
 * @param {import("./feature_sets.js").FeatureTable} table
 * @param {number[]} images more than k
 * @param {number} k
 * @returns {Float64Array} of each image the squared distance to its k-th neighbour among the others
 */
export function reachOf(table, images, k) {
  return Float64Array.from(images, (image, own) => {
    const squares = table.from(image);
    const nearest = new Float64Array(k).fill(Infinity);
    for (let i = 0; i < images.length; i++) {
      const square = squares[images[i]];
      if (i === own || square >= nearest[k - 1]) continue;
      // Sorted in among those that are nearest, the least first.
      let at = k - 1;
      for (; at > 0 && nearest[at - 1] > square; at--) nearest[at] = nearest[at - 1];
      nearest[at] = square;
    }
    return nearest[k - 1];
  });
}

/**
 * On the edge of a ball is inside for precision and recall, outside for density and coverage.
 *
 * @param {import("./feature_sets.js").FeatureTable} table
 * @param {number[]} real images, more than k
 * @param {number[]} generated images, more than k
 * @param {number} k
 * @param {Float64Array} [realReach] reachOf() of the real images, where it is at hand
 * @returns {{precision: number, recall: number, density: number, coverage: number}}
 */
export function prdc(table, real, generated, k, realReach = reachOf(table, real, k)) {
  const reach = reachOf(table, generated, k);
  const inReal = new Uint8Array(generated.length);
  let strictly = 0;
  let recalled = 0;
  let covered = 0;
  real.forEach((image, i) => {
    const squares = table.from(image);
    const radius = realReach[i];
    const before = strictly;
    let found = 0;
    for (let j = 0; j < generated.length; j++) {
      const square = squares[generated[j]];
      if (square <= radius) inReal[j] = 1;
      if (square < radius) strictly += 1;
      if (square <= reach[j]) found = 1;
    }
    recalled += found;
    if (strictly > before) covered += 1;
  });
  return {
    precision: inReal.reduce((sum, one) => sum + one, 0) / generated.length,
    recall: recalled / real.length,
    density: strictly / (k * generated.length),
    coverage: covered / real.length,
  };
}
