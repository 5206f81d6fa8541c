// The kernel inception distance, unbiased and of all rows at once: the same as gan_utils/metrics/kernel.py.

/** The sum of k(x, y) = (x.y / d + 1)^3 over all x of `places` and y of `others`, places in a feature table. */
function kernelSum(table, places, others) {
  let sum = 0;
  for (const place of places) {
    const squares = table.from(place);
    const length = table.length(place);
    for (const other of others) {
      // 2 x.y = |x|^2 + |y|^2 - |x - y|^2
      const base = (length + table.length(other) - squares[other]) / (2 * table.width) + 1;
      sum += base * base * base;
    }
  }
  return sum;
}

/** The mean of k over all pairs of two rows of one set; two rows may be the same image. */
export function polynomialWithin(table, places) {
  const own = places.reduce((sum, place) => sum + (table.length(place) / table.width + 1) ** 3, 0);
  return (kernelSum(table, places, places) - own) / (places.length * (places.length - 1));
}

/** The squared maximum mean discrepancy of two sets of places, at least two each. It may fall a little below 0. */
export function kid(table, real, generated, withinReal = polynomialWithin(table, real)) {
  const between = kernelSum(table, real, generated) / (real.length * generated.length);
  return withinReal + polynomialWithin(table, generated) - 2 * between;
}
