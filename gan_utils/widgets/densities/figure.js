// The picture of two densities with a handle on each bump.

import { axes } from "../draw/axes.js";
import { dot, inside, stroke, typeface } from "../draw/canvas.js";
import { drawArea, drawCurve } from "../draw/lines.js";

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
  context.font = typeface(13);
  for (const [who, line, side, text] of [
    ["p", colours.real, -1, "p, data"],
    ["q", colours.generated, 1, "q, model"],
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
      dot(context, x, y, 6);
      context.textAlign = side < 0 ? "right" : "left";
      context.fillStyle = colours.ink;
      context.fillText(at ? who : text, x + 13 * side, y - 4);
      context.fillStyle = line;
      if (who !== selected.who || at !== selected.at) return;
      context.strokeStyle = colours.ink;
      context.lineWidth = 1.5;
      context.beginPath();
      context.arc(x, y, 10, 0, 2 * Math.PI);
      context.stroke();
    });
  }
  if (push) drawPush(context, view, colours, push);
  return { view, handles };
}

/** Where q is pushed: against the gradient, the longer the steeper. Where there is none, words say so. */
function drawPush(context, view, colours, { mean, gradient }) {
  context.strokeStyle = context.fillStyle = colours.ink;
  const [x, y] = [view.x(mean), view.box.top + 14];
  const way = -Math.sign(gradient ?? 0);
  context.textAlign = !way ? "center" : way < 0 ? "left" : "right";
  const none = gradient === null ? "no push on q: infinite" : "no push on q";
  context.fillText(way ? "q is pushed" : none, x - 6 * way, y + 4);
  context.lineWidth = 2.5;
  if (way) arrow(context, x, x + way * (16 + 50 * Math.tanh(Math.abs(gradient))), y);
}
