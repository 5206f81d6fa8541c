// The attribute reader, forward: strided convolutions, each row of a filter one matrix product. The network of
// gan_utils/models/attribute_reader.py.

import { makeKernel } from "../engine/kernel.js";
import { complete, memoryOf, storeFilters, withNumbers } from "../engine/layers.js";

/**
 * @param {import("../engine/layers.js").Layer[]} layers those with padding halve the side, the others end in one pixel
 * @param {Float32Array} weights PyTorch's (outputs, inputs, filter row, filter column), one layer's after another's
 * @param {Float32Array} affine for each layer its outputs' scales, then shifts: of batch norm, or the bias
 * @param {{wasm?: boolean}} [options] whether the engine may be WebAssembly
 * @returns {(pixels: Float32Array) => Float32Array} from pixels, as a generator gives them, to the answers,
 *   each from 0 to 1
 */
export function makeAttributeReader(layers, weights, affine, { wasm = true } = {}) {
  const kernel = makeKernel(wasm);
  const reserve = memoryOf(kernel);
  const halvings = layers.filter((layer) => layer.padding).length;
  const stages = withNumbers(layers, weights, affine).map((layer, i) => {
    const side = Math.max(1, 2 ** (halvings + 1 - i));
    const wide = layer.padding ? 2 * side + 2 : layer.kernel;
    return {
      ...layer,
      // Of its result, and of its input with the border.
      side,
      wide,
      bank: reserve(layer.values.length),
      input: reserve(wide * wide * layer.inputs),
      sums: reserve(side * side * layer.outputs),
    };
  });
  stages.forEach((stage, i) => {
    storeFilters(kernel.heap(), stage);
    stage.target = i + 1 < stages.length ? inside(stages[i + 1]) : { at: stage.sums, stride: 0 };
  });
  const first = inside(stages[0]);
  const last = stages[stages.length - 1];
  const row = 2 * stages[0].side * stages[0].inputs;
  return (pixels) => {
    for (let from = 0, at = first.at; from < pixels.length; from += row, at += first.stride)
      kernel.heap().set(pixels.subarray(from, from + row), at >> 2);
    for (const stage of stages) convolve(kernel, stage);
    return kernel.heap().slice(last.sums >> 2, (last.sums >> 2) + last.outputs);
  };
}

/** Where a layer's input begins within its border, which stays 0, and the bytes from row to row. */
const inside = ({ input, wide, padding, inputs }) => ({
  at: input + 4 * padding * (wide + 1) * inputs,
  stride: 4 * wide * inputs,
});

function convolve(kernel, stage) {
  const { inputs, outputs, kernel: rows, side, wide, bank, input, sums, target } = stage;
  for (let m = 0; m < side; m++)
    for (let down = 0; down < rows; down++) {
      // What a filter's row covers lies together in the image, and two pixels further on for the next result.
      const covered = input + 4 * (2 * m + down) * wide * inputs;
      kernel.multiply(
        covered,
        8 * inputs,
        4,
        bank + 4 * down * rows * inputs * outputs,
        sums + 4 * m * side * outputs,
        side,
        outputs,
        rows * inputs,
        down ? 1 : 0,
      );
    }
  complete(kernel.heap(), stage, side, sums, 4 * side * outputs, target.at, target.stride);
}
