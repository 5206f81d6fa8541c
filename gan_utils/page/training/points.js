// The two players of a GAN of points, as gan_utils/training/networks.py asks for them: small fully connected networks.

import { forward, makeWeights } from "../models/toy.js";

// Of the seed, for the first vectors of spectral norms; batches take others.
const SPECTRAL_STREAM = 20;

/** @typedef {import("../engine/tape.js").Tape} Tape */
/** @typedef {import("../engine/tape.js").Matrix} Matrix */
/**
 * What a run asks of its networks.
 *
 * @typedef {object} Players
 * @property {Matrix[]} g the generator's weights
 * @property {Matrix[]} d the discriminator's
 * @property {Matrix[]} kept what else belongs to them and changes: running statistics, vectors of spectral norms
 * @property {(count: number) => Matrix} room for so many samples
 * @property {(z: Matrix, learning: boolean) => Matrix} generate samples of latent points, by the generator's weights
 * @property {(weights: Matrix[], learning: boolean) => (x: Matrix) => Matrix} discriminate D with these weights, from
 *   samples to values
 */

/**
 * @param {Tape} tape
 * @param {import("./run.js").Settings} settings
 * @param {import("../losses/plain.js").Objective} objective
 * @param {() => import("./run.js").Settings} now the settings of the moment
 * @returns {Players}
 */
export function pointPlayers(tape, settings, { head, spectral }, now) {
  const { z_dim, width, packing, seed, dims = 2, activation = "relu" } = settings;
  const g = makeWeights(tape, [z_dim, width, width, dims], 2 * seed);
  // Numbers that D takes and gives.
  const seen = dims * packing;
  const said = head === "energy" ? seen : 1;
  const d = makeWeights(tape, [seen, width, width, said], 2 * seed + 1);
  const norm = spectral?.(tape, d, seed, SPECTRAL_STREAM);
  return {
    g,
    d,
    kept: norm ? norm.vectors : [],
    room: (count) => tape.matrix(count, dims),
    /** With a fence they stay within it, in each coordinate. */
    generate(z) {
      const out = forward(tape, g, z, activation);
      const { fence } = now();
      return fence ? tape.scale(fence, tape.tanh(tape.scale(1 / fence, out))) : out;
    },
    /** While it is learning its spectral norms are followed. */
    discriminate: (weights, learning) => (x) => {
      const packs = tape.reshape(x, x.rows / packing, seen);
      const out = forward(tape, norm ? norm.divide(weights, learning) : weights, packs, activation);
      if (!head) return out;
      const gaps = tape.abs(tape.combine(1, packs, -1, out));
      return tape.multiply(gaps, tape.matrix(seen, 1, new Float32Array(seen).fill(1 / seen)));
    },
  };
}
