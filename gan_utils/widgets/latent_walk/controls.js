// The controls of a walk: where it goes, and how.

import { choiceFor, numberFor, sliderFor } from "../ui/allowed.js";

const VIEWS = { triangle: "in the triangle", path: "along the path" };
const METHODS = { slerp: "slerp (turn)", lerp: "lerp (straight)" };

/** {seed, view, method, position, show()}, the rows: onSeed, onView, onMethod and onPosition get what the reader chose. */
export function makeControls(model, { onSeed, onView, onMethod, onPosition }) {
  const controls = {
    seed: numberFor(model, "seed", "seed of the corners", 1, onSeed),
    view: choiceFor(model, "view", "move", VIEWS, onView),
    method: choiceFor(model, "method", "between points", METHODS, onMethod),
    position: sliderFor(model, "position", "place on the path", 0.005, onPosition),
  };
  return {
    ...Object.fromEntries(Object.entries(controls).map(([name, { row }]) => [name, row])),
    show() {
      for (const [name, control] of Object.entries(controls)) control.show(model.get(name));
      controls.position.row.hidden = model.get("view") !== "path";
    },
  };
}
