// The kernel inception distance, unbiased and of all rows at once: the same as gan_utils/metrics/kernel.py, of images
// in a feature table.

/** The sum of the polynomial kernel k(x, y) = (x.y / d + 1)^3 over all x of `images` and y of `others`. */
function polynomialSum(table, images, others) {
  let sum = 0;
  for (const image of images) {
    const squares = table.from(image);
    const length = table.length(image);
    for (const other of others) {
      // 2 x.y = |x|^2 + |y|^2 - |x - y|^2
      const base = (length + table.length(other) - squares[other]) / (2 * table.width) + 1;
      sum += base * base * base;
    }
  }
  return sum;
}

/**
 * The mean of the polynomial kernel over all pairs of two of one set; both may be the same image, twice in the set.
 *
 * @param {import("./feature_sets.js").FeatureTable} table
 * @param {number[]} images at least two
 * @returns {number}
 */
export function polynomialWithin(table, images) {
  const own = images.reduce((sum, image) => sum + (table.length(image) / table.width + 1) ** 3, 0);
  return (polynomialSum(table, images, images) - own) / (images.length * (images.length - 1));
}

/**
 * The squared maximum mean discrepancy of two sets.
 *
 * @param {import("./feature_sets.js").FeatureTable} table
 * @param {number[]} real images, at least two
 * @param {number[]} generated images, at least two
 * @param {number} [withinReal] polynomialWithin() of the real images, where it is at hand
 * @returns {number} it may fall a little below 0
 */
export function kid(table, real, generated, withinReal = polynomialWithin(table, real)) {
  const between = polynomialSum(table, real, generated) / (real.length * generated.length);
  return withinReal + polynomialWithin(table, generated) - 2 * between;
}
