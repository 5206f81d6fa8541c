// FrechetByHand's traits as its figures use them: two Gaussians, and what is drawn for a seed.

import { rangeOf } from "../ui/allowed.js";
import { distanceBetween, estimatesAt, makeSamples } from "./gaussians.js";

export const WHO = ["real", "generated"];
const PARTS = ["mean", "stds", "angle"];
export const TRAITS = [...WHO.flatMap((which) => PARTS.map((part) => `${which}_${part}`)), "shape", "count", "seed"];

const meanOf = (numbers) => numbers.reduce((sum, value) => sum + value, 0) / numbers.length;

/**
 * What the numbers of a Gaussian stay in.
 *
 * @typedef {Record<"mean" | "std" | "angle", {min: number, max: number}>} Ranges
 */

/**
 * The ranges of "real" or "generated".
 *
 * @returns {Ranges}
 */
export const rangesOf = (model, which) => ({
  mean: rangeOf(model, `${which}_mean`),
  std: rangeOf(model, `${which}_stds`),
  angle: rangeOf(model, `${which}_angle`),
});

/**
 * How samples are drawn, by what Python declares.
 *
 * @returns {import("./gaussians.js").Sampling}
 */
export const samplingOf = (model) => ({ ...model.get("_constants"), most: rangeOf(model, "count").max });

/**
 * {gaussian(which), put(which, gaussian), points(i), distance(), estimates(count)} of the traits as they are now: a
 * Gaussian is {mean, stds, angle}; points are standard ones; estimates are those of the samples shown and the average.
 */
export function makeTraits(model, set) {
  const sampling = samplingOf(model);
  let drawn = {};
  /** The samples, anew only when what they are made of has changed. */
  function samples() {
    const [shape, seed] = [model.get("shape"), model.get("seed")];
    const key = `${shape} ${seed}`;
    if (drawn.key !== key) drawn = { key, ...makeSamples(sampling, shape, seed) };
    return drawn;
  }
  const gaussian = (which) => Object.fromEntries(PARTS.map((part) => [part, model.get(`${which}_${part}`)]));
  const both = () => WHO.map(gaussian);
  return {
    gaussian,
    /** Puts a Gaussian where another stood; what stays as it was is no news for Python. */
    put(which, next) {
      const old = gaussian(which);
      for (const part of PARTS) if (String(next[part]) !== String(old[part])) set(`${which}_${part}`, next[part]);
    },
    points: (i) => samples().points[i].subarray(0, 2 * model.get("count")),
    distance: () => distanceBetween(...both()),
    estimates(count) {
      const found = estimatesAt(samples(), count, ...both());
      return { own: found[0], average: meanOf(found) };
    },
  };
}
