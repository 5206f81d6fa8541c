// The settings of a training run: what they may be, and a control for each.

import { choice, numberBox, slider } from "./dom.js";

const LAST_SEED = 4294967295;

/**
 * What each setting may be, for links, of {choices: name -> [label, {value: text}], numeric: the choices that are numbers,
 * sliders: name -> [label, min, max, step]} and the seed.
 */
export const kindsOfSettings = ({ choices, numeric, sliders }) => ({
  ...Object.fromEntries(
    Object.entries(choices).map(([name, [, texts]]) => [
      name,
      { choices: Object.keys(texts), numeric: numeric.includes(name) },
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(sliders).map(([name, [, min, max, step]]) => [name, { min, max, whole: step >= 1 }]),
  ),
  seed: { min: 0, max: LAST_SEED, whole: true },
});

/**
 * The settings' controls, the seed apart: {rows, seed, show(settings)}. set(part) hears of what a reader changes; `only`
 * names the objectives for which a setting matters, where that is not all of them.
 */
export function settingsControls({ choices, numeric, sliders, only }, model, set) {
  const controls = {};
  for (const [name, [label, texts]] of Object.entries(choices))
    controls[name] = choice(name, label, texts, String(model.get(name)), (value) =>
      set({ [name]: numeric.includes(name) ? Number(value) : value }),
    );
  for (const [name, [label, min, max, step]] of Object.entries(sliders))
    controls[name] = slider(name, label, { min, max, step, value: min }, (value) => set({ [name]: value }));
  const seed = numberBox("seed", "seed", { min: 0, max: LAST_SEED, step: 1, value: 0 }, (value) =>
    set({ seed: value }),
  );
  function show(s) {
    seed.show(s.seed);
    for (const [name, control] of Object.entries(controls)) {
      control.show(numeric.includes(name) ? String(s[name]) : s[name]);
      control.row.hidden = Boolean(only[name] && !only[name].includes(s.objective));
    }
  }
  return { rows: Object.values(controls).map((control) => control.row), seed: seed.row, show };
}
