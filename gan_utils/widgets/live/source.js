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

// What is looked at, which no training step has seen.
const UNSEEN = { latent: 10, uniform: 11, normal: 12 };

/** `count` real points of a target, in so many dimensions, one after another. */
export function unseenPoints(target, count, dims, seed) {
  const numbers = new Float32Array(dims * count);
  const noise = new Float32Array(dims * count);
  fillNormals(noise, seed, UNSEEN.normal, 0);
  fillPoints(numbers, target, uniforms(count, seed, UNSEEN.uniform, 0), noise);
  return numbers;
}

/** `count` latent points, one after another. */
export function unseenLatents(count, zDim, seed) {
  const numbers = new Float32Array(count * zDim);
  fillNormals(numbers, seed, UNSEEN.latent, 0);
  return numbers;
}
