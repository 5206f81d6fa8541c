// The log-likelihood of MleFitter as a landscape, over which the model is dragged.

import { clamp } from "../../page/engine/numbers.js";
import { gradient } from "../../page/families/normal.js";
import { axes, squareRatio } from "../draw/axes.js";
import { dot, figure, inside, stroke, typeface } from "../draw/canvas.js";
import { around, beside, writeFree } from "../draw/words.js";
import { element } from "../ui/dom.js";
import { draggable } from "../ui/drag.js";
import { palette } from "../ui/theme.js";
import { contour, planesWithin, surface } from "./landscape.js";
import { drawArrow, drawCross, drawHandle } from "./marks.js";

// Pixels within which a finger takes hold of the model.
const GRASP = 24;
// So far below the highest place are the contours.
const LEVELS = [0.5, 2, 5, 10, 20, 50, 100, 200, 500];

/** A picture of a grid's values, one pixel each: the higher, the stronger the colour. */
function heatOf(values, side, peak, count, tint) {
  const canvas = element("canvas", { width: side, height: side });
  const context = canvas.getContext("2d");
  context.fillStyle = tint;
  values.forEach((value, i) => {
    context.globalAlpha = 0.8 / (1 + Math.max(0, peak - value) / (0.35 * count));
    context.fillRect(i % side, side - 1 - Math.floor(i / side), 1, 1);
  });
  return canvas;
}

/** The log-likelihood over the model's plane, the way taken on it, the gradient, and the goal if `best`; gives the axes' maps. */
function drawSurface(context, width, height, colours, { plane, values, side, peak, count, path, slope, goal, best }) {
  const { ranges, labels, of } = plane;
  const two = goal.means.length > 1;
  const view = axes(
    context,
    width,
    height,
    colours,
    ...ranges.map((range, i) => ({ range, label: labels[i], count: 4 })),
  );
  const { left, right, top, bottom } = view.box;
  const place = (point) => [view.x(point[0]), view.y(point[1])];
  const cell = [(right - left) / (side - 1), (bottom - top) / (side - 1)];
  inside(context, view.box, () => {
    const heat = heatOf(values, side, peak, count, colours.highlight);
    context.drawImage(heat, left - cell[0] / 2, top - cell[1] / 2, side * cell[0], side * cell[1]);
    context.lineWidth = 1;
    context.strokeStyle = colours.muted;
    for (const level of LEVELS)
      for (const piece of contour(values, side, peak - level))
        stroke(
          context,
          piece.map(([column, row]) => [left + column * cell[0], bottom - row * cell[1]]),
        );
    context.strokeStyle = colours.ink;
    if (two) {
      context.setLineDash([4, 4]);
      stroke(context, [
        [left, bottom],
        [right, top],
      ]);
      context.setLineDash([]);
    }
    const pixels = path.map((each) => place(of(each)));
    const [x, y] = pixels[pixels.length - 1];
    const end = place(of(goal));
    const taken = pixels.map((pixel) => around(...pixel, 3));
    if (best) taken.push(drawCross(context, ...end, colours));
    context.strokeStyle = context.fillStyle = colours.generated;
    context.lineWidth = 2;
    stroke(context, pixels);
    if (path.length < 200) for (const pixel of pixels) dot(context, ...pixel, 2.5);
    context.strokeStyle = colours.ink;
    const scale = [(right - left) / (ranges[0][1] - ranges[0][0]), -(bottom - top) / (ranges[1][1] - ranges[1][0])];
    drawArrow(
      context,
      x,
      y,
      plane.slope(slope).map((each, i) => (each / count) * scale[i]),
      0.25 * Math.min(width, 1.4 * height),
    );
    taken.push(drawHandle(context, x, y, colours.generated, colours));
    context.font = typeface(12);
    context.fillStyle = colours.ink;
    if (best) writeFree(context, colours, view.box, two ? "EM" : "best", beside(...end, x < end[0] ? 1 : -1), taken);
  });
  return view;
}

/** The landscape of a fit, a grid's values and their peak: made anew only when what it is made of has changed. */
function makeLandscape(fit, side) {
  let known = {};
  return (plane) => {
    const [data, now] = [fit.data(), fit.now()];
    const key = JSON.stringify(now.means.length > 1 ? [data, now.stds, now.weights] : data);
    if (key !== known.key) {
      const values = surface(data, now, plane, side);
      known = { key, values, peak: Math.max(...values) };
    }
    return known;
  };
}

/**
 * {picture, show(goal)}: the figure, on which the model is dragged, and what draws it anew with the place where the fit
 * would end. onChange(f) hears that the model is to be f(model).
 *
 * @param {ReturnType<typeof import("./fit.js").makeFit>} fit
 */
export function makeHills(model, root, fit, onChange) {
  const { side } = model.get("_constants");
  const planes = planesWithin(fit.ranges);
  const plane = () => planes[model.get("model")];
  const landscape = makeLandscape(fit, side);
  let goal = null;
  let view = null;
  const picture = figure(
    "Log-likelihood. Drag, or use the arrow keys, to move the model over it.",
    // Of two means the axes have one scale: swapping the labels mirrors the picture.
    (width) => (root.clientWidth > 560 || model.get("model") === "mixture" ? squareRatio(width) : 0.56),
    (context, w, h) => {
      const { values, peak } = landscape(plane());
      const [data, slope] = [fit.data(), gradient(fit.data(), fit.now())];
      const shown = { plane: plane(), values, side, peak, count: data.length, path: fit.path(), slope, goal };
      view = drawSurface(context, w, h, palette(root), { ...shown, best: model.get("best") });
    },
    { tabIndex: 0, role: "application", "data-control": "surface" },
  );
  function moveTo(spot) {
    const { at, ranges } = plane();
    onChange((old) =>
      at(
        old,
        spot.map((value, i) => clamp(value, ...ranges[i])),
      ),
    );
  }
  function isHandle(x, y) {
    const [across, up] = plane().of(fit.now());
    return Math.hypot(view.x(across) - x, view.y(up) - y) <= GRASP;
  }
  draggable(picture.canvas, {
    grabs: isHandle,
    drag: (x, y) => moveTo([view.fromX(x), view.fromY(y)]),
    nudge: (right, up) =>
      moveTo(
        plane()
          .of(fit.now())
          .map((value, i) => value + 0.05 * [right, up][i]),
      ),
  });
  function show(next) {
    goal = next;
    picture.place.dataset.model = model.get("model");
    picture.redraw();
  }
  return { picture, show };
}
