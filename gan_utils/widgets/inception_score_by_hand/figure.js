// Both entropies as bars, their difference, and exp of it: the same length, read on another scale.

import { ticks } from "../draw/axes.js";
import { stroke, typeface } from "../draw/canvas.js";
import { pretty } from "../ui/words.js";

/** The picture's frame: `x` maps nats to pixels, `middle` rows; a narrow one has shorter words. */
function frameOf(width, height, classes) {
  const narrow = width < 480;
  const [left, right] = [narrow ? 78 : 136, width - 14];
  const [top, bottom] = [30, height - 40];
  const row = (bottom - top) / 3;
  return {
    narrow,
    height,
    right,
    bottom,
    row,
    thick: 0.56 * row,
    most: Math.log(classes),
    x: (nats) => left + (nats / Math.log(classes)) * (right - left),
    middle: (i) => top + (i + 0.5) * row,
  };
}

/** A scale's name beside it, and its numbers, each with a line across the rows from `from` to `to`. */
function drawScale(context, { x, right }, colours, name, places, y, from, to) {
  context.fillStyle = colours.ink;
  context.textAlign = "left";
  context.fillText(name, 0, y);
  context.fillStyle = colours.muted;
  for (const [at, text] of places) {
    context.textAlign = x(at) > right - 12 ? "right" : "center";
    context.fillText(text, x(at) + (context.textAlign === "right" ? 12 : 0), y);
    stroke(context, [
      [x(at), from],
      [x(at), to],
    ]);
  }
}

/** Nats above, and below them the same as scores. */
function drawScales(context, frame, colours, classes) {
  const { narrow, height, bottom, row, most, middle } = frame;
  const between = middle(2) - row / 2;
  const nats = ticks(0, most, narrow ? 3 : 5).map((at) => [at, pretty(at, 3)]);
  const scores = Array.from({ length: classes }, (_, i) => [Math.log(i + 1), String(i + 1)]);
  context.lineWidth = 1;
  context.strokeStyle = colours.line;
  context.font = typeface(11);
  drawScale(context, frame, colours, "nats", nats, 14, 20, between);
  drawScale(context, frame, colours, "score = exp", scores, height - 8, between, bottom + 16);
}

/** Both entropies and their difference, with their names. */
function drawRows(context, { narrow, thick, x, middle }, colours, found) {
  const { marginalEntropy: all, conditionalEntropy: given, divergence } = found;
  const bar = (i, from, to, colour) => {
    context.fillStyle = colour;
    context.fillRect(x(from), middle(i) - thick / 2, x(to) - x(from), thick);
  };
  bar(0, 0, all, colours.second);
  bar(1, 0, given, colours.generated);
  bar(1, given, all, colours.highlight);
  bar(2, 0, divergence, colours.highlight);
  context.strokeStyle = colours.muted;
  context.setLineDash([3, 3]);
  stroke(context, [
    [x(all), middle(0) + thick / 2],
    [x(all), middle(1) - thick / 2],
  ]);
  context.setLineDash([]);
  context.font = typeface(12);
  // What is left of H(y), so that nobody takes it for a part of H(y|x).
  const rest = "+ mean KL";
  const long = context.measureText(rest).width + 8;
  if (x(all) - x(given) > long + 24) {
    context.fillStyle = colours.paper;
    context.fillRect((x(given) + x(all) - long) / 2, middle(1) - 7, long, 14);
    context.fillStyle = colours.ink;
    context.textAlign = "center";
    context.fillText(rest, (x(given) + x(all)) / 2, middle(1) + 4);
  }
  context.fillStyle = colours.ink;
  context.textAlign = "left";
  ["H(y)", narrow ? "H(y|x)" : "mean H(y|x)", narrow ? "mean KL" : "difference: mean KL"].forEach((name, i) =>
    context.fillText(name, 0, middle(i) + 4),
  );
}

/** The length of the difference, read as a score. */
function drawScore(context, { right, bottom, thick, x, middle }, colours, { divergence, score }) {
  context.strokeStyle = colours.ink;
  context.lineWidth = 2;
  stroke(context, [
    [x(divergence), middle(2) - thick / 2 - 3],
    [x(divergence), bottom + 10],
  ]);
  context.font = typeface(13, 600);
  const said = `exp(${pretty(divergence, 3)}) = ${pretty(score, 3)}`;
  const wide = context.measureText(said).width;
  const room = right - x(divergence) > wide + 10;
  if (!room) {
    context.fillStyle = colours.paper;
    context.fillRect(x(divergence) - wide - 12, middle(2) - 8, wide + 8, 16);
  }
  context.textAlign = room ? "left" : "right";
  context.fillStyle = colours.ink;
  context.fillText(said, x(divergence) + 8 * (room ? 1 : -1), middle(2) + 4);
}

/**
 * Draws what inceptionScore() gives, for so many classes.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {number} width
 * @param {number} height
 * @param {Record<string, string>} colours of the card, as palette() reads them
 * @param {ReturnType<typeof import("../../page/metrics/inception.js").inceptionScore>} found
 * @param {number} classes
 */
export function drawEntropies(context, width, height, colours, found, classes) {
  const frame = frameOf(width, height, classes);
  drawScales(context, frame, colours, classes);
  drawRows(context, frame, colours, found);
  drawScore(context, frame, colours, found);
}
