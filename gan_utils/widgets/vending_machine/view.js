// VendingMachine: a sampler beside a model with a density. Both drop samples; only one can say how likely a place is.

import { clamp } from "../../page/engine/numbers.js";
import { figure } from "../draw/canvas.js";
import { numberFor, sliderFor } from "../ui/allowed.js";
import { makeCard, mount } from "../ui/card.js";
import { button, element, tick } from "../ui/dom.js";
import { draggable } from "../ui/drag.js";
import { makeSlices } from "../ui/slices.js";
import { palette } from "../ui/theme.js";
import { setAll } from "../ui/traits.js";
import { grouped } from "../ui/words.js";
import { makeFall } from "./fall.js";
import { drawMachine } from "./figures.js";
import { makeMachines } from "./machines.js";
import { makeReadouts, told } from "./readouts.js";

const NAMES = ["a sampler: the GAN's generator", "a model with a density"];
const VIEWS = ["sampler-view", "model-view"];
// Pixels to either side of the yellow line within which a finger takes hold of it.
const GRASP = 20;
const PRESSES = [1, 10, 1000];
const TRAITS = ["target", "seed", "count", "x", "ratio", "kernel", "bandwidth"];

/** What drawMachine wants of machine i, with what is falling in it. */
function shownOf(i, x, machines, falling, colours) {
  const { range, held, xs, curves, ask } = machines;
  const answer = (name, text, ink) => ({ name: text, ys: curves[name](), line: ink, at: ask[name](x) });
  const answers = i
    ? [answer("density", "q, its density", colours.second)]
    : [answer("ratio", "q by D's ratio", colours.third), answer("parzen", "q by kernel density", colours.generated)];
  const counted = i ? null : curves.all();
  return {
    range,
    xs,
    tint: i ? colours.second : colours.generated,
    samples: machines.dropped(i),
    bars: machines.bars(i),
    ...falling,
    x,
    data: curves.data(),
    answers: answers.filter(({ ys }) => ys),
    outline: counted && { name: `q, ${grouped(held)} samples`, heights: counted },
    top: 1.5 * machines.tallest(),
  };
}

/** The picture of machine i, to drag the place on that is asked about. */
function makePicture(i, model, root, machines, falling, onMove) {
  let view = null;
  const picture = figure(
    `Samples of ${NAMES[i]}. Drag the yellow line, or use the arrow keys, to ask about another place.`,
    (width) => (width < 400 ? 0.42 : 0.6),
    (context, w, h) => {
      const colours = palette(root);
      view = drawMachine(context, w, h, colours, shownOf(i, model.get("x"), machines, falling(), colours));
    },
    { tabIndex: 0, role: "application", "data-control": VIEWS[i] },
  );
  draggable(picture.canvas, {
    grabs: (place) => Math.abs(view.x(model.get("x")) - place) <= GRASP,
    drag: (place) => onMove(view.fromX(place)),
    nudge: (right) => onMove(model.get("x") + 0.05 * right),
  });
  return picture;
}

/** The controls, each by its trait. */
const makeControls = (model, set) => ({
  seed: numberFor(model, "seed", "seed", 1, (value) => set("seed", value)),
  x: sliderFor(model, "x", "ask about the place x", 0.01, (value) => set("x", value)),
  bandwidth: sliderFor(model, "bandwidth", "bandwidth of the kernel density", 0.01, (value) => set("bandwidth", value)),
  ratio: tick("ratio", "estimate q from D's ratio", false, (on) => set("ratio", on)),
  kernel: tick("kernel", "estimate q from its samples", false, (on) => set("kernel", on)),
});

/** The card's parts in their places. */
function layOut(pictures, { out }, controls, buttons) {
  const list = (...rows) => element("dl", { className: "gan-readouts" }, ...rows.map((each) => each.row));
  const pair = (...parts) => element("div", { className: "gan-machines" }, ...parts);
  const asked = [
    [out.cannot, out.ratio, out.ratioArea, out.parzen, out.parzenArea, out.all, out.d],
    [out.says, out.density, out.log, out.densityArea],
  ];
  const column = ({ place }, i) =>
    element("div", {}, element("h4", { textContent: NAMES[i] }), place, list(out.last[i], ...asked[i]));
  return {
    story: [controls.x.row],
    moves: buttons,
    stage: [pair(...pictures.map(column))],
    below: [
      list(out.count, out.data),
      element(
        "div",
        { className: "gan-row gan-ticks" },
        controls.ratio.row,
        controls.kernel.row,
        controls.bandwidth.row,
      ),
    ],
    settings: [controls.seed.row],
  };
}

function render({ model, el }) {
  const card = makeCard(model, "vending-machine");
  const { root, set } = card;
  const machines = makeMachines(model);
  const { range, held } = machines;
  const readouts = makeReadouts(machines);
  const controls = makeControls(model, set);
  const slices = makeSlices();
  const fall = makeFall(root, () => redraw());
  const moveTo = (x) => set("x", clamp(Math.round(100 * x) / 100, range.min, range.max));
  const pictures = NAMES.map((_, i) => makePicture(i, model, root, machines, fall.now, moveTo));
  const redraw = () => pictures.forEach((each) => each.redraw());

  function refresh() {
    const traits = Object.fromEntries(TRAITS.map((name) => [name, model.get(name)]));
    for (const [name, control] of Object.entries(controls)) control.show(traits[name]);
    controls.bandwidth.row.hidden = !traits.kernel;
    presses.forEach((each) => {
      each.disabled = traits.count === held;
    });
    root.setAttribute("aria-busy", String(machines.waiting()));
    if (machines.waiting())
      slices.begin(machines.makeAll(), (done) => {
        if (done) refresh();
      });
    readouts.show(traits);
    redraw();
  }
  function press(n) {
    const batch = Math.min(n, held - model.get("count"));
    const still = n > 10 || matchMedia("(prefers-reduced-motion: reduce)").matches;
    fall.begin(batch, still);
    set("count", model.get("count") + batch);
  }
  const presses = PRESSES.map((n) => button(`press-${n}`, `Press ${grouped(n)}`, () => press(n)));
  const reset = button("reset", "Reset", () => {
    fall.forget();
    setAll(model, card.first);
  });

  return mount({
    model,
    el,
    card,
    parts: layOut(pictures, readouts, controls, [...presses, reset]),
    traits: TRAITS,
    begin: refresh,
    redraw,
    stops: [slices.stop, ...pictures.map((each) => each.stop)],
    summary: () => told(machines, Object.fromEntries(TRAITS.map((name) => [name, model.get(name)]))),
  });
}

export default { render };
