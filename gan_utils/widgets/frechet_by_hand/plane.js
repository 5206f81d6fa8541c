// The plane of FrechetByHand: two Gaussians with their samples, and handles over them.

import { clamp } from "../../page/engine/numbers.js";
import { axes, squareReach } from "../draw/axes.js";
import { dot, figure, inside, stroke, typeface } from "../draw/canvas.js";
import { palette } from "../ui/theme.js";
import { axesOf, placed } from "./gaussians.js";
import { makeHandles, SIGMAS } from "./handles.js";
import { rangesOf, WHO } from "./traits.js";

const ACROSS = 5;
const CIRCLE = Array.from({ length: 73 }, (_, i) => [Math.cos((i * Math.PI) / 36), Math.sin((i * Math.PI) / 36)]);

/** `shown` has for "real" and "generated" {gaussian, points}, the points being standard ones. Gives the axes' maps. */
function drawGaussians(context, width, height, colours, shown) {
  const up = squareReach(ACROSS, width, height);
  const range = [-up, up];
  const view = axes(
    context,
    width,
    height,
    colours,
    { range: [-ACROSS, ACROSS], label: "feature 1", count: 6 },
    { range, label: "feature 2" },
  );
  const at = (gaussian, point) => {
    const [x, y] = placed(gaussian, point);
    return [view.x(x), view.y(y)];
  };
  inside(context, view.box, () => {
    for (const [which, { gaussian, points }] of Object.entries(shown)) {
      context.fillStyle = context.strokeStyle = colours[which];
      for (const [sigmas, opacity] of [
        [2, 0.13],
        [1, 0.2],
      ]) {
        const rim = CIRCLE.map(([u, v]) => at(gaussian, [sigmas * u, sigmas * v]));
        context.beginPath();
        rim.forEach((pixel) => context.lineTo(...pixel));
        context.globalAlpha = opacity;
        context.fill();
        context.globalAlpha = 1;
        context.lineWidth = 1;
        stroke(context, rim);
      }
      context.globalAlpha = 0.85;
      for (let i = 0; i < points.length; i += 2) dot(context, ...at(gaussian, points.subarray(i, i + 2)), 1.7);
      context.globalAlpha = 1;
      context.lineWidth = 1.5;
      for (const end of [
        [SIGMAS, 0],
        [0, SIGMAS],
      ])
        stroke(context, [at(gaussian, [0, 0]), at(gaussian, end)]);
    }
  });
  drawNames(context, view, colours, shown);
  return view;
}

/** Names above the upper and below the lower ellipse. */
function drawNames(context, view, colours, { real, generated }) {
  const realAbove = real.gaussian.mean[1] > generated.gaussian.mean[1];
  context.font = typeface(13, 600);
  for (const [name, { gaussian }] of Object.entries({ real, generated })) {
    const side = (name === "real") === realAbove ? 1 : -1;
    const [f, g] = axesOf(gaussian);
    const tall = Math.hypot(f[1], g[1]);
    const [meanX, meanY] = gaussian.mean;
    const away = 2 * side;
    const [x, y] = [meanX + (away * (f[0] * f[1] + g[0] * g[1])) / tall, meanY + away * tall];
    const half = context.measureText(name).width / 2;
    const { left, right, top, bottom } = view.box;
    context.textAlign = "center";
    context.lineWidth = 4;
    context.strokeStyle = colours.paper;
    context.fillStyle = colours.ink;
    const spot = [
      clamp(view.x(x), left + half + 4, right - half - 4),
      clamp(view.y(y) + (side > 0 ? -8 : 18), top + 14, bottom - 6),
    ];
    context.strokeText(name, ...spot);
    context.fillText(name, ...spot);
  }
}

/** Both Gaussians with their samples, and handles over them: a figure. */
export function makePlane(model, root, { gaussian, put, points }) {
  const handles = WHO.map((which) =>
    makeHandles(
      which,
      rangesOf(model, which),
      () => gaussian(which),
      (next) => put(which, next),
    ),
  );
  const plane = figure(
    "Both Gaussians with their samples.",
    (width) => (width < 480 ? 0.78 : 0.7),
    (context, w, h) => {
      const shown = WHO.map((which, i) => [which, { gaussian: gaussian(which), points: points(i) }]);
      const view = drawGaussians(context, w, h, palette(root), Object.fromEntries(shown));
      handles.forEach((each) => each.place(view));
    },
  );
  plane.place.append(...handles.flatMap(({ buttons }) => buttons));
  plane.place.classList.add("gan-handled");
  return plane;
}
