// What happens to an orbit in the long run, in words.

import { clamp } from "../../page/engine/numbers.js";
import { diracStep } from "../../page/games/dirac.js";
import { grouped } from "../ui/words.js";
import { matrixOf, spectrum } from "./orbit.js";

// How near to 1 a spectral radius is 1.
const BORDER = 1e-9;
// Of a long run's second half.
const WINDOWS = 8;
// A radius that grows by less in 10,000 rounds drifts, and does not spiral.
const DRIFT = 0.02;

/** What becomes of the orbit: {kind, words}, with `over`, {part, rounds}, where means over the last part are told. */
export function verdict(s, start) {
  const rests = Math.hypot(...start) === 0 && !(s.game === "dirac" && s.variant === "instance_noise");
  if (rests) return { kind: "rests", words: "rests: (0, 0) is the equilibrium" };
  if (s.game !== "dirac") return fromSpectrum(s, start);
  const run = longRun(s, start);
  const found = measured(s, start, run);
  return found.words.includes("mean radius") ? { ...found, over: run } : found;
}

const percent = (ratio) => `${(100 * Math.abs(ratio - 1)).toPrecision(3)} %`;

function fromSpectrum(s, start) {
  const { spectralRadius: radius, eigenvalues } = spectrum(s);
  if (radius > 1 + BORDER) return { kind: "spirals-out", words: `spirals out: ${percent(radius)} further each round` };
  if (radius < 1 - BORDER) return { kind: "converges", words: `converges: ${percent(radius)} closer each round` };
  // The eigenvalue -1, where two meet and part on the real axis: there the orbit jumps to and fro.
  const flips = eigenvalues.filter(([re, im]) => Math.hypot(re + 1, im) < BORDER).length;
  if (flips === 1) return { kind: "closed-orbit", words: "closed orbit: jumps between two points" };
  if (flips > 1)
    return [0, 1].every((i) => Math.abs(flipped(s, start)[i] + start[i]) < BORDER)
      ? { kind: "closed-orbit", words: "closed orbit: jumps between two points" }
      : { kind: "spirals-out", words: "flies out, by the same distance each round" };
  const [[a, b], [c, d]] = matrixOf(s);
  const turns = a === d && b === -c;
  return {
    kind: "closed-orbit",
    words: `closed orbit: ${turns ? "a circle" : "an ellipse"} for ever, never the centre`,
  };
}

/** The point after `start` by a map that remembers no round before. */
const flipped = (s, [x, y]) =>
  matrixOf(s)
    .slice(0, 2)
    .map(([ofX, ofY]) => ofX * x + ofY * y);

// The Dirac-GAN is not linear, so its verdict is read off a long run; its linear map says what (0, 0) itself does.
function measured(s, start, { means, path, rounds, last }) {
  const radius = means[WINDOWS - 1];
  const trend = trendOf(means);
  const near = spectrum(s).spectralRadius;
  const pulls = near !== null && near < 1 - BORDER;
  const size = radius.toPrecision(3);
  const many = grouped(rounds);
  if (!Number.isFinite(radius)) return { kind: "spirals-out", words: "spirals out, beyond the range of numbers" };
  const slow = path < 0.1 * radius;
  // Its radius grows in each round, by the factor sqrt(1 + lr^2 a^2), where a is the slope.
  if (s.variant === "gan" && s.update === "simultaneous")
    return {
      kind: "spirals-out",
      words: slow
        ? `spirals out, at a crawl: at radius ${size} D is so sure that the slopes nearly vanish`
        : "spirals out",
    };
  if (s.variant === "instance_noise" && pulls && radius < 1.5 * longRun(s, [0, 0]).means[WINDOWS - 1])
    return { kind: "converges", words: "converges, but for the jitter of its noise" };
  if (pulls && (trend < 0 || radius < 1e-6 * Math.hypot(...start))) return { kind: "converges", words: "converges" };
  if (slow) {
    // The penalty (kappa/2)(|psi| - target)^2 has a kink at psi = 0, and can hold a player there.
    const why = s.variant === "wgan_gp" ? "the kink of the penalty cancels D's slope" : "the slopes nearly vanish";
    return { kind: "stuck", words: `comes to a stand at radius ${size}, where ${why}` };
  }
  if (trend < 0)
    return near !== null && near < 1 + BORDER
      ? { kind: "creeps-in", words: "creeps in, ever more slowly" }
      : {
          kind: "closed-orbit",
          words: `comes nearer for ${many} rounds, to a mean radius of ${size}; but (0, 0) itself pushes away`,
        };
  if (trend > 0) {
    const growth = (means[WINDOWS - 1] / means[0]) ** (20000 / rounds) - 1;
    return growth > DRIFT
      ? { kind: "spirals-out", words: "spirals out" }
      : {
          kind: "drifts",
          words: `goes round at a mean radius of ${size}, which grows by ${percent(1 + growth)} in 10,000 rounds`,
        };
  }
  const others = [0.5, 2].map(
    (share) =>
      longRun(
        s,
        last.map((value) => share * value),
      ).means[WINDOWS - 1],
  );
  return others.every((other) => Math.abs(other - radius) < 0.02 * radius)
    ? { kind: "limit-cycle", words: `limit cycle: starts inside and outside end at a mean radius of about ${size}` }
    : { kind: "closed-orbit", words: `goes round at a mean radius of about ${size}, which neither grows nor shrinks` };
}

/**
 * Mean radii in the parts of a long run's second half, the length of the path in its last part, the numbers of rounds of a
 * part and of the run, and its last point.
 */
function longRun(s, start) {
  // The slowest change here, the settling on a cycle, takes some 8 / lr^2 rounds for each factor of e.
  const wanted = s.variant === "instance_noise" ? 4000 : clamp(200 / s.lr ** 2, 1e5, 1e6);
  const part = Math.floor(wanted / (2 * WINDOWS));
  const rounds = 2 * WINDOWS * part;
  const means = new Array(WINDOWS).fill(0);
  let point = start;
  let path = 0;
  for (let n = 0; n < rounds; n++) {
    const next = diracStep(point, s, n);
    const window = Math.floor(n / part) - WINDOWS;
    if (window >= 0) means[window] += Math.hypot(next[0], next[1]) / part;
    if (window === WINDOWS - 1) path += Math.hypot(next[0] - point[0], next[1] - point[1]);
    point = next;
  }
  return { means, path, part, rounds, last: point };
}

/** 1 where numbers rise from each to the next, by more than rounding, -1 where they fall, 0 otherwise. */
function trendOf(means) {
  const ways = means.slice(1).map((mean, i) => Math.sign(mean - means[i]));
  const apart = Math.abs(means[WINDOWS - 1] - means[0]) > 5e-4 * means[0];
  return apart && ways.every((way) => way === ways[0]) ? ways[0] : 0;
}
