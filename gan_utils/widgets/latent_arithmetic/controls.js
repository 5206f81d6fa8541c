// The controls of the sum, and of the stream of faces.

import { choiceFor, numberFor } from "../ui/allowed.js";
import { choice, tick } from "../ui/dom.js";

const BASELINES = {
  none: "the arithmetic",
  random: "a random direction instead of A − B",
  pixels: "the same sum in pixels",
};

/** {baseline, rows, show(count)}: `baseline` is the row of what is drawn, `rows` are the others. */
export function makeControls(model, set, { onCount, onSeed }) {
  const { first, most } = model.get("_constants");
  const numbers = Object.fromEntries([1, first, most].map((number) => [number, String(number)]));
  const baseline = choiceFor(model, "baseline", "what is drawn", BASELINES, (value) => set("baseline", value));
  const rescale = tick("rescale", "put the result on the shell", false, (on) => set("rescale", on));
  const count = choice("count", "faces that fill a tray", numbers, first, (text) => onCount(Number(text)));
  const seed = numberFor(model, "seed", "seed", 1, onSeed);
  return {
    baseline: baseline.row,
    rows: [count.row, seed.row, rescale.row],
    show(number) {
      baseline.show(model.get("baseline"));
      rescale.show(model.get("rescale"));
      rescale.row.hidden = model.get("baseline") === "pixels";
      count.show(number);
      seed.show(model.get("seed"));
    },
  };
}
