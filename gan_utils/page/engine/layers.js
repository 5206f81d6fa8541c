// What networks in the page share: their part of the weights, memory, and what follows each matrix product.

const BENDS = {
  relu: (x) => (x > 0 ? x : 0),
  tanh: Math.tanh,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  linear: (x) => x,
};

/** Each layer with its `values` of all weights, and its `scale` and `shift`: one of each for an output. */
export function withNumbers(layers, weights, affine) {
  let weightAt = 0;
  let affineAt = 0;
  return layers.map((layer) => {
    const { inputs, outputs, kernel = 4 } = layer;
    return {
      ...layer,
      values: weights.subarray(weightAt, (weightAt += inputs * outputs * kernel ** 2)),
      scale: affine.subarray(affineAt, (affineAt += outputs)),
      shift: affine.subarray(affineAt, (affineAt += outputs)),
    };
  });
}

/** A convolution's weights as (kernel row, kernel column, inputs) x (outputs), at its place `bank`. */
export function storeFilters(heap, { inputs, outputs, kernel, values, bank }) {
  for (let o = 0; o < outputs; o++)
    for (let i = 0; i < inputs; i++)
      for (let tap = 0; tap < kernel ** 2; tap++)
        heap[(bank >> 2) + (tap * inputs + i) * outputs + o] = values[(o * inputs + i) * kernel ** 2 + tap];
}

/** A function that sets aside memory for so many numbers and gives its address. */
export function placesIn(kernel) {
  let top = 16;
  return (count) => {
    const at = top;
    top += (4 * count + 15) & ~15;
    kernel.reserve(top);
    return at;
  };
}

/** Scale, shift and activation of side x side pixels; from one row to the next are `stride` bytes, where they go `toStride`. */
export function complete(heap, { outputs, scale, shift, activation }, side, from, stride, to, toStride) {
  const bend = BENDS[activation];
  for (let row = 0; row < side; row++) {
    let at = (from + row * stride) >> 2;
    let target = (to + row * toStride) >> 2;
    for (let column = 0; column < side; column++)
      for (let o = 0; o < outputs; o++) heap[target++] = bend(heap[at++] * scale[o] + shift[o]);
  }
}
