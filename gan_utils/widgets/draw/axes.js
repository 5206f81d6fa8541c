// Axes: a frame with ticks and labels.

import { stroke, typeface } from "./canvas.js";

/**
 * About `count` round numbers that cover [low, high], two at least.
 *
 * @param {number} low
 * @param {number} high
 * @param {number} count
 * @returns {number[]}
 */
export function ticks(low, high, count) {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const sizes = [10, 5, 2, 1, 0.5].map((factor) => factor * power);
  const wanted = sizes.filter((size) => size >= rough * 0.999).length - 1;
  for (const step of sizes.slice(wanted)) {
    const first = Math.ceil(low / step - 1e-9);
    const last = Math.floor(high / step + 1e-9);
    if (last > first) return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
  }
  return [low, high];
}

const MARGINS = { left: 48, right: 8, top: 8, bottom: 34 };

/**
 * The height over the width of a figure whose axes have one scale, where both show ranges of the same length.
 *
 * @param {number} width
 * @returns {number}
 */
export const squareRatio = (width) => (width - MARGINS.left - MARGINS.right + MARGINS.top + MARGINS.bottom) / width;

/**
 * How far up axes reach that have one scale and reach so far across, in a picture of this size.
 *
 * @param {number} across
 * @param {number} width
 * @param {number} height
 * @returns {number}
 */
export const squareReach = (across, width, height) =>
  (across * (height - MARGINS.top - MARGINS.bottom)) / (width - MARGINS.left - MARGINS.right);

/**
 * An axis: the range that it shows, its label, and about how many ticks. `log` makes the range powers of ten.
 *
 * @typedef {{range: number[], label: string, count?: number, log?: boolean}} Axis
 */

/**
 * Maps from data to pixels and back, and the frame in pixels.
 *
 * @typedef {(number: number) => number} Map
 * @typedef {{x: Map, y: Map, fromX: Map, fromY: Map, box: Record<"left" | "right" | "top" | "bottom", number>}} View
 */

/**
 * Draws a frame with ticks and labels.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {number} width
 * @param {number} height
 * @param {Record<string, string>} colours of the card, as palette() reads them
 * @param {Axis} x
 * @param {Axis} y
 * @returns {View}
 */
export function axes(context, width, height, colours, x, y) {
  const box = { left: MARGINS.left, right: width - MARGINS.right, top: MARGINS.top, bottom: height - MARGINS.bottom };
  const toX = (value) => box.left + ((value - x.range[0]) / (x.range[1] - x.range[0])) * (box.right - box.left);
  const toY = (value) => box.bottom - ((value - y.range[0]) / (y.range[1] - y.range[0])) * (box.bottom - box.top);
  context.font = typeface(11);
  context.lineWidth = 1;
  context.fillStyle = colours.muted;
  context.strokeStyle = colours.line;
  context.textAlign = "center";
  for (const value of ticks(...x.range, x.count ?? 4)) {
    stroke(context, [
      [toX(value), box.bottom],
      [toX(value), box.top],
    ]);
    // The last number stays in the picture, the first one clear of the other axis's.
    const last = toX(value) > box.right - 14;
    context.textAlign = last ? "right" : toX(value) < box.left + 12 ? "left" : "center";
    context.fillText(short(value), Math.min(toX(value) + (last ? 8 : 0), width), box.bottom + 13);
  }
  context.textAlign = "right";
  for (const value of ticks(...y.range, y.count ?? 4)) {
    if (y.log && !Number.isInteger(value)) continue;
    stroke(context, [
      [box.left, toY(value)],
      [box.right, toY(value)],
    ]);
    context.fillText(y.log ? powerOfTen(value) : short(value), box.left - 4, toY(value) + 4);
  }
  context.textAlign = "center";
  context.fillStyle = colours.ink;
  context.fillText(x.label, (box.left + box.right) / 2, height - 6);
  context.save();
  context.translate(11, (box.top + box.bottom) / 2);
  context.rotate(-Math.PI / 2);
  context.fillText(y.label, 0, 0);
  context.restore();
  return { x: toX, y: toY, ...backwards(box, x.range, y.range), box };
}

/** The maps from pixels to data. */
const backwards = ({ left, right, top, bottom }, [leftmost, rightmost], [low, high]) => ({
  fromX: (pixel) => leftmost + ((rightmost - leftmost) * (pixel - left)) / (right - left),
  fromY: (pixel) => low + ((high - low) * (bottom - pixel)) / (bottom - top),
});

const short = (value) => String(Number(value.toPrecision(6))).replace("-", "−");
const powerOfTen = (exponent) =>
  exponent >= 0 && exponent < 4
    ? String(10 ** exponent)
    : `10${String(exponent).replace(/./g, (c) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[c] ?? "⁻")}`;
