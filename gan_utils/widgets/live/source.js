// What a run in the page draws from its seed.

import { fillPoints, targetOf } from "../../page/data/toys.js";
import { fillNormals, uniforms } from "../../page/engine/noise.js";

const STREAMS = { uniform: 0, normal: 1, latent: 2, mix: 3 };

/** Real points of a target, latent points and mixing shares of each of D's steps, as makeRun wants them. */
export function seededSource({ target, drawn, dims = 2, batch_size, seed }) {
  const aim = targetOf(target, drawn);
  const scratch = new Float32Array(dims * batch_size);
  return {
    real(turn, numbers) {
      fillNormals(scratch, seed, STREAMS.normal, turn);
      fillPoints(numbers, aim, uniforms(batch_size, seed, STREAMS.uniform, turn), scratch);
    },
    latent: (turn, numbers) => fillNormals(numbers, seed, STREAMS.latent, turn),
    mix: (turn) => uniforms(batch_size, seed, STREAMS.mix, turn),
  };
}
