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

/** The squared length of D's gradient at each of its inputs, a column. */
function squaredSlopes(tape, judge, points) {
  const values = judge(points);
  const columns = (points.rows * points.columns) / values.rows;
  const [slopes] = tape.gradients(tape.total(values), [points]);
  const rows = tape.reshape(tape.times(slopes, slopes), values.rows, columns);
  return tape.multiply(rows, tape.matrix(columns, 1, new Float32Array(columns).fill(1)));
}

export const PENALTIES = {
  /** (|grad f| - 1)^2 on lines between real and generated points; `mix` says where on each. */
  gradient(tape, judge, { real, fake, mix }) {
    const { rows, columns } = real;
    const share = tape.matrix(rows, columns);
    const rest = tape.matrix(rows, columns);
    const [shares, rests] = [share, rest].map(tape.numbers);
    mix.forEach((t, i) => {
      shares.fill(t, columns * i, columns * (i + 1));
      rests.fill(1 - t, columns * i, columns * (i + 1));
    });
    const points = tape.add(tape.times(share, real), tape.times(rest, fake));
    const lengths = tape.power(tape.shifted(squaredSlopes(tape, judge, points), 1, 1e-12), 0.5);
    return tape.mean(tape.power(tape.shifted(lengths, 1, -1), 2));
  },
  /** Half of |grad D|^2 on real points. These enter as a matrix of their own: D's weights may depend on `real` as well. */
  r1: (tape, judge, { real }) => tape.scale(0.5, tape.mean(squaredSlopes(tape, judge, { ...real }))),
};
