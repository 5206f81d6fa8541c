// DCGAN's generator, forward: each fractionally-strided convolution is one matrix product and a sum of what overlaps.

import { makeKernel } from "../engine/kernel.js";
import { complete, placesIn, withNumbers } from "../engine/layers.js";

const KERNEL_SIZE = 4; // with stride 2 and padding 1: each layer doubles the side

/**
 * A function from a latent point to pixels. `layers` are {inputs, outputs, activation, project}: the first
 * projects z to 4 x 4, each further one doubles the side. `weights` are PyTorch's (inputs, outputs, 4, 4) one
 * after another; `affine` holds for each layer its outputs' scales, then shifts (batch norm, or the bias).
 * The pixels come as a Float32Array, row by row, the channels of a pixel together, in [-1, 1].
 */
export function makeDCGANGenerator(layers, weights, affine, { wasm = true } = {}) {
  const kernel = makeKernel(wasm);
  const place = placesIn(kernel);
  const stages = withNumbers(layers, weights, affine).map((layer, i) => ({
    ...layer,
    side: 2 ** (i + 1), // of its input; the result's is twice that
    bank: place(layer.inputs * 16 * layer.outputs),
  }));
  for (const stage of stages) store(kernel.heap(), stage);
  const input = place(layers[0].inputs);
  const buffers = stages.map((stage) => buffersOf(stage, place));
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

/** A layer's weights as (inputs) x (kernel row, kernel column, outputs). */
function store(heap, { inputs, outputs, values, bank }) {
  for (let i = 0; i < inputs; i++)
    for (let o = 0; o < outputs; o++)
      for (let tap = 0; tap < 16; tap++)
        heap[(bank >> 2) + (i * 16 + tap) * outputs + o] = values[(i * outputs + o) * 16 + tap];
}

/** Memory for what a layer makes: what each input pixel adds, the sums with a border of one pixel, the result. */
function buffersOf({ outputs, side, project }, place) {
  if (project) return { result: place(16 * outputs) };
  return {
    parts: place(side * side * 16 * outputs),
    sums: place((2 * side + 2) ** 2 * outputs),
    result: place(4 * side * side * outputs),
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
  const row = KERNEL_SIZE * outputs;
  kernel.multiply(image, 4 * inputs, 4, stage.bank, parts, side * side, 16 * outputs, inputs, 0);
  kernel.heap().fill(0, sums >> 2, (sums >> 2) + wide * wide * outputs);
  for (let m = 0, from = parts; m < side; m++)
    for (let n = 0; n < side; n++)
      for (let down = 0; down < KERNEL_SIZE; down++, from += 4 * row) {
        // The four columns of a kernel row lie next to each other, here and in the image.
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
