// The last line of a card: its link, its picture and its numbers to take away, and what happened in it.

import { copyText } from "./copy.js";
import { button, element } from "./dom.js";
import { inBook } from "./hash.js";
import { csv, download, numbersOf, pngOf, svgOf } from "./save.js";

const QUIET = 600; // milliseconds without another key, after which the keyboard's changes are summed up

/**
 * {row, line}: the buttons, and the line that says what happened: on demand, when a figure that plays pauses, and when keys
 * have moved something in a picture. What a reader does next makes it untrue, and it goes.
 * link() gives the card's address, summary() the sentence, numbers() rows of cells under a head.
 */
export function makeFoot(root, { name, link, summary, numbers }) {
  const line = element("p", { className: "gan-tells", role: "status", "data-readout": "tells" });
  const tell = () => {
    line.textContent = summary();
  };
  const copy = (text) => (event) => copyText(text(), event.currentTarget);
  const svgFile = () => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgOf(root))}`;
  const saves = [
    button("save-png", "Save PNG", () => download(`${name}.png`, pngOf(root))),
    button("save-svg", "Save SVG", () => download(`${name}.svg`, svgFile())),
  ];
  const row = element("div", { className: "gan-foot" }, button("tell", "What happened?", tell));
  if (inBook()) row.append(button("copy-link", "Copy link", copy(link)));
  row.append(
    button(
      "copy-numbers",
      "Copy numbers",
      copy(() => csv(numbers())),
    ),
  );
  if (root.querySelector("canvas")) row.append(...saves);
  // A page has many such buttons: each says of which figure it is.
  for (const taken of [...row.children].slice(1)) taken.ariaLabel = `${taken.textContent}: ${root.ariaLabel}`;
  root.addEventListener("pause", tell);
  let waiting = 0;
  root.addEventListener("nudged", () => {
    clearTimeout(waiting);
    waiting = setTimeout(tell, QUIET);
  });
  const forget = ({ target }) => {
    clearTimeout(waiting);
    if (target.closest("button, input, select, canvas") && !row.contains(target)) line.textContent = "";
  };
  for (const kind of ["click", "input", "change"]) root.addEventListener(kind, forget, true);
  return { row, line };
}

/** The read-outs as a table under a head. */
export const readoutRows = (root) => [["quantity", "value"], ...numbersOf(root)];

/** The read-outs that answer the figure's question, in one sentence. */
export const spoken = (rows) =>
  `${rows
    .filter((row) => !row.hidden)
    .map((row) => `${row.querySelector("dt").textContent}: ${row.querySelector("output").textContent}`)
    .join("; ")}.`;
