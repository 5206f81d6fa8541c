// The cells of a line, and what a mixture of bumps puts into each.

// So many cells, so wide: they lie from -10 to 10.
export const COUNT = 1000;
export const CELL = 0.02;
// So many more on either side, from which a moved distribution comes into view.
const ROOM = 400;

/** The left end of cell i; beyond 0 and COUNT too. */
const edge = (i) => (i - COUNT / 2) / 50;
export const middles = Float64Array.from({ length: COUNT }, (_, i) => edge(i + 0.5));

/** The complementary error function, to 1e-13 of its value: a series near 0, a continued fraction in the tails. */
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

/** The masses of a mixture of bumps {kind, mean, width, weight} in the cells, with ROOM more of them on either side. */
export function wideMasses(bumps) {
  const edges = Float64Array.from({ length: COUNT + 2 * ROOM + 1 }, (_, i) => edge(i - ROOM));
  const masses = new Float64Array(COUNT + 2 * ROOM);
  const total = bumps.reduce((sum, { weight }) => sum + weight, 0);
  for (const bump of bumps) {
    const mass = SHAPES[bump.kind](bump, edges);
    for (let i = 0; i < masses.length; i++) masses[i] += (bump.weight / total) * mass(i);
  }
  return masses;
}

/** The probabilities of the cells, from wideMasses, after a move of `shift` cells to the right. */
export function moved(wide, shift) {
  const seen = wide.subarray(ROOM - shift, ROOM - shift + COUNT);
  const sum = seen.reduce((a, b) => a + b, 0);
  return seen.map((mass) => mass / sum);
}

/** The probability of each cell under a mixture of bumps. */
export const cells = (bumps) => moved(wideMasses(bumps), 0);

/** The mean of a mixture of bumps. */
export const meanOf = (bumps) =>
  bumps.reduce((sum, { mean, weight }) => sum + mean * weight, 0) / bumps.reduce((sum, { weight }) => sum + weight, 0);

/** How far bumps can move to the left (at most 0) and to the right before a mean of theirs leaves [-4, 4]. */
export const roomOf = (bumps) => [
  Math.max(...bumps.map(({ mean }) => -4 - mean)),
  Math.min(...bumps.map(({ mean }) => 4 - mean)),
];
