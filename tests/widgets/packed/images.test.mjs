// Sets of images in the page: pixel for pixel those that Python packed.

import assert from "node:assert/strict";
import test from "node:test";
import { assertSameBits, fixture, source } from "../../page/shared.mjs";

const { unpackImages } = await source("widgets/packed/images.js");

for (const { sheet, content, pixels } of fixture("sheets")) {
  test(`${sheet.count} images of ${sheet.size} pixels, channels ${sheet.channels}`, async () => {
    const images = await unpackImages(sheet, content);
    assert.equal(images.length, sheet.count);
    images.forEach((image, i) => assertSameBits(image, Float32Array.from(pixels[i]), `image ${i}`));
  });

  test(`${sheet.size} pixels: damaged or missing bytes are refused`, async () => {
    await assert.rejects(unpackImages({ ...sheet, count: sheet.count + 1 }, content), RangeError);
    await assert.rejects(unpackImages(sheet, content.slice(0, 40)), TypeError);
  });
}
