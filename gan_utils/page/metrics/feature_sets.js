// Features of images and the squared distances between them, which the scores have in common: the sets of
// gan_utils/metrics/feature_sets.py as images of one table.

/**
 * Room for so many rows of features. A distance has the same bits whichever of the two comes first, so an edge of a
 * ball is an edge.
 *
 * @typedef {object} FeatureTable
 * @property {number} width features of an image
 * @property {(image: number, features: ArrayLike<number>) => void} put measures the image's distance to all that are
 *   there
 * @property {(image: number) => boolean} has
 * @property {(from: number) => void} forget drops the images from this one on
 * @property {(image: number) => number} length the squared length of its features
 * @property {(image: number) => Float64Array} from its squared distances to all images: a view
 * @property {(wanted: number[]) => Float64Array} features one image's after the other's
 */

/**
 * @param {number} count images at most
 * @param {number} width features of an image
 * @returns {FeatureTable}
 */
export function makeFeatureTable(count, width) {
  const rows = new Float64Array(count * width);
  const squares = new Float64Array(count * count);
  const there = new Uint8Array(count);
  const lengths = new Float64Array(count);
  function put(image, features) {
    rows.set(features, image * width);
    lengths[image] = features.reduce((sum, value) => sum + value * value, 0);
    there[image] = 1;
    for (let other = 0; other < count; other++)
      if (there[other])
        squares[image * count + other] = squares[other * count + image] = squareBetween(
          rows,
          image * width,
          other * width,
          width,
        );
  }
  return {
    put,
    width,
    has: (image) => there[image] === 1,
    forget: (from) => {
      there.fill(0, from);
    },
    length: (image) => lengths[image],
    from: (image) => squares.subarray(image * count, (image + 1) * count),
    features(wanted) {
      const found = new Float64Array(wanted.length * width);
      wanted.forEach((image, i) => found.set(rows.subarray(image * width, (image + 1) * width), i * width));
      return found;
    },
  };
}

function squareBetween(rows, a, b, width) {
  let sum = 0;
  for (let i = 0; i < width; i++) {
    const apart = rows[a + i] - rows[b + i];
    sum += apart * apart;
  }
  return sum;
}
