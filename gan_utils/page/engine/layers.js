// What networks in the page share: their part of the weights, memory, and what follows each matrix product.

/**
 * @typedef {object} Layer
 * @property {number} inputs
 * @property {number} outputs
 * @property {"relu" | "tanh" | "sigmoid" | "linear"} activation
 * @property {number} [kernel] the side of its filters
 * @property {number} [padding]
 * @property {boolean} [project] whether it makes an image of a latent point
 */

const BENDS = {
  relu: (x) => (x > 0 ? x : 0),
  tanh: Math.tanh,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  linear: (x) => x,
};

/**
 * @param {Layer[]} layers
 * @param {Float32Array} weights of all layers, one after another
 * @param {Float32Array} affine for each layer its outputs' scales, then shifts: of batch norm, or the bias
 * @returns {(Layer & {values: Float32Array, scale: Float32Array, shift: Float32Array})[]} each layer with its own
 */
export function withNumbers(layers, weights, affine) {
  let weightAt = 0;
  let affineAt = 0;
  return layers.map((layer) => {
    const { inputs, outputs, kernel: side = 4 } = layer;
    return {
      ...layer,
      values: weights.subarray(weightAt, (weightAt += inputs * outputs * side ** 2)),
      scale: affine.subarray(affineAt, (affineAt += outputs)),
      shift: affine.subarray(affineAt, (affineAt += outputs)),
    };
  });
}

/**
 * Stores a convolution's weights as (filter row, filter column, inputs) x (outputs).
 *
 * @param {Float32Array} heap
 * @param {Layer & {values: Float32Array, bank: number}} layer `bank` is the address
 */
export function storeFilters(heap, { inputs, outputs, kernel: side, values, bank }) {
  for (let o = 0; o < outputs; o++)
    for (let i = 0; i < inputs; i++)
      for (let tap = 0; tap < side ** 2; tap++)
        heap[(bank >> 2) + (tap * inputs + i) * outputs + o] = values[(o * inputs + i) * side ** 2 + tap];
}

/**
 * @param {import("./kernel.js").Kernel} kernel
 * @returns {(count: number) => number} sets aside memory for so many numbers and gives its address
 */
export function memoryOf(kernel) {
  let top = 16;
  return (count) => {
    const at = top;
    top += (4 * count + 15) & ~15;
    kernel.reserve(top);
    return at;
  };
}

/**
 * Scale, shift and activation of side x side pixels.
 *
 * @param {Float32Array} heap
 * @param {{outputs: number, scale: Float32Array, shift: Float32Array, activation: string}} layer
 * @param {number} side
 * @param {number} from address of the first row
 * @param {number} stride bytes from row to row
 * @param {number} to address where the first row goes
 * @param {number} toStride bytes from row to row there
 */
export function complete(heap, { outputs, scale, shift, activation }, side, from, stride, to, toStride) {
  const bend = BENDS[activation];
  for (let row = 0; row < side; row++) {
    let at = (from + row * stride) >> 2;
    let target = (to + row * toStride) >> 2;
    for (let column = 0; column < side; column++)
      for (let o = 0; o < outputs; o++) heap[target++] = bend(heap[at++] * scale[o] + shift[o]);
  }
}
