// The page's own engine at training DCGAN, as it is shipped.

import { makeKernel } from "../../gan_utils/page/engine/kernel.js";
import { imagePlayers } from "../../gan_utils/page/training/images.js";
import { makeRun } from "../../gan_utils/page/training/run.js";
import { imageSource } from "../../gan_utils/widgets/dcgan_lab/source.js";
import { pace, warm } from "./pace.mjs";

// What is on the images does not matter to the clock.
const COUNT = 64;

/** The engine, made ready: {about, warm, stretch}. */
export async function open() {
  let trainer = null;
  return {
    about: makeKernel().name,
    warm(settings, seconds) {
      const levels = Uint8Array.from({ length: COUNT * settings.size ** 2 }, (_, i) => (37 * i) & 255);
      const gan = makeRun(settings, { source: imageSource({ levels, count: COUNT }), players: imagePlayers });
      trainer = { step: gan.step, finish: () => {} }; // each step is done when it returns
      return warm(trainer, seconds);
    },
    stretch: (count) => pace(trainer, count),
  };
}
