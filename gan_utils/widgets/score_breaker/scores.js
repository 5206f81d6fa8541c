// All scores of a set of images at once. What only the real images decide is computed once.

import { frechetDistance, momentsOf } from "../../page/metrics/frechet.js";
import { inceptionScore } from "../../page/metrics/inception.js";
import { kid, polynomialWithin } from "../../page/metrics/kernel.js";
import { prdc, reachOf } from "../../page/metrics/neighbours.js";

export const NEIGHBOURS = 5;

/**
 * A function from places in a feature table to {is, fid, kid, precision, recall, density, coverage} of the images there.
 * The real images stand at places 0 to count - 1, and their features are known; `probabilities` holds an array a place.
 */
export function makeScores(table, count, probabilities) {
  const real = [...Array(count).keys()];
  const ofReal = momentsOf(table.features(real), table.width);
  const reach = reachOf(table, real, NEIGHBOURS);
  const within = polynomialWithin(table, real);
  return (places) => {
    const classes = probabilities[0].length;
    const said = new Float64Array(places.length * classes);
    places.forEach((place, i) => said.set(probabilities[place], i * classes));
    const { mean, cov } = momentsOf(table.features(places), table.width);
    return {
      is: inceptionScore(said, classes).score,
      fid: frechetDistance(ofReal.mean, ofReal.cov, mean, cov).distance,
      kid: kid(table, real, places, within),
      ...prdc(table, real, places, NEIGHBOURS, reach),
    };
  };
}
