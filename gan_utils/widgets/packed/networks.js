// A widget's networks, as networks.py packed them into its traits.

import { halvesOf, singlesOf } from "../../page/engine/floats.js";

/** What makes the network of a trait: its layers, its weights, and its scales and shifts. */
export function unpacked(model, trait) {
  const { layers, weights, affine } = model.get(trait);
  return [layers, halvesOf(weights), singlesOf(affine)];
}
