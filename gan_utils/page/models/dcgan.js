// DCGAN's generator, forward: each fractionally-strided convolution is one matrix product and a sum of what overlaps.
// The network of gan_utils/models/dcgan.py.

import { makeKernel } from "../engine/kernel.js";
import { complete, memoryOf, withNumbers } from "../engine/layers.js";

// The side of a filter. With stride 2 and padding 1 each layer doubles the image's.
const FILTER = 4;

/**
 * @param {import("../engine/layers.js").Layer[]} layers the first makes 4 x 4 pixels of a latent point, each further
 *   one doubles the side
 * @param {Float32Array} weights PyTorch's (inputs, outputs, 4, 4), one layer's after another's
 * @param {Float32Array} affine for each layer its outputs' scales, then shifts: of batch norm, or the bias
 * @param {{wasm?: boolean}} [options] whether the engine may be WebAssembly
 * @returns {(z: ArrayLike<number>) => Float32Array} from a latent point to pixels in [-1, 1], row by row, the channels
 *   of a pixel together
 */
export function makeDCGANGenerator(layers, weights, affine, { wasm = true } = {}) {
  const kernel = makeKernel(wasm);
  const reserve = memoryOf(kernel);
  const stages = withNumbers(layers, weights, affine).map((layer, i) => ({
    ...layer,
    side: 2 ** (i + 1), // of its input; the result's is twice that
    bank: reserve(layer.inputs * 16 * layer.outputs),
  }));
  for (const stage of stages) store(kernel.heap(), stage);
  const input = reserve(layers[0].inputs);
  const buffers = stages.map((stage) => buffersOf(stage, reserve));
  return (z) => {
    kernel.heap().set(z, input >> 2);
    let at = input;
    stages.forEach((stage, i) => {
      at = run(kernel, stage, at, buffers[i]);
    });
    const { outputs, side } = stages[stages.length - 1];
    return kernel.heap().slice(at >> 2, (at >> 2) + 4 * side * side * outputs);
  };
}

/** A layer's weights as (inputs) x (filter row, filter column, outputs). */
function store(heap, { inputs, outputs, values, bank }) {
  for (let i = 0; i < inputs; i++)
    for (let o = 0; o < outputs; o++)
      for (let tap = 0; tap < 16; tap++)
        heap[(bank >> 2) + (i * 16 + tap) * outputs + o] = values[(i * outputs + o) * 16 + tap];
}

/** Memory for what a layer makes: what each input pixel adds, the sums with a border of one pixel, the result. */
function buffersOf({ outputs, side, project }, reserve) {
  if (project) return { result: reserve(16 * outputs) };
  return {
    parts: reserve(side * side * 16 * outputs),
    sums: reserve((2 * side + 2) ** 2 * outputs),
    result: reserve(4 * side * side * outputs),
  };
}

function run(kernel, stage, image, { parts, sums, result }) {
  const { inputs, outputs, side, project } = stage;
  if (project) {
    kernel.multiply(image, 4 * inputs, 4, stage.bank, result, 1, 16 * outputs, inputs, 0);
    complete(kernel.heap(), stage, 4, result, 16 * outputs, result, 16 * outputs);
    return result;
  }
  const wide = 2 * side + 2;
  const row = FILTER * outputs;
  kernel.multiply(image, 4 * inputs, 4, stage.bank, parts, side * side, 16 * outputs, inputs, 0);
  kernel.heap().fill(0, sums >> 2, (sums >> 2) + wide * wide * outputs);
  for (let m = 0, from = parts; m < side; m++)
    for (let n = 0; n < side; n++)
      for (let down = 0; down < FILTER; down++, from += 4 * row) {
        // The four columns of a filter's row lie next to each other, here and in the image.
        const to = sums + 4 * ((2 * m + down) * wide + 2 * n) * outputs;
        kernel.combine(1, from, 1, to, to, row);
      }
  complete(
    kernel.heap(),
    stage,
    2 * side,
    sums + 4 * (wide + 1) * outputs,
    4 * wide * outputs,
    result,
    8 * side * outputs,
  );
  return result;
}
