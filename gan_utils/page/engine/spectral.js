// Spectral normalisation: each layer's weights divided by their largest singular value, which follows them step by
// step, as torch.nn.utils.parametrizations.spectral_norm does it (arXiv:1802.05957, algorithm 1).

import { fillNormals } from "./noise.js";

// Of the power method, before any training.
const FIRST_TURNS = 15;
// The least length that a vector is divided by.
const TINY = 1e-12;

/**
 * @param {import("./tape.js").Tape} tape
 * @param {import("./tape.js").Matrix[]} weights of a network, weight and bias of each layer
 * @param {number} seed
 * @param {number} use of the seed, for the first layer's vectors; the next layers' follow
 * @returns {{vectors: import("./tape.js").Matrix[], divide: (list: import("./tape.js").Matrix[], learning: boolean) =>
 *   import("./tape.js").Matrix[]}} u and v of each layer; and what gives weights over their norm, which first takes the
 *   vectors one turn further while D is learning
 */
export function makeSpectral(tape, weights, seed, use) {
  const layers = weights.filter((_, i) => i % 2 === 0);
  const pairs = layers.map((weight, i) => {
    const u = tape.matrix(1, weight.columns);
    const v = tape.matrix(1, weight.rows);
    fillNormals(tape.numbers(v), seed, use + i, 0);
    return { u, v };
  });
  function aim(vector, product) {
    const numbers = tape.numbers(product);
    const length = Math.max(Math.sqrt(numbers.reduce((sum, x) => sum + x * x, 0)), TINY);
    tape.numbers(vector).set(numbers.map((x) => x / length));
  }
  function turn(weight, { u, v }) {
    aim(u, tape.multiply(v, weight));
    aim(v, tape.multiply(u, weight, false, true));
  }
  /** A weight over u W v. The vectors enter as copies: they turn on before the gradient is asked for. */
  function divided(weight, pair, learning) {
    if (learning) turn(weight, pair);
    const [u, v] = [pair.u, pair.v].map((each) => tape.matrix(1, each.columns, tape.numbers(each).slice()));
    const norm = tape.multiply(tape.multiply(v, weight), u, false, true);
    return tape.times(weight, tape.spread(tape.power(norm, -1), weight.rows, weight.columns));
  }
  layers.forEach((weight, i) => {
    for (let n = 0; n < FIRST_TURNS; n++) turn(weight, pairs[i]);
  });
  return {
    vectors: pairs.flatMap(({ u, v }) => [u, v]),
    divide: (list, learning) => list.map((each, i) => (i % 2 ? each : divided(each, pairs[i / 2], learning))),
  };
}
