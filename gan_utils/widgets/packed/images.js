// Sets of images as Python packs them: one byte a pixel and channel, as differences from the left, deflated.

import { bytesOf } from "../../page/engine/bytes.js";

/**
 * A set of images as bytes: one image after another, row by row, the channels of a pixel together. `sheet` is {count,
 * channels, size}. Rejects bytes that are damaged or too few.
 */
export async function unpackLevels({ count, channels, size }, content) {
  const packed = new Blob([bytesOf(content)]).stream().pipeThrough(new DecompressionStream("deflate"));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  const plane = size * size;
  if (bytes.length !== count * channels * plane)
    throw new RangeError(`expected ${count * channels * plane} pixels, not ${bytes.length}`);
  const levels = new Uint8Array(bytes.length);
  for (let image = 0; image < count; image++)
    for (let c = 0; c < channels; c++) {
      const from = (image * channels + c) * plane;
      for (let i = 0, level = 0; i < plane; i++) {
        level = (i % size ? level + bytes[from + i] : bytes[from + i]) & 255;
        levels[(image * plane + i) * channels + c] = level;
      }
    }
  return levels;
}

/** An array of such images, each a Float32Array in [-1, 1], as a generator gives them. */
export async function unpackImages(sheet, content) {
  const levels = await unpackLevels(sheet, content);
  const one = levels.length / sheet.count;
  return Array.from({ length: sheet.count }, (_, i) =>
    Float32Array.from(levels.subarray(i * one, (i + 1) * one), (level) => Math.fround(level / 127.5) - 1),
  );
}
