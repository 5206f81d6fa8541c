// DivergenceExplorer: two densities to drag, seven distances between them, and the push that each gives to q.

import { clamp } from "../../page/engine/numbers.js";
import { cells, meanOf, roomOf } from "../densities/cells.js";
import { curve, distances, gradients, inWords } from "../densities/distances.js";
import { makePair } from "../densities/pair.js";
import { figure } from "../draw/canvas.js";
import { listen, makeCard } from "../ui/card.js";
import { choice, element, readout } from "../ui/dom.js";
import { followTheme, palette } from "../ui/theme.js";
import { transport } from "../ui/transport.js";
import { pretty } from "../ui/words.js";
import { drawDistance } from "./figure.js";

const DISTANCES = {
  kl: "KL(p‖q)",
  reverse_kl: "reverse KL(q‖p)",
  js: "Jensen-Shannon",
  tv: "total variation",
  pearson: "Pearson χ²",
  hellinger: "squared Hellinger",
  w1: "Wasserstein-1",
};
// Of q's steps against the gradient: their rate, and the longest.
const RATE = 0.3;
const FARTHEST = 0.1;

/** What a distance's gradient says; q is pushed against it. */
function pushed(value, gradient) {
  if (gradient === null) return value === Infinity ? "none: infinite" : "none: infinite a step away";
  if (gradient === 0) return "0, no push";
  return `${pretty(gradient)}, push ${gradient > 0 ? "←" : "→"}`;
}

/** Why q does not move, where it does not; `next` is where it would go. */
function silence(name, value, gradient, next) {
  const text = DISTANCES[name];
  if (next) return "";
  if (value === Infinity) return `${text} is infinite here: it has no slope, so there is no push to follow.`;
  if (gradient === null) return `${text} is infinite a step away: it has no slope, so there is no push to follow.`;
  if (value < 1e-12) return `q is p: there is nothing to gain, and no push.`;
  if (gradient === 0)
    return `${text} gives q no push here: its slope is 0, so Play has nothing to follow. Try another distance.`;
  return `No small move of q lowers ${text} any further.`;
}

/** A distance's tile: its value, its curve over the mean of q, and its gradient. */
function makeTile(name, text, root, seen) {
  const label = name.replace("_", "-");
  const value = readout(label, text);
  const slope = readout(`${label}-gradient`, "gradient");
  const picture = figure(`${text} by the mean of q`, 0.62, (context, w, h) =>
    drawDistance(context, w, h, palette(root), { name, ...seen(name) }),
  );
  const list = (out) => element("dl", { className: "gan-readouts" }, out.row);
  const place = element("div", { className: "gan-tile" }, list(value), picture.place, list(slope));
  function show(found, gradient, chosen) {
    place.dataset.active = chosen;
    value.show(inWords(found, name), String(found[name]));
    slope.show(pushed(found[name], gradient), String(gradient ?? "none"));
    picture.redraw();
  }
  return { name, place, picture, show };
}

function render({ model, el }) {
  const { root, set } = makeCard(model, "divergence-explorer");
  let first = { p: model.get("p"), q: model.get("q") };
  let found = {};
  let slopes = {};
  let lines = null;
  const chosen = () => model.get("divergence");
  const pair = makePair(model, root, set, {
    ratio: 0.42,
    push: () => ({ mean: meanOf(model.get("q")), gradient: slopes[chosen()] }),
    opened: (preset) => putBack((first = { ...first, ...preset })),
  });
  function seen(name) {
    // Once a picture, for all tiles.
    lines ??= curve(pair.masses().p, model.get("q"));
    return { curve: lines, mean: meanOf(model.get("q")), value: found[name], gradient: slopes[name] };
  }
  const tiles = Object.entries(DISTANCES).map(([name, text]) => makeTile(name, text, root, seen));
  for (const { name, place } of tiles) place.onclick = () => set("divergence", name);
  const which = choice("divergence", "distance that q follows", DISTANCES, chosen(), (name) => set("divergence", name));

  function refresh() {
    const { p, q } = pair.masses();
    found = distances(p, q);
    slopes = gradients(p, model.get("q"));
    lines = null;
    which.show(chosen());
    pair.show();
    for (const { name, show } of tiles) show(found, slopes[name], name === chosen());
    says.textContent = silence(chosen(), found[chosen()], slopes[chosen()], following());
  }
  /** q moved a little against the gradient, as far as that lowers the distance; null where it does not. */
  function following() {
    const name = chosen();
    const q = model.get("q");
    const [left, right] = roomOf(q);
    let move = clamp(-RATE * (slopes[name] ?? 0), -FARTHEST, FARTHEST);
    for (; Math.abs(move) > 1e-3; move /= 2) {
      const way = clamp(move, left, right);
      const next = q.map((bump) => ({ ...bump, mean: clamp(bump.mean + way, -4, 4) }));
      if (distances(pair.masses().p, cells(next))[name] >= found[name]) continue;
      return next;
    }
    return null;
  }
  function advance() {
    const next = following();
    if (next) set("q", next);
    return next !== null;
  }
  function putBack({ p, q }) {
    moving.pause();
    set("p", p);
    set("q", q);
  }
  const moving = transport(root, { rate: () => 20, advance, reset: () => putBack(first) });
  const says = element("p", { className: "gan-says", role: "status", "data-readout": "says" });
  const [play, step, reset] = moving.buttons;
  step.textContent = "Follow the push";

  root.append(
    pair.picture.place,
    element(
      "div",
      { className: "gan-tiles" },
      ...tiles.map(({ place }) => place),
      element("p", {
        textContent: "Across: the mean of q. The dot is here, the yellow line its gradient. Dotted: infinite.",
      }),
    ),
    element("div", { className: "gan-row" }, play, step, reset),
    says,
    element("div", { className: "gan-settings" }, pair.bumps.preset, which.row, ...pair.bumps.rows),
  );
  el.append(root);
  refresh();
  const figures = [pair.picture, ...tiles.map(({ picture }) => picture)];
  const stops = [
    followTheme(root, () => figures.forEach((each) => each.redraw())),
    listen(model, ["p", "q", "divergence"], refresh),
    moving.stop,
    ...figures.map((each) => each.stop),
  ];
  return () => stops.forEach((stop) => stop());
}

export default { render };
