// GanOnALine's settings and read-outs: what they are called, and how they are shown.

import { OBJECTIVES, SLIDERS } from "../live/labels.js";
import { settingsControls } from "../live/settings.js";
import { readout } from "../ui/dom.js";
import { pretty } from "../ui/words.js";

const TARGETS = {
  bell: "one bell",
  two_bumps: "two bumps",
  three_bumps: "three bumps",
  uneven: "two uneven bumps",
  needles: "five needles",
};
const CHOSEN = {
  target: ["target", TARGETS],
  objective: ["objective", OBJECTIVES],
  batch_size: ["batch", String],
};

/** The settings of a run, in the order in which a link names them. */
export const SETTINGS = [...Object.keys(CHOSEN), ...Object.keys(SLIDERS), "seed"];

/** The settings' controls. onChange(part) hears of what a reader changes. */
export const makeControls = (model, onChange) => settingsControls(model, CHOSEN, SLIDERS, onChange);

// Of objectives whose D estimates a distance of its own.
const ESTIMATES = ["wgan", "wgan_gp"];

/** The read-outs: {answers, more, show(picture, rate)}. */
export function makeReadouts() {
  const out = {
    step: readout("step", "round"),
    w1: readout("w1", "W1 to the target"),
    estimate: readout("estimate", "the critic's estimate"),
    measure: readout("measure", "BEGAN's measure M"),
    k: readout("k", "BEGAN's k"),
    dReal: readout("d-real", "D on real samples"),
    dFake: readout("d-fake", "D on G's samples"),
    push: readout("push", "D's push: loss per unit of x"),
    lossReal: readout("loss-real", "D's loss, real term"),
    lossFake: readout("loss-fake", "D's loss, fake term"),
    lossG: readout("loss-g", "G's loss"),
    rate: readout("rate", "rounds a second"),
    engine: readout("engine", "computed by"),
  };
  const numbers = ["w1", "estimate", "measure", "k", "dReal", "dFake", "push", "lossReal", "lossFake", "lossG"];
  const rows = (...names) => names.map((name) => out[name].row);
  return {
    answers: rows("w1", "estimate", "measure", "k", "dFake", "push", "step"),
    more: rows("dReal", "lossReal", "lossFake", "lossG", "rate", "engine"),
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
