// A distribution whose numbers are moved one at a time.

/**
 * The row with number k set to `value`; the others keep their proportions and fill the rest.
 *
 * @param {number[]} row
 * @param {number} k
 * @param {number} value
 * @returns {number[]}
 */
export function withProbability(row, k, value) {
  const others = row.reduce((sum, p, i) => sum + (i === k ? 0 : p), 0);
  // Where nothing is left of the others, they share alike.
  const share = (p) => (others > 1e-9 ? p / others : 1 / (row.length - 1));
  return row.map((p, i) => (i === k ? value : (1 - value) * share(p)));
}
