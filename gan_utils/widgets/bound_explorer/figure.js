// The picture of a witness with its knots, beside the best one.

import { clamp } from "../../page/engine/numbers.js";
import { inView, X } from "../densities/figure.js";
import { axes } from "../draw/axes.js";
import { dot, inside, ring, stroke, typeface } from "../draw/canvas.js";
import { drawCurve } from "../draw/lines.js";
import { around, writeFree } from "../draw/words.js";
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
  if (highest !== undefined) {
    context.fillStyle = colours.raised;
    context.fillRect(box.left, box.top, box.right - box.left, view.y(highest) - box.top);
  }
  context.strokeStyle = context.fillStyle = colours.muted;
  context.lineWidth = 1;
  context.setLineDash([1, 3]);
  stroke(context, [
    [box.left, level],
    [box.right, level],
  ]);
  // Where T* leaves the picture it runs along its edge.
  const drawnT = (each) => inView(ground.grid, each).map((one) => clamp(activation(one), -REACH, REACH));
  const dashed = drawnT(best);
  const solid = knots ? drawnT(v) : dashed;
  const line = (heights) => inside(context, box, () => drawCurve(context, view, xs, heights));
  context.setLineDash([]);
  context.strokeStyle = context.fillStyle = colours.second;
  context.lineWidth = 2.5;
  line(solid);
  knots?.forEach((knot, k) => {
    const [across, down] = [view.x(ground.places[k]), clamp(view.y(activation(knot)), box.top, box.bottom - 3)];
    dot(context, across, down, 4.5);
    if (k !== selected) return;
    context.strokeStyle = colours.ink;
    context.lineWidth = 2;
    ring(context, across, down, 8);
  });
  context.setLineDash([6, 4]);
  context.strokeStyle = colours.ink;
  context.lineWidth = 1.5;
  line(dashed);
  context.setLineDash([]);
  nameLines(context, view, colours, { xs, solid, dashed, level, highest, own: Boolean(knots), width });
  return view;
}

/** The names of T, of T*, of the level and of the band that no T enters, each where no line runs. */
function nameLines(context, view, colours, { xs, solid, dashed, level, highest, own, width }) {
  const { box } = view;
  const points = (heights) => [...xs].map((x, i) => around(view.x(x), view.y(heights[i]), 2));
  const taken = [...points(solid), ...points(dashed)];
  const along = (heights, side) =>
    [0.06, 0.12, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
      .map((share) => Math.round(share * (xs.length - 1)))
      .filter((i) => Math.abs(heights[i]) < 0.9 * REACH)
      .flatMap((i) => [-8, 16].map((down) => [view.x(xs[i]) + side, view.y(heights[i]) + down]));
  const ends = (y) => [
    [box.right - 4, y, "right"],
    [box.left + 4, y, "left"],
    [(box.left + box.right) / 2, y],
  ];
  context.font = typeface(13, 600);
  context.fillStyle = colours.ink;
  const best = along(dashed, 0);
  if (best.length) writeFree(context, colours, box, own ? "T*" : "T = T*", best, taken);
  if (own) writeFree(context, colours, box, "T", along(solid, 0), taken);
  context.font = typeface(12);
  context.fillStyle = colours.muted;
  if (highest !== undefined)
    writeFree(context, colours, box, "no T up here: f* would be infinite", ends(view.y(highest) - 8), taken);
  const said = width < 480 ? "f′(1)" : "f′(1): as likely real as generated";
  writeFree(context, colours, box, said, [...ends(level + 15), ...ends(level - 6)], taken);
}
