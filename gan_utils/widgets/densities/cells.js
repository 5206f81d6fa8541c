// The cells of a line, and what a mixture of bumps puts into each.

/**
 * Equal cells of a line, about 0: how many, how wide, their middles, and the left end of cell i, beyond the first and the
 * last too. So many more on either side are the room from which a moved distribution comes into view.
 *
 * @typedef {{count: number, cell: number, middles: Float64Array, edge: (i: number) => number, room: number}} Grid
 */

/**
 * A bump of a density: its width is a bell's standard deviation, or half a box's length.
 *
 * @typedef {{kind: "bell" | "box", mean: number, width: number, weight: number}} Bump
 */

/**
 * The grid of `count` cells, so many in a unit, for densities that move by no more than `farthest`.
 *
 * @param {number} count
 * @param {number} perUnit
 * @param {number} farthest
 * @returns {Grid}
 */
export function makeGrid(count, perUnit, farthest) {
  const edge = (i) => (i - count / 2) / perUnit;
  const middles = Float64Array.from({ length: count }, (_, i) => edge(i + 0.5));
  return { count, cell: 1 / perUnit, middles, edge, room: Math.ceil(farthest * perUnit) };
}

/**
 * The complementary error function, to 1e-13 of its value: a series near 0, a continued fraction in the tails.
 *
 * @param {number} x
 * @returns {number}
 */
export function erfc(x) {
  if (x < 0) return 2 - erfc(-x);
  const square = x * x;
  if (x < 2) {
    let term = x;
    let sum = x;
    for (let n = 1; term > 1e-17 * sum; n++) {
      term *= (2 * square) / (2 * n + 1);
      sum += term;
    }
    return 1 - (2 / Math.sqrt(Math.PI)) * Math.exp(-square) * sum;
  }
  // Less than the smallest number.
  if (x > 27) return 0;
  let rest = 0;
  for (let n = 60; n > 0; n--) rest = n / 2 / (x + rest);
  return Math.exp(-square) / (Math.sqrt(Math.PI) * (x + rest));
}

const SHAPES = {
  /** The mass between neighbouring edges of a normal distribution, by differences of its tails, exact far out too. */
  bell({ mean, width }, edges) {
    const places = edges.map((x) => (x - mean) / (width * Math.SQRT2));
    const tails = places.map((place) => erfc(Math.abs(place)) / 2);
    return (i) => {
      if (places[i] >= 0) return tails[i] - tails[i + 1];
      return places[i + 1] <= 0 ? tails[i + 1] - tails[i] : 1 - tails[i] - tails[i + 1];
    };
  },
  /** The same of a box that reaches `width` to either side of its mean. A sliver at its end is rounding. */
  box:
    ({ mean, width }, edges) =>
    (i) => {
      const overlap = Math.min(edges[i + 1], mean + width) - Math.max(edges[i], mean - width);
      return overlap > 1e-9 ? overlap / (2 * width) : 0;
    },
};

/**
 * The masses of a mixture in the cells, and in those of the room on either side.
 *
 * @param {Grid} grid
 * @param {Bump[]} bumps
 * @returns {Float64Array}
 */
export function wideMasses({ count, edge, room }, bumps) {
  const edges = Float64Array.from({ length: count + 2 * room + 1 }, (_, i) => edge(i - room));
  const masses = new Float64Array(count + 2 * room);
  const total = bumps.reduce((sum, { weight }) => sum + weight, 0);
  for (const bump of bumps) {
    const mass = SHAPES[bump.kind](bump, edges);
    for (let i = 0; i < masses.length; i++) masses[i] += (bump.weight / total) * mass(i);
  }
  return masses;
}

/**
 * The probabilities of the cells, from wideMasses, after a move of `shift` cells to the right.
 *
 * @param {Grid} grid
 * @param {Float64Array} wide
 * @param {number} shift
 * @returns {Float64Array}
 */
export function moved({ count, room }, wide, shift) {
  const seen = wide.subarray(room - shift, room - shift + count);
  const sum = seen.reduce((a, b) => a + b, 0);
  return seen.map((mass) => mass / sum);
}

/**
 * The probability of each cell under a mixture.
 *
 * @param {Grid} grid
 * @param {Bump[]} bumps
 * @returns {Float64Array}
 */
export const cells = (grid, bumps) => moved(grid, wideMasses(grid, bumps), 0);

/**
 * The mean of a mixture.
 *
 * @param {Bump[]} bumps
 * @returns {number}
 */
export const meanOf = (bumps) =>
  bumps.reduce((sum, { mean, weight }) => sum + mean * weight, 0) / bumps.reduce((sum, { weight }) => sum + weight, 0);

/**
 * How far bumps can move to the left (at most 0) and to the right before a mean of theirs leaves its range.
 *
 * @param {Bump[]} bumps
 * @param {{min: number, max: number}} range
 * @returns {[number, number]}
 */
export const roomOf = (bumps, { min, max }) => [
  Math.max(...bumps.map(({ mean }) => min - mean)),
  Math.min(...bumps.map(({ mean }) => max - mean)),
];
