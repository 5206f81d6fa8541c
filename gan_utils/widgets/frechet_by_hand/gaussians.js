// Two Gaussians in the plane, samples of them and of other shapes with the same moments: as frechet_by_hand.py has it.

import { frechetDistance, momentsOf } from "../../page/metrics/frechet.js";
import { normals } from "../../page/seeded.js";

// The most samples of each, and how often they are drawn; the first draw is shown.
export const MOST = 2000;
const DRAWS = 20;
const THICKNESS = 0.12;
const SPREAD = 0.3;
const ASIDE = Math.sqrt(1 - SPREAD ** 2);

/** A point with mean 0 and covariance I from four normal numbers, for each shape. */
export const STANDARD = {
  gaussian: (a, b) => [a, b],
  ring(a, b, c) {
    const radius = Math.sqrt(2 - THICKNESS ** 2) + THICKNESS * c;
    const angle = Math.atan2(b, a);
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  },
  two_clumps: (a, b, c) => [ASIDE * Math.sign(c) + SPREAD * a, b],
  four_clumps: (a, b, c, d) => [ASIDE * Math.sign(c) + SPREAD * a, ASIDE * Math.sign(d) + SPREAD * b],
};

/** The columns of f with f f' = the covariance of {stds, angle}: the ellipse's axes. */
export function axesOf({ stds: [one, other], angle }) {
  const turn = (angle * Math.PI) / 180;
  const [cosine, sine] = [Math.cos(turn), Math.sin(turn)];
  return [
    [one * cosine, one * sine],
    [-other * sine, other * cosine],
  ];
}

/** The point (u, v) of the plane of standard points, where it lies for {mean, stds, angle}. */
export function placed(gaussian, [u, v]) {
  const [first, second] = axesOf(gaussian);
  return [0, 1].map((i) => gaussian.mean[i] + first[i] * u + second[i] * v);
}

/** Moments {mean, cov} of standard points, where they lie for {mean, stds, angle}. */
export function placedMoments(gaussian, { mean, cov }) {
  const [f, g] = axesOf(gaussian);
  const entry = (i, j) => cov[0] * f[i] * f[j] + cov[1] * f[i] * g[j] + cov[2] * g[i] * f[j] + cov[3] * g[i] * g[j];
  return { mean: placed(gaussian, mean), cov: [entry(0, 0), entry(0, 1), entry(1, 0), entry(1, 1)] };
}

const STANDARD_MOMENTS = { mean: [0, 0], cov: [1, 0, 0, 1] };

/** {means, covariances, distance} of two Gaussians {mean, stds, angle}, or of samples with these standard moments. */
export function distanceBetween(real, generated, [one, other] = [STANDARD_MOMENTS, STANDARD_MOMENTS]) {
  const first = placedMoments(real, one);
  const second = placedMoments(generated, other);
  return frechetDistance(first.mean, first.cov, second.mean, second.cov);
}

/** `count` standard points of a shape, one after another: those of a draw that are real (which 0) or generated (1). */
export function standardPoints(shape, seed, draw, which, count = MOST) {
  const numbers = normals(seed, 4 * count, 4 * MOST * (2 * draw + which));
  const points = new Float64Array(2 * count);
  for (let i = 0; i < count; i++) points.set(STANDARD[shape](...numbers.subarray(4 * i, 4 * i + 4)), 2 * i);
  return points;
}

/**
 * All that is drawn for a seed: {points: [real, generated] of the first draw, momentsAt(count)}, which gives the
 * standard moments [real, generated] of the first `count` of each draw.
 */
export function makeSamples(shape, seed) {
  const draws = Array.from({ length: DRAWS }, (_, draw) =>
    ["gaussian", shape].map((kind, which) => standardPoints(kind, seed, draw, which)),
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

/** The FID of the first `count` samples of each draw. */
export const estimatesAt = (samples, count, real, generated) =>
  samples.momentsAt(count).map((pair) => distanceBetween(real, generated, pair).distance);
