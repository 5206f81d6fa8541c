// The page's own engine for generators, as it is shipped.

import { halvesOf, singlesOf } from "../../gan_utils/page/engine/floats.js";
import { makeKernel } from "../../gan_utils/page/engine/kernel.js";
import { makeDCGANGenerator } from "../../gan_utils/page/models/dcgan.js";
import { timeImages } from "./pace.mjs";

/** A generator as gan_utils.widgets.packed.pack_generator gives it: {about, pixels, times}. */
export function makeImages({ layers, weights, affine }) {
  const generate = makeDCGANGenerator(layers, halvesOf(weights), singlesOf(affine));
  return {
    about: makeKernel().name,
    pixels: async (z) => [...generate(z)],
    times: (count) => timeImages(generate, layers[0].inputs, count),
  };
}

export const open = async ({ name }) => makeImages(await (await fetch(`/_build/bench/${name}.json`)).json());
