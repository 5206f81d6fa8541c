// Images on small canvases.

import { element } from "../ui/dom.js";

/**
 * An image as a small canvas: a new one, or one that is there.
 *
 * @param {ArrayLike<number>} pixels in [-1, 1], row by row, the channels of a pixel side by side
 * @param {number} channels
 * @param {HTMLCanvasElement} canvas
 * @returns {HTMLCanvasElement}
 */
export function picture(pixels, channels, canvas = element("canvas")) {
  const side = Math.sqrt(pixels.length / channels);
  const image = new ImageData(side, side);
  canvas.width = canvas.height = side;
  for (let i = 0; i < side * side; i++) {
    for (let c = 0; c < 3; c++) image.data[4 * i + c] = Math.round((pixels[i * channels + (c % channels)] + 1) * 127.5);
    image.data[4 * i + 3] = 255;
  }
  canvas.getContext("2d").putImageData(image, 0, 0);
  return canvas;
}
