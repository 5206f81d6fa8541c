// GanOnALine: a GAN on a line that trains here, in a worker of the page's own, beside what theory says of its D.

import { figure } from "../draw/canvas.js";
import { followRun } from "../live/page.js";
import { makeCard } from "../ui/card.js";
import { element } from "../ui/dom.js";
import { followTheme, palette } from "../ui/theme.js";
import { kindsOf, makeControls, makeReadouts, SETTINGS } from "./controls.js";
import { drawLine, drawRuns } from "./figures.js";
import { canGoOn, REACH } from "./settings.js";

function render({ model, el }) {
  const { root } = makeCard(model, "gan-on-a-line");
  const line = figure(
    "The target's density, a histogram of G's samples and D's pushes on them; below, D beside the best D",
    (width) => (width < 480 ? 1.25 : 0.8),
    (context, w, h) => {
      if (run.picture) drawLine(context, w, h, palette(root), run);
    },
  );
  const curves = figure(
    "Distance to the target, and both losses, by round",
    (width) => (width < 480 ? 0.9 : 0.5),
    (context, w, h) => {
      if (run.picture) drawRuns(context, w, h, palette(root), run.picture);
    },
  );
  const readouts = makeReadouts();
  const said = element("p", { className: "gan-predict", "data-readout": "predict", hidden: true });
  function remark({ samples }) {
    const outside = samples.filter((x) => Math.abs(x) > REACH).length / samples.length;
    return outside > 0.25
      ? ["outside", `${Math.round(100 * outside)} % of the samples lie outside the picture.`]
      : null;
  }
  const run = followRun({
    model,
    root,
    names: SETTINGS,
    kinds: kindsOf(),
    canGoOn,
    layers: {},
    remark,
    show(picture, rate) {
      readouts.show(picture, rate);
      line.redraw();
      curves.redraw();
    },
    told: (settings) => controls.show(settings),
    opened(words) {
      said.hidden = !words;
      said.textContent = words;
    },
    changed() {
      said.hidden = true;
    },
  });
  const controls = makeControls(model, run.change);
  root.append(
    said,
    line.place,
    curves.place,
    element("div", { className: "gan-row" }, ...run.buttons, controls.seed, run.pace),
    run.says,
    element("div", { className: "gan-settings" }, ...controls.rows),
    element("div", { className: "gan-row" }, run.copy),
    element("dl", { className: "gan-readouts" }, ...readouts.rows),
  );
  el.append(root);
  run.begin();
  const stops = [
    followTheme(root, () => {
      line.redraw();
      curves.redraw();
    }),
    run.end,
    line.stop,
    curves.stop,
  ];
  return () => stops.forEach((stop) => stop());
}

export default { render };
