// Tables of distributions: what they are, and how one of their numbers is moved.

const ROUNDING = 1e-4; // of float32

/**
 * Whether a link's value is a table of distributions of a shape that is allowed.
 *
 * @param {unknown} value
 * @param {{rows: [number, number], classes: [number, number]}} limits
 * @returns {boolean}
 */
export function isTable(value, { rows: [fewest, most], classes: [least, last] }) {
  const isRow = (row) =>
    Array.isArray(row) &&
    row.length === value[0].length &&
    row.length >= least &&
    row.length <= last &&
    row.every((p) => Number.isFinite(p) && p >= 0 && p <= 1) &&
    Math.abs(row.reduce((sum, p) => sum + p, 0) - 1) <= ROUNDING;
  return Array.isArray(value) && value.length >= fewest && value.length <= most && value.every(isRow);
}

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
