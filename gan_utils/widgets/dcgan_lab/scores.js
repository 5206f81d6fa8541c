// How good samples of digits are while it trains: the Inception Score and the Fréchet distance by the digit classifier, as
// gan_utils.metrics has them.

import { halvesOf, singlesOf } from "../../page/engine/floats.js";
import { joined } from "../../page/engine/lists.js";
import { frechetDistance, momentsOf } from "../../page/metrics/frechet.js";
import { inceptionScore } from "../../page/metrics/inception.js";
import { makeDigitClassifier } from "../../page/models/digit_classifier.js";
import { imageOf } from "./source.js";

// Real digits that samples are compared with, and so many samples.
export const COMPARED = 1000;
export const SCORED = 400;

/** Scores of samples against a set of digits: {scoresOf(pixels), floor()}; floor() are those of other real ones. */
export function makeScores(data) {
  const { layers, weights, affine } = data.classifier;
  const classify = makeDigitClassifier(layers, halvesOf(weights), singlesOf(affine));
  let real = null;
  let floor = null;

  /** Features and probabilities of so many images, one after another. */
  function seen(count, image) {
    const found = Array.from({ length: count }, (_, i) => classify(image(i)));
    return {
      features: joined(found.map(({ features }) => features)),
      probabilities: joined(found.map(({ probabilities }) => probabilities)),
      wide: found[0].features.length,
      classes: found[0].probabilities.length,
    };
  }
  function scoreOf({ features, probabilities, wide, classes }) {
    const { mean, cov } = momentsOf(features, wide);
    return {
      score: inceptionScore(probabilities, classes).score,
      frechet: frechetDistance(real.mean, real.cov, mean, cov).distance,
    };
  }
  // One of so many is compared with, and its neighbour is among the others.
  const step = Math.floor(data.count / COMPARED);
  function compare() {
    if (real) return;
    const { features, wide } = seen(COMPARED, (i) => imageOf(data, step * i));
    real = momentsOf(features, wide);
  }
  return {
    /** Of samples, {score, frechet}: their pixels one after another. */
    scoresOf(pixels) {
      compare();
      const one = pixels.length / SCORED;
      return scoreOf(seen(SCORED, (i) => pixels.subarray(i * one, (i + 1) * one)));
    },
    /** The same of as many real digits that are not among the compared. */
    floor() {
      compare();
      floor ??= scoreOf(seen(SCORED, (i) => imageOf(data, step * i + 1)));
      return floor;
    },
  };
}
