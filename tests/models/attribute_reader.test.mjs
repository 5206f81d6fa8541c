// The attribute reader in the page: PyTorch's answers.

import test from "node:test";
import { assertClose, assertSameBits, fixture, source } from "../page/shared.mjs";

const { halvesOf, singlesOf } = await source("page/engine/floats.js");
const { makeAttributeReader } = await source("page/models/attribute_reader.js");

for (const { size, exact, layers, weights, affine, images, answers } of fixture("readers")) {
  const kind = `${size} x ${size}, weights ${exact ? "that float16 holds exactly" : "rounded to float16"}`;
  const make = (wasm) => makeAttributeReader(layers, halvesOf(weights), singlesOf(affine), { wasm });
  const pixels = images.map((image) => Float32Array.from(image));

  for (const wasm of [true, false])
    test(`${kind}, ${wasm ? "WebAssembly" : "JavaScript"}`, () => {
      const read = make(wasm);
      pixels.forEach((image, i) => assertClose(read(image), answers[i], exact ? 1e-5 : 1e-3, `image ${i}`));
      assertSameBits(read(pixels[0]), make(wasm)(pixels[0]), "one image, the same answers after others");
    });

  test(`${kind}: the same bits by WebAssembly and JavaScript`, () => {
    const [fast, plain] = [true, false].map(make);
    for (const image of pixels) assertSameBits(fast(image), plain(image), "answers");
  });
}
