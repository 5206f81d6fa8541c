// VendingMachine: a sampler beside a model with a density. Both drop samples; only one can say how likely a place is.

import { clamp } from "../../page/engine/numbers.js";
import { figure } from "../draw/canvas.js";
import { listen, makeCard } from "../ui/card.js";
import { button, element, numberBox, readout, slider, tick } from "../ui/dom.js";
import { draggable } from "../ui/drag.js";
import { makeSlices } from "../ui/slices.js";
import { followTheme, palette } from "../ui/theme.js";
import { pretty } from "../ui/words.js";
import { drawMachine, placeToX } from "./figures.js";
import { HELD } from "./machine.js";
import { makeMachines, REACH } from "./machines.js";

const NAMES = ["a sampler: the GAN's generator", "a model with a density"];
const PRESSES = [1, 10, 1000];
const TRAITS = ["target", "seed", "count", "x", "ratio", "kernel", "bandwidth"];
const FALL = 450; // milliseconds
const CANNOT =
  "It cannot say. The network turns noise into samples, and for the density at a place one would have to " +
  "add up every noise that lands there: nobody wrote that sum down.";
const ESTIMATED = "It cannot say itself. What stands here was estimated from outside.";

const number = (output, value) => output.show(pretty(value), String(value));
const twoPlaces = (value) => value.toFixed(2).replace("-", "−");
const newest = (output, samples) =>
  output.show(
    [...samples.slice(-6)].reverse().map(twoPlaces).join(", ") || "nothing yet",
    JSON.stringify([...samples.slice(-10)]),
  );

/** The read-outs by name, and show(x, count), which fills them. */
function makeReadouts({ dropped, asked, curves, ask, area }) {
  const whole = "its area, should be 1";
  const out = {
    count: readout("count", "samples dropped from each"),
    data: readout("target-at-x", "p(x), the data's density"),
    last: [readout("last-sampler", "just dropped"), readout("last-model", "just dropped")],
    cannot: readout("answer", "how likely at x? The sampler says"),
    ratio: readout("ratio-at-x", "q(x) by D's ratio"),
    ratioArea: readout("ratio-area", whole),
    kernel: readout("kernel-at-x", "q(x) by kernel density"),
    kernelArea: readout("kernel-area", whole),
    all: readout("all-at-x", "of all 20,000 samples, near x"),
    d: readout("d-at-x", "D(x), what D thinks"),
    says: readout("model-answer", "how likely at x? The model says"),
    density: readout("density-at-x", "q(x)"),
    log: readout("log-density-at-x", "log q(x)"),
    densityArea: readout("density-area", whole),
  };
  for (const { row } of [...out.last, out.cannot, out.says]) row.className = "gan-wide";
  /** An estimate and what belongs to it, or why it is not there. */
  function estimate(name, wanted, x, missing) {
    for (const each of [out[name], out[`${name}Area`]]) {
      each?.hide(!wanted);
      each?.show(missing, "none");
    }
    if (!curves[name]()) return;
    number(out[name], ask[name](x));
    if (out[`${name}Area`]) number(out[`${name}Area`], area(name));
  }
  function show(x, count, { ratio, kernel }) {
    out.count.show(count.toLocaleString("en") + (count === HELD ? ": sold out" : ""), String(count));
    out.last.forEach((each, i) => newest(each, dropped(i)));
    number(out.data, ask.data(x));
    out.says.show(`At x = ${pretty(x)} the density is ${pretty(ask.density(x))}.`, "density");
    estimate("density", true, x, "");
    number(out.log, Math.log(ask.density(x)));
    out.cannot.show(asked() ? ESTIMATED : CANNOT, asked() ? "estimates" : "none");
    estimate("ratio", ratio, x, "");
    estimate("kernel", kernel, x, "nothing has dropped yet");
    estimate("all", asked(), x, "being counted");
    out.d.hide(!ratio);
    number(out.d, ask.d(x));
  }
  return { out, show };
}

