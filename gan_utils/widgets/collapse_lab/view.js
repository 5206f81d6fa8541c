// CollapseLab: a GAN in the plane that trains here, in a worker of the page's own.

import { figure } from "../draw/canvas.js";
import { followStory } from "../live/story.js";
import { mostOf } from "../ui/allowed.js";
import { makeCard, mount } from "../ui/card.js";
import { button, element, tick } from "../ui/dom.js";
import { inRow } from "../ui/layout.js";
import { palette } from "../ui/theme.js";
import { makeControls, makeReadouts, SETTINGS } from "./controls.js";
import { drawCurves } from "./curves.js";
import { makeMany } from "./many.js";
import { makeMap } from "./map.js";
import { besidePlane, makePlane } from "./plane.js";
import { PLAIN, PRESETS } from "./presets.js";
import { canGoOn, LOOKS } from "./settings.js";
import { summaryOf, tableOf } from "./summary.js";

const LAYERS = {
  samples: "samples",
  target: "target",
  heat: "what D thinks",
  manifold: "G's grid",
  arrows: "G's gradient",
};
// The curves' height over their width.
const CURVES = 0.88;
// What clearing leaves, as a target has one mode at least.
const CLEARED = [[0, 0]];

/** What to say of many samples outside the picture. */
function remarkOnEdge({ points }, reach) {
  const outside = points.filter((value) => Math.abs(value) > reach).length / points.length;
  return outside > 0.25 ? ["outside", "Many samples have left the picture; they are drawn on its edge."] : null;
}

function render({ model, el }) {
  const card = makeCard(model, "collapse-lab", { ownLink: true });
  const { root } = card;
  const { reach } = model.get("_constants");
  const most = mostOf(model, "drawn");
  const tooMany = ["full", `${most} modes are as many as a target may have. Clear it to begin another.`];
  const firstLayers = { samples: true, target: true, ...LOOKS };
  const layers = { ...firstLayers };
  let full = false;

  const plane = makePlane(root, reach, {
    scene: () => ({ picture: run.picture, target: run.target, layers }),
    adding: () => model.get("target") === "drawn",
    onMode(point) {
      const drawn = model.get("drawn");
      const before = String(drawn) === String(CLEARED) ? [] : drawn;
      if (before.length < most) return run.change({ drawn: [...before, point] });
      full = true;
      run.say(...tooMany);
    },
  });
  const beside = besidePlane(root, reach, () => run.target);
  const curves = figure("Losses and modes captured, by round", CURVES, (context, w, h) => {
    if (run.picture) drawCurves(context, w, h, palette(root), run);
  });
  const readouts = makeReadouts();
  const told = { label: "the chapter's story", presets: PRESETS, plain: PLAIN };
  const { run, story, timeline } = followStory(told, {
    model,
    root,
    names: SETTINGS,
    canGoOn,
    layers,
    show(picture, rate) {
      readouts.show(picture, rate);
      timeline.show(
        picture.records.map(([round]) => round),
        run.at,
      );
      plane.redraw();
      beside.show(picture.beside);
      curves.redraw();
    },
    // Also when the answer to an earlier change comes only now.
    remark: (picture) => (full ? tooMany : remarkOnEdge(picture, reach)),
    onSettings(settings) {
      map.redraw();
      controls.show(settings);
      clear.hidden = settings.target !== "drawn";
    },
    onReset() {
      Object.assign(layers, firstLayers);
      boxes.forEach((box, i) => box.show(Object.values(layers)[i]));
    },
    onTurn() {
      full = false;
    },
  });
  const controls = makeControls(model, run.change);
  const boxes = Object.entries(LAYERS).map(([name, label]) =>
    tick(`layer-${name}`, label, layers[name], (on) => {
      layers[name] = on;
      run.look();
    }),
  );
  const { unroll, ...others } = controls.named;
  const many = makeMany(model, root, run.settings, run.fail);
  const clear = button("clear", "Clear your own target", () => run.change({ drawn: CLEARED }));
  const beginWith = (part) => run.open({ ...run.settings(), ...part }, []);
  const map = makeMap(model, root, run.settings, {
    onMethod: beginWith,
    // A cell's seeds begin with its rates, beside the run in the plane.
    async onCell(rates) {
      await beginWith(rates);
      many.run();
    },
  });
  const figures = [plane, beside, curves, map, many];

  return mount({
    model,
    el,
    card,
    parts: {
      story: [story.row, unroll],
      moves: run.buttons,
      stage: [plane.place],
      answers: readouts.answers,
      side: [story.predict, run.says, curves.place, timeline.row, run.compare],
      below: [element("div", { className: "gan-lab-map" }, map.place, many.place), beside.place],
      settings: [
        ...Object.values(others),
        controls.seed,
        run.speed,
        clear,
        inRow(...Object.values(run.alone)),
        inRow(...boxes.map((box) => box.row)),
      ],
      more: readouts.more,
    },
    begin: run.begin,
    redraw: () => figures.forEach((each) => each.redraw()),
    stops: [run.end, ...figures.map((each) => each.stop)],
    link: run.link,
    summary: () => summaryOf(run.picture, run.at),
    numbers: () => tableOf(run.picture),
  });
}

export default { render };
