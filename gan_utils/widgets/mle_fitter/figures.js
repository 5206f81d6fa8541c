// What MleFitter draws: the data under the model's density, and the log-likelihood as a landscape.

import { mixtureDensity } from "../../page/families/normal.js";
import { axes } from "../draw/axes.js";
import { dot, inside, stroke } from "../draw/canvas.js";
import { cellMiddles, drawArea, drawCurve } from "../draw/lines.js";
import { element } from "../ui/dom.js";
import { contour } from "./landscape.js";

const VIEW = [-4.3, 4.3];
// So far below the highest place are the contours.
const LEVELS = [0.5, 2, 5, 10, 20, 50, 100, 200, 500];
const COMPONENTS = ["second", "third"];

const componentOf = ({ weights, means, stds }, k) => ({ weights: [weights[k]], means: [means[k]], stds: [stds[k]] });

/** The axes' maps with the way back, from pixels to data. */
const backwards = (view, [left, right], [low, high] = []) => ({
  ...view,
  fromX: (pixel) => left + ((right - left) * (pixel - view.box.left)) / (view.box.right - view.box.left),
  fromY: (pixel) => low + ((high - low) * (view.box.bottom - pixel)) / (view.box.bottom - view.box.top),
});

/** What can be dragged besides the data: each component's mean, at its top, and mean + std, on its flank. */
export function handlesOf(model) {
  return model.means.flatMap((mean, k) =>
    ["mean", "std"].map((kind) => {
      const x = kind === "mean" ? mean : mean + model.stds[k];
      return { kind, k, x, y: mixtureDensity(x, componentOf(model, k)) };
    }),
  );
}

/** A disc with a rim, which shows on a line of its own colour; its name beside it: to the right for a side of 1, or -1. */
function drawHandle(context, x, y, fill, colours, name = "", side = 1) {
  context.fillStyle = colours.paper;
  dot(context, x, y, 8);
  context.fillStyle = fill;
  dot(context, x, y, 6);
  context.fillStyle = colours.ink;
  context.textAlign = side > 0 ? "left" : "right";
  context.fillText(name, x + 11 * side, y + 4);
}

/** The density over the data, with a stem from each number to its height; gives the axes' maps. */
export function drawDensity(context, width, height, colours, { data, model, selected, total }) {
  const xs = cellMiddles(...VIEW, 320);
  const ys = xs.map((x) => mixtureDensity(x, model));
  const handles = handlesOf(model);
  const top = Math.max(0.5, 1.2 * Math.max(...ys, ...handles.map(({ y }) => y)));
  const view = axes(
    context,
    width,
    height,
    colours,
    { range: VIEW, label: "x", count: 8 },
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
  context.beginPath();
  context.arc(view.x(data[selected]), view.y(0), 7.5, 0, 2 * Math.PI);
  context.stroke();
  context.font = "12px system-ui, sans-serif";
  for (const { kind, k, x, y } of handles) {
    const several = model.means.length > 1;
    const name = several ? `${kind} ${k + 1}` : kind;
    const side = kind === "mean" && x < Math.max(...model.means) ? -1 : 1;
    drawHandle(context, view.x(x), view.y(y), colours[several ? COMPONENTS[k] : "generated"], colours, name, side);
  }
  context.textAlign = "left";
  context.fillStyle = colours.ink;
  context.font = "13px system-ui, sans-serif";
  context.fillText(total, view.box.left + 6, view.box.top + 14);
  return backwards(view, VIEW);
}

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

/** Where the fit would end, with its name on the side that is given: 1 is to the right, -1 to the left. */
function drawCross(context, x, y, colours, name, side) {
  context.strokeStyle = context.fillStyle = colours.ink;
  context.lineWidth = 2;
  for (const way of [-1, 1])
    stroke(context, [
      [x - 5, y - 5 * way],
      [x + 5, y + 5 * way],
    ]);
  context.textAlign = side > 0 ? "left" : "right";
  context.fillText(name, x + 9 * side, y + 4);
}

/** From (x, y) so many pixels on, no longer than `most`; with a head, where there is room for one. */
function drawArrow(context, x, y, [dx, dy], most) {
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

/** The log-likelihood over the model's plane, the way taken on it, and the gradient; gives the axes' maps. */
export function drawSurface(context, width, height, colours, { plane, values, side, peak, count, path, slope, goal }) {
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
    context.font = "12px system-ui, sans-serif";
    const pixels = path.map((each) => place(of(each)));
    const [x, y] = pixels[pixels.length - 1];
    const [goalX, goalY] = place(of(goal));
    // The side away from the model.
    const free = goalX < left + 36 || (x < goalX && goalX < right - 36) ? 1 : -1;
    drawCross(context, goalX, goalY, colours, two ? "EM" : "best", free);
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
      0.25 * width,
    );
    drawHandle(context, x, y, colours.generated, colours);
  });
  return backwards(view, ...ranges);
}
