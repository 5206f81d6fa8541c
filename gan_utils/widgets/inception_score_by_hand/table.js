// The table of InceptionScoreByHand: a bar to drag for each probability, their means, and each row's divergence.

import { clamp } from "../../page/engine/numbers.js";
import { element } from "../ui/dom.js";
import { pretty, prettyOrZero } from "../ui/words.js";
import { withProbability } from "./probabilities.js";

const classNames = (count) => [..."ABCDEF"].slice(0, count);

/** A number with a bar: {output, show(value, share)}, which fills the bar up to a share of its length. */
function barOutput(name, className) {
  const output = element("output", { "data-readout": name, "aria-live": "off", className });
  return {
    output,
    show(value, share) {
      output.textContent = prettyOrZero(value, 2);
      output.dataset.value = String(value);
      output.style.setProperty("--share", clamp(share, 0, 1));
    },
  };
}

/** The table as rows of cells, with the mean of the rows last. */
export const tableRows = (probabilities, { marginal, divergences }) => [
  ["image", ...classNames(marginal.length), "KL from p(y)"],
  ...probabilities.map((row, i) => [i + 1, ...row, divergences[i]]),
  ["mean", ...marginal, ""],
];

/**
 * The table for so many rows and classes: {place, show(probabilities, {marginal, divergences})}. onChange(row, numbers)
 * hears of a row that was moved.
 *
 * @param {number} rows
 * @param {number} classes
 * @param {(row: number, numbers: number[]) => void} onChange
 */
export function makeProbabilityTable(rows, classes, onChange) {
  const names = classNames(classes);
  // The row as it was when a drag began, so that a bar that comes back finds the others as they were; and as it is now.
  let shown = [];
  let before = null;
  let after = null;
  const bars = Array.from({ length: rows }, (_, i) =>
    names.map((name, k) => {
      const bar = element("input", {
        type: "range",
        min: 0,
        max: 1,
        step: 0.01,
        className: "gan-given",
        "data-control": `p-${i + 1}-${name}`,
      });
      bar.setAttribute("aria-label", `p(${name} | image ${i + 1})`);
      bar.oninput = () => {
        if (String(shown[i]) !== String(after)) before = shown[i];
        after = withProbability(before, k, Number(bar.value));
        onChange(i, after);
      };
      bar.onchange = () => {
        after = null;
      };
      // A finger that scrolls the page over a bar has set it at its first touch: that is taken back.
      let untouched = null;
      bar.onpointerdown = () => {
        untouched = shown[i];
      };
      bar.onpointercancel = () => {
        after = null;
        onChange(i, untouched);
      };
      return bar;
    }),
  );
  const means = names.map((name) => barOutput(`marginal-${name}`, "gan-all"));
  const divergences = bars.map((_, i) => barOutput(`kl-${i + 1}`, "gan-apart"));
  const head = (text, scope, ...more) => element("th", { textContent: text, scope }, ...more);
  const cell = (content) => element("td", {}, content);
  const long = (text) => element("span", { className: "gan-long", textContent: text });
  const unseen = () => element("span", { className: "gan-unseen", textContent: "?", "aria-hidden": "true" });
  const image = (i) => head("", "row", unseen(), long("image "), String(i + 1));
  const place = element(
    "table",
    { className: "gan-probabilities" },
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        head("p(y|x)", "col"),
        ...names.map((name) => head(name, "col")),
        head("KL", "col", long(" from p(y)")),
      ),
    ),
    element(
      "tbody",
      {},
      ...bars.map((row, i) => element("tr", {}, image(i), ...row.map(cell), cell(divergences[i].output))),
    ),
    element(
      "tfoot",
      {},
      element("tr", {}, head("p(y)", "row", long(", the mean")), ...means.map(({ output }) => cell(output))),
    ),
  );

  function show(probabilities, { marginal, divergences: apart }) {
    shown = probabilities;
    bars.forEach((row, i) =>
      row.forEach((bar, k) => {
        bar.value = probabilities[i][k];
        bar.setAttribute("aria-valuetext", pretty(probabilities[i][k], 2));
        bar.style.setProperty("--share", probabilities[i][k]);
      }),
    );
    means.forEach((mean, k) => mean.show(marginal[k], marginal[k]));
    divergences.forEach((each, i) => each.show(apart[i], apart[i] / Math.log(classes)));
  }
  return { place, show };
}
