// Digits made worse on purpose, as in data.spoil.

import assert from "node:assert/strict";
import test from "node:test";
import { assertClose, assertSameBits, fixture, source } from "../page/shared.mjs";

const { chosen, copied, distorted } = await source("page/data/spoil.js");

const { labels, chosen: choices, places, images, distorted: distortions } = fixture("spoils");

test("the images that are given, and those that are copied, are data.spoil's", () => {
  for (const { settings, count: samples, places: wanted, copies } of choices) {
    assert.deepEqual(chosen(labels, samples, settings), wanted, JSON.stringify(settings));
    assert.deepEqual(
      [...copied(samples, settings)].sort((a, b) => a - b),
      copies,
      JSON.stringify(settings),
    );
  }
});

for (const { settings, pixels } of distortions)
  test(`distorted as by data.spoil: ${JSON.stringify(settings)}`, () => {
    images.forEach((image, i) => {
      const given = Float32Array.from(image);
      const made = distorted(given, places[i], settings);
      assertClose(made, pixels[i], 1e-6, `image ${i}`);
      assertSameBits(given, Float32Array.from(image), "what was given is left as it was");
    });
  });
