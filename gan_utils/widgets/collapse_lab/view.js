// CollapseLab: a GAN in the plane that trains here, in a worker of the page's own.

import { clamp } from "../../page/engine/numbers.js";
import { figure, stroke } from "../draw/canvas.js";
import { followRun } from "../live/page.js";
import { makeCard } from "../ui/card.js";
import { button, choice, element, tick } from "../ui/dom.js";
import { followTheme, palette } from "../ui/theme.js";
import { kindsOf, MOST_DRAWN, makeControls, makeReadouts, SETTINGS } from "./controls.js";
import { drawCurves, drawPlane } from "./figures.js";
import { makeMany } from "./many.js";
import { PLAIN, PRESETS } from "./presets.js";
import { canGoOn, LOOKS, REACH } from "./settings.js";

const LAYERS = {
  samples: "samples",
  target: "target",
  heat: "what D thinks",
  manifold: "G's grid",
  arrows: "G's gradient",
};

/** Where the next mode would be added by keyboard. */
function drawCross(context, width, [x, y], ink) {
  const across = ((x + REACH) / (2 * REACH)) * width;
  const down = ((REACH - y) / (2 * REACH)) * width;
  context.strokeStyle = ink;
  context.lineWidth = 1.5;
  stroke(context, [
    [across - 8, down],
    [across + 8, down],
  ]);
  stroke(context, [
    [across, down - 8],
    [across, down + 8],
  ]);
}

const FULL = ["full", `${MOST_DRAWN} modes are as many as a target may have. Clear it to begin another.`];

function render({ model, el }) {
  const { root } = makeCard(model, "collapse-lab");
  const layers = { samples: true, target: true, ...LOOKS };
  let cursor = [0, 0];
  let typing = false;
  let full = false;

  const plane = figure(
    "Samples of the generator over the target. Click to add a mode to a target of your own.",
    1,
    (context, w) => {
      const { picture, target } = run;
      if (!picture) return;
      drawPlane(context, w, palette(root), { picture, target, layers });
      if (typing) drawCross(context, w, cursor, palette(root).ink);
    },
    { tabIndex: 0, role: "application", "data-control": "plane" },
  );
  const curves = figure("Losses and modes captured, by round", 0.94, (context, w, h) => {
    if (run.picture) drawCurves(context, w, h, palette(root), { ...run.picture, at: run.at });
  });
  const readouts = makeReadouts();
  const predict = element("p", { className: "gan-predict", "data-readout": "predict", hidden: true });

  function show(picture, rate) {
    readouts.show(picture, rate);
    timeline.max = picture.records.length - 1;
    timeline.value = run.at ?? timeline.max;
    timeline.setAttribute("aria-valuetext", `round ${picture.records[timeline.value][0]}`);
    plane.redraw();
    curves.redraw();
  }
  function remark({ points }) {
    if (full) return FULL; // also when the answer to an earlier change comes only now
    const outside = points.filter((value) => Math.abs(value) > REACH).length / points.length;
    return outside > 0.25 ? ["outside", "Many samples have left the picture; they are drawn on its edge."] : null;
  }
  const run = followRun({
    model,
    root,
    names: SETTINGS,
    kinds: kindsOf(),
    canGoOn,
    layers,
    show,
    remark,
    told: (settings) => controls.show(settings),
    opened(words, settings, later) {
      full = false;
      preset.show(presetOf(settings, later));
      predict.hidden = !words;
      predict.textContent = words;
    },
    changed() {
      full = false;
      preset.show("own");
      predict.hidden = true;
    },
  });
  const { ask, change } = run;
  /** A preset's first settings, and what changes later, for a seed. */
  function planOf(name, seed) {
    const { settings = {}, changes: later = [] } = PRESETS[name];
    let one = { ...run.defaults, ...PLAIN, ...settings, seed };
    return [one, later.map(([step, part]) => [step, (one = { ...one, ...part })])];
  }
  const presetOf = (settings, later) =>
    Object.keys(PRESETS).find(
      (name) => JSON.stringify(planOf(name, settings.seed)) === JSON.stringify([settings, later]),
    ) ?? "own";
  function openPreset(name) {
    if (name !== "own") run.open(...planOf(name, model.get("seed")), PRESETS[name].predict);
  }

  const controls = makeControls(model, change);
  const texts = {
    own: "settings of your own",
    ...Object.fromEntries(Object.entries(PRESETS).map(([k, { text }]) => [k, text])),
  };
  const preset = choice("preset", "the chapter's story", texts, "own", openPreset);
  const timeline = element("input", { type: "range", min: 0, max: 0, step: 1, value: 0, "data-control": "timeline" });
  timeline.oninput = () => {
    const wanted = Number(timeline.value);
    // Before pausing, which shows the picture as it was.
    run.at = wanted === Number(timeline.max) ? null : wanted;
    run.pause();
    ask({ kind: "look" });
  };
  const boxes = Object.entries(LAYERS).map(([name, label]) =>
    tick(`layer-${name}`, label, layers[name], (on) => {
      layers[name] = on;
      ask({ kind: "look" });
    }),
  );
  const many = makeMany(model.get("_worker"), root, run.settingsOf, run.fail);
  plane.canvas.onclick = ({ clientX, clientY }) => {
    if (model.get("target") !== "drawn") return;
    const place = plane.canvas.getBoundingClientRect();
    const spot = [(2 * (clientX - place.left)) / place.width - 1, 1 - (2 * (clientY - place.top)) / place.height];
    addMode(spot.map((share) => Number((REACH * share).toFixed(2))));
  };
  // The same without a mouse: arrows move a cross, Enter adds a mode there.
  plane.canvas.onkeydown = (event) => {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1], Enter: [0, 0] }[
      event.key
    ];
    if (!way) return;
    // The theme turns pages by these keys.
    event.stopPropagation();
    if (model.get("target") !== "drawn") return;
    event.preventDefault();
    cursor = cursor.map((value, i) => clamp(Number((value + 0.1 * way[i]).toFixed(2)), -REACH, REACH));
    typing = true;
    if (event.key === "Enter") addMode(cursor);
    plane.redraw();
  };
  plane.canvas.onblur = () => {
    typing = false;
    plane.redraw();
  };
  function addMode(spot) {
    // What clearing leaves, as a target has one mode at least.
    const cleared = String(model.get("drawn")) === "0,0";
    const before = cleared ? [] : model.get("drawn");
    if (before.length < MOST_DRAWN) return change({ drawn: [...before, spot] });
    full = true;
    run.say(...FULL);
  }

  root.append(
    element("div", { className: "gan-row" }, preset.row),
    predict,
    element("div", { className: "gan-lab" }, plane.place, curves.place),
    element("div", { className: "gan-row gan-ticks" }, ...boxes.map((box) => box.row)),
    element("label", { className: "gan-field" }, element("span", { textContent: "timeline: look back" }), timeline),
    element("div", { className: "gan-row" }, ...run.buttons, controls.seed, run.pace),
    run.says,
    element("div", { className: "gan-settings" }, ...controls.rows),
    element(
      "div",
      { className: "gan-row" },
      run.copy,
      button("clear", "Clear your own target", () => change({ drawn: [[0, 0]] })),
    ),
    element("dl", { className: "gan-readouts" }, ...readouts.rows),
    many.place,
  );
  el.append(root);
  run.begin();
  const redraw = () => [plane, curves, many].forEach((each) => each.redraw());
  const stops = [followTheme(root, redraw), run.end, plane.stop, curves.stop, many.stop];
  return () => stops.forEach((stop) => stop());
}

export default { render };
