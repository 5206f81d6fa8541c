// BoundExplorer: two densities to drag, and a witness T that finds how far apart they are, as well as it can.

import { fDivergence } from "../../page/divergences/discrete.js";
import { clamp } from "../../page/engine/numbers.js";
import { distances, inWords } from "../densities/distances.js";
import { makePair } from "../densities/pair.js";
import { figure } from "../draw/canvas.js";
import { listen, makeCard } from "../ui/card.js";
import { button, choice, element, readout } from "../ui/dom.js";
import { draggable } from "../ui/drag.js";
import { followTheme, palette } from "../ui/theme.js";
import { transport } from "../ui/transport.js";
import { pretty } from "../ui/words.js";
import { bestKnots, bound, heights, improve, KNOTS, MOST, ROWS } from "./bound.js";
import { drawWitness } from "./figure.js";

const ROW_NAMES = {
  kl: "KL",
  reverse_kl: "reverse KL",
  pearson: "Pearson χ²",
  hellinger: "squared Hellinger",
  js: "JS (twice Jensen-Shannon)",
  gan: "GAN (that less log 4)",
};
// What a reset puts back.
const MOVED = ["p", "q", "knots"];

/** The read-outs: {rows, show(row, p, q, knots)}. */
function makeReadouts() {
  const out = {
    bound: readout("bound", "bound: what T finds"),
    whole: readout("f-divergence", "the divergence"),
    gap: readout("gap", "gap: what T misses"),
    knot: readout("knot", "ringed knot"),
  };
  out.bound.row.className = "gan-share";
  function show(row, p, q, knots) {
    const found = distances(p, q);
    const whole = fDivergence(row, found);
    const least = ROWS[row].atOne ?? 0;
    // Where the divergence is infinite, so is T*.
    const reached = !knots && whole === Infinity ? Infinity : bound(row, p, q, heights(row, p, q, knots));
    // But for rounding it is never below 0.
    const gap = reached === whole || whole - reached < 1e-12 * (1 + Math.abs(reached)) ? 0 : whole - reached;
    // What is very little is rounding.
    const sized = (value) => {
      if (value === Infinity) return inWords(found, row);
      return Math.abs(value) < 1e-12 ? "0" : pretty(value);
    };
    out.bound.show(sized(reached), String(reached));
    out.whole.show(sized(whole), String(whole));
    out.gap.show(sized(gap), String(gap));
    const share = whole === Infinity ? Number(gap === 0) : (reached - least) / (whole - least || 1);
    out.bound.row.style.setProperty("--share", clamp(share, 0, 1));
  }
  const showKnot = (k, t) => out.knot.show(`T(${pretty(KNOTS[k], 3)}) = ${pretty(t)}`, String(t));
  return { rows: Object.values(out).map((each) => each.row), show, showKnot };
}

function render({ model, el }) {
  const { root, set } = makeCard(model, "bound-explorer");
  let first = Object.fromEntries(MOVED.map((name) => [name, model.get(name)]));
  let selected = 6;
  let held = false;
  let view = null;
  const pair = makePair(model, root, set, {
    ratio: 0.32,
    push: () => null,
    opened: (preset) => putBack((first = { ...first, ...preset })),
  });
  const row = () => model.get("row");
  const knots = () => model.get("knots");
  /** A function of witness.js of the row, p and q as they are now. */
  const now = (what, ...rest) => what(row(), pair.masses().p, pair.masses().q, ...rest);
  const witness = figure(
    "Witness T. Drag its knots. Left and right arrows choose a knot, up and down move it.",
    (width) => (width < 480 ? 0.8 : 0.5),
    (context, w, h) => {
      view = drawWitness(context, w, h, palette(root), {
        row: row(),
        v: now(heights, knots()),
        best: now(heights, null),
        knots: knots(),
        selected,
      });
    },
    { tabIndex: 0, role: "application", "data-control": "witness" },
  );
  const which = choice("row", "f-divergence", ROW_NAMES, row(), (name) => set("row", name));
  const readouts = makeReadouts();

  /** The knots to change: those of T* where T is T* itself. */
  const ownKnots = () => knots() ?? now(bestKnots);
  const put = (v) =>
    set(
      "knots",
      ownKnots().map((old, k) => (k === selected ? clamp(Number(v.toFixed(3)), -MOST, MOST) : old)),
    );
  /** The v whose activation is drawn at a height; activations rise. */
  function heightAt(y) {
    let [low, high] = [-MOST, MOST];
    for (let i = 0; i < 40; i++) {
      const middle = (low + high) / 2;
      if (view.y(ROWS[row()].activation(middle)) > y) low = middle;
      else high = middle;
    }
    return low;
  }
  function select(k) {
    selected = clamp(k, 0, KNOTS.length - 1);
    readouts.showKnot(selected, ROWS[row()].activation(ownKnots()[selected]));
    witness.redraw();
  }
  draggable(witness.canvas, {
    drag(x, y) {
      if (held) return put(heightAt(y));
      const gaps = KNOTS.map((place) => Math.abs(view.x(place) - x));
      held = true;
      return select(gaps.indexOf(Math.min(...gaps)));
    },
    nudge(right, up) {
      select(selected + right);
      if (up) put(ownKnots()[selected] + 0.1 * up);
    },
    done: () => {
      held = false;
    },
  });
  function refresh() {
    pair.show();
    which.show(row());
    now(readouts.show, knots());
    select(selected);
  }
  function putBack(traits) {
    moving.pause();
    for (const name of MOVED) set(name, traits[name]);
  }
  function advance() {
    const next = knots() && now(improve, knots());
    if (next) set("knots", next);
    return Boolean(next);
  }
  const moving = transport(root, { rate: () => 20, advance, reset: () => putBack(first) });
  const [play, step, reset] = moving.buttons;
  step.textContent = "Improve T";
  const level = () => KNOTS.map(() => ROWS[row()].best(0));

  root.append(
    pair.picture.place,
    witness.place,
    element(
      "div",
      { className: "gan-row" },
      play,
      step,
      reset,
      button("best", "Set T to T*", () => set("knots", null)),
      button("flat", "Flat T", () => set("knots", level())),
    ),
    element("div", { className: "gan-settings" }, pair.bumps.preset, which.row, ...pair.bumps.rows),
    element("dl", { className: "gan-readouts" }, ...readouts.rows),
  );
  el.append(root);
  refresh();
  const redraw = () => {
    pair.picture.redraw();
    witness.redraw();
  };
  const stops = [
    followTheme(root, redraw),
    listen(model, [...MOVED, "row"], refresh),
    moving.stop,
    witness.stop,
    pair.picture.stop,
  ];
  return () => stops.forEach((stop) => stop());
}

export default { render };
