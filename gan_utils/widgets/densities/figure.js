// The picture of two densities with a handle on each bump.

import { axes } from "../draw/axes.js";
import { dot, inside, ring, stroke, typeface } from "../draw/canvas.js";
import { drawArea, drawCurve } from "../draw/lines.js";
import { around, beside, writeFree } from "../draw/words.js";

// The picture shows [-REACH, REACH].
const REACH = 6;
/**
 * Of numbers in the cells of a grid, those in the picture.
 *
 * @param {import("./cells.js").Grid} grid
 * @param {Float64Array} values
 * @returns {Float64Array}
 */
export const inView = ({ middles }, values) => values.filter((_, i) => Math.abs(middles[i]) < REACH);
/** The picture's axis. */
export const X = { range: [-REACH, REACH], label: "x", count: 6 };

/** An arrow along x. */
function arrow(context, from, to, y) {
  const tip = Math.sign(to - from) * 7;
  stroke(context, [
    [from, y],
    [to, y],
  ]);
  stroke(context, [
    [to - tip, y - 5],
    [to, y],
    [to - tip, y + 5],
  ]);
}

/**
 * The densities of p and q with a handle on each bump; gives {view, handles: [{who, at, x, y}]}. `push` is
 * {mean, gradient}: where an arrow on q starts, and what it goes against; null for none.
 */
export function drawDensities(context, width, height, colours, shown) {
  const { grid, bumps, masses, selected, push } = shown;
  const xs = inView(grid, grid.middles);
  const heightsOf = (each) => inView(grid, each).map((mass) => mass / grid.cell);
  const heights = { p: heightsOf(masses.p), q: heightsOf(masses.q) };
  const tops = [Math.max(...heights.p), Math.max(...heights.q)];
  // A needle beside a cloud leaves the picture, so that the cloud is seen.
  const top = Math.min(Math.max(...tops), 4 * Math.min(...tops)) * (push ? 1.35 : 1.2);
  const view = axes(context, width, height, colours, X, { range: [0, top], label: "density", count: 3 });
  const handles = [];
  for (const [who, line] of [
    ["p", colours.real],
    ["q", colours.generated],
  ]) {
    context.fillStyle = context.strokeStyle = line;
    context.lineWidth = 2;
    inside(context, view.box, () => {
      drawArea(context, view, xs, heights[who]);
      drawCurve(context, view, xs, heights[who]);
    });
    const total = bumps[who].reduce((sum, { weight }) => sum + weight, 0);
    bumps[who].forEach(({ kind, mean, width: wide, weight }, at) => {
      const peak = weight / total / (kind === "box" ? 2 * wide : wide * Math.sqrt(2 * Math.PI));
      const [x, y] = [view.x(mean), Math.max(view.y(peak), view.box.top + 9)];
      handles.push({ who, at, x, y });
      context.fillStyle = colours.paper;
      dot(context, x, y, 7.5);
      context.fillStyle = line;
      dot(context, x, y, 6);
      if (who !== selected.who || at !== selected.at) return;
      context.strokeStyle = colours.ink;
      context.lineWidth = 1.5;
      ring(context, x, y, 10);
    });
  }
  const taken = handles.map(({ x, y }) => around(x, y, 11));
  if (push) drawPush(context, view, colours, push, taken);
  nameHandles(context, view, colours, handles, taken);
  return { view, handles };
}

const NAMES = { p: ["p, data", "p, second"], q: ["q, model", "q, second"] };

/** The names stand outwards, p's to the left where it is the left one. */
function nameHandles(context, { box }, colours, handles, taken) {
  const middle = (who) => handles.find((handle) => handle.who === who).x;
  const side = middle("p") <= middle("q") ? { p: -1, q: 1 } : { p: 1, q: -1 };
  context.font = typeface(13);
  context.fillStyle = colours.ink;
  for (const { who, at, x, y } of handles)
    writeFree(context, colours, box, NAMES[who][at], beside(x, y, side[who], 14), taken);
}

/** Where q is pushed: against the gradient, the longer the steeper. Where there is none, words say so. */
function drawPush(context, view, colours, { mean, gradient }, taken) {
  const [x, y] = [view.x(mean), view.box.top + 14];
  const way = -Math.sign(gradient ?? 0);
  const none = gradient === null ? "no push on q: infinite" : "no push on q";
  const tip = x + way * (16 + 50 * Math.tanh(Math.abs(gradient ?? 0)));
  context.strokeStyle = context.fillStyle = colours.ink;
  context.font = typeface(13);
  context.lineWidth = 2.5;
  if (way) {
    arrow(context, x, tip, y);
    taken.push({ left: Math.min(x, tip), right: Math.max(x, tip), top: y - 5, bottom: y + 5 });
  }
  const [behind, ahead] = [
    [x - 8 * way, y + 4, way < 0 ? "left" : "right"],
    [tip + 8 * way, y + 4, way < 0 ? "right" : "left"],
  ];
  writeFree(context, colours, view.box, way ? "q is pushed" : none, way ? [behind, ahead] : [[x, y + 4]], taken);
}
