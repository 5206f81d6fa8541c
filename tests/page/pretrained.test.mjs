// Files of weights: what Python writes the page reads, pixel for pixel, and what is no such file is refused by name.

import assert from "node:assert/strict";
import test from "node:test";
import { assertClose, assertSameBits, fixture, source } from "./shared.mjs";

const { bytesOf } = await source("page/engine/bytes.js");
const { firstWeights, fromTensors, toTensors } = await source("page/models/convolutional.js");
const { layersOf } = await source("page/models/rules.js");
const { read, write } = await source("page/pretrained.js");

for (const { file, settings, undone, z, made } of fixture("weights-files"))
  test(`a generator of ${settings.size} pixels, undone ${JSON.stringify(undone)}`, () => {
    const generators = [true, false].map((wasm) => read(bytesOf(file), { wasm }));
    for (const { generate, ...said } of generators) {
      assert.deepEqual(said, { settings, undone });
      assertClose(generate(Float32Array.from(z)), made, 3e-5, "pixels");
    }
    const [fast, plain] = generators.map(({ generate }) => generate(Float32Array.from(z)));
    assertSameBits(fast, plain, "pixels");
  });

// Why each of them is refused.
const WHY = {
  nothing: /no \.safetensors file/,
  "a few bytes": /no \.safetensors file/,
  "a picture": /no \.safetensors file/,
  "half of its head": /no \.safetensors file/,
  "without its end": /cut off within layers\./,
  "no word on its network": /does not say which network/,
  "a classifier": /holds a DigitClassifier, not a DCGANGenerator/,
  "a network of nobody": /holds a Unknown, not a DCGANGenerator/,
  "settings out of range": /its settings are none/,
  "settings that are none": /no \.safetensors file/,
  "a part missing": /layers\.\d+\.\w+ must have shape \([\d,]+\), not be missing/,
  "another shape": /layers\.0\.weight must have shape \(5,8,4,4\), not \(5,9,4,4\)/,
  "no numbers": /layers\.0\.weight must hold finite numbers/,
  "double precision": /must be of F16 or F32, not F64/,
  "a rule that is none": /its settings are none/,
};

test("what is no generator's file is refused, and it is said why", () => {
  const bad = fixture("bad-weights-files");
  assert.deepEqual(Object.keys(bad).sort(), Object.keys(WHY).sort());
  for (const [name, file] of Object.entries(bad))
    assert.throws(
      () => read(bytesOf(file)),
      (error) => error instanceof RangeError && WHY[name].test(error.message),
      name,
    );
});

test("what is written is read as it was, whatever is undone", () => {
  for (const undone of [{}, { norm: "none" }, { norm: "everywhere", sampling: "pooling" }, { hidden: "dense" }])
    for (const name of ["generator", "discriminator"]) {
      const settings = { z_dim: 5, channels: 1, size: 32, width: 3 };
      const layers = layersOf({ ...settings, ...undone })[name];
      const weights = firstWeights(layers, 1);
      const statistics = someStatistics(layers);
      const tensors = toTensors(layers, { weights, statistics });
      const again = fromTensors(layers, tensors);
      weights.forEach((list, i) => assertSameBits(again.weights[i], list, `${name}, part ${i}`));
      statistics.forEach((list, i) => assertSameBits(again.statistics[i], list, `${name}, statistics ${i}`));
      if (name === "generator") {
        const found = read(write("DCGANGenerator", settings, tensors, undone));
        assert.deepEqual([found.settings, found.undone], [settings, undone]);
        assert.ok(found.generate(new Float32Array(5).fill(0.5)).every(Number.isFinite));
      }
    }
});

/** Running statistics, no two numbers alike. */
const someStatistics = (layers) =>
  layers.flatMap(({ kind, outputs }) =>
    kind === "norm" ? [1, 2].map((start) => Float32Array.from({ length: outputs }, (_, i) => start + i / 64)) : [],
  );
