// The chapter's story: a choice of presets, and what to predict of the one that is open.

import { choice, element } from "../ui/dom.js";
import { PRESETS, planOf, presetOf } from "./presets.js";

const OWN = "own"; // none of the presets
const TEXTS = {
  [OWN]: "settings of your own",
  ...Object.fromEntries(Object.entries(PRESETS).map(([name, { text }]) => [name, text])),
};

/** {row, predict, showOpened(words, settings, later), showOwn()}: onPreset(plan, words) hears of what is chosen. */
export function makeStory(defaults, seed, onPreset) {
  const preset = choice("preset", "the chapter's story", TEXTS, OWN, (name) => {
    if (name !== OWN) onPreset(planOf(name, defaults, seed()), PRESETS[name].predict);
  });
  const predict = element("p", { className: "gan-predict", "data-readout": "predict", hidden: true });
  return {
    row: preset.row,
    predict,
    showOpened(words, settings, later) {
      preset.show(presetOf(defaults, settings, later) ?? OWN);
      predict.hidden = !words;
      predict.textContent = words;
    },
    /** A reader has gone another way. */
    showOwn() {
      preset.show(OWN);
      predict.hidden = true;
    },
  };
}
