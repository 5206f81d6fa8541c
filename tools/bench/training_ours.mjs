// The page's own engine, as it is shipped.

import { makeRun } from "../../gan_utils/page/training/run.js";
import { seededSource } from "../../gan_utils/widgets/live/source.js";
import { pace, warm } from "./pace.mjs";

/** The engine, made ready: {about, warm, stretch}. */
export async function open() {
  let trainer = null;
  return {
    about: makeRun(TINY, { source: seededSource }).engine,
    warm(settings, seconds) {
      const gan = makeRun(settings, { source: seededSource });
      trainer = { step: gan.step, finish: () => {} }; // each step is done when it returns
      return warm(trainer, seconds);
    },
    stretch: (count) => pace(trainer, count),
  };
}

/** Settings for what needs a GAN but not its size. */
export const TINY = {
  objective: "non_saturating",
  unroll: 0,
  unroll_lr: 3e-4,
  d_steps: 1,
  g_steps: 1,
  lr: 1e-3,
  lr_d: 3e-4,
  optimiser: "adam",
  width: 16,
  z_dim: 16,
  batch_size: 16,
  packing: 1,
  penalty: 1,
  clip: 0.1,
  seed: 0,
  target: "ring",
  drawn: [],
};
