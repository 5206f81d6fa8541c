// Fully connected networks, with ReLU or tanh between their layers and a linear end: those of gan_utils/models/toy.py,
// as weights on a tape or in an array.

import { normals } from "../seeded.js";

// Of the first weights, as in gan_utils/models/toy.py.
const GAIN = 0.8;
const BENDS = { relu: (x) => Math.max(0, x), tanh: Math.tanh, linear: (x) => x };

/**
 * @param {import("../engine/tape.js").Tape} tape
 * @param {number[]} sizes of the layers, the input's first
 * @param {number} seed
 * @returns {import("../engine/tape.js").Matrix[]} weight (inputs x outputs) and bias (1 x outputs) of each layer
 */
export function makeWeights(tape, sizes, seed) {
  let used = 0;
  return sizes.slice(1).flatMap((outputs, i) => {
    const inputs = sizes[i];
    const weight = orthogonal(inputs, outputs, normals(seed, inputs * outputs, used));
    used += inputs * outputs;
    return [tape.matrix(inputs, outputs, weight), tape.matrix(1, outputs, new Float32Array(outputs))];
  });
}

/**
 * @param {import("../engine/tape.js").Tape} tape
 * @param {import("../engine/tape.js").Matrix[]} weights as makeWeights() gives them
 * @param {import("../engine/tape.js").Matrix} x
 * @param {"relu" | "tanh"} [activation]
 * @returns {import("../engine/tape.js").Matrix} the network's output, a row for each row of x
 */
export function forward(tape, weights, x, activation = "relu") {
  let out = x;
  for (let i = 0; i < weights.length; i += 2) {
    out = tape.linear(out, weights[i], weights[i + 1]);
    if (i + 2 < weights.length) out = tape[activation](out);
  }
  return out;
}

/**
 * A network without a tape, for one point at a time.
 *
 * @param {{inputs: number, outputs: number, activation: "relu" | "tanh" | "linear"}[]} layers
 * @param {Float32Array} weights layer after layer, the matrix (outputs x inputs) and the biases
 * @returns {(point: ArrayLike<number>) => ArrayLike<number>} the network's numbers, which the next call overwrites
 */
export function makeNetwork(layers, weights) {
  let used = 0;
  const part = (count) => weights.subarray(used, (used += count));
  const stages = layers.map(({ inputs, outputs, activation }) => ({
    matrix: part(inputs * outputs),
    biases: part(outputs),
    bend: BENDS[activation],
    made: new Float64Array(outputs),
  }));
  return (point) => {
    let from = point;
    for (const { matrix, biases, bend, made } of stages) {
      for (let o = 0, at = 0; o < made.length; o++) {
        let sum = biases[o];
        for (let i = 0; i < from.length; i++) sum += matrix[at++] * from[i];
        made[o] = bend(sum);
      }
      from = made;
    }
    return from;
  };
}

/** A matrix with orthogonal rows or columns, whichever are fewer, of length GAIN, by Gram and Schmidt. */
function orthogonal(rows, columns, random) {
  const count = Math.min(rows, columns);
  const length = Math.max(rows, columns);
  const at = (i, p) => i * length + p;
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      let inner = 0;
      for (let p = 0; p < length; p++) inner += random[at(i, p)] * random[at(j, p)];
      for (let p = 0; p < length; p++) random[at(i, p)] -= inner * random[at(j, p)];
    }
    let square = 0;
    for (let p = 0; p < length; p++) square += random[at(i, p)] ** 2;
    for (let p = 0; p < length; p++) random[at(i, p)] /= Math.sqrt(square);
  }
  const values = new Float32Array(rows * columns);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) values[i * columns + j] = GAIN * random[rows <= columns ? at(i, j) : at(j, i)];
  return values;
}
