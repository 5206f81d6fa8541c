// CollapseLab's settings and read-outs: what they are called, what they may be, and how they are shown.

import { readout } from "../ui/dom.js";
import { kindsOfSettings, settingsControls } from "../ui/settings.js";
import { pretty } from "../ui/words.js";
import { REACH } from "./settings.js";

// Modes of a target of the reader's own.
export const MOST_DRAWN = 30;
const TABLES = {
  choices: {
    target: [
      "target",
      {
        ring: "ring of 8",
        grid: "grid of 25",
        blobs: "two blobs",
        moons: "two moons",
        spiral: "spiral",
        drawn: "your own: click in the picture",
      },
    ],
    objective: [
      "objective",
      {
        non_saturating: "non-saturating",
        minimax: "minimax",
        lsgan: "LSGAN",
        wgan: "WGAN (clipped)",
        wgan_gp: "WGAN-GP",
        hinge: "hinge",
        r1: "non-saturating with R1",
      },
    ],
    optimiser: ["optimiser", { adam: "Adam", sgd: "gradient descent (SGD)" }],
    batch_size: ["batch", { 64: "64", 128: "128", 256: "256", 512: "512" }],
    fence: ["G's points", { 0: "free", 1: "fenced in: they stay in the picture" }],
    packing: ["packing", { 1: "none: D sees single samples", 2: "D sees pairs", 4: "D sees fours" }],
  },
  numeric: ["batch_size", "packing", "fence"],
  sliders: {
    unroll: ["K, D steps that G looks ahead (unrolling)", 0, 10, 1],
    d_steps: ["D steps a round (0 freezes D)", 0, 10, 1],
    g_steps: ["G steps a round (0 freezes G)", 0, 10, 1],
    lr_d: ["learning rate of D", 0.0001, 0.01, 0.0001],
    lr: ["learning rate of G", 0.0001, 0.01, 0.0001],
    width: ["units in a hidden layer", 8, 128, 8],
    z_dim: ["noise dimension", 1, 64, 1],
    penalty: ["weight of the penalty", 0.05, 10, 0.05],
    clip: ["clip", 0.01, 1, 0.01],
  },
  only: { penalty: ["wgan_gp", "r1"], clip: ["wgan"] },
};
export const SETTINGS = [...Object.keys(TABLES.choices), ...Object.keys(TABLES.sliders), "seed", "drawn"];

/** What each setting may be, for links. */
export const kindsOf = () => ({ ...kindsOfSettings(TABLES), drawn: { points: MOST_DRAWN, max: REACH } });

/** The settings' controls. set(part) hears of what a reader changes. */
export const makeControls = (model, set) => settingsControls(TABLES, model, set);

/** The read-outs: {rows, show(picture, rate)}. */
export function makeReadouts() {
  const out = {
    step: readout("step", "round"),
    rate: readout("rate", "rounds a second"),
    captured: readout("captured", "modes captured: circles with samples"),
    quality: readout("high-quality", "high-quality share, in the circles"),
    accuracy: readout("accuracy", "D's accuracy"),
    engine: readout("engine", "computed by"),
  };
  const share = (value) => (value === null ? "no modes" : `${(100 * value).toFixed(1)} %`);
  return {
    rows: Object.values(out).map((each) => each.row),
    show(picture, rate) {
      out.step.show(String(picture.step));
      out.rate.show(rate ? pretty(rate, 3) : "paused", String(rate));
      out.captured.show(
        picture.modes === null ? "no modes" : `${picture.captured} of ${picture.modes}`,
        String(picture.captured),
      );
      out.quality.show(share(picture.highQuality), String(picture.highQuality));
      out.accuracy.show(share(picture.accuracy), String(picture.accuracy));
      out.engine.show(picture.engine);
    },
  };
}
