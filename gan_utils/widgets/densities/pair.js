// Two densities to drag, p and q: their picture, their controls and their cells, which two widgets share.

import { figure } from "../draw/canvas.js";
import { draggable } from "../ui/drag.js";
import { palette } from "../ui/theme.js";
import { cells } from "./cells.js";
import { makeBumps } from "./controls.js";
import { drawDensities, X } from "./figure.js";
import { gridOf } from "./traits.js";

// Pixels within which a finger takes hold of a handle.
const GRASP = 22;

/**
 * {picture, bumps, grid, masses(), show()}: the figure, the controls as makeBumps gives them, the cells, and what p and q
 * put into them now. ratio(width) is the figure's height over its width; push() tells drawDensities about an arrow on q;
 * onPreset(preset) hears of one that was chosen.
 */
export function makePair(model, root, set, { ratio, push, onPreset }) {
  const grid = gridOf(model);
  const bumps = makeBumps(model, set, { onPreset, onSelect: () => picture.redraw() });
  const known = {};
  let drawn = null;
  let held = null;
  /** Anew only when the bumps have changed. */
  function massesOf(who) {
    const now = model.get(who);
    if (known[who]?.bumps !== now) known[who] = { bumps: now, cells: cells(grid, now) };
    return known[who].cells;
  }
  const masses = () => ({ p: massesOf("p"), q: massesOf("q") });
  const picture = figure(
    "Densities of p and q. Drag a bump sideways to move it, up to make it narrower, down to " +
      "widen it. Arrow keys do the same to the ringed one.",
    ratio,
    (context, w, h) => {
      drawn = drawDensities(context, w, h, palette(root), {
        grid,
        bumps: { p: model.get("p"), q: model.get("q") },
        masses: masses(),
        selected: bumps.selected(),
        push: push(),
      });
    },
    { tabIndex: 0, role: "application", "data-control": "densities" },
  );
  /** The handle nearest to a place, and how far it is. */
  function nearest(x, y) {
    const all = drawn.handles.map((handle) => ({ ...handle, far: Math.hypot(handle.x - x, handle.y - y) }));
    return all.reduce((best, each) => (each.far < best.far ? each : best));
  }
  draggable(picture.canvas, {
    grabs: (x, y) => nearest(x, y).far <= GRASP,
    drag(x, y, dx, dy) {
      if (!held) {
        const { who, at } = nearest(x, y);
        bumps.select(who, at);
        held = { ...bumps.bump(), across: 0, down: 0 };
        return;
      }
      held.across += dx;
      held.down += dy;
      const { box } = drawn.view;
      const mean = held.mean + ((X.range[1] - X.range[0]) * held.across) / (box.right - box.left);
      bumps.edit({ mean, width: held.width * Math.exp(held.down / 90) });
    },
    nudge(right, up) {
      const { mean, width } = bumps.bump();
      bumps.edit({ mean: mean + 0.1 * right, width: width - 0.05 * up });
    },
    done: () => {
      held = null;
    },
  });
  function show() {
    bumps.show();
    picture.redraw();
  }
  return { picture, bumps, grid, masses, show };
}
