// The digit classifier: features and probabilities are PyTorch's.

import test from "node:test";
import { assertClose, assertSameBits, fixture, source } from "../page/shared.mjs";

const { halvesOf, singlesOf } = await source("page/engine/floats.js");
const { makeDigitClassifier } = await source("page/models/digit_classifier.js");

for (const { exact, layers, weights, affine, images, features, probabilities } of fixture("classifiers")) {
  const kind = `weights ${exact ? "that float16 holds exactly" : "rounded to float16"}`;
  const make = (wasm) => makeDigitClassifier(layers, halvesOf(weights), singlesOf(affine), { wasm });
  const pixels = images.map((image) => Float32Array.from(image));

  for (const wasm of [true, false])
    test(`the digit classifier, ${kind}, ${wasm ? "WebAssembly" : "JavaScript"}`, () => {
      const classify = make(wasm);
      pixels.forEach((image, i) => {
        const said = classify(image);
        const scale = Math.max(...features[i]);
        assertClose(said.features, features[i], exact ? 1e-5 : 3e-3, `features of ${i}`, scale);
        assertClose(said.probabilities, probabilities[i], exact ? 1e-5 : 3e-3, `probabilities of ${i}`);
      });
      assertSameBits(classify(pixels[0]).features, make(wasm)(pixels[0]).features, "one image, the same after others");
    });

  test(`the digit classifier, ${kind}: the same bits by WebAssembly and JavaScript`, () => {
    const [fast, plain] = [true, false].map(make);
    for (const image of pixels) assertSameBits(fast(image).features, plain(image).features, "features");
  });
}
