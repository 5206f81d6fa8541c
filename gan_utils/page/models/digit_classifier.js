// The digit classifier, forward: convolutions, each halved by a maximum, then two linear layers. The network of
// gan_utils/models/digit_classifier.py.

import { makeKernel } from "../engine/kernel.js";
import { complete, memoryOf, storeFilters, withNumbers } from "../engine/layers.js";

/**
 * @param {import("../engine/layers.js").Layer[]} layers after those with padding the side of the image is halved,
 *   the next one sees all that is left, the last one gives logits
 * @param {Float32Array} weights PyTorch's (outputs, inputs, filter row, filter column), one layer's after another's
 * @param {Float32Array} affine for each layer its outputs' scales, then shifts: of batch norm, or the bias
 * @param {{wasm?: boolean}} [options] whether the engine may be WebAssembly
 * @returns {(pixels: Float32Array) => {features: Float32Array, probabilities: Float64Array}} of an image of one channel
 */
export function makeDigitClassifier(layers, weights, affine, { wasm = true } = {}) {
  const kernel = makeKernel(wasm);
  const reserve = memoryOf(kernel);
  const halvings = layers.filter((layer) => layer.padding).length;
  const whole = layers[halvings].kernel;
  const stages = withNumbers(layers, weights, affine).map((layer, i) => {
    const side = layer.padding ? whole * 2 ** (halvings - i) : 1;
    const wide = layer.padding ? side + 2 : layer.kernel;
    return {
      ...layer,
      // Of its result, and of its input with the border.
      side,
      wide,
      bank: reserve(layer.values.length),
      input: reserve(wide * wide * layer.inputs),
      sums: reserve(side * wide * layer.outputs),
    };
  });
  for (const stage of stages) storeFilters(kernel.heap(), stage);
  return (pixels) => {
    fillWithin(kernel.heap(), stages[0], pixels);
    stages.forEach((stage, i) => {
      if (stage.padding) slide(kernel, stage);
      else
        kernel.multiply(
          stage.input,
          0,
          4,
          stage.bank,
          stage.sums,
          1,
          stage.outputs,
          stage.inputs * stage.kernel ** 2,
          0,
        );
      const row = 4 * stage.wide * stage.outputs;
      complete(kernel.heap(), stage, stage.side, stage.sums, row, stage.sums, row);
      if (i + 1 < stages.length) pass(kernel.heap(), stage, stages[i + 1]);
    });
    const [features, logits] = stages
      .slice(-2)
      .map(({ sums, outputs }) => kernel.heap().slice(sums >> 2, (sums >> 2) + outputs));
    return { features, probabilities: softmax(logits) };
  };
}

/** Puts an image into a layer's input, within its border, which stays 0. */
function fillWithin(heap, { side, wide, input, inputs, padding }, pixels) {
  for (let y = 0; y < side; y++)
    heap.set(
      pixels.subarray(y * side * inputs, (y + 1) * side * inputs),
      (input >> 2) + ((y + padding) * wide + padding) * inputs,
    );
}

/** A convolution: each row of a filter in one product for the whole image. At the ends of rows it makes two pixels of no use. */
function slide({ multiply }, { inputs, outputs, kernel: rows, side, wide, bank, input, sums }) {
  for (let down = 0; down < rows; down++)
    multiply(
      input + 4 * down * wide * inputs,
      4 * inputs,
      4,
      bank + 4 * down * rows * inputs * outputs,
      sums,
      side * wide - 2,
      outputs,
      rows * inputs,
      down ? 1 : 0,
    );
}

/** A layer's result becomes the input of the next: the largest of each 2 x 2 pixels where it is an image. */
function pass(heap, { side, wide, outputs, sums }, next) {
  const [from, to] = [sums >> 2, next.input >> 2];
  if (side === 1) {
    heap.copyWithin(to, from, from + outputs);
    return;
  }
  const row = wide * outputs;
  for (let y = 0; y < side / 2; y++)
    for (let x = 0; x < side / 2; x++) {
      const at = from + 2 * y * row + 2 * x * outputs;
      const into = to + ((y + next.padding) * next.wide + x + next.padding) * outputs;
      for (let o = 0; o < outputs; o++) {
        const [a, b, c, d] = [heap[at + o], heap[at + outputs + o], heap[at + row + o], heap[at + row + outputs + o]];
        heap[into + o] = Math.max(a, b, c, d);
      }
    }
}

function softmax(logits) {
  const highest = Math.max(...logits);
  const parts = Float64Array.from(logits, (logit) => Math.exp(logit - highest));
  const whole = parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part) => part / whole);
}
