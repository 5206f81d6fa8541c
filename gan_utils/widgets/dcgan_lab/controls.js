// DCGANLab's settings and read-outs: what they are called, and how they are shown.

import { OBJECTIVES, SLIDERS } from "../live/labels.js";
import { settingsControls } from "../live/settings.js";
import { readout } from "../ui/dom.js";
import { grouped, pretty } from "../ui/words.js";

const CHOSEN = {
  data: ["data", { digits: "digits (MNIST)", faces: "faces that a program draws", own: "your own images" }],
  norm: ["batch normalisation", { usual: "as DCGAN has it", none: "off", everywhere: "everywhere" }],
  sampling: ["larger and smaller by", { strides: "strides", pooling: "pooling and repeating" }],
  hidden: ["hidden layers", { convolutions: "convolutions alone", dense: "fully connected ones, too" }],
  activation: ["between D's layers", { leaky: "leaky ReLU", relu: "plain ReLU" }],
  start: ["first weights", { dcgan: "DCGAN's, N(0, 0.02)", he: "stronger, N(0, 2 / n)", torch: "PyTorch's own" }],
  beta1: ["Adam's β₁", String],
  objective: ["objective", OBJECTIVES],
  width: ["width", (channels) => `${channels} channels`],
  batch_size: ["batch", String],
};
const SLID = Object.fromEntries(["lr", "lr_d", "penalty", "z_dim", "d_steps"].map((name) => [name, SLIDERS[name]]));
SLID.d_steps = ["D steps a round", 1];

/** The settings of a run, in the order in which a link names them. */
export const SETTINGS = [...Object.keys(CHOSEN), ...Object.keys(SLID), "seed"];

/** The settings' controls. onChange(part) hears of what a reader changes. */
export const makeControls = (model, onChange) => settingsControls(model, CHOSEN, SLID, onChange);

const share = (value) => (Number.isFinite(value) ? `${Math.round(100 * value)} %` : "–");
const clock = (seconds) =>
  seconds < 60 ? `${seconds.toFixed(0)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;

/** The read-outs: {answers, more, show(picture, rate)}. */
export function makeReadouts() {
  const out = {
    step: readout("step", "round"),
    real: readout("d-real", "D on real"),
    fake: readout("d-fake", "D on generated"),
    score: readout("inception-score", "Inception Score"),
    frechet: readout("frechet", "Fréchet distance"),
    rate: readout("rate", "rounds a second"),
    time: readout("time", "time so far"),
    engine: readout("engine", "computed by"),
  };
  const rows = (...names) => names.map((name) => out[name].row);
  return {
    answers: rows("step", "real", "fake", "score", "frechet"),
    more: rows("rate", "time", "engine"),
    show({ step, dReal, dFake, score, frechet, seconds, engine, settings }, rate) {
      out.step.show(grouped(step), String(step));
      out.real.show(share(dReal), String(dReal));
      out.fake.show(share(dFake), String(dFake));
      // The classifier knows digits alone.
      for (const [name, value] of Object.entries({ score, frechet })) {
        out[name].hide(settings.data !== "digits");
        out[name].show(value === null ? "–" : pretty(value, 3), String(value));
      }
      out.rate.show(rate ? pretty(rate, 3) : "paused", String(rate));
      out.time.show(clock(seconds), String(seconds));
      out.engine.show(engine);
    },
  };
}
