// The two players of a GAN of images, as gan_utils/training/networks.py asks for them: DCGAN's, or with rules undone.

import { makeFilters } from "../engine/filters.js";
import { firstWeights, putNumbers, through } from "../models/convolutional.js";
import { layersOf } from "../models/rules.js";

/**
 * The networks of layersOf() for these settings, which also say the `start` of their weights.
 *
 * @param {import("../engine/tape.js").Tape} tape
 * @param {object} settings
 * @param {object} _objective
 * @param {() => object} _now
 * @param {import("../engine/kernel.js").Kernel} kernel
 * @returns {import("./points.js").Players}
 */
export function imagePlayers(tape, settings, _objective, _now, kernel) {
  const { size, channels, seed, start } = settings;
  const filters = makeFilters(kernel, tape);
  const { generator, discriminator } = layersOf(settings);
  const g = putNumbers(tape, generator, firstWeights(generator, 2 * seed, start));
  const d = putNumbers(tape, discriminator, firstWeights(discriminator, 2 * seed + 1, start));
  return {
    g: g.weights,
    d: d.weights,
    kept: [...g.statistics, ...d.statistics],
    room: (count) => tape.matrix(count * size ** 2, channels),
    generate: (z, learning) => through(tape, filters, generator, g, z, { side: 1, learning }),
    discriminate: (weights, learning) => (x) =>
      through(tape, filters, discriminator, { ...d, weights }, x, { side: size, learning }),
  };
}
