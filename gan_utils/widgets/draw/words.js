// Words within a picture: inside its frame, off each other, and readable over lines.

import { clamp } from "../../page/engine/numbers.js";

/** @typedef {{left: number, right: number, top: number, bottom: number}} Box */

const apart = (a, b) => a.right < b.left || b.right < a.left || a.bottom < b.top || b.bottom < a.top;

/**
 * A box around a point, of so many pixels to each side.
 *
 * @param {number} x
 * @param {number} y
 * @returns {Box}
 */
export const around = (x, y, radius = 0) => ({
  left: x - radius,
  right: x + radius,
  top: y - radius,
  bottom: y + radius,
});

/**
 * Writes words at the first of the places that is free, or at the first; none leaves the box. A rim of paper keeps them
 * readable over lines. Gives the box that they take, which is added to those taken.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Record<string, string>} colours of the card
 * @param {Box} box
 * @param {string} text
 * @param {[number, number, ("left" | "center" | "right")?][]} places the end or middle of the baseline
 * @param {Box[]} taken
 * @returns {Box}
 */
export function writeFree(context, colours, box, text, places, taken = []) {
  const wide = context.measureText(text).width;
  const boxes = places.map(([x, y, align = "center"]) => {
    const wanted = x - { left: 0, center: wide / 2, right: wide }[align];
    const left = clamp(wanted, box.left, Math.max(box.left, box.right - wide));
    const base = clamp(y, box.top + 11, box.bottom - 4);
    return { left, right: left + wide, top: base - 10, bottom: base + 4 };
  });
  const found = boxes.find((each) => taken.every((other) => apart(each, other))) ?? boxes[0];
  context.save();
  context.textAlign = "left";
  context.strokeStyle = colours.paper;
  context.lineWidth = 4;
  context.lineJoin = "round";
  context.strokeText(text, found.left, found.bottom - 4);
  context.restore();
  context.textAlign = "left";
  context.fillText(text, found.left, found.bottom - 4);
  taken.push(found);
  return found;
}

/**
 * The places for a name beside a point: above it, on `side` (-1 is to the left), on the other side, below.
 *
 * @param {number} x
 * @param {number} y
 * @returns {[number, number, "left" | "center" | "right"][]}
 */
export const beside = (x, y, side = 1, gap = 12) => [
  [x, y - gap - 4, "center"],
  [x + gap * side, y + 4, side > 0 ? "left" : "right"],
  [x - gap * side, y + 4, side > 0 ? "right" : "left"],
  [x, y + gap + 10, "center"],
];
