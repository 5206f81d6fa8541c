// What keeps a discriminator from being too steep: the penalties of gan_utils/losses/penalties.py, on a tape.

/** @typedef {import("../engine/tape.js").Tape} Tape */
/** @typedef {import("../engine/tape.js").Matrix} Matrix */

/** The squared length of D's gradient at each of its inputs, a column. */
function squaredSlopes(tape, discriminate, points) {
  const values = discriminate(points);
  const columns = (points.rows * points.columns) / values.rows;
  const [slopes] = tape.gradients(tape.total(values), [points]);
  const rows = tape.reshape(tape.times(slopes, slopes), values.rows, columns);
  return tape.multiply(rows, tape.matrix(columns, 1, new Float32Array(columns).fill(1)));
}

/**
 * (|grad f| - 1)^2 on lines between real and generated points.
 *
 * @param {Tape} tape
 * @param {(points: Matrix) => Matrix} discriminate D, from a matrix of points to one of values
 * @param {{real: Matrix, fake: Matrix, mix: number[] | Float64Array}} batches matrices of as many points or images;
 *   `mix` is the place of each pair on its line, 1 the real one
 * @returns {Matrix} the mean, a matrix of one number
 */
export function gradientPenalty(tape, discriminate, { real, fake, mix }) {
  const { rows, columns } = real;
  const share = tape.matrix(rows, columns);
  const rest = tape.matrix(rows, columns);
  const [shares, rests] = [share, rest].map(tape.numbers);
  // Numbers of a sample: an image is several rows.
  const count = shares.length / mix.length;
  mix.forEach((t, i) => {
    shares.fill(t, count * i, count * (i + 1));
    rests.fill(1 - t, count * i, count * (i + 1));
  });
  const points = tape.add(tape.times(share, real), tape.times(rest, fake));
  const lengths = tape.power(tape.shifted(squaredSlopes(tape, discriminate, points), 1, 1e-12), 0.5);
  return tape.mean(tape.power(tape.shifted(lengths, 1, -1), 2));
}

/**
 * Half of |grad D|^2 on real points. These enter as a matrix of their own: D's weights may depend on `real` as well.
 *
 * @param {Tape} tape
 * @param {(points: Matrix) => Matrix} discriminate D, from a matrix of points to one of values
 * @param {{real: Matrix}} batches of which it takes the real points alone
 * @returns {Matrix} the mean, a matrix of one number
 */
export const r1Penalty = (tape, discriminate, { real }) =>
  tape.scale(0.5, tape.mean(squaredSlopes(tape, discriminate, { ...real })));
