// Axes: a frame with ticks and labels.

import { stroke } from "./canvas.js";

/** About `count` round numbers that cover [low, high], two at least. */
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

const MARGINS = { left: 40, right: 8, top: 8, bottom: 34 };

/** The height over the width of a figure whose axes have one scale, where both show ranges of the same length. */
export const squareRatio = (width) => (width - MARGINS.left - MARGINS.right + MARGINS.top + MARGINS.bottom) / width;

/**
 * Draws a frame with ticks and labels; gives {x, y}, the maps from data to pixels, and `box`.
 * x and y are {range: [low, high], label, count}; y.log makes its range powers of ten.
 */
export function axes(context, width, height, colours, x, y) {
  const box = { left: MARGINS.left, right: width - MARGINS.right, top: MARGINS.top, bottom: height - MARGINS.bottom };
  const toX = (value) => box.left + ((value - x.range[0]) / (x.range[1] - x.range[0])) * (box.right - box.left);
  const toY = (value) => box.bottom - ((value - y.range[0]) / (y.range[1] - y.range[0])) * (box.bottom - box.top);
  context.font = "11px system-ui, sans-serif";
  context.lineWidth = 1;
  context.fillStyle = colours.muted;
  context.strokeStyle = colours.line;
  context.textAlign = "center";
  for (const value of ticks(...x.range, x.count ?? 4)) {
    stroke(context, [
      [toX(value), box.bottom],
      [toX(value), box.top],
    ]);
    // The last number stays in the picture.
    context.textAlign = toX(value) > box.right - 14 ? "right" : "center";
    context.fillText(
      short(value),
      Math.min(toX(value) + (context.textAlign === "right" ? 8 : 0), width),
      box.bottom + 13,
    );
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
  context.translate(10, (box.top + box.bottom) / 2);
  context.rotate(-Math.PI / 2);
  context.fillText(y.label, 0, 0);
  context.restore();
  return { x: toX, y: toY, box };
}

const short = (value) => String(Number(value.toPrecision(6))).replace("-", "−");
const powerOfTen = (exponent) =>
  exponent >= 0 && exponent < 4
    ? String(10 ** exponent)
    : `10${String(exponent).replace(/./g, (c) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[c] ?? "⁻")}`;
