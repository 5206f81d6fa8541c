// The three pictures of OrbitStepper: phase plane, radius, eigenvalues.

import { DIRAC_VARIANTS } from "../../page/games/dirac.js";
import { axes } from "../draw/axes.js";
import { dot, inside, ring, stroke } from "../draw/canvas.js";
import { colour, palette } from "../ui/theme.js";

// Of a line that is kept.
const PALE = 0.5;

/** The card's colours, and those of the orbits one after another. */
export const lanePalette = (root, lanes) => ({
  ...palette(root),
  lanes: lanes.map((lane) => colour(root, lane.colour)),
});

/** Calls draw(lane, i) for each orbit, the live one last: what is kept lies under it, broad and pale. */
function liveLast(lanes, draw) {
  for (let i = lanes.length - 1; i >= 0; i--) draw(lanes[i], i);
}

/** Orbits over the field in which the players move. Gives the maps from data to pixels. */
export function drawPhasePlane(context, width, height, colours, lanes, reach) {
  const dirac = lanes[0].settings.game === "dirac";
  const plane = axes(
    context,
    width,
    height,
    colours,
    { range: [-reach, reach], label: dirac ? "θ (generator)" : "x (wants V small)" },
    { range: [-reach, reach], label: dirac ? "ψ (discriminator)" : "y (wants V large)" },
  );
  inside(context, plane.box, () => {
    drawField(context, plane, colours, lanes[0].settings, reach);
    drawConserved(context, plane, colours, lanes[0]);
    liveLast(lanes, (lane, i) => drawOrbit(context, plane, colours.lanes[i], lane.points, i > 0));
    context.fillStyle = colours.ink;
    dot(context, plane.x(0), plane.y(0), 2.5);
    const [x, y] = lanes[0].points[0];
    context.strokeStyle = colours.ink;
    context.lineWidth = 2;
    ring(context, plane.x(x), plane.y(y), 8);
  });
  return plane;
}

function drawField(context, plane, colours, settings, reach) {
  context.strokeStyle = colours.muted;
  context.globalAlpha = 0.45;
  const count = 11;
  const length = 11;
  for (let i = 0; i < count; i++)
    for (let j = 0; j < count; j++) {
      const x = reach * (-1 + (2 * i + 1) / count);
      const y = reach * (-1 + (2 * j + 1) / count);
      const [dx, dy] = settings.game === "dirac" ? DIRAC_VARIANTS[settings.variant](x, y, settings, 0) : [-y, x];
      const size = Math.hypot(dx, dy) || 1;
      const [fromX, fromY] = [plane.x(x), plane.y(y)];
      const [toX, toY] = [fromX + (length * dx) / size, fromY - (length * dy) / size];
      const back = Math.atan2(toY - fromY, toX - fromX);
      stroke(context, [
        [fromX, fromY],
        [toX, toY],
      ]);
      stroke(
        context,
        [-0.5, 0, 0.5].map((turn) => [
          toX - (turn && 4) * Math.cos(back + turn),
          toY - (turn && 4) * Math.sin(back + turn),
        ]),
      );
    }
  context.globalAlpha = 1;
}

/** The curve that theory says the orbit stays on, dashed: x^2 + y^2 + cross x y is the same all along it. */
function drawConserved(context, plane, colours, lane) {
  if (lane.cross === null || Math.abs(lane.cross) >= 2) return;
  const [x, y] = lane.points[0];
  const value = x * x + y * y + lane.cross * x * y;
  const along = Math.sqrt(value / (2 + lane.cross));
  const across = Math.sqrt(value / (2 - lane.cross));
  context.strokeStyle = colours.ink;
  context.setLineDash([5, 4]);
  context.lineWidth = 1;
  stroke(
    context,
    Array.from({ length: 121 }, (_, i) => {
      const [u, v] = [along * Math.cos((i * Math.PI) / 60), across * Math.sin((i * Math.PI) / 60)];
      return [plane.x(u + v), plane.y(u - v)];
    }),
  );
  context.setLineDash([]);
}

function drawOrbit(context, plane, laneColour, points, kept) {
  const pixels = points.map(([x, y]) => [plane.x(x), plane.y(y)]);
  const last = pixels[pixels.length - 1];
  context.strokeStyle = context.fillStyle = laneColour;
  context.globalAlpha = kept ? PALE : 0.55;
  context.lineWidth = kept ? 5 : 1.2;
  stroke(context, pixels);
  context.globalAlpha = 1;
  for (const [x, y] of pixels.slice(-400)) dot(context, x, y, 1.8);
  context.lineWidth = 2.5;
  if (kept) ring(context, ...last, 7.5);
  else dot(context, ...last, 5);
}

/** Radius against round, on a scale of powers of ten. */
export function drawRadius(context, width, height, colours, lanes) {
  const logs = lanes.map((lane) => lane.points.map(([x, y]) => Math.log10(Math.hypot(x, y))));
  const shown = logs.flat().filter(Number.isFinite);
  // What has become as small as rounding, or astronomically large, is left off the scale.
  let low = Math.max(-17, Math.floor(Math.min(0, ...shown)));
  let high = Math.min(30, Math.ceil(Math.max(0, ...shown)));
  if (low === high) [low, high] = [low - 1, high + 1];
  const last = Math.max(10, lanes[0].points.length - 1);
  const plane = axes(
    context,
    width,
    height,
    colours,
    { range: [0, last], label: "round", count: 3 },
    { range: [low, high], label: "radius", log: true },
  );
  inside(context, plane.box, () =>
    liveLast(logs, (values, i) => {
      context.strokeStyle = colours.lanes[i];
      context.globalAlpha = i ? PALE : 1;
      context.lineWidth = i ? 5 : 1.6;
      const stride = Math.max(1, Math.floor(values.length / 600));
      stroke(
        context,
        values.map((value, n) => [plane.x(n), plane.y(value)]).filter((_, n) => n % stride === 0),
      );
      context.globalAlpha = 1;
    }),
  );
}

/** Eigenvalues of one round on the complex plane, with the unit circle. */
export function drawEigenvalues(context, width, height, colours, lanes) {
  const sizes = lanes.flatMap((lane) => lane.spectrum.eigenvalues.map((pair) => Math.max(...pair.map(Math.abs))));
  const reach = 1.15 * Math.max(1.1, ...sizes.filter(Number.isFinite));
  const plane = axes(
    context,
    width,
    height,
    colours,
    { range: [-reach, reach], label: "real part of λ", count: 3 },
    { range: [-reach, reach], label: "imaginary part", count: 3 },
  );
  inside(context, plane.box, () => {
    context.strokeStyle = colours.ink;
    context.setLineDash([5, 4]);
    const circle = Array.from({ length: 91 }, (_, i) => [Math.cos((i * Math.PI) / 45), Math.sin((i * Math.PI) / 45)]);
    stroke(
      context,
      circle.map(([re, im]) => [plane.x(re), plane.y(im)]),
    );
    context.setLineDash([]);
    liveLast(lanes, (lane, i) => {
      context.fillStyle = context.strokeStyle = colours.lanes[i];
      context.lineWidth = 2.5;
      for (const [re, im] of lane.spectrum.eigenvalues)
        if (i) ring(context, plane.x(re), plane.y(im), 6);
        else dot(context, plane.x(re), plane.y(im), 4);
    });
  });
}
