// What the players minimise: the terms of gan_utils/losses/plain.py, on a tape. Python joins them to objectives in its
// table; here those that a GAN in the plane knows are joined at once, so that its worker need not carry the others.

import { gradientPenalty, r1Penalty } from "./penalties.js";

/** @typedef {import("../engine/tape.js").Tape} Tape */
/** @typedef {import("../engine/tape.js").Matrix} Matrix */

const softplusMean = (tape, a, sign) => tape.mean(tape.softplus(tape.shifted(a, sign, 0)));
const squareMean = (tape, a, from) => tape.scale(0.5, tape.mean(tape.power(tape.shifted(a, 1, -from), 2)));
const hingeMean = (tape, a, sign) => tape.mean(tape.relu(tape.shifted(a, sign, 1)));

const logistic = {
  real: (tape, a) => softplusMean(tape, a, -1),
  fake: (tape, a) => softplusMean(tape, a, 1),
  generator: (tape, a) => softplusMean(tape, a, -1),
};
const critic = {
  real: (tape, a) => tape.scale(-1, tape.mean(a)),
  fake: (tape, a) => tape.mean(a),
  generator: (tape, a) => tape.scale(-1, tape.mean(a)),
  // A critic's values have no zero of their own.
  middle: null,
};

/**
 * What the players minimise, and what else a training by it needs.
 *
 * @typedef {object} Objective
 * @property {(tape: Tape, values: Matrix) => Matrix} real D's term of its values on real points
 * @property {(tape: Tape, values: Matrix) => Matrix} fake D's term of its values on generated points
 * @property {(tape: Tape, values: Matrix) => Matrix} generator G's loss, of D's values on generated points
 * @property {typeof gradientPenalty | typeof r1Penalty} [penalty] added to D's terms, times a weight
 * @property {boolean} [clip] whether D's weights are clipped after each of its steps
 * @property {number | null} [middle] the value at which D does not know, 0 where it is not said; null where there is
 *   none
 * @property {string} [head] "energy" says that D gives back its input
 * @property {typeof import("../engine/spectral.js").makeSpectral} [spectral] makes what divides D's weights by their
 *   norms
 * @property {{gamma: number, rate: number}} [balance] the fake term counts k times, where k starts at 0 and after each
 *   of D's steps gains rate (gamma L(x) - L(G)), within [0, 1]; L are D's mean energies
 */

/** @type {Record<string, Objective>} */
export const PLAIN_OBJECTIVES = {
  non_saturating: logistic,
  minimax: { ...logistic, generator: (tape, a) => tape.scale(-1, softplusMean(tape, a, 1)) },
  lsgan: {
    real: (tape, a) => squareMean(tape, a, 1),
    fake: (tape, a) => squareMean(tape, a, 0),
    generator: (tape, a) => squareMean(tape, a, 1),
    middle: 0.5,
  },
  wgan: { ...critic, clip: true },
  wgan_gp: { ...critic, penalty: gradientPenalty },
  hinge: {
    real: (tape, a) => hingeMean(tape, a, -1),
    fake: (tape, a) => hingeMean(tape, a, 1),
    generator: critic.generator,
  },
  r1: { ...logistic, penalty: r1Penalty },
};
