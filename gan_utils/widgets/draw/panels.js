// Pictures one below the other: axes under the names of their lines, and ranges.

import { axes } from "./axes.js";
import { stroke } from "./canvas.js";

// Pixels for the names above a picture.
export const KEY = 14;

/**
 * A range that holds all finite values, and 0; a little wider than they are.
 *
 * @param {number[]} values
 * @returns {number[]}
 */
export function rangeOf(values, least = 0.1) {
  const finite = values.filter(Number.isFinite);
  const low = Math.min(0, ...finite);
  const high = Math.max(0, ...finite);
  const room = Math.max(least, 0.06 * (high - low));
  return [low < 0 ? low - room : 0, high + room];
}

/**
 * Axes as axes() draws them, from `top` on, under the lines' names, each beside a piece of it.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {number} width
 * @param {number} top
 * @param {number} height
 * @param {Record<string, string>} colours of the card
 * @param {[string, string, number[]?][]} names of the lines, each with its colour and dashes
 * @param {import("./axes.js").Axis} x
 * @param {import("./axes.js").Axis} y
 * @returns {import("./axes.js").View}
 */
export function panel(context, width, top, height, colours, names, x, y) {
  context.translate(0, top + KEY);
  const view = axes(context, width, height - KEY, colours, x, y);
  context.textAlign = "left";
  let at = view.box.left;
  for (const [name, colour, dashes = []] of names) {
    context.strokeStyle = colour;
    context.lineWidth = 2;
    context.setLineDash(dashes);
    stroke(context, [
      [at, 0],
      [at + 16, 0],
    ]);
    context.setLineDash([]);
    // Letters in the lines' own colours would be too pale to read.
    context.fillStyle = colours.ink;
    context.fillText(name, at + 20, 4);
    at += 34 + context.measureText(name).width;
  }
  return view;
}
