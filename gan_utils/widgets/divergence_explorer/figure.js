// The small picture of a distance by the place of q.

import { HIGHEST } from "../../page/divergences/discrete.js";
import { ticks } from "../draw/axes.js";
import { dot, inside, stroke, typeface } from "../draw/canvas.js";
import { around, writeFree } from "../draw/words.js";
import { pretty } from "../ui/words.js";

// How the most that these can be is written.
const HIGHEST_TEXTS = { js: "log 2", tv: "1", hellinger: "2" };

/** A distance over the range `means` of q's mean; at `mean` its value, and its tangent where it has a gradient. */
export function drawDistance(context, width, height, colours, { name, curve, means, mean, value, gradient }) {
  const { min, max } = means;
  const box = { left: 2, right: width - 2, top: 6, bottom: height - 14 };
  const finite = curve.map(([, found]) => found[name]).filter(Number.isFinite);
  const most = Math.max(0.1, ...finite);
  const wanted = Number.isFinite(value) ? Math.max(6, 1.4 * value) : 6;
  const top = 1.08 * (HIGHEST[name] ?? Math.min(most, name === "w1" ? Infinity : wanted));
  const round = most > 0.1 ? ticks(0, top, 2).filter(Boolean) : [];
  const levels = HIGHEST[name] ? [[HIGHEST[name], HIGHEST_TEXTS[name]]] : round.map((at) => [at, pretty(at)]);
  const x = (at) => box.left + 8 + ((at - min) / (max - min)) * (box.right - box.left - 16);
  const y = (at) => box.bottom - (at / top) * (box.bottom - box.top);
  context.font = typeface(11);
  context.fillStyle = colours.muted;
  context.strokeStyle = colours.line;
  context.lineWidth = 1;
  context.textAlign = "center";
  for (const at of [min, (min + max) / 2, max]) {
    context.fillText(String(at).replace("-", "−"), x(at), height - 2);
    stroke(context, [
      [x(at), box.bottom],
      [x(at), box.top],
    ]);
  }
  stroke(context, [
    [box.left, box.bottom],
    [box.right, box.bottom],
  ]);
  for (const [level] of levels)
    stroke(context, [
      [box.left, y(level)],
      [box.right, y(level)],
    ]);
  context.strokeStyle = colours.ink;
  context.lineWidth = 1.5;
  inside(context, box, () =>
    stroke(
      context,
      curve.map(([at, found]) => [x(at), y(found[name])]),
    ),
  );
  // Where it is infinite: along the top.
  context.lineWidth = 3;
  context.setLineDash([2, 3]);
  stroke(
    context,
    curve.map(([at, found]) => [x(at), found[name] === Infinity ? box.top : NaN]),
  );
  context.setLineDash([]);
  if (gradient !== null) {
    context.strokeStyle = colours.highlight;
    context.lineWidth = 3;
    inside(context, box, () =>
      stroke(
        context,
        [-1.2, 1.2].map((d) => [x(mean + d), y(value + d * gradient)]),
      ),
    );
  }
  context.fillStyle = colours.generated;
  const at = [x(mean), y(Math.min(value, top))];
  dot(context, ...at, 4.5);
  const taken = [around(...at, 5), ...curve.map(([place, found]) => around(x(place), y(Math.min(found[name], top))))];
  context.fillStyle = colours.ink;
  if (!finite.length || value === Infinity)
    writeFree(context, colours, box, "infinite", [[at[0], box.top + 19]], taken);
  context.fillStyle = colours.muted;
  for (const [level, text] of levels) writeFree(context, colours, box, text, sidesOf(box, y(level)), taken);
}

/** Where a level's number may stand: at either end of its line, over it or under it. */
const sidesOf = ({ left, right }, y) => [
  [left, y + 4, "left"],
  [right, y + 4, "right"],
  [left, y + 13, "left"],
  [right, y + 13, "right"],
];
