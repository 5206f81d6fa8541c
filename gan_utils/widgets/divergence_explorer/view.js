// DivergenceExplorer: two densities to drag, seven distances between them, and the push that each gives to q.

import { meanOf } from "../densities/cells.js";
import { curve, distances, gradients, inWords } from "../densities/distances.js";
import { makePair } from "../densities/pair.js";
import { rangesOf } from "../densities/traits.js";
import { figure } from "../draw/canvas.js";
import { choiceFor, valuesOf } from "../ui/allowed.js";
import { makeCard, mount } from "../ui/card.js";
import { element, readout } from "../ui/dom.js";
import { palette } from "../ui/theme.js";
import { transport } from "../ui/transport.js";
import { drawDistance } from "./figure.js";
import { follow, gradientText, silence } from "./push.js";

const DISTANCES = {
  kl: "KL(p‖q)",
  reverse_kl: "reverse KL(q‖p)",
  js: "Jensen-Shannon",
  tv: "total variation",
  pearson: "Pearson χ²",
  hellinger: "squared Hellinger",
  w1: "Wasserstein-1",
};
const NOTE = "Across: the mean of q. The dot is here, the yellow line its gradient. Dotted: infinite.";

/** A distance's tile: its value, its curve over the mean of q, and its gradient. found(name) is what drawDistance wants. */
function makeTile(name, root, found, onChoose) {
  const label = name.replace("_", "-");
  const value = readout(label, DISTANCES[name]);
  const slope = readout(`${label}-gradient`, "gradient");
  const picture = figure(`${DISTANCES[name]} by the mean of q`, 0.62, (context, w, h) =>
    drawDistance(context, w, h, palette(root), found(name)),
  );
  const list = (out) => element("dl", { className: "gan-readouts" }, out.row);
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
  const card = makeCard(model, "divergence-explorer");
  const { root, set } = card;
  const means = rangesOf(model).mean;
  let first = { p: model.get("p"), q: model.get("q") };
  const chosen = () => model.get("divergence");
  const choose = (name) => set("divergence", name);
  const pair = makePair(model, root, set, {
    ratio: 0.42,
    push: () => ({ mean: meanOf(model.get("q")), gradient: now.gradients[chosen()] }),
    onPreset: (preset) => putBack((first = { ...first, ...preset })),
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
  const [play, step, reset] = moving.buttons;
  step.textContent = "Follow the push";
  const figures = [pair.picture, ...tiles.map(({ picture }) => picture)];

  return mount({
    model,
    el,
    card,
    parts: {
      story: [pair.bumps.preset, which.row],
      moves: [play, step, reset],
      stage: [
        pair.picture.place,
        element(
          "div",
          { className: "gan-tiles" },
          ...tiles.map(({ place }) => place),
          element("p", { textContent: NOTE }),
        ),
      ],
      below: [says],
      settings: pair.bumps.rows,
    },
    traits: ["p", "q", "divergence"],
    begin: refresh,
    redraw: () => figures.forEach((each) => each.redraw()),
    stops: [moving.stop, ...figures.map((each) => each.stop)],
  });
}

export default { render };
