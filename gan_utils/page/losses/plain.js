// What the players minimise: the same as gan_utils.losses, on a tape.

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
 * name -> {real, fake, generator}: D's two terms and G's loss, of D's values. `penalty` names D's penalty, `clip` says
 * that D's weights are clipped; `middle` is the value at which D does not know, 0 where it is not said. family.js has more.
 */
export const OBJECTIVES = {
  non_saturating: logistic,
  minimax: { ...logistic, generator: (tape, a) => tape.scale(-1, softplusMean(tape, a, 1)) },
  lsgan: {
    real: (tape, a) => squareMean(tape, a, 1),
    fake: (tape, a) => squareMean(tape, a, 0),
    generator: (tape, a) => squareMean(tape, a, 1),
    middle: 0.5,
  },
  wgan: { ...critic, clip: true },
  wgan_gp: { ...critic, penalty: "gradient" },
  hinge: {
    real: (tape, a) => hingeMean(tape, a, -1),
    fake: (tape, a) => hingeMean(tape, a, 1),
    generator: critic.generator,
  },
  r1: { ...logistic, penalty: "r1" },
};
