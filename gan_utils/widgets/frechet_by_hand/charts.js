// The charts of FrechetByHand: the distance's terms, and its estimates from more and more samples.

import { clamp } from "../../page/engine/numbers.js";
import { axes, ticks } from "../draw/axes.js";
import { dot, figure, stroke, typeface } from "../draw/canvas.js";
import { drawCurve } from "../draw/lines.js";
import { rangeOf } from "../ui/allowed.js";
import { palette } from "../ui/theme.js";
import { prettyOrZero } from "../ui/words.js";

// Sizes of samples on the curves, evenly spaced in the logarithm.
const SIZES = 24;

/**
 * The least of 1, 2, 5, 10, 20, ... times a power of ten that is no less than a number.
 *
 * @param {number} value
 * @returns {number}
 */
export function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1e-6)));
  return [1, 2, 5, 10].map((factor) => factor * power).find((top) => top >= value * (1 - 1e-9));
}

/** Squares of colour, each with its name: [[name, colour], ...]. */
function drawSquares(context, x, y, colours, names) {
  context.font = typeface(12);
  context.textAlign = "left";
  for (const [name, colour] of names) {
    context.fillStyle = colour;
    context.fillRect(x, y - 9, 10, 10);
    context.fillStyle = colours.ink;
    context.fillText(name, x + 14, y);
    x += context.measureText(name).width + 24;
  }
}

/** The distance as a bar of its two terms, and beneath it the estimate from samples, to one scale. */
function drawTerms(context, width, height, colours, { means, covariances, estimate }) {
  const top = roundUp(Math.max(means + covariances, estimate));
  const left = 4;
  const right = width - 52;
  const from = 30;
  const bottom = height - 34;
  const row = (bottom - from) / 2;
  const x = (value) => left + (value / top) * (right - left);
  context.font = typeface(11);
  context.strokeStyle = colours.line;
  context.fillStyle = colours.muted;
  context.textAlign = "center";
  for (const value of ticks(0, top, 4)) {
    stroke(context, [
      [x(value), from],
      [x(value), bottom],
    ]);
    context.fillText(String(Number(value.toPrecision(6))), clamp(x(value), 10, width - 14), bottom + 13);
  }
  const bar = (i, start, end, colour) => {
    context.fillStyle = colour;
    context.fillRect(x(start), from + (i + 0.2) * row, x(end) - x(start), 0.6 * row);
  };
  bar(0, 0, means, colours.second);
  bar(0, means, means + covariances, colours.third);
  bar(1, 0, estimate, colours.highlight);
  context.font = typeface(12);
  context.textAlign = "left";
  context.fillStyle = colours.ink;
  [means + covariances, estimate].forEach((value, i) =>
    context.fillText(prettyOrZero(value, 3), x(value) + 6, from + (i + 0.5) * row + 4),
  );
  drawSquares(context, left, 18, colours, [
    ["means", colours.second],
    ["covariances", colours.third],
    ["samples", colours.highlight],
  ]);
  context.font = typeface(11);
  context.fillStyle = colours.ink;
  context.textAlign = "center";
  context.fillText("squared feature units", (left + right) / 2, height - 6);
}

/**
 * FIDs of more and more samples, `own` and the `average` of so many `draws`, over `sizes`; the true distance, dashed; a
 * dot at `count`.
 */
function drawEstimates(context, width, height, colours, shown) {
  const { sizes, own, average, draws, distance, count, estimate } = shown;
  const top = 1.15 * Math.max(...own, ...average, distance);
  const view = axes(
    context,
    width,
    height,
    colours,
    { range: [0, sizes.at(-1)], label: "N, samples of each" },
    { range: [0, top], label: "FID", count: 3 },
  );
  const lines = [
    [`average of ${draws} draws`, colours.muted, average, 2],
    ["these samples", colours.highlight, own, 2.5],
    ["true distance", colours.ink, sizes.map(() => distance), 1.5],
  ];
  const high = distance > 0.5 * top;
  lines.forEach(([name, colour, values, thick], i) => {
    context.strokeStyle = colour;
    context.lineWidth = thick;
    context.setLineDash(i === 2 ? [5, 4] : []);
    drawCurve(context, view, sizes, values);
    const y = high ? view.box.bottom - 12 - 17 * (2 - i) : view.box.top + 14 + 17 * i;
    const x = view.box.right - 146;
    stroke(context, [
      [x, y - 4],
      [x + 18, y - 4],
    ]);
    context.setLineDash([]);
    context.fillStyle = colours.ink;
    context.font = typeface(12);
    context.textAlign = "left";
    context.fillText(name, x + 24, y);
  });
  context.fillStyle = colours.paper;
  dot(context, view.x(count), view.y(estimate), 6.5);
  context.fillStyle = colours.highlight;
  dot(context, view.x(count), view.y(estimate), 5);
}

/** The distance's terms, and its estimates from more and more samples: two figures. */
export function makeCharts(model, root, { distance, estimates }) {
  const { min, max } = rangeOf(model, "count");
  const sizes = Array.from({ length: SIZES }, (_, i) => Math.round(min * (max / min) ** (i / (SIZES - 1))));
  const { draws } = model.get("_constants");
  const ratio = (width) => Math.max(0.42, 150 / width);
  const terms = figure("The distance as a bar of its two terms, and the estimate.", ratio, (context, w, h) =>
    drawTerms(context, w, h, palette(root), { ...distance(), estimate: estimates(model.get("count")).own }),
  );
  const curves = figure("FID of more and more samples.", ratio, (context, w, h) => {
    const count = model.get("count");
    const found = sizes.map(estimates);
    drawEstimates(context, w, h, palette(root), {
      sizes,
      own: found.map(({ own }) => own),
      average: found.map(({ average }) => average),
      draws,
      distance: distance().distance,
      count,
      estimate: estimates(count).own,
    });
  });
  return [terms, curves];
}
