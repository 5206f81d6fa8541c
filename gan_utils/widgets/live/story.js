// A chapter's story: a choice of presets, and what to predict of the one that is open.

import { choice, element } from "../ui/dom.js";
import { plansOf } from "./plans.js";

const OWN = "own"; // none of the presets

/**
 * {row, predict, opened(), showOpened(words, settings, later), showOwn()}: onPreset(plan, words) hears of what is chosen among
 * `presets`, {text, predict, settings, changes}; opened() is the name of the one that is open, or null.
 */
export function makeStory({ label, presets, plain }, defaults, seed, onPreset) {
  const { planOf, presetOf } = plansOf(plain, presets);
  const texts = {
    [OWN]: "settings of your own",
    ...Object.fromEntries(Object.entries(presets).map(([name, { text }]) => [name, text])),
  };
  let opened = null;
  const preset = choice("preset", label, texts, OWN, (name) => {
    if (name !== OWN) onPreset(planOf(name, defaults, seed()), presets[name].predict);
  });
  const predict = element("p", { className: "gan-predict", "data-readout": "predict", hidden: true });
  function show(name) {
    opened = name;
    preset.show(name ?? OWN);
  }
  return {
    row: preset.row,
    predict,
    opened: () => opened,
    showOpened(words, settings, later) {
      show(presetOf(defaults, settings, later) ?? null);
      predict.hidden = !words;
      predict.textContent = words;
    },
    /** A reader has gone another way. */
    showOwn() {
      show(null);
      predict.hidden = true;
    },
  };
}
