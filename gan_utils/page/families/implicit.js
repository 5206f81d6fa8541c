// A generator on a line, and what a discriminator tells of it: gan_utils/families/implicit.py, with densities where
// that has their logarithms.

import { normals } from "../seeded.js";

/**
 * Implicit.sample of Python, sample by sample.
 *
 * @param {(z: Float64Array) => ArrayLike<number>} network gives one number
 * @param {number} zDim latent numbers of a sample
 * @param {number} seed
 * @returns {(i: number) => number} sample i
 */
export const implicitSample = (network, zDim, seed) => (i) => network(normals(seed, zDim, i * zDim))[0];

/**
 * q = p (1 - D) / D. It is q only where D is p / (p + q).
 *
 * @param {number} p the density of the data
 * @param {number} logit D's there
 * @returns {number}
 */
export const densityFromRatio = (p, logit) => (p === 0 ? 0 : Math.exp(Math.log(p) - logit));
