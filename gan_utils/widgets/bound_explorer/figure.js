// The picture of a witness with its knots, beside the best one.

import { clamp } from "../../page/engine/numbers.js";
import { inView, X } from "../densities/figure.js";
import { axes } from "../draw/axes.js";
import { dot, inside, stroke, typeface } from "../draw/canvas.js";
import { drawCurve } from "../draw/lines.js";
import { ROWS } from "./rows.js";

// The picture shows T from -REACH to REACH.
const REACH = 5;

/** A witness T with its knots, and T*, dashed; gives the view. */
export function drawWitness(context, width, height, colours, { row, ground, v, best, knots, selected }) {
  const { activation, highest } = ROWS[row];
  const xs = inView(ground.grid, ground.grid.middles);
  const range = [-REACH, Math.min(REACH, (highest ?? REACH) + 1.2)];
  const view = axes(context, width, height, colours, X, { range, label: "T", count: 5 });
  const { box } = view;
  const level = view.y(activation(ROWS[row].best(0)));
  context.font = typeface(12);
  if (highest !== undefined) {
    context.fillStyle = colours.raised;
    context.fillRect(box.left, box.top, box.right - box.left, view.y(highest) - box.top);
    context.fillStyle = colours.muted;
    context.textAlign = "center";
    context.fillText("no T up here: f* would be infinite", (box.left + box.right) / 2, view.y(highest) - 6);
  }
  context.strokeStyle = context.fillStyle = colours.muted;
  context.lineWidth = 1;
  context.setLineDash([1, 3]);
  stroke(context, [
    [box.left, level],
    [box.right, level],
  ]);
  context.textAlign = "right";
  context.fillText(width < 480 ? "f′(1)" : "f′(1): as likely real as generated", box.right - 4, level + 14);
  // Where T* leaves the picture it runs along its edge.
  const drawnT = (each) => inView(ground.grid, each).map((one) => clamp(activation(one), -REACH, REACH));
  const dashed = drawnT(best);
  const solid = knots ? drawnT(v) : dashed;
  const line = (heights) => inside(context, box, () => drawCurve(context, view, xs, heights));
  context.setLineDash([]);
  context.strokeStyle = context.fillStyle = colours.second;
  context.lineWidth = 2.5;
  line(solid);
  knots?.forEach((knot, k) =>
    dot(
      context,
      view.x(ground.places[k]),
      clamp(view.y(activation(knot)), box.top, box.bottom - 3),
      k === selected ? 7 : 4.5,
    ),
  );
  context.setLineDash([6, 4]);
  context.strokeStyle = colours.ink;
  context.lineWidth = 1.5;
  line(dashed);
  context.setLineDash([]);
  context.fillStyle = colours.ink;
  context.textAlign = "left";
  const seen = (line) => clamp(view.y(line), box.top + 12, box.bottom - 8);
  if (knots) context.fillText("T", box.left + 6, seen(solid[0]) - 6);
  const from = dashed.findIndex((t) => Math.abs(t) < 0.9 * REACH);
  if (from < 0) return view;
  context.fillText(knots ? "T*" : "T = T*", view.x(xs[from]) + (from ? 8 : 24), seen(dashed[from]) - 6);
  return view;
}
