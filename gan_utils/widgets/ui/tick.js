// A box to tick, with its label.

import { element } from "./dom.js";

/** A box to tick. Returns {row, show(on)}. */
export function tick(name, label, on, onChange) {
  const box = element("input", { type: "checkbox", checked: on, "data-control": name });
  box.onchange = () => onChange(box.checked);
  return {
    row: element("label", { className: "gan-tick" }, box, label),
    show: (next) => {
      box.checked = next;
    },
  };
}
