// One orbit, step by step, of either game.

import { bilinearMatrix, conserved, farAway, METHODS } from "../../page/games/bilinear.js";
import { diracMatrix, diracStep } from "../../page/games/dirac.js";
import { eigenvalues, spectralRadius } from "../../page/games/spectra.js";

/** The point after the last of `points`: infinitely far away, in the last quadrant, once it leaves the range of numbers. */
export function nextPoint(s, points) {
  const now = points[points.length - 1];
  const next = now.every(Number.isFinite) ? stepFrom(s, points, now) : now;
  return next.every(Number.isFinite) ? next : farAway(now);
}

function stepFrom(s, points, now) {
  if (s.game === "dirac") return diracStep(now, s, points.length - 1);
  const past = points[Math.max(0, points.length - 2)];
  return METHODS[s.method]([...now, ...past], s);
}

/** The points of `steps` rounds from `start`, the start first. */
export function orbit(s, start, steps) {
  const points = [start];
  while (points.length <= steps) points.push(nextPoint(s, points));
  return points;
}

/** The one-round map as rows, near (0, 0) for the Dirac-GAN; null where there is none. */
export const matrixOf = (s) => (s.game === "dirac" ? diracMatrix(s) : bilinearMatrix(s));

/** {eigenvalues, spectralRadius} of the one-round map; empty and null where there is none. */
export function spectrum(s) {
  const matrix = matrixOf(s);
  return matrix
    ? { eigenvalues: eigenvalues(matrix), spectralRadius: spectralRadius(matrix) }
    : { eigenvalues: [], spectralRadius: null };
}

/** What stays the same along the orbit, at a point of it: {formula, value, lost}; null where nothing does. */
export const conservedAt = (s, [x, y]) => (s.game === "bilinear" ? conserved(s, x, y) : null);

/** An orbit of `steps` rounds from `start` and all that is shown of it. */
export function makeLane(s, start, steps) {
  const kept = conservedAt(s, [1, 1]);
  return {
    settings: s,
    points: orbit(s, start, steps),
    spectrum: spectrum(s),
    cross: kept && kept.value - 2, // the factor of xy in what is conserved
  };
}
