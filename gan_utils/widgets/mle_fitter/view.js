// MleFitter: fit a normal distribution, or two, to data that can be dragged, and see the likelihood's landscape.

import { clamp } from "../../page/engine/numbers.js";
import { ascend, gradient, logLikelihood, solve } from "../../page/families/normal.js";
import { figure } from "../draw/canvas.js";
import { listen, makeCard } from "../ui/card.js";
import { button, choice, element, numberBox, slider } from "../ui/dom.js";
import { draggable } from "../ui/drag.js";
import { followTheme, palette } from "../ui/theme.js";
import { transport } from "../ui/transport.js";
import { pretty } from "../ui/words.js";
import { makeReadouts, makeSliders } from "./controls.js";
import { drawData, tidy } from "./data.js";
import { drawDensity, drawSurface, handlesOf } from "./figures.js";
import { PLANES, surface } from "./landscape.js";
import { RANGES } from "./ranges.js";

const TRAITS = ["data", "seed", "model", "means", "stds", "weight", "lr"];
// Places of the landscape's grid, a side.
const SIDE = 49;
// The ascent has arrived when a step changes no number by more.
const LEAST_MOVE = 1e-9;
const LAST_STEP = 3000;
// How many numbers the data may be.
const LEAST = 2;
const MOST = 60;
// Pixels within which a press takes hold.
const GRASP = 26;
const MODELS = { normal: "one normal distribution", mixture: "a mixture of two" };
const SAYS = {
  normal: "At the top of the landscape, mean and std are those of the data, if that std is 0.1 or more.",
  mixture:
    "Swapping the labels mirrors the landscape in the dashed line and leaves the likelihood as it is. " +
    "With equal stds and a weight of 0.5 its two hills are one model, named twice. There is no best mixture: a " +
    "component that narrows on a single number raises the likelihood without end. Here stds stop at 0.1.",
};

const flat = ({ means, stds, weights }) => [...means, ...stds, ...weights];

