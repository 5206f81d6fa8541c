// InceptionScoreByHand: what a classifier says of a few images, to drag, and the score that comes of it.

import { inceptionScore } from "../../page/metrics/inception.js";
import { figure } from "../draw/canvas.js";
import { makeCard, mount } from "../ui/card.js";
import { button, element, readout } from "../ui/dom.js";
import { palette } from "../ui/theme.js";
import { setAll } from "../ui/traits.js";
import { pretty, prettyOrZero } from "../ui/words.js";
import { drawEntropies } from "./figure.js";
import { isTable } from "./probabilities.js";
import { makeProbabilityTable, tableRows } from "./table.js";

// What inceptionScore() finds: the read-out's name, and its label.
const READOUTS = {
  score: ["score", "score"],
  divergence: ["mean-kl", "mean KL"],
  marginalEntropy: ["marginal-entropy", "H(y)"],
  conditionalEntropy: ["conditional-entropy", "mean H(y|x)"],
};

/** What the score says of the table, and why. */
function told({ score, divergence, marginalEntropy, conditionalEntropy }, classes) {
  const [spread, doubt, most] = [marginalEntropy, conditionalEntropy, Math.log(classes)];
  const sure = doubt < 0.1 * most ? "sure of its class" : doubt > 0.9 * most ? "never sure" : "half sure";
  const varied =
    spread > 0.9 * most
      ? "all classes come up"
      : spread < 0.1 * most
        ? "one class comes up"
        : "some classes come up more";
  const why = divergence < 1e-6 ? " Every row is the average, so nothing tells them apart." : "";
  return (
    `The score is ${prettyOrZero(score)} of at most ${classes}. Over all images ${varied} (H(y) ${prettyOrZero(spread, 3)} of ` +
    `${pretty(most, 3)}), and each image alone leaves the classifier ${sure} (mean H(y|x) ${prettyOrZero(doubt, 3)}).${why}`
  );
}

/** The read-outs: {rows, show(found)}. */
function makeReadouts() {
  const out = Object.entries(READOUTS).map(([key, [name, label]]) => ({ key, ...readout(name, label) }));
  return {
    rows: out.map(({ row }) => row),
    show: (found) => out.forEach(({ key, show }) => show(prettyOrZero(found[key]), String(found[key]))),
  };
}

/** A button for each preset: {buttons, show(probabilities)}, which marks the one that is shown. */
function makePresets(presets, onChoose) {
  const made = presets.map(([name, rows]) => ({
    text: JSON.stringify(rows),
    start: button(`preset-${name.replace(/\W+/g, "-")}`, name, () => onChoose(rows)),
  }));
  return {
    buttons: made.map(({ start }) => start),
    show(probabilities) {
      const now = JSON.stringify(probabilities);
      for (const { text, start } of made) start.setAttribute("aria-pressed", String(text === now));
    },
  };
}

/** The table, made anew when it gets another shape: {place, show(probabilities, found)}. */
function makeTable(onChange) {
  const place = element("div");
  let table = null;
  let shape = "";
  function show(probabilities, found) {
    const [rows, classes] = [probabilities.length, probabilities[0].length];
    if (shape !== `${rows} ${classes}`) {
      shape = `${rows} ${classes}`;
      table = makeProbabilityTable(rows, classes, onChange);
      place.replaceChildren(table.place);
    }
    table.show(probabilities, found);
  }
  return { place, show };
}

function render({ model, el }) {
  const limits = model.get("_allowed").probabilities;
  const card = makeCard(model, "inception-score-by-hand", {
    checks: { probabilities: (value) => isTable(value, limits) },
  });
  const { root, set } = card;
  const now = () => model.get("probabilities");
  const put = (rows) => set("probabilities", rows);
  let found = null;
  const readouts = makeReadouts();
  const presets = makePresets(model.get("_presets"), put);
  const table = makeTable((i, row) => put(now().map((old, k) => (k === i ? row : old))));
  const bars = figure(
    "Both entropies as bars, their difference, and the score.",
    (width) => (width < 480 ? 0.44 : 0.27),
    (context, w, h) => drawEntropies(context, w, h, palette(root), found, now()[0].length),
  );

  function refresh() {
    found = inceptionScore(Float64Array.from(now().flat()), now()[0].length);
    table.show(now(), found);
    readouts.show(found);
    presets.show(now());
    bars.redraw();
  }

  return mount({
    model,
    el,
    card,
    parts: {
      moves: [...presets.buttons, button("reset", "Reset", () => setAll(model, card.first))],
      stage: [table.place, bars.place],
      answers: readouts.rows,
    },
    traits: ["probabilities"],
    summary: () => told(found, now()[0].length),
    numbers: () => tableRows(now(), found),
    begin: refresh,
    redraw: bars.redraw,
    stops: [bars.stop],
  });
}

export default { render };
