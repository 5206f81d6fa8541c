// Marks on the pictures of MleFitter.

import { dot, stroke } from "../draw/canvas.js";
import { around } from "../draw/words.js";

/** A disc with a rim, which shows on a line of its own colour; gives the box that it takes. */
export function drawHandle(context, x, y, fill, colours) {
  context.fillStyle = colours.paper;
  dot(context, x, y, 8);
  context.fillStyle = fill;
  dot(context, x, y, 6);
  return around(x, y, 9);
}

/** Where the fit would end; gives the box that it takes. */
export function drawCross(context, x, y, colours) {
  context.strokeStyle = colours.ink;
  context.lineWidth = 2;
  for (const way of [-1, 1])
    stroke(context, [
      [x - 5, y - 5 * way],
      [x + 5, y + 5 * way],
    ]);
  return around(x, y, 6);
}

/** From (x, y) so many pixels on, no longer than `most`; with a head, where there is room for one. */
export function drawArrow(context, x, y, [dx, dy], most) {
  const long = Math.hypot(dx, dy);
  const share = Math.min(1, most / long);
  if (!(long > 3)) return;
  const [tipX, tipY] = [x + share * dx, y + share * dy];
  context.lineWidth = 2.5;
  stroke(context, [
    [x, y],
    [tipX, tipY],
  ]);
  const angle = Math.atan2(dy, dx);
  const head = Math.min(9, share * long);
  const [one, other] = [2.6, -2.6].map((turn) => [
    tipX + head * Math.cos(angle + turn),
    tipY + head * Math.sin(angle + turn),
  ]);
  stroke(context, [one, [tipX, tipY], other]);
}
