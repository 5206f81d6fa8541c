// All scores of a set of images at once. What only the real images decide is computed once.

import { frechetDistance, momentsOf } from "../../page/metrics/frechet.js";
import { inceptionScore } from "../../page/metrics/inception.js";
import { kid, polynomialWithin } from "../../page/metrics/kernel.js";
import { prdc, reachOf } from "../../page/metrics/neighbours.js";

/**
 * A function from images of a feature table to their {is, fid, kid, precision, recall, density, coverage}. Images 0 to
 * count - 1 are the real ones, and their features are known; `probabilities` holds an array an image.
 */
export function makeScores(table, count, probabilities, neighbours) {
  const real = [...Array(count).keys()];
  const ofReal = momentsOf(table.features(real), table.width);
  const reach = reachOf(table, real, neighbours);
  const within = polynomialWithin(table, real);
  return (images) => {
    const classes = probabilities[0].length;
    const rows = new Float64Array(images.length * classes);
    images.forEach((image, i) => rows.set(probabilities[image], i * classes));
    const { mean, cov } = momentsOf(table.features(images), table.width);
    return {
      is: inceptionScore(rows, classes).score,
      fid: frechetDistance(ofReal.mean, ofReal.cov, mean, cov).distance,
      kid: kid(table, real, images, within),
      ...prdc(table, real, images, neighbours, reach),
    };
  };
}
