// Two Gaussians in the plane, samples of them and of other shapes with the same moments: as frechet_by_hand.py has it.

import { frechetDistance, momentsOf } from "../../page/metrics/frechet.js";
import { normals } from "../../page/seeded.js";

/**
 * A Gaussian in the plane: its mean, and its ellipse by the standard deviations along its axes and the angle from the
 * first feature to the first axis, in degrees.
 *
 * @typedef {{mean: number[], stds: number[], angle: number}} Gaussian
 */

/**
 * How samples are drawn: the most of each, how often, the std of the ring's radius, and that of a clump.
 *
 * @typedef {{most: number, draws: number, thickness: number, spread: number}} Sampling
 */

/**
 * A point with mean 0 and covariance I from four normal numbers, for each shape: what standard() in widget.py says.
 *
 * @param {Sampling} sampling
 * @returns {Record<string, (a: number, b: number, c: number, d: number) => number[]>}
 */
function standardShapes({ thickness, spread }) {
  const aside = Math.sqrt(1 - spread ** 2);
  const clumped = (side, number) => aside * Math.sign(side) + spread * number;
  return {
    gaussian: (a, b) => [a, b],
    ring(a, b, c) {
      const radius = Math.sqrt(2 - thickness ** 2) + thickness * c;
      const angle = Math.atan2(b, a);
      return [radius * Math.cos(angle), radius * Math.sin(angle)];
    },
    two_clumps: (a, b, c) => [clumped(c, a), b],
    four_clumps: (a, b, c, d) => [clumped(c, a), clumped(d, b)],
  };
}

/**
 * The columns of f with f f' = the covariance: the ellipse's axes.
 *
 * @param {Gaussian} gaussian
 * @returns {number[][]}
 */
export function axesOf({ stds: [one, other], angle }) {
  const turn = (angle * Math.PI) / 180;
  const [cosine, sine] = [Math.cos(turn), Math.sin(turn)];
  return [
    [one * cosine, one * sine],
    [-other * sine, other * cosine],
  ];
}

/**
 * The point (u, v) of the plane of standard points, where it lies for a Gaussian.
 *
 * @param {Gaussian} gaussian
 * @param {ArrayLike<number>} point
 * @returns {number[]}
 */
export function placed(gaussian, [u, v]) {
  const [first, second] = axesOf(gaussian);
  return [0, 1].map((i) => gaussian.mean[i] + first[i] * u + second[i] * v);
}

/**
 * Moments of standard points, where they lie for a Gaussian; covariances row by row.
 *
 * @param {Gaussian} gaussian
 * @param {{mean: ArrayLike<number>, cov: ArrayLike<number>}} moments
 * @returns {{mean: number[], cov: number[]}}
 */
export function placedMoments(gaussian, { mean, cov }) {
  const [f, g] = axesOf(gaussian);
  const entry = (i, j) => cov[0] * f[i] * f[j] + cov[1] * f[i] * g[j] + cov[2] * g[i] * f[j] + cov[3] * g[i] * g[j];
  return { mean: placed(gaussian, mean), cov: [entry(0, 0), entry(0, 1), entry(1, 0), entry(1, 1)] };
}

const STANDARD_MOMENTS = { mean: [0, 0], cov: [1, 0, 0, 1] };

/**
 * The Fréchet distance of two Gaussians and its two terms, or of samples with these standard moments.
 *
 * @param {Gaussian} real
 * @param {Gaussian} generated
 * @returns {{means: number, covariances: number, distance: number}}
 */
export function distanceBetween(real, generated, [one, other] = [STANDARD_MOMENTS, STANDARD_MOMENTS]) {
  const first = placedMoments(real, one);
  const second = placedMoments(generated, other);
  return frechetDistance(first.mean, first.cov, second.mean, second.cov);
}

/**
 * `count` standard points of a shape, one after another: those of a draw that are real (which 0) or generated (1).
 *
 * @param {Sampling} sampling
 * @param {string} shape
 * @param {number} seed
 * @param {number} draw
 * @param {0 | 1} which
 * @returns {Float64Array} two numbers a point
 */
export function standardPoints(sampling, shape, seed, draw, which, count = sampling.most) {
  const standard = standardShapes(sampling)[shape];
  const numbers = normals(seed, 4 * count, 4 * sampling.most * (2 * draw + which));
  const points = new Float64Array(2 * count);
  for (let i = 0; i < count; i++) points.set(standard(...numbers.subarray(4 * i, 4 * i + 4)), 2 * i);
  return points;
}

/**
 * All that is drawn for a seed: {points: [real, generated] of the first draw, momentsAt(count)}, which gives the
 * standard moments [real, generated] of the first `count` of each draw.
 *
 * @param {Sampling} sampling
 * @param {string} shape
 * @param {number} seed
 */
export function makeSamples(sampling, shape, seed) {
  const draws = Array.from({ length: sampling.draws }, (_, draw) =>
    ["gaussian", shape].map((kind, which) => standardPoints(sampling, kind, seed, draw, which)),
  );
  const known = new Map();
  function momentsAt(count) {
    if (!known.has(count))
      known.set(
        count,
        draws.map((pair) => pair.map((points) => momentsOf(points.subarray(0, 2 * count), 2))),
      );
    return known.get(count);
  }
  return { points: draws[0], momentsAt };
}

/**
 * The FID of the first `count` samples of each draw.
 *
 * @param {ReturnType<typeof makeSamples>} samples
 * @param {number} count
 * @param {Gaussian} real
 * @param {Gaussian} generated
 * @returns {number[]}
 */
export const estimatesAt = (samples, count, real, generated) =>
  samples.momentsAt(count).map((pair) => distanceBetween(real, generated, pair).distance);
