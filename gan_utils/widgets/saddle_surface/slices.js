// What each player can reach alone: V along its line, and the way that it wants to go.

import { axes } from "../draw/axes.js";
import { dot, stroke } from "../draw/canvas.js";
import { drawCurve } from "../draw/lines.js";
import { SURFACES } from "./surfaces.js";

const PLACES = Array.from({ length: 41 }, (_, i) => i / 20 - 1);
const GAP = 8; // pixels between the two pictures

/** V along both lines. */
const slicesOf = (name) => {
  const { value } = SURFACES[name];
  return [(t) => value(t, 0), (t) => value(0, t)];
};

/** An arrow along a curve from the middle to where a player gains most, where it gains at all. */
function drawWish(context, view, value, wants, ink) {
  const [low, high] = [-1, 1].map((end) => wants * value(end));
  if (Math.max(low, high) <= 0) return;
  context.strokeStyle = ink;
  context.lineWidth = 2;
  for (const end of [-1, 1]) {
    const at = (t) => [view.x(end * t), view.y(value(end * t))];
    const [x, y] = at(0.8);
    const back = Math.atan2(y - at(0.75)[1], x - at(0.75)[0]);
    stroke(
      context,
      [0, 0.2, 0.4, 0.6, 0.8].map((t) => at(t)),
    );
    stroke(
      context,
      [-0.5, 0, 0.5].map((turn) => [x - (turn && 8) * Math.cos(back + turn), y - (turn && 8) * Math.sin(back + turn)]),
    );
  }
}

/** Draws both: x alone, who wants V small, beside y alone, who wants it large. */
export function drawSlices(context, width, height, colours, name) {
  const own = (width - GAP) / 2;
  const players = [
    ["x, while y = 0", colours.real, [], -1],
    ["y, while x = 0", colours.generated, [9, 5], 1],
  ];
  slicesOf(name).forEach((value, i) => {
    const [label, line, dashes, wants] = players[i];
    context.save();
    context.translate(i * (own + GAP), 0);
    const [x, y] = [
      { range: [-1, 1], label, count: 2 },
      { range: [-1.1, 1.1], label: i ? "" : "V(x, y)", count: 2 },
    ];
    const view = axes(context, own, height, colours, x, y);
    context.strokeStyle = line;
    context.lineWidth = 3;
    context.setLineDash(dashes);
    drawCurve(context, view, PLACES, PLACES.map(value));
    context.setLineDash([]);
    drawWish(context, view, value, wants, colours.ink);
    context.fillStyle = colours.ink;
    dot(context, view.x(0), view.y(0), 4);
    context.restore();
  });
}

/** V along both lines as a table. */
export const tableOf = (name) => {
  const [alongX, alongY] = slicesOf(name);
  return [["t", "V(t, 0)", "V(0, t)"], ...PLACES.map((t) => [t, alongX(t), alongY(t)])];
};
