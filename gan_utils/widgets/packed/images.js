// Sets of images as Python packs them: one byte a pixel and channel, as differences from the left, deflated.

import { bytesOf } from "../../page/engine/bytes.js";

/**
 * An array of images, each a Float32Array in [-1, 1], row by row, the channels of a pixel together, as a generator
 * gives them. `sheet` is {count, channels, size}. Rejects bytes that are damaged or too few.
 */
export async function unpackImages({ count, channels, size }, content) {
  const packed = new Blob([bytesOf(content)]).stream().pipeThrough(new DecompressionStream("deflate"));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  const plane = size * size;
  if (bytes.length !== count * channels * plane)
    throw new RangeError(`expected ${count * channels * plane} pixels, not ${bytes.length}`);
  return Array.from({ length: count }, (_, image) => {
    const pixels = new Float32Array(plane * channels);
    for (let c = 0; c < channels; c++) {
      const from = (image * channels + c) * plane;
      for (let i = 0, level = 0; i < plane; i++) {
        level = (i % size ? level + bytes[from + i] : bytes[from + i]) & 255;
        pixels[i * channels + c] = Math.fround(level / 127.5) - 1;
      }
    }
    return pixels;
  });
}
