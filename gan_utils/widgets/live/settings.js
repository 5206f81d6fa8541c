// The settings of a training: a control for each.

import { choiceFor, numberFor, sliderFor } from "../ui/allowed.js";

/**
 * The settings' controls, the seed apart: {named, seed, show(settings)}. `choices` are name -> [label, labels of the values],
 * `sliders` name -> [label, step]. The card's constant `only` names the objectives for which a setting matters, where that
 * is not all of them. `named` are the rows by name. onChange(part) hears of what a reader changes.
 */
export function settingsControls(model, choices, sliders, onChange) {
  const { only } = model.get("_constants");
  const controls = {};
  const change = (name) => (value) => onChange({ [name]: value });
  for (const [name, [label, labels]] of Object.entries(choices))
    controls[name] = choiceFor(model, name, label, labels, change(name));
  for (const [name, [label, step]] of Object.entries(sliders))
    controls[name] = sliderFor(model, name, label, step, change(name));
  const seed = numberFor(model, "seed", "seed", 1, change("seed"));
  function show(s) {
    seed.show(s.seed);
    for (const [name, control] of Object.entries(controls)) {
      control.show(s[name]);
      control.row.hidden = Boolean(only[name] && !only[name].includes(s.objective));
    }
  }
  const named = Object.fromEntries(Object.entries(controls).map(([name, { row }]) => [name, row]));
  return { named, seed: seed.row, show };
}
