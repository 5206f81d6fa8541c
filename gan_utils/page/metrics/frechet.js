// The Fréchet distance between two Gaussians: the same as gan_utils/metrics/frechet.py.

/**
 * The squared distance, and its two terms: |m1 - m2|^2 and tr(c1 + c2 - 2 (c1 c2)^(1/2)).
 *
 * @param {ArrayLike<number>} mean1 d numbers
 * @param {Float64Array | number[]} cov1 d x d numbers, row by row, symmetric positive semi-definite
 * @param {ArrayLike<number>} mean2
 * @param {Float64Array | number[]} cov2
 * @returns {{means: number, covariances: number, distance: number}} none of them below 0
 */
export function frechetDistance(mean1, cov1, mean2, cov2) {
  const d = mean1.length;
  let means = 0;
  let traces = 0;
  for (let i = 0; i < d; i++) {
    means += (mean1[i] - mean2[i]) ** 2;
    traces += cov1[i * d + i] + cov2[i * d + i];
  }
  // Equal ones may round below 0.
  const covariances = Math.max(0, traces - 2 * rootOfProduct(factorOf(cov1, d), factorOf(cov2, d), d));
  return { means, covariances, distance: means + covariances };
}

/**
 * @param {ArrayLike<number>} rows of `d` numbers, one after another
 * @param {number} d
 * @returns {{mean: Float64Array, cov: Float64Array}} the covariance with ddof 1
 */
export function momentsOf(rows, d) {
  const n = rows.length / d;
  const mean = new Float64Array(d);
  const cov = new Float64Array(d * d);
  const apart = new Float64Array(d);
  for (let at = 0; at < rows.length; at++) mean[at % d] += rows[at] / n;
  for (let row = 0; row < n; row++) {
    for (let i = 0; i < d; i++) apart[i] = rows[row * d + i] - mean[i];
    for (let i = 0; i < d; i++) for (let j = 0; j <= i; j++) cov[i * d + j] += (apart[i] * apart[j]) / (n - 1);
  }
  for (let i = 0; i < d; i++) for (let j = 0; j < i; j++) cov[j * d + i] = cov[i * d + j];
  return { mean, cov };
}

/**
 * Columns f_1, f_2, ..., each of d numbers, with cov = sum of f_i f_i': Cholesky's, the largest of what is left first.
 * It ends where only rounding is left, so a covariance that is flat in some directions has fewer columns.
 */
function factorOf(cov, d) {
  const left = Float64Array.from({ length: d }, (_, i) => cov[i * d + i]);
  const columns = [];
  const least = d * Number.EPSILON * Math.max(0, ...left);
  while (columns.length < d) {
    let pivot = 0;
    for (let i = 1; i < d; i++) if (left[i] > left[pivot]) pivot = i;
    if (!(left[pivot] > least)) break;
    const column = cov.slice(pivot * d, pivot * d + d);
    for (const before of columns) for (let i = 0; i < d; i++) column[i] -= before[pivot] * before[i];
    const root = Math.sqrt(left[pivot]);
    for (let i = 0; i < d; i++) {
      column[i] = left[i] === -Infinity ? 0 : column[i] / root;
      left[i] -= column[i] ** 2;
    }
    // It has had its turn.
    left[pivot] = -Infinity;
    columns.push(column);
  }
  return columns;
}

/** tr (c1 c2)^(1/2): the sum of the singular values of f' g, where f f' = c1 and g g' = c2. */
function rootOfProduct(f, g, d) {
  const [few, many] = f.length < g.length ? [f, g] : [g, f];
  const n = few.length;
  const square = new Float64Array(n * n);
  const table = few.map((a) => many.map((b) => dotOf(a, b, d)));
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) square[i * n + j] = square[j * n + i] = dotOf(table[i], table[j], many.length);
  return symmetricEigenvalues(square, n).reduce((sum, value) => sum + Math.sqrt(Math.max(0, value)), 0);
}

function dotOf(a, b, count) {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += a[i] * b[i];
  return sum;
}

/**
 * @param {Float64Array} matrix symmetric, row by row; its numbers are overwritten
 * @param {number} n its side
 * @returns {Float64Array} its eigenvalues, in no order
 */
function symmetricEigenvalues(matrix, n) {
  const { diagonal, beside } = tridiagonal(matrix, n);
  for (let first = 0; first < n; first++)
    for (let round = 0; ; round++) {
      let last = first;
      // A number beside the diagonal that is lost in rounding splits the matrix.
      while (
        last + 1 < n &&
        Math.abs(beside[last]) > Number.EPSILON * (Math.abs(diagonal[last]) + Math.abs(diagonal[last + 1]))
      )
        last += 1;
      if (last === first) break;
      if (round === 60) throw new RangeError("eigenvalues of this matrix were not found");
      turnOnce(diagonal, beside, first, last);
    }
  return diagonal;
}

/** Householder's reflections make it tridiagonal: the numbers on its diagonal, and those beside it. */
function tridiagonal(a, n) {
  const beside = new Float64Array(n);
  const v = new Float64Array(n);
  const p = new Float64Array(n);
  for (let k = 0; k + 2 < n; k++) {
    let square = 0;
    for (let i = k + 1; i < n; i++) square += (v[i] = a[i * n + k]) ** 2;
    const size = v[k + 1] > 0 ? -Math.sqrt(square) : Math.sqrt(square);
    beside[k] = size;
    const half = square - size * v[k + 1];
    // The column is 0 already.
    if (half === 0) continue;
    v[k + 1] -= size;
    let overlap = 0;
    for (let i = k + 1; i < n; i++) {
      let sum = 0;
      for (let j = k + 1; j < n; j++) sum += a[i * n + j] * v[j];
      p[i] = sum / half;
      overlap += p[i] * v[i];
    }
    for (let i = k + 1; i < n; i++) p[i] -= (overlap / (2 * half)) * v[i];
    for (let i = k + 1; i < n; i++) for (let j = k + 1; j < n; j++) a[i * n + j] -= v[i] * p[j] + p[i] * v[j];
  }
  if (n > 1) beside[n - 2] = a[(n - 1) * n + n - 2];
  return { diagonal: Float64Array.from({ length: n }, (_, i) => a[i * n + i]), beside };
}

/** One round of the implicit QL method, with Wilkinson's shift, on rows `first` to `last`. */
function turnOnce(diagonal, beside, first, last) {
  const lean = (diagonal[first + 1] - diagonal[first]) / (2 * beside[first]);
  const size = Math.hypot(lean, 1);
  let g = diagonal[last] - diagonal[first] + beside[first] / (lean + (lean < 0 ? -size : size));
  let sine = 1;
  let cosine = 1;
  let moved = 0;
  for (let i = last - 1; i >= first; i--) {
    const f = sine * beside[i];
    const b = cosine * beside[i];
    const length = Math.hypot(f, g);
    beside[i + 1] = length;
    if (length === 0) {
      diagonal[i + 1] -= moved;
      beside[last] = 0;
      return;
    }
    [sine, cosine] = [f / length, g / length];
    g = diagonal[i + 1] - moved;
    const rest = (diagonal[i] - g) * sine + 2 * cosine * b;
    moved = sine * rest;
    diagonal[i + 1] = g + moved;
    g = cosine * rest - b;
  }
  diagonal[first] -= moved;
  beside[first] = g;
  beside[last] = 0;
}
