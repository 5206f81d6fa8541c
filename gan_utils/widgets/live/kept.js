// The runs that are kept to compare the current one with, and the way back to a moment of it.

import { button, element } from "../ui/dom.js";
import { inRow } from "../ui/layout.js";
import { counted } from "../ui/words.js";
import { writeLink } from "./link.js";

/** How the curves of kept runs are dashed, the last one's as the last. */
export const DASHES = [
  [2, 3],
  [6, 3],
  [10, 3, 2, 3],
];

/** A run in words: what is not as first shown, what was changed at which round, and how far it came. */
export function wordsOf(defaults, first, changes, rounds) {
  const [start, ...later] = writeLink(defaults, first, changes)
    .split(";")
    .map((part) => part.replace(/[:_]/g, " ").replace(/,/g, ", "));
  const then = later.map((part) =>
    part.replace(/^(\d+)\/(.*)$/, (_, round, what) => `from round ${round}: ${what || "as before"}`),
  );
  return `${[start || "as first shown", ...then].join("; ")} (${counted(rounds, "round")})`;
}

/**
 * {row, show(kept, at)}: onBack() hears that the run is to go on from the record that is looked back on, onKeep() that it is
 * to be kept, onDrop(place) that a kept one is to go.
 */
export function keptControls({ onBack, onKeep, onDrop }) {
  const back = button("go-on", "Go on from here", onBack);
  const keep = button("keep", "Keep to compare", onKeep);
  const list = element("ol", { className: "gan-kept", "data-readout": "kept" });
  return {
    row: element("div", {}, inRow(keep, back), list),
    show(kept, at) {
      back.hidden = at === null;
      list.hidden = !kept.length;
      list.replaceChildren(
        ...kept.map(({ words }, place) => {
          const drop = button("drop", "×", () => onDrop(place), { ariaLabel: `Forget the kept run: ${words}` });
          const line = element("li", {}, element("span", { textContent: words }), drop);
          line.dataset.dash = DASHES.length - kept.length + place;
          return line;
        }),
      );
    },
  };
}
