// The picture of GanOnALine: densities with D's pushes, and D itself.

import { clamp } from "../../page/engine/numbers.js";
import { inside, stroke } from "../draw/canvas.js";
import { drawArea, drawBars, drawCurve, histogram } from "../draw/lines.js";
import { panel, rangeOf } from "../draw/panels.js";
import { placesWithin } from "./settings.js";
import { lineDensity } from "./theory.js";

const BARS = 80;
// How far a push of 1 is drawn, and the farthest that one is, on the scale of x.
const PUSH = 2;
const FARTHEST = 1.2;
const ROWS = 4;
const STRIP = 48;
const THEORY = [5, 4];

const VALUE = "D(x)";
// What D's value is called where it is no D(x), and the range that is worth seeing where that is known.
const LABELS = { wgan: "critic, shifted", wgan_gp: "critic, shifted", ebgan: "D's energy", began: "D's energy" };
const RANGES = {
  minimax: [0, 1],
  non_saturating: [0, 1],
  r1: [0, 1],
  lsgan: [-0.25, 1.25],
  hinge: [-2, 2],
  fgan_kl: [-3, 4],
  fgan_reverse_kl: [-4, 0.5],
  fgan_pearson: [-3, 6],
  fgan_hellinger: [-3, 1.25],
  fgan_js: [-3, 1],
};
const labelOf = (objective) => LABELS[objective] ?? (objective.startsWith("fgan") ? "T(x)" : VALUE);

/** The target, G's samples, where D sends them, and D beside the best D. */
export function drawLine(context, width, height, colours, { picture, target, reach }) {
  const upper = Math.round(0.57 * height);
  context.save();
  drawDensities(context, width, upper, colours, picture, target, reach);
  context.restore();
  context.save();
  drawD(context, width, upper, height - upper, colours, picture, reach);
  context.restore();
}

function drawDensities(context, width, height, colours, picture, target, reach) {
  const xs = Array.from({ length: 401 }, (_, i) => reach * (i / 200 - 1));
  const density = xs.map((x) => lineDensity(x, target, target.std));
  const heights = histogram(picture.samples, -reach, reach, BARS);
  // A heap of samples on one spot may stand out of the picture; the target never does.
  const top = Math.max(1.35 * Math.max(...density), Math.min(Math.max(...heights), 2.5 * Math.max(...density)));
  const names = [
    ["target", colours.real],
    ["generated", colours.generated],
  ];
  const view = panel(
    context,
    width,
    0,
    height - STRIP,
    colours,
    names,
    { range: [-reach, reach], label: "", count: 8 },
    { range: [0, top], label: "density", count: 3 },
  );
  inside(context, view.box, () => {
    context.fillStyle = colours.real;
    drawArea(context, view, xs, density, 0.3);
    context.fillStyle = colours.generated;
    drawBars(context, view, -reach, reach, heights, 0.55);
    context.strokeStyle = colours.real;
    context.lineWidth = 2;
    drawCurve(context, view, xs, density);
  });
  drawPushes(context, view, colours, picture.arrows, reach);
}

/** An arrow from some samples to where D sends them, in rows so that they do not hide each other. */
function drawLineArrow(context, from, to, y) {
  const head = Math.sign(to - from) * Math.min(4, Math.abs(to - from));
  const half = 0.75 * Math.abs(head);
  stroke(context, [
    [from, y],
    [to, y],
  ]);
  stroke(context, [
    [to - head, y - half],
    [to, y],
    [to - head, y + half],
  ]);
}

function drawPushes(context, view, colours, arrows, reach) {
  const top = view.box.bottom + 20;
  context.strokeStyle = colours.ink;
  context.lineWidth = 1.2;
  arrows.forEach(([place, push], i) => {
    const from = clamp(place, -reach, reach);
    const to = clamp(from + clamp(PUSH * push, -FARTHEST, FARTHEST), -reach, reach);
    const y = top + 8 + 8 * (i % ROWS);
    context.fillStyle = colours.generated;
    context.fillRect(view.x(from) - 1, y - 2, 2, 4);
    drawLineArrow(context, view.x(from), view.x(to), y);
  });
  context.fillStyle = colours.ink;
  context.textAlign = "center";
  context.fillText("arrows: where D pushes G's samples", (view.box.left + view.box.right) / 2, top + STRIP);
}

function drawD(context, width, top, height, colours, { curve, best, settings }, reach) {
  const { objective } = settings;
  const label = labelOf(objective);
  const range = RANGES[objective] ?? rangeOf(curve);
  const places = placesWithin(reach);
  const name = label.startsWith("T") ? "T" : "D";
  const names = [
    [name, colours.second],
    ...(best ? [[`${name}*, the best answer to this G`, colours.ink, THEORY]] : []),
  ];
  const view = panel(
    context,
    width,
    top,
    height,
    colours,
    names,
    { range: [-reach, reach], label: "x", count: 8 },
    { range, label, count: 3 },
  );
  inside(context, view.box, () => {
    context.strokeStyle = colours.ink;
    context.lineWidth = 1.5;
    context.setLineDash(THEORY);
    if (best)
      drawCurve(
        context,
        view,
        places,
        best.map((each) => clamp(each, ...range)),
      );
    context.setLineDash([]);
    context.strokeStyle = colours.second;
    context.lineWidth = 2;
    drawCurve(context, view, places, curve);
  });
}
