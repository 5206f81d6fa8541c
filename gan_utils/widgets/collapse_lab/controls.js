// CollapseLab's settings and read-outs: what they are called, and how they are shown.

import { OBJECTIVES, SLIDERS } from "../live/labels.js";
import { settingsControls } from "../live/settings.js";
import { readout } from "../ui/dom.js";
import { pretty } from "../ui/words.js";

const TARGETS = {
  ring: "ring of 8",
  grid: "grid of 25",
  blobs: "two blobs",
  moons: "two moons",
  spiral: "spiral",
  drawn: "your own: tap in the picture",
};
const CHOSEN = {
  target: ["target", TARGETS],
  objective: ["objective", OBJECTIVES],
  optimiser: ["optimiser", { adam: "Adam", sgd: "gradient descent (SGD)" }],
  batch_size: ["batch", String],
  fence: ["G's points", { 0: "free", 1: "fenced in: they stay in the picture" }],
  packing: ["packing", { 1: "none: D sees single samples", 2: "D sees pairs", 4: "D sees fours" }],
};
const SLID = { unroll: ["K, D steps that G looks ahead", 1], ...SLIDERS };

/** The settings of a run, in the order in which a link names them. */
export const SETTINGS = [...Object.keys(CHOSEN), ...Object.keys(SLID), "seed", "drawn"];

/** The settings' controls. onChange(part) hears of what a reader changes. */
export const makeControls = (model, onChange) => settingsControls(model, CHOSEN, SLID, onChange);

/** The read-outs: {answers, more, show(picture, rate)}. */
export function makeReadouts() {
  const out = {
    step: readout("step", "round"),
    rate: readout("rate", "rounds a second"),
    captured: readout("captured", "modes captured"),
    quality: readout("high-quality", "good samples"),
    accuracy: readout("accuracy", "D's accuracy"),
    engine: readout("engine", "computed by"),
  };
  const share = (value) => (value === null ? "no modes" : `${(100 * value).toFixed(1)} %`);
  out.quality.row.classList.add("gan-share");
  const rows = (...names) => names.map((name) => out[name].row);
  return {
    answers: rows("captured", "quality", "step"),
    more: rows("accuracy", "rate", "engine"),
    show(picture, rate) {
      out.step.show(String(picture.step));
      out.rate.show(rate ? pretty(rate, 3) : "paused", String(rate));
      out.captured.show(
        picture.modes === null ? "no modes" : `${picture.captured} of ${picture.modes}`,
        String(picture.captured),
      );
      out.quality.show(share(picture.highQuality), String(picture.highQuality));
      out.quality.row.style.setProperty("--share", picture.highQuality ?? 0);
      out.accuracy.show(share(picture.accuracy), String(picture.accuracy));
      out.engine.show(picture.engine);
    },
  };
}
