// The ways to be bad: a slider each, and presets of them all.

import { nextSeed, numberFor, sliderFor } from "../ui/allowed.js";
import { button } from "../ui/dom.js";

// Of each way its label and the slider's step.
const WAYS = {
  blur: ["blur, pixels", 0.1],
  noise: ["noise, its standard deviation", 0.02],
  shift: ["shift to the right, pixels", 1],
  drop: ["digits that never come, of ten", 1],
  variety: ["variety within a digit, share kept", 0.01],
  memorise: ["copies of real images, share", 0.01],
};
const PERFECT = { blur: 0, noise: 0, shift: 0, drop: 0, variety: 1, memorise: 0 };
const PRESETS = {
  perfect: ["Perfect", PERFECT],
  blurred: ["Blurred", { ...PERFECT, blur: 1 }],
  noisy: ["Noisy", { ...PERFECT, noise: 0.6 }],
  copyist: ["A copyist", { ...PERFECT, memorise: 1 }],
  five: ["Five digits only", { ...PERFECT, drop: 5 }],
  one: ["One perfect image of each digit", { ...PERFECT, variety: 0 }],
};
const isSet = (preset, settings) => Object.entries(preset).every(([way, value]) => settings[way] === value);
/** The traits that the controls are of. */
export const TRAITS = [...Object.keys(WAYS), "seed"];

/** {rows, presets, another, reset, show(settings), nameOf(settings)}: rows of controls, the buttons, and a preset's name. */
export function makeControls(model, set, onReset) {
  const controls = Object.fromEntries(
    Object.entries(WAYS).map(([name, [label, step]]) => [
      name,
      sliderFor(model, name, label, step, (value) => set(name, value)),
    ]),
  );
  controls.seed = numberFor(model, "seed", "seed", 1, (value) => set("seed", value));
  const presets = Object.entries(PRESETS).map(([name, [text, preset]]) => ({
    preset,
    made: button(`preset-${name}`, text, () => Object.entries(preset).forEach(([way, value]) => set(way, value))),
  }));
  return {
    rows: TRAITS.map((name) => controls[name].row),
    presets: presets.map(({ made }) => made),
    another: button("another", "Another draw", () => set("seed", nextSeed(model))),
    reset: button("reset", "Reset", onReset),
    /** What these settings are called, or what differs from a perfect generator. */
    nameOf(settings) {
      const found = Object.values(PRESETS).find(([, preset]) => isSet(preset, settings));
      if (found) return found[0];
      return Object.entries(WAYS)
        .filter(([way]) => settings[way] !== PERFECT[way])
        .map(([way, [label]]) => `${label} ${settings[way]}`)
        .join("; ");
    },
    show(settings) {
      for (const name of TRAITS) controls[name].show(settings[name]);
      for (const { preset, made } of presets) made.setAttribute("aria-pressed", String(isSet(preset, settings)));
    },
  };
}
