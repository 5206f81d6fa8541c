// A widget's generator, as its traits hold it.

import { halvesOf, singlesOf } from "../../page/engine/floats.js";
import { makeDCGANGenerator } from "../../page/models/dcgan.js";

/** What a widget's data say: {generate(z), width, channels}. */
export function network(model) {
  const layers = model.get("_layers");
  return {
    generate: makeDCGANGenerator(layers, halvesOf(model.get("_weights")), singlesOf(model.get("_affine"))),
    width: model.get("z_dim"),
    channels: layers[layers.length - 1].outputs,
  };
}
