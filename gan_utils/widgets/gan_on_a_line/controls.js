// GanOnALine's settings and read-outs: what they are called, what they may be, and how they are shown.

import { readout } from "../ui/dom.js";
import { kindsOfSettings, settingsControls } from "../ui/settings.js";
import { pretty } from "../ui/words.js";

const TABLES = {
  choices: {
    target: [
      "target",
      {
        bell: "one bell",
        two_bumps: "two bumps",
        three_bumps: "three bumps",
        uneven: "two uneven bumps",
        needles: "five needles",
      },
    ],
    objective: [
      "objective",
      {
        minimax: "minimax",
        non_saturating: "non-saturating",
        lsgan: "LSGAN",
        wgan: "WGAN (clipped)",
        wgan_gp: "WGAN-GP",
        hinge: "hinge",
        sngan: "SNGAN (hinge)",
        r1: "non-saturating with R1",
        ebgan: "EBGAN",
        began: "BEGAN",
        fgan_kl: "f-GAN: KL",
        fgan_reverse_kl: "f-GAN: reverse KL",
        fgan_pearson: "f-GAN: Pearson",
        fgan_hellinger: "f-GAN: Hellinger",
        fgan_js: "f-GAN: Jensen-Shannon",
      },
    ],
    batch_size: ["batch", { 64: "64", 128: "128", 256: "256", 512: "512" }],
  },
  numeric: ["batch_size"],
  sliders: {
    d_steps: ["D steps a round (0 freezes D)", 0, 10, 1],
    g_steps: ["G steps a round (0 freezes G)", 0, 5, 1],
    lr_d: ["learning rate of D", 0.0001, 0.01, 0.0001],
    lr: ["learning rate of G", 0.0001, 0.01, 0.0001],
    width: ["units in a hidden layer", 8, 64, 8],
    z_dim: ["noise dimension", 1, 16, 1],
    penalty: ["weight of the penalty", 0.05, 10, 0.05],
    clip: ["clip", 0.01, 1, 0.01],
  },
  only: { penalty: ["wgan_gp", "r1"], clip: ["wgan"] },
};
export const SETTINGS = [...Object.keys(TABLES.choices), ...Object.keys(TABLES.sliders), "seed"];
export const kindsOf = () => kindsOfSettings(TABLES);
export const makeControls = (model, set) => settingsControls(TABLES, model, set);

// Of objectives whose D estimates a distance of its own.
export const ESTIMATES = ["wgan", "wgan_gp"];

/** The read-outs: {rows, show(picture, rate)}. */
export function makeReadouts() {
  const out = {
    step: readout("step", "round"),
    w1: readout("w1", "distance W1 to the target"),
    estimate: readout("estimate", "the critic's estimate"),
    measure: readout("measure", "BEGAN's measure M"),
    k: readout("k", "BEGAN's k"),
    dReal: readout("d-real", "D on real samples"),
    dFake: readout("d-fake", "D on generated ones"),
    push: readout("push", "D's push on G's samples"),
    lossReal: readout("loss-real", "D's loss, real term"),
    lossFake: readout("loss-fake", "D's loss, fake term"),
    lossG: readout("loss-g", "G's loss"),
    rate: readout("rate", "rounds a second"),
    engine: readout("engine", "computed by"),
  };
  const numbers = ["w1", "estimate", "measure", "k", "dReal", "dFake", "push", "lossReal", "lossFake", "lossG"];
  return {
    rows: Object.values(out).map((each) => each.row),
    show(picture, rate) {
      const { objective } = picture.settings;
      out.step.show(String(picture.step));
      out.rate.show(rate ? pretty(rate, 3) : "paused", String(rate));
      out.engine.show(picture.engine);
      // Losses are there after the first step.
      for (const name of numbers)
        out[name].show(Number.isNaN(picture[name]) ? "no step yet" : pretty(picture[name], 3), String(picture[name]));
      out.estimate.hide(!ESTIMATES.includes(objective));
      for (const name of ["measure", "k"]) out[name].hide(objective !== "began");
    },
  };
}
