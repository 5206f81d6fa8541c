// What a run on images draws from its seed: each epoch goes through all of them in an order of its own.

import { fillNormals, uniforms } from "../../page/engine/noise.js";

const STREAMS = { order: 0, latent: 2, mix: 3 };
// What is looked at, which no training step has seen.
const UNSEEN = { wall: 10, scored: 11 };

/** A byte as the networks have it. */
const LEVELS = Float32Array.from({ length: 256 }, (_, level) => level / 127.5 - 1);

/** Batches of `data`, {levels, count}, as makeRun wants them: an epoch leaves out a remainder that fills no batch. */
export const imageSource =
  ({ levels, count }) =>
  ({ batch_size: size, seed }) => {
    const pixels = levels.length / count;
    const batches = Math.floor(count / size);
    let shuffle = { epoch: -1, order: [] };
    function orderOf(epoch) {
      if (shuffle.epoch !== epoch) {
        const keys = uniforms(count, seed, STREAMS.order, epoch);
        shuffle = { epoch, order: [...keys.keys()].sort((a, b) => keys[a] - keys[b]) };
      }
      return shuffle.order;
    }
    return {
      real(turn, numbers) {
        const order = orderOf(Math.floor(turn / batches));
        const first = (turn % batches) * size;
        for (let i = 0; i < size; i++) {
          const from = order[first + i] * pixels;
          for (let at = 0; at < pixels; at++) numbers[i * pixels + at] = LEVELS[levels[from + at]];
        }
      },
      latent: (turn, numbers) => fillNormals(numbers, seed, STREAMS.latent, turn),
      mix: (turn) => uniforms(size, seed, STREAMS.mix, turn),
    };
  };

/** So many latent points for the wall or the scores, one after another. */
export function unseenLatents(use, count, zDim, seed) {
  const numbers = new Float32Array(count * zDim);
  fillNormals(numbers, seed, UNSEEN[use], 0);
  return numbers;
}

/** Image number `i` of the data as the networks have it. */
export function imageOf({ levels, count }, i) {
  const pixels = levels.length / count;
  return Float32Array.from(levels.subarray(i * pixels, (i + 1) * pixels), (level) => LEVELS[level]);
}

/** Pixels in [-1, 1] as bytes. */
export const levelsOf = (pixels) => Uint8ClampedArray.from(pixels, (x) => Math.round((x + 1) * 127.5));
