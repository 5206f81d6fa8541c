// Small GANs of the page, for the tests that watch them train.

import { source } from "./shared.mjs";

const { makeRun } = await source("page/training/run.js");
const { seededSource } = await source("widgets/live/source.js");

export const BASE = {
  objective: "non_saturating",
  unroll: 0,
  unroll_lr: 3e-3,
  d_steps: 1,
  g_steps: 1,
  lr: 2e-3,
  lr_d: 1e-3,
  optimiser: "adam",
  width: 16,
  z_dim: 4,
  batch_size: 16,
  packing: 1,
  penalty: 10,
  clip: 0.1,
  seed: 5,
  target: "ring",
  drawn: null,
};
/** A GAN with other settings than these; `options` as makeRun takes them. */
export const gan = (changes = {}, options = {}) =>
  makeRun({ ...BASE, ...changes }, { source: seededSource, ...options });
export const sizeOfG = ({ z_dim, width }) => z_dim * width + width * width + 4 * width + 2;
/** The weights of both players, apart. */
export const weightsOf = (one, settings = BASE) => {
  const all = one.weights();
  const count = sizeOfG(settings);
  return { g: all.subarray(0, count), d: all.subarray(count) };
};
/** Takes `count` steps of a GAN and returns it. */
export function steps(one, count) {
  for (let i = 0; i < count; i++) one.step();
  return one;
}
export const differ = (one, other) => one.some((value, i) => value !== other[i]);

/** Calls `look` with a function that tells how large the WebAssembly memory that was made in it is. */
export function watchingMemory(look) {
  const { Memory } = WebAssembly;
  let made;
  WebAssembly.Memory = class extends Memory {
    constructor(how) {
      super(how);
      made = this;
    }
  };
  try {
    return look(() => made.buffer.byteLength);
  } finally {
    WebAssembly.Memory = Memory;
  }
}
