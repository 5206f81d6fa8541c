// What figures over a line share: curves, areas and histograms.

import { stroke } from "./canvas.js";

/**
 * The middles of `count` equal cells of [low, high].
 *
 * @param {number} low
 * @param {number} high
 * @param {number} count
 * @returns {Float64Array}
 */
export const cellMiddles = (low, high, count) =>
  Float64Array.from({ length: count }, (_, i) => low + ((high - low) * (i + 0.5)) / count);

/**
 * A curve over `xs` in the context's stroke style.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {import("./axes.js").View} view
 * @param {ArrayLike<number>} xs
 * @param {ArrayLike<number>} ys
 */
export function drawCurve(context, view, xs, ys) {
  stroke(
    context,
    Array.from(xs, (x, i) => [view.x(x), view.y(ys[i])]),
  );
}

/**
 * The area between a curve and height 0, in the context's fill style.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {import("./axes.js").View} view
 * @param {ArrayLike<number>} xs
 * @param {ArrayLike<number>} ys
 */
export function drawArea(context, view, xs, ys, opacity = 0.25) {
  context.save();
  context.globalAlpha = opacity;
  context.beginPath();
  context.moveTo(view.x(xs[0]), view.y(0));
  for (let i = 0; i < xs.length; i++) context.lineTo(view.x(xs[i]), view.y(ys[i]));
  context.lineTo(view.x(xs[xs.length - 1]), view.y(0));
  context.closePath();
  context.fill();
  context.restore();
}

/**
 * Bars over equal cells of [low, high], in the context's fill style.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {import("./axes.js").View} view
 * @param {number} low
 * @param {number} high
 * @param {number[]} heights
 */
export function drawBars(context, view, low, high, heights, opacity = 0.5) {
  context.save();
  context.globalAlpha = opacity;
  const cell = (high - low) / heights.length;
  heights.forEach((height, i) => {
    const left = view.x(low + i * cell);
    const right = view.x(low + (i + 1) * cell);
    const top = view.y(height);
    context.fillRect(left, top, Math.max(1, right - left - 0.5), view.y(0) - top);
  });
  context.restore();
}

/**
 * The share of the samples in each of `count` equal cells of [low, high], by the cell's width: heights of a density.
 *
 * @param {ArrayLike<number>} samples
 * @param {number} low
 * @param {number} high
 * @param {number} count
 * @returns {number[]}
 */
export function histogram(samples, low, high, count) {
  const heights = new Array(count).fill(0);
  const cell = (high - low) / count;
  for (const sample of samples) {
    const at = Math.floor((sample - low) / cell);
    if (at >= 0 && at < count) heights[at] += 1 / (samples.length * cell);
  }
  return heights;
}
