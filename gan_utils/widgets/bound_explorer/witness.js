// The witness of BoundExplorer: its picture, with knots to drag.

import { clamp } from "../../page/engine/numbers.js";
import { figure } from "../draw/canvas.js";
import { draggable } from "../ui/drag.js";
import { palette } from "../ui/theme.js";
import { bestHeights, bestKnots, heights } from "./bound.js";
import { drawWitness } from "./figure.js";
import { ROWS } from "./rows.js";

// Pixels within which a finger takes hold of a knot.
const GRASP = 22;

/** The v whose activation is drawn at a height; activations rise. */
function heightAt(y, view, { activation }, { min, max }) {
  let [low, high] = [min, max];
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (view.y(activation(middle)) > y) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * {picture, heights(), show()}: the figure, v in each cell as it is now, and what brings both up to date. masses() are
 * those of p and q; onSelect(x, t) hears of the ringed knot, onChange(knots) of those that a reader makes.
 *
 * @param {import("./bound.js").Ground} ground
 */
export function makeWitness(model, root, ground, { masses, onSelect, onChange }) {
  const { places, range } = ground;
  let selected = (places.length - 1) / 2;
  let held = false;
  let view = null;
  const row = () => model.get("row");
  const knots = () => model.get("knots");
  const best = () => bestHeights(row(), masses().p, masses().q);
  const heightsNow = () => (knots() ? heights(ground, knots()) : best());
  /** The knots to change: those of T* where T is T* itself. */
  const ownKnots = () => knots() ?? bestKnots(row(), masses().p, masses().q, ground);
  const picture = figure(
    "Witness T. Drag its knots. Left and right arrows choose a knot, up and down move it.",
    (width) => (width < 480 ? 0.56 : 0.48),
    (context, w, h) => {
      const shown = { row: row(), ground, v: heightsNow(), best: best(), knots: knots(), selected };
      view = drawWitness(context, w, h, palette(root), shown);
    },
    { tabIndex: 0, role: "application", "data-control": "witness" },
  );
  const put = (v) =>
    onChange(ownKnots().map((old, k) => (k === selected ? clamp(Number(v.toFixed(3)), range.min, range.max) : old)));
  function select(k) {
    selected = clamp(k, 0, places.length - 1);
    onSelect(places[selected], ROWS[row()].activation(ownKnots()[selected]));
    picture.redraw();
  }
  /** The knot above or below a place. */
  function nearest(x) {
    const gaps = places.map((place) => Math.abs(view.x(place) - x));
    return gaps.indexOf(Math.min(...gaps));
  }
  /** Whether a knot, or T where it runs along an edge, is under the finger. */
  function isHandle(x, y) {
    const k = nearest(x);
    const height = clamp(view.y(ROWS[row()].activation(ownKnots()[k])), view.box.top, view.box.bottom);
    return Math.hypot(view.x(places[k]) - x, height - y) <= GRASP;
  }
  draggable(picture.canvas, {
    grabs: isHandle,
    drag(x, y) {
      if (held) return put(heightAt(y, view, ROWS[row()], range));
      held = true;
      return select(nearest(x));
    },
    nudge(right, up) {
      select(selected + right);
      if (up) put(ownKnots()[selected] + 0.1 * up);
    },
    done: () => {
      held = false;
    },
  });
  return { picture, heights: heightsNow, show: () => select(selected) };
}
