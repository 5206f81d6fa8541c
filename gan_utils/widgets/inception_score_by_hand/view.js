// InceptionScoreByHand: what a classifier says of a few images, to drag, and the score that comes of it.

import { inceptionScore } from "../../page/metrics/inception.js";
import { figure } from "../draw/canvas.js";
import { listen, makeCard } from "../ui/card.js";
import { button, element, readout } from "../ui/dom.js";
import { followTheme, palette } from "../ui/theme.js";
import { prettyOrZero } from "../ui/words.js";
import { drawEntropies } from "./figure.js";
import { makeProbabilityTable } from "./table.js";

const READOUTS = {
  score: "score, exp of the mean KL",
  divergence: "mean KL, H(y) − mean H(y|x)",
  marginalEntropy: "H(y), entropy of p(y)",
  conditionalEntropy: "mean H(y|x), of the rows",
};
const NAMES = {
  score: "score",
  divergence: "mean-kl",
  marginalEntropy: "marginal-entropy",
  conditionalEntropy: "conditional-entropy",
};

function render({ model, el }) {
  const { root, set } = makeCard(model, "inception-score-by-hand");
  const now = () => model.get("probabilities");
  const first = now();
  const presets = Object.fromEntries(model.get("_presets"));
  const classes = () => now()[0].length;
  const out = Object.fromEntries(Object.entries(READOUTS).map(([key, label]) => [key, readout(NAMES[key], label)]));
  const holder = element("div");
  let table = null;
  let shape = "";
  let found = null;
  const ratio = (width) => (width < 480 ? 0.52 : 0.27);
  const bars = figure("Both entropies as bars, their difference, and the score.", ratio, (context, w, h) =>
    drawEntropies(context, w, h, palette(root), found, classes()),
  );
  const moved = (i, row) =>
    set(
      "probabilities",
      now().map((old, k) => (k === i ? row : old)),
    );
  const starts = Object.entries(presets).map(([name, rows]) => ({
    rows,
    made: button(`preset-${name.replace(/\W+/g, "-")}`, name, () => set("probabilities", rows)),
  }));

  function refresh() {
    found = inceptionScore(Float64Array.from(now().flat()), classes());
    if (shape !== `${now().length} ${classes()}`) {
      shape = `${now().length} ${classes()}`;
      table = makeProbabilityTable(now().length, classes(), moved);
      holder.replaceChildren(table.place);
    }
    table.show(now(), found);
    for (const [key, each] of Object.entries(out)) each.show(prettyOrZero(found[key]), String(found[key]));
    const same = (rows) => JSON.stringify(rows) === JSON.stringify(now());
    for (const { rows, made } of starts) made.setAttribute("aria-pressed", String(same(rows)));
    bars.redraw();
  }
  root.append(
    holder,
    bars.place,
    element(
      "div",
      { className: "gan-row" },
      button("reset", "Reset", () => set("probabilities", first)),
      ...starts.map(({ made }) => made),
    ),
    element("dl", { className: "gan-readouts" }, ...Object.values(out).map(({ row }) => row)),
  );
  el.append(root);
  refresh();
  const stops = [followTheme(root, bars.redraw), listen(model, ["probabilities"], refresh), bars.stop];
  return () => stops.forEach((stop) => stop());
}

export default { render };