function render({ model, el }) {
  const { root } = makeCard(model, "mle-fitter");
  const modelOf = ({ means, stds, weight }) =>
    model.get("model") === "mixture"
      ? { means, stds, weights: [weight, 1 - weight] }
      : { means: [means[0]], stds: [stds[0]], weights: [1] };
  const traits = () => Object.fromEntries(TRAITS.map((name) => [name, model.get(name)]));
  const first = traits();
  let data;
  let path;
  let goal;
  let before = 0;
  let selected = 0;
  let held = null;
  const views = {};
  let ours = false;
  let land = {};
  const now = () => path[path.length - 1];
  // With those that another view of this model has taken on the way here.
  const steps = () => before + path.length - 1;
  const placeOf = () => JSON.stringify([data, flat(now())]);
  const plane = () => PLANES[model.get("model")];

  /** The landscape, anew only when what it is made of has changed. */
  function landscape() {
    const { means, stds, weights } = now();
    const key = JSON.stringify(means.length > 1 ? [data, stds, weights] : data);
    if (key !== land.key) {
      const values = surface(data, now(), SIDE);
      land = { key, values, peak: Math.max(...values) };
    }
    return land;
  }
  const density = figure(
    "Data and density. Drag a number, a mean or a std. The arrow keys move the ringed number left and " +
      "right; up and down, they choose another.",
    (width) => (width < 400 ? 0.8 : 0.72),
    (context, w, h) => {
      const total = `log-likelihood ${pretty(logLikelihood(data, now()))}`;
      views.density = drawDensity(context, w, h, palette(root), { data, model: now(), selected, total });
    },
    { tabIndex: 0, role: "application", "data-control": "density" },
  );
  const hills = figure(
    "Log-likelihood. Drag, or use the arrow keys, to move the model over it.",
    (width) => (width < 290 ? 1.07 : 0.9),
    (context, w, h) => {
      views.hills = drawSurface(context, w, h, palette(root), {
        ...landscape(),
        plane: plane(),
        side: SIDE,
        count: data.length,
        path,
        slope: gradient(data, now()),
        goal,
      });
    },
    { tabIndex: 0, role: "application", "data-control": "surface" },
  );
  const readouts = makeReadouts();
  const says = element("p", { className: "gan-says" });

  function draw() {
    goal = solve(data, now(), RANGES).at(-1);
    readouts.show(now(), gradient(data, now()), {
      step: steps(),
      "log-likelihood": logLikelihood(data, now()),
      best: logLikelihood(data, goal),
    });
    sliders.show(now());
    density.redraw();
    hills.redraw();
  }
  /** Everything anew from the traits; the way begins where they stand. */
  function refresh() {
    if (ours) return;
    const { model: kind, ...set } = traits();
    data = set.data;
    path = [modelOf(set)];
    const way = model.get("_way");
    before = way.at === placeOf() ? way.steps : 0;
    says.textContent = SAYS[kind];
    swap.hidden = kind !== "mixture";
    kinds.show(kind);
    rate.show(set.lr);
    seed.show(set.seed);
    count.show(data.length);
    add.disabled = data.length >= MOST;
    remove.disabled = data.length <= LEAST;
    select(Math.min(selected, data.length - 1));
    draw();
  }
  /** Sets traits without hearing of it. */
  function put(part) {
    ours = true;
    for (const [name, value] of Object.entries(part)) model.set(name, value);
    model.save_changes();
    ours = false;
  }
  /** Tells the traits where the model stands; one normal distribution leaves the second component as it was. */
  function tell() {
    const { means, stds, weights } = now();
    const old = traits();
    const weight = means.length > 1 ? weights[0] : old.weight;
    const all = (name, own) => [...own, ...old[name].slice(own.length)];
    // The way first, so that another view knows it when it hears of the others.
    put({ _way: { steps: steps(), at: placeOf() }, means: all("means", means), stds: all("stds", stds), weight });
  }
  /** A way that ends elsewhere. */
  function go(way, more = 0) {
    [path, before] = [way, more];
    tell();
    draw();
  }
  const change = (next) => {
    moving.pause();
    go([next(now())]);
  };
  /** Settings after which the way begins anew. */
  function begin(part) {
    moving.pause();
    put({ ...part, _way: {} });
    refresh();
  }
  const setPoint = (value) => begin({ data: data.map((old, i) => (i === selected ? tidy(value) : old)) });
  function select(next) {
    selected = next;
    place.show(data[selected]);
    density.redraw();
  }

  function advance() {
    if (path.length > LAST_STEP) return false;
    const last = flat(now());
    path.push(ascend(data, now(), model.get("lr"), RANGES));
    draw();
    return flat(now()).some((value, i) => Math.abs(value - last[i]) > LEAST_MOVE);
  }
  const moving = transport(root, {
    rate: () => 12,
    advance,
    step() {
      advance();
      tell();
    },
    onPause: tell,
    // Where the way began; there already, the first picture.
    reset: () => go([path.length > 1 ? path[0] : modelOf(first)]),
  });
  const solveIt = button("solve", "Solve", () => {
    moving.pause();
    go([...path, ...solve(data, now(), RANGES)], before);
  });
  const swap = button("swap", "Swap the labels", () =>
    change((old) => Object.fromEntries(Object.entries(old).map(([name, [one, other]]) => [name, [other, one]]))),
  );
  const add = button("add", "Add a number", () => {
    selected = data.length;
    begin({ data: [...data, 0] });
  });
  const remove = button("remove", "Remove the ringed one", () =>
    begin({ data: data.filter((_, i) => i !== selected) }),
  );
  const again = button("draw", "Draw the data again", () => begin({ data: drawData(model.get("seed"), data.length) }));
  const kinds = choice("model", "model", MODELS, first.model, (value) => begin({ model: value }));
  const rate = slider("lr", "learning rate (slope divided by n)", { min: 0.01, max: 1, step: 0.01, value: 0.1 }, (lr) =>
    put({ lr }),
  );
  const sliders = makeSliders(change);
  const seed = numberBox("seed", "seed of the data", { min: 0, max: 4294967295, step: 1, value: 0 }, (value) =>
    begin({ seed: value, data: drawData(value, data.length) }),
  );
  const count = slider("count", "n, how many numbers", { min: LEAST, max: MOST, step: 1, value: LEAST }, (value) =>
    begin({ data: drawData(model.get("seed"), value) }),
  );
  const [min, max] = RANGES.mean;
  const place = slider("place", "the ringed number", { min, max, step: 0.01, value: 0 }, setPoint);

  /** What a press at these pixels takes hold of: the nearest number or handle, or nothing. */
  function grip(x, y) {
    const { density: view } = views;
    const far = (each) => Math.hypot(view.x(each.x) - x, view.y(each.y) - y);
    const spots = [...handlesOf(now()), ...data.map((value, i) => ({ kind: "number", i, x: value, y: 0 }))];
    const nearest = spots.reduce((a, b) => (far(b) < far(a) ? b : a));
    return far(nearest) <= GRASP ? nearest : { kind: "nothing" };
  }
  const moves = {
    nothing() {},
    number: (x) => setPoint(x),
    mean: (x, { k }) => change((old) => ({ ...old, means: old.means.map((mean, i) => (i === k ? tidy(x) : mean)) })),
    std: (x, { k }) =>
      change((old) => ({
        ...old,
        stds: old.stds.map((std, i) => (i === k ? clamp(Math.abs(x - old.means[k]), ...RANGES.std) : std)),
      })),
  };
  draggable(density.canvas, {
    drag(x, y) {
      if (held) return moves[held.kind](views.density.fromX(x), held);
      held = grip(x, y);
      if (held.kind === "number") select(held.i);
    },
    nudge: (right, up) =>
      up ? select((selected + up + data.length) % data.length) : setPoint(data[selected] + 0.05 * right),
    done() {
      held = null;
    },
  });
  const moveTo = (spot) =>
    change((old) =>
      plane().at(
        old,
        spot.map((value, i) => clamp(value, ...plane().ranges[i])),
      ),
    );
  draggable(hills.canvas, {
    drag: (x, y) => moveTo([views.hills.fromX(x), views.hills.fromY(y)]),
    nudge: (right, up) =>
      moveTo(
        plane()
          .of(now())
          .map((value, i) => value + 0.05 * [right, up][i]),
      ),
  });

  root.append(
    element("div", { className: "gan-lab" }, density.place, hills.place),
    element("div", { className: "gan-row" }, ...moving.buttons, solveIt, swap),
    says,
    element("div", { className: "gan-settings" }, kinds.row, rate.row, ...sliders.rows),
    element("div", { className: "gan-row" }, add, remove, again),
    element("div", { className: "gan-settings" }, place.row, count.row, seed.row),
    element("dl", { className: "gan-readouts" }, ...readouts.rows),
  );
  el.append(root);
  refresh();
  const stops = [followTheme(root, draw), listen(model, TRAITS, refresh), moving.stop, density.stop, hills.stop];
  return () => stops.forEach((stop) => stop());
}

export default { render };
