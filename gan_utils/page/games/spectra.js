// Eigenvalues of one-round maps: those of gan_utils/games/spectra.py, and bilinear.py's spectral radius, without NumPy's
// solver. A pair is [re, im].

/**
 * @param {number[][]} matrix rows, 2 x 2 or 4 x 4
 * @returns {number[][]} all its eigenvalues, as pairs
 */
export function eigenvalues(matrix) {
  const real = (value) => [value, 0];
  if (matrix.length === 2) return ofTwo(...matrix.flat().map(real));
  if (!treatsAlike(matrix)) return roots(characteristic(matrix));
  const half = ofTwo(
    ...[
      [0, 0],
      [0, 2],
      [2, 0],
      [2, 2],
    ].map(([i, j]) => [matrix[i][j], matrix[i + 1][j]]),
  );
  return [...half, ...half.map(([re, im]) => [re, -im])];
}

/**
 * @param {number[][]} matrix of a one-round map, which Python's function makes itself
 * @returns {number} the largest size of an eigenvalue
 */
export const spectralRadius = (matrix) => Math.max(...eigenvalues(matrix).map(([re, im]) => Math.hypot(re, im)));

// A map that treats x and y alike is made of blocks [[p, -q], [q, p]], which are complex numbers p + iq.
const treatsAlike = (matrix) =>
  [0, 2].every((i) =>
    [0, 2].every((j) => matrix[i][j] === matrix[i + 1][j + 1] && matrix[i][j + 1] === -matrix[i + 1][j]),
  );

const plus = ([a, b], [c, d]) => [a + c, b + d];
const minus = ([a, b], [c, d]) => [a - c, b - d];
const times = ([a, b], [c, d]) => [a * c - b * d, a * d + b * c];
const over = ([a, b], [c, d]) => {
  const size = c * c + d * d;
  return [(a * c + b * d) / size, (b * c - a * d) / size];
};
function root([a, b]) {
  // The larger part first: the other would be the difference of two numbers that are nearly the same.
  const larger = Math.sqrt((Math.hypot(a, b) + Math.abs(a)) / 2);
  const smaller = larger && Math.abs(b) / (2 * larger);
  const [re, im] = a < 0 ? [smaller, larger] : [larger, smaller];
  return [re, b < 0 ? -im : im];
}

/** Eigenvalues of a complex matrix [[a, b], [c, d]]. */
function ofTwo(a, b, c, d) {
  const half = [0.5, 0];
  const middle = times(half, plus(a, d));
  const difference = times(half, minus(a, d));
  const gap = root(plus(times(difference, difference), times(b, c)));
  return [plus(middle, gap), minus(middle, gap)];
}

/** Coefficients c of the characteristic polynomial, highest power first (Faddeev and LeVerrier). */
function characteristic(matrix) {
  const n = matrix.length;
  const indices = [...matrix.keys()];
  const coefficients = [1];
  let power = indices.map(() => indices.map(() => 0));
  for (let k = 1; k <= n; k++) {
    for (const i of indices) power[i][i] += coefficients[k - 1];
    power = matrix.map((row) => indices.map((j) => row.reduce((sum, value, i) => sum + value * power[i][j], 0)));
    coefficients.push(-indices.reduce((sum, i) => sum + power[i][i], 0) / k);
  }
  return coefficients;
}

/** All roots of a monic polynomial at once (Weierstrass, Durand and Kerner). */
function roots(coefficients) {
  const value = (z) => coefficients.reduce((sum, c) => plus(times(sum, z), [c, 0]), [0, 0]);
  const reach = 1 + Math.max(...coefficients.slice(1).map(Math.abs));
  const found = coefficients.slice(1).map((_, i) => {
    const angle = (2 * Math.PI * (i + 0.3)) / (coefficients.length - 1);
    return [0.5 * reach * Math.cos(angle), 0.5 * reach * Math.sin(angle)];
  });
  for (let round = 0; round < 500; round++) {
    let moved = 0;
    for (let i = 0; i < found.length; i++) {
      let below = [1, 0];
      for (let j = 0; j < found.length; j++) if (j !== i) below = times(below, minus(found[i], found[j]));
      const change = over(value(found[i]), below);
      if (!Number.isFinite(change[0] + change[1])) continue; // two guesses met; the next round parts them
      found[i] = minus(found[i], change);
      moved = Math.max(moved, Math.hypot(...change));
    }
    if (moved < 1e-15 * reach) break;
  }
  return found;
}
