// The data of MleFitter under its model's density, with handles to drag.

import { clamp } from "../../page/engine/numbers.js";
import { logLikelihood, mixtureDensity } from "../../page/families/normal.js";
import { axes, squareRatio } from "../draw/axes.js";
import { dot, figure, inside, ring, stroke, typeface } from "../draw/canvas.js";
import { cellMiddles, drawArea, drawCurve } from "../draw/lines.js";
import { around, beside, writeFree } from "../draw/words.js";
import { draggable } from "../ui/drag.js";
import { palette } from "../ui/theme.js";
import { pretty } from "../ui/words.js";
import { tidy } from "./data.js";
import { drawHandle } from "./marks.js";

// What the picture shows beside the range of means.
const BESIDE = 0.3;
// Pixels within which a press takes hold.
const GRASP = 26;
const COMPONENTS = ["second", "third"];

const componentOf = ({ weights, means, stds }, k) => ({ weights: [weights[k]], means: [means[k]], stds: [stds[k]] });

/** What can be dragged besides the data: each component's mean, at its top, and mean + std, on its flank. */
function handlesOf(model) {
  return model.means.flatMap((mean, k) =>
    ["mean", "std"].map((kind) => {
      const x = kind === "mean" ? mean : mean + model.stds[k];
      return { kind, k, x, y: mixtureDensity(x, componentOf(model, k)) };
    }),
  );
}

/** The density over the data, with a stem from each number to its height; gives the axes' maps. */
function drawDensity(context, width, height, colours, shown) {
  const { range, data, model, selected, total } = shown;
  const shownRange = [range[0] - BESIDE, range[1] + BESIDE];
  const xs = cellMiddles(...shownRange, 320);
  const ys = xs.map((x) => mixtureDensity(x, model));
  const handles = handlesOf(model);
  const top = Math.max(0.5, 1.2 * Math.max(...ys, ...handles.map(({ y }) => y)));
  const view = axes(
    context,
    width,
    height,
    colours,
    { range: shownRange, label: "x", count: 8 },
    { range: [-0.06 * top, top], label: "density" },
  );
  inside(context, view.box, () => {
    context.fillStyle = colours.generated;
    drawArea(context, view, xs, ys, 0.12);
    context.lineWidth = 1.5;
    context.strokeStyle = colours.real;
    for (const x of data)
      stroke(context, [
        [view.x(x), view.y(0)],
        [view.x(x), view.y(mixtureDensity(x, model))],
      ]);
    context.lineWidth = 2;
    if (model.means.length > 1)
      COMPONENTS.forEach((name, k) => {
        context.strokeStyle = colours[name];
        drawCurve(
          context,
          view,
          xs,
          xs.map((x) => mixtureDensity(x, componentOf(model, k))),
        );
      });
    context.lineWidth = 2.5;
    context.strokeStyle = colours.generated;
    drawCurve(context, view, xs, ys);
  });
  context.fillStyle = colours.real;
  for (const x of data) dot(context, view.x(x), view.y(0), 4.5);
  context.strokeStyle = colours.ink;
  context.lineWidth = 2;
  ring(context, view.x(data[selected]), view.y(0), 7.5);
  nameHandles(
    context,
    view,
    colours,
    model,
    handles,
    total,
    [...xs].map((x, i) => around(view.x(x), view.y(ys[i]))),
  );
  return view;
}

/** The handles with their names, and the log-likelihood where there is room for it. */
function nameHandles(context, { x: toX, y: toY, box }, colours, model, handles, total, curve) {
  const several = model.means.length > 1;
  const right = Math.max(...model.means);
  const taken = handles.map(({ k, x, y }) =>
    drawHandle(context, toX(x), toY(y), colours[several ? COMPONENTS[k] : "generated"], colours),
  );
  context.fillStyle = colours.ink;
  context.font = typeface(12);
  for (const { kind, k, x, y } of handles) {
    const [above, near, far] = beside(toX(x), toY(y), kind === "mean" && x < right ? -1 : 1);
    const places = kind === "mean" ? [above, near, far] : [near, far, above];
    writeFree(context, colours, box, several ? `${kind} ${k + 1}` : kind, places, taken);
  }
  context.font = typeface(13, 550);
  const places = [
    [box.left + 6, box.top + 14, "left"],
    [box.right - 6, box.top + 14, "right"],
  ];
  writeFree(context, colours, box, total, places, [...taken, ...curve]);
}

/** What changes a model when a handle is dragged to x, by the handle's kind. */
const movesWithin = (ranges) => ({
  mean: (x, k) => (model) => ({
    ...model,
    means: model.means.map((mean, i) => (i === k ? tidy(x, ranges.mean) : mean)),
  }),
  std: (x, k) => (model) => ({
    ...model,
    stds: model.stds.map((std, i) => (i === k ? clamp(Math.abs(x - model.means[k]), ...ranges.std) : std)),
  }),
});

/**
 * The figure, in which a number of the data, a mean or a std is dragged; the arrow keys move the ringed number, and choose
 * another. onChange(f) hears that the model is to be f(model).
 *
 * @param {ReturnType<typeof import("./fit.js").makeFit>} fit
 * @param {ReturnType<typeof import("./numbers.js").makeNumbers>} numbers
 */
export function makeDensity(root, fit, numbers, onChange) {
  const moves = movesWithin(fit.ranges);
  let view = null;
  let held = null;
  const density = figure(
    "Data and density. Drag a number, a mean or a std. The arrow keys move the ringed number left and " +
      "right; up and down, they choose another.",
    (width) => (root.clientWidth > 560 ? squareRatio(width) : 0.5),
    (context, w, h) => {
      const [data, model] = [fit.data(), fit.now()];
      const total = `log-likelihood ${pretty(logLikelihood(data, model))}`;
      const shown = { range: fit.ranges.mean, data, model, selected: numbers.selected(), total };
      view = drawDensity(context, w, h, palette(root), shown);
    },
    { tabIndex: 0, role: "application", "data-control": "density" },
  );
  /** What a press at these pixels takes hold of: the nearest number or handle, or nothing. */
  function grip(x, y) {
    const far = (each) => Math.hypot(view.x(each.x) - x, view.y(each.y) - y);
    const spots = [...handlesOf(fit.now()), ...fit.data().map((value, i) => ({ kind: "number", i, x: value, y: 0 }))];
    const nearest = spots.reduce((a, b) => (far(b) < far(a) ? b : a));
    return far(nearest) <= GRASP ? nearest : { kind: "nothing" };
  }
  draggable(density.canvas, {
    grabs: (x, y) => grip(x, y).kind !== "nothing",
    drag(x, y) {
      if (!held) {
        held = grip(x, y);
        if (held.kind === "number") numbers.select(held.i);
      } else if (held.kind === "number") numbers.move(view.fromX(x));
      else if (held.kind in moves) onChange(moves[held.kind](view.fromX(x), held.k));
    },
    nudge(right, up) {
      const [data, selected] = [fit.data(), numbers.selected()];
      if (up) numbers.select((selected + up + data.length) % data.length);
      else numbers.move(data[selected] + 0.05 * right);
    },
    done() {
      held = null;
    },
  });
  return density;
}
