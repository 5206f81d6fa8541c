// The generator of a GeneratorCard.

import { makeDCGANGenerator } from "../../page/models/dcgan.js";
import { unpacked } from "./networks.js";

/** What a widget's data say: {generate(z), width, channels}. */
export function network(model) {
  const [layers, ...numbers] = unpacked(model, "_packed_generator");
  return {
    generate: makeDCGANGenerator(layers, ...numbers),
    width: model.get("z_dim"),
    channels: layers.at(-1).outputs,
  };
}
