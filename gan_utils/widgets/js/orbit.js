// One orbit, step by step, of either game; what happens to it in the long run, in words.

import { BILINEAR, bilinearMatrix, conserved } from "./bilinear.js";
import { diracMatrix, diracStep } from "./dirac.js";
import { clamp } from "./dom.js";
import { eigenvalues, spectralRadius } from "./eigenvalues.js";

export const OPTIONS = {
  bilinear: {
    simultaneous: ["momentum"], alternating: ["first", "momentum"], consensus: ["beta"],
    unrolled: ["unroll", "unroll_lr"],
  },
  dirac: {
    wgan: ["clip"], wgan_gp: ["penalty", "target"], instance_noise: ["noise", "seed"],
    r1: ["penalty"], consensus: ["beta"],
  },
};

/** The point after the last of `points`. */
export function nextPoint(s, points) {
  const now = points[points.length - 1];
  if (s.game === "dirac") return diracStep(now, s, points.length - 1);
  const past = points[Math.max(0, points.length - 2)];
  return BILINEAR[s.method]([...now, ...past], s);
}

/** The points of `steps` rounds from `start`, the start first. */
export function orbit(s, start, steps) {
  const points = [start];
  while (points.length <= steps) points.push(nextPoint(s, points));
  return points;
}

export const matrixOf = (s) => (s.game === "dirac" ? diracMatrix(s) : bilinearMatrix(s));

/** {eigenvalues, spectralRadius} of the one-round map; empty and null where there is none. */
export function spectrum(s) {
  const matrix = matrixOf(s);
  return matrix
    ? { eigenvalues: eigenvalues(matrix), spectralRadius: spectralRadius(matrix) }
    : { eigenvalues: [], spectralRadius: null };
}

export const conservedAt = (s, [x, y]) => (s.game === "bilinear" ? conserved(s, x, y) : null);

/** What becomes of the orbit: {kind, words}. */
export function verdict(s, start) {
  if (Math.hypot(...start) === 0) return { kind: "rests", words: "rests: (0, 0) is the equilibrium" };
  return s.game === "dirac" ? measured(s, start) : fromSpectrum(s, start);
}

const percent = (ratio) => `${(100 * Math.abs(ratio - 1)).toPrecision(3)} %`;

function fromSpectrum(s, start) {
  const radius = spectrum(s).spectralRadius;
  if (radius > 1 + 1e-9)
    return { kind: "spirals-out", words: `spirals out: ${percent(radius)} further each round, in the long run` };
  if (radius < 1 - 1e-9)
    return { kind: "converges", words: `converges: ${percent(radius)} closer each round, in the long run` };
  if (s.method === "alternating" && Math.abs(s.lr - 2) < 1e-9) {
    const still = s.first === "x" ? start[0] === start[1] : start[0] === -start[1];
    return still
      ? { kind: "closed-orbit", words: "closed orbit: jumps between two points" }
      : { kind: "spirals-out", words: "flies out, by the same distance each round" };
  }
  const shape = s.method === "flow" ? "a circle" : "an ellipse";
  return { kind: "closed-orbit", words: `closed orbit: ${shape} for ever, never the centre` };
}

// The Dirac-GAN is not linear, so its verdict is read off long runs, not off a formula.
function measured(s, start) {
  // Noise jitters for ever; where the linear map pulls inwards, the orbit ends in that jitter.
  if (s.variant === "instance_noise" && spectrum(s).spectralRadius < 1)
    return { kind: "converges", words: "converges, but for the jitter of its noise" };
  const [later, latest] = lateRadii(s, start);
  const first = Math.hypot(...start);
  if (!Number.isFinite(latest) || latest > 1.02 * later) return { kind: "spirals-out", words: "spirals out" };
  if (latest < 0.02 * first) return { kind: "converges", words: "converges" };
  if (latest < 0.98 * later) return { kind: "creeps-in", words: "creeps in, ever more slowly" };
  const size = latest.toPrecision(3);
  const others = [0.07, 0.5, 2].map((share) => lateRadii(s, start.map((value) => share * value))[1]);
  return others.every((other) => Math.abs(other - latest) < 0.02 * latest)
    ? { kind: "limit-cycle", words: `limit cycle: starts near and far end at radius about ${size}` }
    : { kind: "closed-orbit", words: `keeps going round at radius about ${size}: it never arrives` };
}

/** Mean radius over the third and over the last quarter of a long run. */
function lateRadii(s, start) {
  // The slowest change here, the settling on a cycle, takes some 1 / lr^2 rounds.
  const rounds = s.variant === "instance_noise" ? 4000 : clamp(60 / s.lr ** 2, 4000, 400000);
  const quarter = Math.floor(rounds / 4), means = [0, 0];
  let point = start;
  for (let n = 0; n < 4 * quarter; n++) {
    point = diracStep(point, s, n);
    if (n >= 2 * quarter) means[n >= 3 * quarter ? 1 : 0] += Math.hypot(point[0], point[1]) / quarter;
  }
  return means;
}
