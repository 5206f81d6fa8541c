// The judge of digits, forward: convolutions, each halved by a maximum, then two linear layers.

import { makeKernel } from "../engine/kernel.js";
import { complete, placesIn, storeFilters, withNumbers } from "../engine/layers.js";

/**
 * A function from the pixels of an image of one channel to {features, probabilities}: Float32Array and Float64Array.
 * `layers` are {inputs, outputs, kernel, padding, activation}: after those with padding, the side of the image is
 * halved, the next one sees all that is left, the last one gives logits. `weights` and `affine` as in makeAttributeReader.
 */
export function makeDigitClassifier(layers, weights, affine, { wasm = true } = {}) {
  const kernel = makeKernel(wasm);
  const place = placesIn(kernel);
  const halvings = layers.filter((layer) => layer.padding).length;
  const whole = layers[halvings].kernel;
  const stages = withNumbers(layers, weights, affine).map((layer, i) => {
    const side = layer.padding ? whole * 2 ** (halvings - i) : 1;
    const wide = layer.padding ? side + 2 : layer.kernel;
    return {
      ...layer,
      side,
      wide, // of its result, and of its input with the border
      bank: place(layer.values.length),
      input: place(wide * wide * layer.inputs),
      sums: place(side * wide * layer.outputs),
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

/** A convolution: each row of the kernel in one product for the whole image. At the ends of rows it makes two pixels of no use. */
function slide({ multiply }, { inputs, outputs, kernel, side, wide, bank, input, sums }) {
  for (let down = 0; down < kernel; down++)
    multiply(
      input + 4 * down * wide * inputs,
      4 * inputs,
      4,
      bank + 4 * down * kernel * inputs * outputs,
      sums,
      side * wide - 2,
      outputs,
      kernel * inputs,
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
