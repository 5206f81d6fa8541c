// Both entropies as bars, their difference, and exp of it: the same length, read on another scale.

import { ticks } from "../draw/axes.js";
import { stroke } from "../draw/canvas.js";
import { pretty } from "../ui/words.js";

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
  const narrow = width < 480;
  const left = narrow ? 78 : 136;
  const right = width - 14;
  const most = Math.log(classes);
  const x = (nats) => left + (nats / most) * (right - left);
  const { marginalEntropy: all, conditionalEntropy: given, divergence, score } = found;
  const top = 30;
  const bottom = height - 40;
  const row = (bottom - top) / 3;
  const thick = 0.56 * row;
  const middle = (i) => top + (i + 0.5) * row;
  const bar = (i, from, to, colour) => {
    context.fillStyle = colour;
    context.fillRect(x(from), middle(i) - thick / 2, x(to) - x(from), thick);
  };
  context.lineWidth = 1;
  context.strokeStyle = colours.line;
  context.font = "11px system-ui, sans-serif";
  /** A scale's name beside it, and its numbers, each with a line across the rows from `from` to `to`. */
  function scale(name, places, y, from, to) {
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
  scale(
    "nats",
    ticks(0, most, narrow ? 3 : 5).map((at) => [at, pretty(at, 3)]),
    14,
    20,
    middle(2) - row / 2,
  );
  const whole = Array.from({ length: classes }, (_, i) => i + 1);
  scale(
    "score = exp",
    whole.map((at) => [Math.log(at), String(at)]),
    height - 8,
    middle(2) - row / 2,
    bottom + 16,
  );

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
  // The length of the difference, read as a score.
  context.strokeStyle = context.fillStyle = colours.ink;
  context.lineWidth = 2;
  stroke(context, [
    [x(divergence), middle(2) - thick / 2 - 3],
    [x(divergence), bottom + 10],
  ]);
  context.font = "12px system-ui, sans-serif";
  ["H(y)", narrow ? "H(y|x)" : "mean H(y|x)", narrow ? "mean KL" : "difference: mean KL"].forEach((name, i) => {
    context.textAlign = "left";
    context.fillText(name, 0, middle(i) + 4);
  });
  context.font = "600 13px system-ui, sans-serif";
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
