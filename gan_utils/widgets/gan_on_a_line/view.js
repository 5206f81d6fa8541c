// GanOnALine: a GAN on a line that trains here, in a worker of the page's own, beside what theory says of its D.

import { figure } from "../draw/canvas.js";
import { followRun } from "../live/page.js";
import { makeCard, mount } from "../ui/card.js";
import { element } from "../ui/dom.js";
import { inRow } from "../ui/layout.js";
import { palette } from "../ui/theme.js";
import { makeControls, makeReadouts, SETTINGS } from "./controls.js";
import { drawLine } from "./figures.js";
import { drawRuns } from "./runs.js";
import { canGoOn } from "./settings.js";
import { summaryOf, tableOf } from "./summary.js";

// Heights over widths.
const LINE = 0.96;
const CURVES = 0.85;

/** What to say of many samples outside the picture. */
function remarkOnEdge({ samples }, reach) {
  const outside = samples.filter((x) => Math.abs(x) > reach).length / samples.length;
  return outside > 0.25 ? ["outside", `${Math.round(100 * outside)} % of the samples lie outside the picture.`] : null;
}

function render({ model, el }) {
  const card = makeCard(model, "gan-on-a-line", { ownLink: true });
  const { root } = card;
  const { reach } = model.get("_constants");
  const line = figure(
    "The target's density, a histogram of G's samples and D's pushes on them; below, D beside the best D",
    LINE,
    (context, w, h) => {
      if (run.picture) drawLine(context, w, h, palette(root), { ...run, reach });
    },
  );
  const curves = figure("Distance to the target, and both losses, by round", CURVES, (context, w, h) => {
    if (run.picture) drawRuns(context, w, h, palette(root), run.picture);
  });
  const redraw = () => [line, curves].forEach((each) => each.redraw());
  const readouts = makeReadouts();
  const said = element("p", { className: "gan-predict", "data-readout": "predict", hidden: true });
  const run = followRun({
    model,
    root,
    names: SETTINGS,
    canGoOn,
    layers: {},
    remark: (picture) => remarkOnEdge(picture, reach),
    show(picture, rate) {
      readouts.show(picture, rate);
      redraw();
    },
    onSettings: (settings) => controls.show(settings),
    onOpen(words) {
      said.hidden = !words;
      said.textContent = words;
    },
    onChange() {
      said.hidden = true;
    },
  });
  const controls = makeControls(model, run.change);
  const { objective, ...others } = controls.named;
  return mount({
    model,
    el,
    card,
    parts: {
      story: [objective],
      moves: [...run.buttons, run.alone.manyD, run.alone.g],
      stage: [line.place],
      answers: readouts.answers,
      side: [said, run.says, curves.place],
      settings: [...Object.values(others), controls.seed, run.speed, inRow(run.alone.d)],
      more: readouts.more,
    },
    begin: run.begin,
    redraw,
    stops: [run.end, line.stop, curves.stop],
    link: run.link,
    summary: () => summaryOf(run.picture),
    numbers: () => tableOf(run.picture),
  });
}

export default { render };
