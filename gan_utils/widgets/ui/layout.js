// Where the parts of a card stand.

import { element } from "./dom.js";

/** Elements in a row that wraps. */
export const inRow = (...parts) => element("div", { className: "gan-row" }, ...parts);

/** A list of read-outs, each its row. */
const list = (rows, className) => element("dl", { className: `gan-readouts ${className}` }, ...rows);

/**
 * The places of a card, in order, with what stands in them:
 *
 * - `story`: the control that the text speaks of, large and first; `moves`: Play, Step, Reset and the like beside it;
 * - `stage`: the pictures, with `answers` beside them, rows of read-outs that answer the figure's question, and `side`,
 *   what else belongs there;
 * - `below`: what the figure says of its state, and all else that must be seen;
 * - `settings`: the controls that are folded away, and `more`, rows of read-outs with them.
 */
export function layOut(
  model,
  { story = [], moves = [], stage, answers = [], side = [], below = [], settings = [], more = [] },
) {
  const bar = element("div", { className: "gan-bar" });
  if (story.length) bar.append(element("div", { className: "gan-story" }, ...story));
  if (moves.length) bar.append(element("div", { className: "gan-moves" }, ...moves));
  const beside = element("div", { className: "gan-side" });
  if (answers.length) beside.append(list(answers, "gan-answers"));
  beside.append(...side);
  const shown = element("div", { className: "gan-stage" }, element("div", { className: "gan-pictures" }, ...stage));
  if (beside.children.length) shown.append(beside);
  return [
    ...(bar.children.length ? [bar] : []),
    shown,
    ...below,
    ...(settings.length || more.length ? [folded(model, settings, more)] : []),
  ];
}

/** All that is folded away, open as the reader left it while the page is open. */
function folded(model, settings, more) {
  const key = `figure ${model.get("name")} unfolded`;
  const made = element(
    "details",
    { className: "gan-more" },
    element("summary", {
      textContent: settings.length ? "All settings" : "All numbers",
      "data-control": "all-settings",
    }),
    ...(settings.length ? [element("div", { className: "gan-settings" }, ...settings)] : []),
    ...(more.length ? [list(more, "gan-more-numbers")] : []),
  );
  try {
    made.open = sessionStorage.getItem(key) === "yes";
    made.ontoggle = () => sessionStorage.setItem(key, made.open ? "yes" : "no");
  } catch {
    // A page that may store nothing forgets it.
  }
  return made;
}
