// OrbitStepper's controls: the settings, and where the players start.

import { choiceFor, numberFor, rangeOf, sliderFor } from "../ui/allowed.js";
import { numberBox } from "../ui/dom.js";
import { CHOICES, SLIDERS } from "./labels.js";

/** Boxes for the two coordinates of the start. */
function startBoxes(model, set) {
  const at = (i, value) => model.get("start").map((old, k) => (k === i ? value : old));
  const box = (name, which, i) =>
    numberBox(name, `start, ${which} coordinate`, { ...rangeOf(model, "start"), step: 0.1, value: 0 }, (value) =>
      set("start", at(i, value)),
    );
  return [box("start-x", "first", 0), box("start-y", "second", 1)];
}

/**
 * The controls of the settings and of the start: {story, settings, show(settings, options)}, which hides all but the
 * `options` that the game takes. `story` are the rows of which rule moves the players, and how far. set(name, value) hears
 * of what a reader changes, after onGame() where it is the game.
 */
export function makeControls(model, set, onGame) {
  const controls = {};
  for (const [name, [label, texts]] of Object.entries(CHOICES))
    controls[name] = choiceFor(model, name, label, texts, (value) => {
      if (name === "game") onGame();
      // Each has a penalty of its own: what was set for another is none of its story.
      if (name === "variant") model.set("penalty", null);
      set(name, value);
    });
  for (const [name, [label, step]] of Object.entries(SLIDERS))
    controls[name] = sliderFor(model, name, label, step, (value) => set(name, value));
  controls.seed = numberFor(model, "seed", "seed of the noise", 1, (value) => set("seed", value));
  const starts = startBoxes(model, set);
  function show(s, options) {
    const names = [...options, "lr", "game", ...(s.game === "dirac" ? ["variant", "update"] : ["method"])];
    for (const [name, control] of Object.entries(controls)) {
      control.show(s[name]);
      control.row.hidden = !names.includes(name);
    }
    starts.forEach((box, i) => box.show(s.start[i]));
  }
  const { method, variant, lr, ...others } = controls;
  return {
    story: [method.row, variant.row, lr.row],
    settings: [...Object.values(others), ...starts].map((control) => control.row),
    show,
  };
}