function render({ model, el }) {
  const { root, set } = makeCard(model, "vending-machine");
  const machines = makeMachines(model);
  const { out, show } = makeReadouts(machines);
  const slices = makeSlices();
  let batch = 0;
  let fall = 1;
  let started = 0; // how many of the newest samples are falling, how far, and since when

  /** What drawMachine wants of machine i. */
  function picture(i, colours) {
    const x = model.get("x");
    const { curves, ask } = machines;
    const line = (name, text, ink) => ({ name: text, ys: curves[name](), line: ink, at: ask[name](x) });
    const answers = i
      ? [line("density", "q, its density", colours.second)]
      : [line("ratio", "q by D's ratio", colours.third), line("kernel", "q by kernel density", colours.generated)];
    return {
      tint: i ? colours.second : colours.generated,
      samples: machines.dropped(i),
      bars: machines.bars(i),
      batch,
      fall,
      x,
      data: curves.data(),
      answers: answers.filter(({ ys }) => ys),
      outline: i ? null : curves.all(),
      top: 1.5 * machines.tallest(),
    };
  }
  const figures = NAMES.map((name, i) =>
    figure(
      `Samples of ${name}. Drag the yellow line, or use the arrow keys, to ask about another place.`,
      0.8,
      (context, w, h) => drawMachine(context, w, h, palette(root), picture(i, palette(root))),
      { tabIndex: 0, role: "application", "data-control": ["sampler-view", "model-view"][i] },
    ),
  );
  const redraw = () => figures.forEach((each) => each.redraw());

  function refresh() {
    const traits = Object.fromEntries(TRAITS.map((name) => [name, model.get(name)]));
    for (const [name, control] of Object.entries(controls)) control.show(traits[name]);
    buttons.forEach((each) => {
      each.disabled = traits.count === HELD;
    });
    root.setAttribute("aria-busy", String(machines.waiting()));
    if (machines.waiting())
      slices.begin(machines.makeAll(), (done) => {
        if (done) refresh();
      });
    show(traits.x, traits.count, traits);
    redraw();
  }
  function press(presses) {
    batch = Math.min(presses, HELD - model.get("count"));
    const still = presses > 10 || matchMedia("(prefers-reduced-motion: reduce)").matches;
    [fall, started] = [still ? 1 : 0, performance.now()];
    set("count", model.get("count") + batch);
    if (!still) requestAnimationFrame(drop);
  }
  /** Lets the newest balls fall. */
  function drop(now) {
    fall = clamp((now - started) / FALL, 0, 1);
    redraw();
    if (fall < 1 && root.isConnected) requestAnimationFrame(drop);
  }
  const moveTo = (x) => set("x", clamp(Math.round(100 * x) / 100, -REACH, REACH));
  for (const { canvas } of figures)
    draggable(canvas, {
      drag: (place) => moveTo(placeToX(place, canvas.clientWidth)),
      nudge: (right) => moveTo(model.get("x") + 0.05 * right),
    });

  const buttons = PRESSES.map((n) => button(`press-${n}`, `Press for ${n.toLocaleString("en")}`, () => press(n)));
  const controls = {
    seed: numberBox("seed", "seed", { min: 0, max: 4294967295, step: 1, value: 0 }, (value) => set("seed", value)),
    x: slider("x", "ask about the place x", { min: -REACH, max: REACH, step: 0.01, value: 0 }, (value) =>
      set("x", value),
    ),
    bandwidth: slider(
      "bandwidth",
      "bandwidth of the kernel density",
      { min: 0.02, max: 1, step: 0.01, value: 0.2 },
      (value) => set("bandwidth", value),
    ),
    ratio: tick("ratio", "estimate q from D's ratio", false, (on) => set("ratio", on)),
    kernel: tick("kernel", "estimate q from its samples", false, (on) => set("kernel", on)),
  };
  const list = (...rows) => element("dl", { className: "gan-readouts" }, ...rows.map((each) => each.row));
  const column = (i) =>
    element(
      "div",
      { className: "gan-machine" },
      element("h5", { textContent: NAMES[i] }),
      figures[i].place,
      list(out.last[i]),
    );

  root.append(
    element("div", { className: "gan-machines" }, column(0), column(1)),
    element(
      "div",
      { className: "gan-row" },
      ...buttons,
      button("reset", "Reset", () => {
        batch = 0;
        set("count", 0);
      }),
      controls.seed.row,
    ),
    element("div", { className: "gan-settings" }, controls.x.row, controls.bandwidth.row),
    element("div", { className: "gan-row gan-ticks" }, controls.ratio.row, controls.kernel.row),
    list(out.count, out.data),
    element(
      "div",
      { className: "gan-machines" },
      list(out.cannot, out.ratio, out.ratioArea, out.kernel, out.kernelArea, out.all, out.d),
      list(out.says, out.density, out.log, out.densityArea),
    ),
  );
  el.append(root);
  refresh();
  const stops = [
    followTheme(root, redraw),
    listen(model, TRAITS, refresh),
    slices.stop,
    ...figures.map((each) => each.stop),
  ];
  return () => stops.forEach((stop) => stop());
}

export default { render };
