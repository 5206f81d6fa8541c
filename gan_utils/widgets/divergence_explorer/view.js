// DivergenceExplorer: two densities to drag, seven distances between them, and the push that each gives to q.

import { meanOf } from "../densities/cells.js";
import { curve, distances, gradients, inWords } from "../densities/distances.js";
import { makePair } from "../densities/pair.js";
import { checksOf, rangesOf } from "../densities/traits.js";
import { figure } from "../draw/canvas.js";
import { choiceFor, valuesOf } from "../ui/allowed.js";
import { makeCard, mount } from "../ui/card.js";
import { element, readout } from "../ui/dom.js";
import { palette } from "../ui/theme.js";
import { setAll } from "../ui/traits.js";
import { transport } from "../ui/transport.js";
import { pretty } from "../ui/words.js";
import { drawDistance } from "./figure.js";
import { follow, gradientText, pushes, silence } from "./push.js";

const DISTANCES = {
  kl: "KL(p‖q)",
  reverse_kl: "reverse KL(q‖p)",
  js: "Jensen-Shannon",
  tv: "total variation",
  pearson: "Pearson χ²",
  hellinger: "squared Hellinger",
  w1: "Wasserstein-1",
};
const NOTES = { across: "across: the mean of q", dot: "q now", line: "slope", dots: "infinite" };

/** What the marks in the tiles mean. */
const makeNotes = () =>
  element(
    "ul",
    { className: "gan-tile-notes" },
    ...Object.entries(NOTES).map(([mark, textContent]) =>
      element("li", { className: `gan-mark-${mark}`, textContent }),
    ),
  );

// A tile beside the picture is wide, one on a phone narrow.
const tileRatio = (width) => (width > 140 ? 0.38 : 0.62);

/** A distance's tile: its value, its curve over the mean of q, and its gradient. found(name) is what drawDistance wants. */
function makeTile(name, root, found, onChoose) {
  const label = name.replace("_", "-");
  const value = readout(label, DISTANCES[name]);
  const slope = readout(`${label}-gradient`, "slope");
  const picture = figure(`${DISTANCES[name]} by the mean of q`, tileRatio, (context, w, h) =>
    drawDistance(context, w, h, palette(root), found(name)),
  );
  const list = (out) => element("dl", {}, out.row);
  const place = element("div", { className: "gan-tile" }, list(value), picture.place, list(slope));
  place.onclick = () => onChoose(name);
  function show(values, gradient, chosen) {
    place.dataset.active = chosen;
    value.show(inWords(values, name), String(values[name]));
    slope.show(gradientText(values[name], gradient), String(gradient ?? "none"));
    picture.redraw();
  }
  return { name, place, picture, show };
}

/** The distances between p and q as they are now, and their gradients; refresh() when one of them has changed. */
function makeDistances(model, { grid, masses }, means) {
  const now = { values: {}, gradients: {}, refresh, found };
  let lines = null;
  function refresh() {
    const { p, q } = masses();
    now.values = distances(p, q, grid.cell);
    now.gradients = gradients(grid, p, model.get("q"));
    lines = null;
  }
  /** One of them, with its curve over the mean of q: what drawDistance wants. */
  function found(name) {
    // Once a picture, for all tiles.
    lines ??= curve(grid, masses().p, model.get("q"), means);
    const mean = meanOf(model.get("q"));
    return { name, curve: lines, means, mean, value: now.values[name], gradient: now.gradients[name] };
  }
  return now;
}

function render({ model, el }) {
  const card = makeCard(model, "divergence-explorer", { checks: checksOf(model) });
  const { root, set } = card;
  const means = rangesOf(model).mean;
  let course = null; // how far q has followed one distance
  const chosen = () => model.get("divergence");
  const choose = (name) => set("divergence", name);
  const pair = makePair(model, root, set, {
    // Beside the tiles it is as high as they are.
    ratio: (width) => (root.clientWidth >= 720 ? 1.06 : width < 400 ? 0.5 : 0.42),
    push: () => ({ mean: meanOf(model.get("q")), gradient: now.gradients[chosen()] }),
    onPreset: (preset) => begin(preset),
  });
  const now = makeDistances(model, pair, means);
  const tiles = valuesOf(model, "divergence").map((name) => makeTile(name, root, now.found, choose));
  const which = choiceFor(model, "divergence", "distance that q follows", DISTANCES, choose);
  const says = element("p", { className: "gan-says", role: "status", "data-readout": "says" });

  /** q where the chosen distance pushes it; null where it is to stay. */
  function following() {
    const [name, value, gradient] = [chosen(), now.values[chosen()], now.gradients[chosen()]];
    return follow(pair.grid, pair.masses().p, model.get("q"), { name, value, gradient }, means);
  }
  function refresh() {
    now.refresh();
    which.show(chosen());
    pair.show();
    for (const { name, show } of tiles) show(now.values, now.gradients[name], name === chosen());
    const stays = following() === null;
    says.textContent = stays ? silence(DISTANCES[chosen()], now.values[chosen()], now.gradients[chosen()]) : "";
  }
  const onCourse = () => course?.name === chosen() && course.q === JSON.stringify(model.get("q"));
  function advance() {
    const next = following();
    if (!next) return false;
    if (!onCourse())
      course = { name: chosen(), from: meanOf(model.get("q")), value: inWords(now.values, chosen()), steps: 0 };
    course.q = JSON.stringify(next);
    course.steps += 1;
    set("q", next);
    return true;
  }
  function begin(values) {
    moving.pause();
    setAll(model, values);
  }
  const moving = transport(root, {
    rate: () => 20,
    advance,
    reset() {
      begin(card.first);
      pair.bumps.select("q", 0);
    },
  });
  const [play, step, reset] = moving.buttons;
  step.textContent = "Follow the push";
  /** How far q has come, and what each distance says of the place where it is. */
  function summary() {
    const [here, text] = [pretty(meanOf(model.get("q")), 3), DISTANCES[chosen()]];
    const { from, value, steps } = course ?? {};
    const moved = onCourse()
      ? `Following ${text}, the mean of q went from ${pretty(from, 3)} to ${here} in ${steps} ` +
        `${steps === 1 ? "step" : "steps"}, and ${text} from ${value} to ${inWords(now.values, chosen())}.`
      : `The mean of q is ${here}, that of p ${pretty(meanOf(model.get("p")), 3)}.`;
    return [moved, pushes(DISTANCES, now.gradients), says.textContent].join(" ").trim();
  }
  const table = () => [
    ["distance", "value", "slope"],
    ...Object.keys(DISTANCES).map((name) => [DISTANCES[name], now.values[name], now.gradients[name] ?? "none"]),
  ];
  const figures = [pair.picture, ...tiles.map(({ picture }) => picture)];

  return mount({
    model,
    el,
    card,
    parts: {
      story: [pair.bumps.preset, which.row],
      moves: [play, step, reset],
      stage: [pair.picture.place, says],
      side: [element("div", { className: "gan-tiles" }, ...tiles.map(({ place }) => place), makeNotes())],
      settings: pair.bumps.rows,
    },
    traits: ["p", "q", "divergence"],
    begin: refresh,
    redraw: () => figures.forEach((each) => each.redraw()),
    summary,
    numbers: table,
    stops: [moving.stop, ...figures.map((each) => each.stop)],
  });
}

export default { render };
