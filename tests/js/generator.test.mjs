// The generator in the page: bytes as hosts hand them over, and PyTorch's pixels.

import assert from "node:assert/strict";
import test from "node:test";
import { assertClose, fixture, source } from "./shared.mjs";

const { bytesOf, halvesOf, singlesOf } = await source("js/bytes.js");
const { makeGenerator, multiply } = await source("js/generator.js");

for (const { channels, size, exact, layers, z, weights, affine, pixels } of fixture("generators")) {
  test(`${channels} x ${size} x ${size}, weights ${exact ? "that float16 holds exactly" : "rounded to float16"}`, () => {
    const generate = makeGenerator(layers, halvesOf(weights), singlesOf(affine));
    z.forEach((point, i) => {
      const found = generate(point);
      assert.equal(found.length, size * size * channels);
      // A pixel runs over [-1, 1], so two of 255 levels are 4 / 255 of it.
      assertClose(found, pixels[i], exact ? 1e-3 : 4 / 255, `image ${i}`);
    });
    assert.deepEqual(generate(z[0]), generate(z[0]), "one point, one image");
  });
}

test("every half-precision number, subnormal, infinite or not a number, is read as NumPy reads it", () => {
  const { halves, singles } = fixture("halves");
  const found = halvesOf(halves);
  assert.equal(found.length, 65536);
  found.forEach((value, i) => assert.ok(Object.is(value, Math.fround(singles[i])), `${i}: ${value}, in NumPy ${singles[i]}`));
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

test("multiply is a times b transposed, for numbers of columns that four does not divide too", () => {
  for (const [m, n, k] of [[1, 1, 1], [2, 3, 5], [3, 4, 2], [2, 9, 7]]) {
    const a = Float32Array.from({ length: m * k }, (_, i) => (i % 7) - 3);
    const b = Float32Array.from({ length: n * k }, (_, i) => (i % 5) - 2);
    const expected = Array.from({ length: m * n }, (_, at) => {
      const i = Math.floor(at / n), j = at % n;
      return Array.from({ length: k }, (_, p) => a[i * k + p] * b[j * k + p]).reduce((x, y) => x + y);
    });
    const out = new Float32Array(m * n).fill(99);
    multiply(a, b, out, m, n, k);
    assertClose(out, expected, 0, `${m} x ${n} x ${k}`);
  }
});
