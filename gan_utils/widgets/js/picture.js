// A widget's generator, and its images on small canvases.

import { halvesOf, singlesOf } from "./bytes.js";
import { element } from "./dom.js";
import { makeGenerator } from "./generator.js";

/** What a widget's data say: {generate(z), width, channels}. */
export function network(model) {
  const layers = model.get("_layers");
  return {
    generate: makeGenerator(layers, halvesOf(model.get("_weights")), singlesOf(model.get("_affine"))),
    width: model.get("z_dim"),
    channels: layers[layers.length - 1].outputs,
  };
}

/** An image of the generator's as a small canvas: a new one, or one that is there. */
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
