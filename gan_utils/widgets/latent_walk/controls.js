// The controls of a walk: where it goes, and how.

import { choiceFor, numberFor, sliderFor } from "../ui/allowed.js";

/** {rows, show()}: onSeed, onView, onMethod and onPosition get the value that the reader chose. */
export function makeControls(model, { onSeed, onView, onMethod, onPosition }) {
  const controls = {
    seed: numberFor(model, "seed", "seed", 1, onSeed),
    view: choiceFor(model, "view", "move", { triangle: "in the triangle", path: "along a path" }, onView),
    method: choiceFor(model, "method", "between points", { slerp: "slerp (turn)", lerp: "lerp (straight)" }, onMethod),
    position: sliderFor(model, "position", "place on the path", 0.005, onPosition),
  };
  const { seed, view, method, position } = controls;
  return {
    seed: seed.row,
    rows: [view.row, method.row, position.row],
    show() {
      for (const [name, control] of Object.entries(controls)) control.show(model.get(name));
    },
  };
}
