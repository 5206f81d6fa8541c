// The slider that looks back on a run.

import { element } from "../ui/dom.js";

/** {row, show(rounds, at)}, of the rounds of the records: onLook(at) hears of the record that is wanted, null for now. */
export function makeTimeline(onLook) {
  const slide = element("input", { type: "range", min: 0, max: 0, step: 1, value: 0, "data-control": "timeline" });
  slide.oninput = () => {
    const wanted = Number(slide.value);
    onLook(wanted === Number(slide.max) ? null : wanted);
  };
  return {
    row: element("label", { className: "gan-field" }, element("span", { textContent: "timeline: look back" }), slide),
    show(rounds, at) {
      slide.max = rounds.length - 1;
      slide.value = at ?? slide.max;
      slide.setAttribute("aria-valuetext", `round ${rounds[slide.value]}`);
    },
  };
}
