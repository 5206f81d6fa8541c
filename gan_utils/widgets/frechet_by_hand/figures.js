// What FrechetByHand draws: two Gaussians with their samples, the distance's terms, and its estimates.

import { clamp } from "../../page/engine/numbers.js";
import { axes, ticks } from "../draw/axes.js";
import { dot, inside, stroke } from "../draw/canvas.js";
import { drawCurve } from "../draw/lines.js";
import { prettyOrZero } from "../ui/words.js";
import { axesOf, placed } from "./gaussians.js";
import { SIGMAS } from "./handles.js";

const ACROSS = 5;
const CIRCLE = Array.from({ length: 73 }, (_, i) => [Math.cos((i * Math.PI) / 36), Math.sin((i * Math.PI) / 36)]);

/** The least of 1, 2, 5, 10, 20, ... times a power of ten that is no less than a number. */
export function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1e-6)));
  return [1, 2, 5, 10].map((factor) => factor * power).find((top) => top >= value * (1 - 1e-9));
}

/**
 * `shown` has for "real" and "generated" {gaussian, points}, the points being standard ones. Gives the axes' maps with
 * the way back, from pixels to the plane.
 */
export function drawGaussians(context, width, height, colours, shown) {
  const up = (ACROSS * (height - 42)) / (width - 48);
  const range = [-up, up];
  const view = axes(
    context,
    width,
    height,
    colours,
    { range: [-ACROSS, ACROSS], label: "feature 1", count: 6 },
    { range, label: "feature 2" },
  );
  const { left, right, top, bottom } = view.box;
  const at = (gaussian, point) => {
    const [x, y] = placed(gaussian, point);
    return [view.x(x), view.y(y)];
  };
  inside(context, view.box, () => {
    for (const [which, { gaussian, points }] of Object.entries(shown)) {
      context.fillStyle = context.strokeStyle = colours[which];
      for (const [sigmas, opacity] of [
        [2, 0.13],
        [1, 0.2],
      ]) {
        const rim = CIRCLE.map(([u, v]) => at(gaussian, [sigmas * u, sigmas * v]));
        context.beginPath();
        rim.forEach((pixel) => context.lineTo(...pixel));
        context.globalAlpha = opacity;
        context.fill();
        context.globalAlpha = 1;
        context.lineWidth = 1;
        stroke(context, rim);
      }
      context.globalAlpha = 0.85;
      for (let i = 0; i < points.length; i += 2) dot(context, ...at(gaussian, points.subarray(i, i + 2)), 1.7);
      context.globalAlpha = 1;
      context.lineWidth = 1.5;
      for (const end of [
        [SIGMAS, 0],
        [0, SIGMAS],
      ])
        stroke(context, [at(gaussian, [0, 0]), at(gaussian, end)]);
    }
  });
  drawNames(context, view, colours, shown);
  const fromX = (pixel) => ((pixel - left) / (right - left)) * 2 * ACROSS - ACROSS;
  return { ...view, fromX, fromY: (pixel) => ((bottom - pixel) / (bottom - top)) * 2 * up - up };
}

/** Names above the upper and below the lower ellipse. */
function drawNames(context, view, colours, { real, generated }) {
  const realAbove = real.gaussian.mean[1] > generated.gaussian.mean[1];
  context.font = "600 13px system-ui, sans-serif";
  for (const [name, { gaussian }] of Object.entries({ real, generated })) {
    const side = (name === "real") === realAbove ? 1 : -1;
    const [f, g] = axesOf(gaussian);
    const tall = Math.hypot(f[1], g[1]);
    const [meanX, meanY] = gaussian.mean;
    const away = 2 * side;
    const [x, y] = [meanX + (away * (f[0] * f[1] + g[0] * g[1])) / tall, meanY + away * tall];
    const half = context.measureText(name).width / 2;
    const { left, right, top, bottom } = view.box;
    context.textAlign = "center";
    context.lineWidth = 4;
    context.strokeStyle = colours.paper;
    context.fillStyle = colours.ink;
    const spot = [
      clamp(view.x(x), left + half + 4, right - half - 4),
      clamp(view.y(y) + (side > 0 ? -8 : 18), top + 14, bottom - 6),
    ];
    context.strokeText(name, ...spot);
    context.fillText(name, ...spot);
  }
}

/** Squares of colour, each with its name: [[name, colour], ...]. */
function drawSquares(context, x, y, colours, names) {
  context.font = "12px system-ui, sans-serif";
  context.textAlign = "left";
  for (const [name, colour] of names) {
    context.fillStyle = colour;
    context.fillRect(x, y - 9, 10, 10);
    context.fillStyle = colours.ink;
    context.fillText(name, x + 15, y);
    x += context.measureText(name).width + 31;
  }
}

/** The distance as a bar of its two terms, and beneath it the estimate from samples, to one scale. */
export function drawTerms(context, width, height, colours, { means, covariances, estimate }) {
  const top = roundUp(Math.max(means + covariances, estimate));
  const left = 4;
  const right = width - 52;
  const from = 30;
  const bottom = height - 34;
  const row = (bottom - from) / 2;
  const x = (value) => left + (value / top) * (right - left);
  context.font = "11px system-ui, sans-serif";
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
  context.font = "12px system-ui, sans-serif";
  context.textAlign = "left";
  context.fillStyle = colours.ink;
  [means + covariances, estimate].forEach((value, i) =>
    context.fillText(prettyOrZero(value, 3), x(value) + 6, from + (i + 0.5) * row + 4),
  );
  drawSquares(context, left, 18, colours, [
    ["means", colours.second],
    ["covariances", colours.third],
    ["from samples", colours.highlight],
  ]);
  context.font = "11px system-ui, sans-serif";
  context.fillStyle = colours.ink;
  context.textAlign = "center";
  context.fillText("squared feature units", (left + right) / 2, height - 6);
}

/** FIDs of more and more samples, `own` and `average`, over `sizes`; the true distance, dashed; a dot at `count`. */
export function drawEstimates(context, width, height, colours, { sizes, own, average, distance, count, estimate }) {
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
    ["average of 20 draws", colours.muted, average, 2],
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
    context.font = "12px system-ui, sans-serif";
    context.textAlign = "left";
    context.fillText(name, x + 24, y);
  });
  context.fillStyle = colours.paper;
  dot(context, view.x(count), view.y(estimate), 6.5);
  context.fillStyle = colours.highlight;
  dot(context, view.x(count), view.y(estimate), 5);
}
