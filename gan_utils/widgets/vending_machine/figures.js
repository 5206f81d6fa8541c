// The picture of a machine: what has dropped, and what is said of its density.

import { axes } from "../draw/axes.js";
import { dot, inside, stroke, typeface } from "../draw/canvas.js";
import { drawBars, drawCurve, histogram } from "../draw/lines.js";

const STACKS = 25;

/**
 * Draws a machine over a range of the line: `bars` in the colour `tint`, or `samples` of which the last `batch` have fallen
 * the share `fall` of their way; `data`, the density of the data over `xs`, dashed; `answers`, {name, ys, line, at}, each
 * a curve with a dot of height `at` at the place x; `outline`, {name, heights}, a fine histogram. Without an answer a
 * question mark stands at x. Gives the axes' maps.
 */
export function drawMachine(context, width, height, colours, shown) {
  const { range, xs, tint, samples, bars, batch, fall, x, top, data, answers, outline } = shown;
  const { min, max } = range;
  const view = axes(
    context,
    width,
    height,
    colours,
    { range: [min, max], label: "x" },
    { range: [0, top], label: "density", count: 3 },
  );
  const lines = [{ name: "p, the data", ys: data, line: colours.ink, dashed: true }, ...answers];
  const key = outline ? [...lines, { name: outline.name, line: colours.muted }] : lines;
  inside(context, view.box, () => {
    context.fillStyle = tint;
    if (bars) drawBars(context, view, min, max, bars, 0.4);
    else drawBalls(context, view, range, samples, batch, fall);
    context.lineWidth = 1;
    context.strokeStyle = colours.muted;
    if (outline) stroke(context, steps(view, range, outline.heights));
    for (const { ys, line, dashed } of lines) {
      context.strokeStyle = line;
      context.lineWidth = dashed ? 1.5 : 2.2;
      context.setLineDash(dashed ? [5, 4] : []);
      drawCurve(context, view, xs, ys);
    }
    context.setLineDash([]);
    context.strokeStyle = colours.highlight;
    context.lineWidth = 2.5;
    stroke(context, [
      [view.x(x), view.box.bottom],
      [view.x(x), view.box.top + keyHeight(key)],
    ]);
    for (const { at, line } of answers) {
      context.fillStyle = colours.paper;
      dot(context, view.x(x), view.y(at), 6);
      context.fillStyle = line;
      dot(context, view.x(x), view.y(at), 4.5);
    }
    if (!answers.length) drawQuestion(context, view, x, colours, keyHeight(key));
  });
  drawKey(context, view.box, colours, key);
  return view;
}

function drawQuestion(context, view, x, colours, below) {
  const place = [view.x(x), Math.max((view.box.top + view.box.bottom) / 2, view.box.top + below + 17)];
  context.fillStyle = colours.paper;
  dot(context, ...place, 15);
  context.strokeStyle = colours.highlight;
  context.stroke();
  context.fillStyle = colours.ink;
  context.font = typeface(19, 600);
  context.textAlign = "center";
  context.fillText("?", place[0], place[1] + 7);
}

/** Samples as balls in stacks; the last `batch` hang in the air until `fall` is 1. */
function drawBalls(context, view, { min, max }, samples, batch, fall) {
  const stack = (max - min) / STACKS;
  const heights = new Array(STACKS).fill(0);
  const shares = histogram(samples, min, max, STACKS);
  // So that the highest stack stays below the key.
  const most = Math.max(1, Math.round(Math.max(...shares) * stack * samples.length));
  const radius = Math.min(6, (view.x(stack) - view.x(0)) / 2 - 0.5, (0.35 * (view.box.bottom - view.box.top)) / most);
  samples.forEach((sample, i) => {
    const k = Math.floor((sample - min) / stack);
    if (k < 0 || k >= STACKS) return;
    const rest = view.box.bottom - radius - 2 * radius * heights[k]++;
    const y = i < samples.length - batch ? rest : view.box.top + (rest - view.box.top) * fall * fall;
    dot(context, view.x(min + (k + 0.5) * stack), y, radius);
  });
}

/** The outline of a histogram. */
const steps = (view, { min, max }, heights) =>
  heights.flatMap((height, i) =>
    [i, i + 1].map((edge) => [view.x(min + ((max - min) * edge) / heights.length), view.y(height)]),
  );

/** How high the key stands, in pixels: nothing else reaches into it. */
const keyHeight = (lines) => 6 + 16 * Math.ceil(lines.length / 2);

/** What each line is, in two columns at the top. */
function drawKey(context, box, colours, lines) {
  context.font = typeface(11);
  context.textAlign = "left";
  lines.forEach(({ name, line, dashed }, i) => {
    const x = box.left + 8 + (i % 2) * ((box.right - box.left) / 2);
    const y = box.top + 14 + 16 * Math.floor(i / 2);
    context.fillStyle = colours.paper; // behind it may be bars
    context.fillRect(x - 3, y - 11, context.measureText(name).width + 29, 15);
    context.strokeStyle = line;
    context.lineWidth = 2;
    context.setLineDash(dashed ? [5, 4] : []);
    stroke(context, [
      [x, y - 4],
      [x + 18, y - 4],
    ]);
    context.setLineDash([]);
    context.fillStyle = colours.ink;
    context.fillText(name, x + 23, y);
  });
}
