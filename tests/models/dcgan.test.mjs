// The generator in the page: bytes as hosts hand them over, and PyTorch's pixels.

import assert from "node:assert/strict";
import test from "node:test";
import { assertClose, assertSameBits, fixture, source } from "../page/shared.mjs";

const { bytesOf } = await source("page/engine/bytes.js");
const { halvesOf, singlesOf } = await source("page/engine/floats.js");
const { makeDCGANGenerator } = await source("page/models/dcgan.js");

for (const { channels, size, width, exact, layers, z, weights, affine, pixels } of fixture("generators")) {
  const rounding = exact ? "that float16 holds exactly" : "rounded to float16";
  const kind = `${channels} x ${size} x ${size}, width ${width}, weights ${rounding}`;
  const make = (wasm) => makeDCGANGenerator(layers, halvesOf(weights), singlesOf(affine), { wasm });

  for (const wasm of [true, false])
    test(`${kind}, ${wasm ? "WebAssembly" : "JavaScript"}`, () => {
      const generate = make(wasm);
      z.forEach((point, i) => {
        const found = generate(point);
        assert.equal(found.length, size * size * channels);
        // A pixel runs over [-1, 1], so two of 255 levels are 4 / 255 of it.
        assertClose(found, pixels[i], exact ? 1e-5 : 4 / 255, `image ${i}`);
      });
      const first = generate(z[0]);
      const kept = first.slice();
      assertSameBits(generate(z[0]), first, "one point, one image");
      generate(z[1]);
      assertSameBits(first, kept, "an image is not drawn over by the next");
    });

  test(`${kind}: the same bits by WebAssembly and JavaScript`, () => {
    const [fast, plain] = [true, false].map(make);
    for (const point of z) assertSameBits(fast(point), plain(point), "pixels");
  });
}

test("every half-precision number, subnormal, infinite or not a number, is read as NumPy reads it", () => {
  const { halves, singles } = fixture("halves");
  const found = halvesOf(halves);
  assert.equal(found.length, 65536);
  found.forEach((value, i) =>
    assert.ok(Object.is(value, Math.fround(singles[i])), `${i}: ${value}, in NumPy ${singles[i]}`),
  );
});

test("bytes are read from a DataView, an ArrayBuffer, a typed array and base64 text alike", () => {
  const singles = Float32Array.of(1.5, -2, 1e-3);
  const padded = new Uint8Array(15); // begins at an odd byte, where a Float32Array may not
  padded.set(new Uint8Array(singles.buffer), 1);
  const ways = {
    DataView: new DataView(padded.buffer, 1, 12),
    ArrayBuffer: singles.buffer,
    "typed array": padded.subarray(1, 13),
    Buffer: Buffer.from(singles.buffer),
    base64: Buffer.from(singles.buffer).toString("base64"),
  };
  for (const [name, value] of Object.entries(ways)) {
    assert.deepEqual(singlesOf(value), singles, name);
    assert.deepEqual([...bytesOf(value)], [...new Uint8Array(singles.buffer)], name);
    assert.equal(halvesOf(value).length, 6, name);
  }
});

test("what is no bytes is refused", () => {
  for (const value of [null, undefined, 3, {}, [1, 2]]) assert.throws(() => bytesOf(value), TypeError);
});
