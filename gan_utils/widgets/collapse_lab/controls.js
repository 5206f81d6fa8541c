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
  drawn: "your own: click in the picture",
};
const CHOSEN = {
  target: ["target", TARGETS],
  objective: ["objective", OBJECTIVES],
  optimiser: ["optimiser", { adam: "Adam", sgd: "gradient descent (SGD)" }],
  batch_size: ["batch", String],
  fence: ["G's points", { 0: "free", 1: "fenced in: they stay in the picture" }],
  packing: ["packing", { 1: "none: D sees single samples", 2: "D sees pairs", 4: "D sees fours" }],
};
const SLID = { unroll: ["K, D steps that G looks ahead (unrolling)", 1], ...SLIDERS };

/** The settings of a run, in the order in which a link names them. */
export const SETTINGS = [...Object.keys(CHOSEN), ...Object.keys(SLID), "seed", "drawn"];

/** The settings' controls. onChange(part) hears of what a reader changes. */
export const makeControls = (model, onChange) => settingsControls(model, CHOSEN, SLID, onChange);

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
