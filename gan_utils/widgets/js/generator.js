// DCGAN's generator, forward: fractionally-strided convolutions as matrix products.

/** out (m x n) = a (m x k) times the transpose of b (n x k), all row by row, four columns at a time. */
export function multiply(a, b, out, m, n, k) {
  for (let i = 0; i < m; i++) {
    const row = i * k;
    let j = 0;
    for (; j + 4 <= n; j += 4) {
      const b0 = j * k, b1 = b0 + k, b2 = b1 + k, b3 = b2 + k;
      let s0 = 0, s1 = 0, s2 = 0, s3 = 0;
      for (let p = 0; p < k; p++) {
        const value = a[row + p];
        s0 += value * b[b0 + p];
        s1 += value * b[b1 + p];
        s2 += value * b[b2 + p];
        s3 += value * b[b3 + p];
      }
      out[i * n + j] = s0;
      out[i * n + j + 1] = s1;
      out[i * n + j + 2] = s2;
      out[i * n + j + 3] = s3;
    }
    for (; j < n; j++) {
      let sum = 0;
      for (let p = 0; p < k; p++) sum += a[row + p] * b[j * k + p];
      out[i * n + j] = sum;
    }
  }
}

// A transposed convolution with kernel 4, stride 2 and padding 1 is four ordinary 2 x 2 ones, one for each
// parity of the output's row and column. The output at row 2m + parity sees the input's rows m + offset:
const TAPS = [
  [[0, 1], [-1, 3]], // even rows: input row m through kernel row 1, row m - 1 through kernel row 3
  [[0, 2], [1, 0]], // odd rows: input row m through kernel row 2, row m + 1 through kernel row 0
];
const PARITIES = [[0, 0], [0, 1], [1, 0], [1, 1]];

/**
 * A function from a latent point to pixels. `layers` are {inputs, outputs, activation, project}: the first
 * projects z to 4 x 4, each further one doubles the side. `weights` are PyTorch's (inputs, outputs, 4, 4) one
 * after another; `affine` holds for each layer its outputs' scales, then shifts (batch norm, or the bias).
 * The pixels come as a Float32Array, row by row, the channels of a pixel together, in [-1, 1].
 */
export function makeGenerator(layers, weights, affine) {
  let at = 0, affineAt = 0;
  const stages = layers.map(({ inputs, outputs, activation, project }) => {
    const kernel = weights.subarray(at, (at += inputs * outputs * 16));
    const scale = affine.subarray(affineAt, (affineAt += outputs));
    const shift = affine.subarray(affineAt, (affineAt += outputs));
    const finish = { scale, shift, activation };
    return project ? projection(inputs, outputs, kernel, finish) : doubling(inputs, outputs, kernel, finish);
  });
  return (z) => {
    let image = Float32Array.from(z), side = 1;
    for (const stage of stages) ({ image, side } = stage(image, side));
    return image;
  };
}

function projection(inputs, outputs, kernel, finish) {
  const rows = new Float32Array(16 * outputs * inputs); // (pixel, output) x input
  for (let i = 0; i < inputs; i++) for (let o = 0; o < outputs; o++) for (let p = 0; p < 16; p++)
    rows[(p * outputs + o) * inputs + i] = kernel[(i * outputs + o) * 16 + p];
  return (image) => {
    const out = new Float32Array(16 * outputs);
    multiply(image, rows, out, 1, 16 * outputs, inputs);
    complete(out, outputs, finish);
    return { image: out, side: 4 };
  };
}

function doubling(inputs, outputs, kernel, finish) {
  const banks = PARITIES.map(([row, column]) => {
    const bank = new Float32Array(outputs * 4 * inputs); // output x (tap, input)
    let tap = 0;
    for (const [, kernelRow] of TAPS[row]) for (const [, kernelColumn] of TAPS[column]) {
      for (let o = 0; o < outputs; o++) for (let i = 0; i < inputs; i++)
        bank[(o * 4 + tap) * inputs + i] = kernel[(i * outputs + o) * 16 + kernelRow * 4 + kernelColumn];
      tap += 1;
    }
    return bank;
  });
  return (image, side) => {
    const out = new Float32Array(4 * side * side * outputs);
    const seen = new Float32Array(side * side * 4 * inputs);
    const part = new Float32Array(side * side * outputs);
    PARITIES.forEach(([row, column], which) => {
      gather(image, side, inputs, TAPS[row], TAPS[column], seen);
      multiply(seen, banks[which], part, side * side, outputs, 4 * inputs);
      for (let m = 0; m < side; m++) for (let n = 0; n < side; n++)
        out.set(part.subarray((m * side + n) * outputs, (m * side + n + 1) * outputs),
          ((2 * m + row) * 2 * side + 2 * n + column) * outputs);
    });
    complete(out, outputs, finish);
    return { image: out, side: 2 * side };
  };
}

/** For every pixel the four input pixels that its taps see, one after another; outside the image is 0. */
function gather(image, side, channels, rowTaps, columnTaps, seen) {
  let at = 0;
  for (let m = 0; m < side; m++) for (let n = 0; n < side; n++)
    for (const [down] of rowTaps) for (const [across] of columnTaps) {
      const row = m + down, column = n + across;
      if (row < 0 || column < 0 || row >= side || column >= side) seen.fill(0, at, at + channels);
      else seen.set(image.subarray((row * side + column) * channels, (row * side + column + 1) * channels), at);
      at += channels;
    }
}

function complete(values, outputs, { scale, shift, activation }) {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] * scale[i % outputs] + shift[i % outputs];
    values[i] = activation === "tanh" ? Math.tanh(value) : Math.max(0, value);
  }
}
