// The pictures of GanOnALine: densities with D's pushes, D itself, and the curves of a run.

import { clamp } from "../../page/engine/numbers.js";
import { axes } from "../draw/axes.js";
import { dot, inside, stroke } from "../draw/canvas.js";
import { drawArea, drawBars, drawCurve, histogram } from "../draw/lines.js";
import { placesWithin } from "./settings.js";
import { lineDensity } from "./theory.js";

const BARS = 80;
// How far a push of 1 is drawn, and the farthest that one is, on the scale of x.
const PUSH = 2;
const FARTHEST = 1.2;
const ROWS = 4;
const STRIP = 48;
const KEY = 14;
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

/** A range that holds all finite values, and 0; a little wider than they are. */
function rangeOf(values, least = 0.1) {
  const finite = values.filter(Number.isFinite);
  const low = Math.min(0, ...finite);
  const high = Math.max(0, ...finite);
  const room = Math.max(least, 0.06 * (high - low));
  return [low < 0 ? low - room : 0, high + room];
}

/** Axes as axes() draws them, from `top` on, under the lines' names, each beside a piece of it: [name, colour, dashes]. */
function panel(context, width, top, height, colours, names, x, y) {
  context.translate(0, top + KEY);
  const view = axes(context, width, height - KEY, colours, x, y);
  context.textAlign = "left";
  let at = view.box.left;
  for (const [name, colour, dashes = []] of names) {
    context.strokeStyle = colour;
    context.lineWidth = 2;
    context.setLineDash(dashes);
    stroke(context, [
      [at, 0],
      [at + 16, 0],
    ]);
    context.setLineDash([]);
    // Letters in the lines' own colours would be too pale to read.
    context.fillStyle = colours.ink;
    context.fillText(name, at + 20, 4);
    at += 34 + context.measureText(name).width;
  }
  return view;
}

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

/** Curves over the rounds, and the steps by hand if there are any: the distance above, with what a critic or BEGAN says of it; losses below, and BEGAN's k. */
export function drawRuns(context, width, height, colours, picture) {
  const { byHand } = picture;
  const { objective } = picture.settings;
  const now = { ...picture, turn: picture.step + byHand };
  const records = [...picture.records, now];
  const half = Math.round(height / 2);
  const of = (name) => records.map((each) => each[name]);
  const above = [["W1", "w1", colours.ink]];
  const below = [
    ["D's loss", "lossD", colours.second],
    ["G's loss", "lossG", colours.generated],
  ];
  if (objective.startsWith("wgan")) above.push(["critic's estimate", "estimate", colours.second]);
  if (objective === "began") {
    above.push(["M", "measure", colours.third]);
    below.push(["k", "k", colours.highlight]);
  }
  const last = Math.max(50, records[records.length - 1].turn);
  const turns = byHand ? "round or step by hand" : "round";
  [
    [above, "", "distance"],
    [below, turns, "loss"],
  ].forEach(([lines, label, name], i) => {
    const values = lines
      .flatMap(([, which]) => of(which))
      .filter(Number.isFinite)
      .sort((a, b) => a - b);
    // Of many rounds a few may be far out: all but the outermost values decide.
    const rare = values.length > 60 ? 0.02 : 0;
    const range = rangeOf([rare, 1 - rare].map((share) => values[Math.floor(share * (values.length - 1))]));
    context.save();
    const names = lines.map(([text, , colour]) => [text, colour]);
    const tall = half + (i ? 0 : KEY);
    const view = panel(
      context,
      width,
      i * half,
      tall,
      colours,
      names,
      { range: [0, last], label },
      { range, label: name, count: 3 },
    );
    inside(context, view.box, () => {
      for (const [, which, colour] of lines) {
        context.strokeStyle = colour;
        context.lineWidth = 1.5;
        drawCurve(context, view, of("turn"), of(which));
      }
    });
    for (const [, which, colour] of lines) {
      context.fillStyle = colour;
      const y = view.y(now[which]);
      if (y > view.box.top && y < view.box.bottom + 1) dot(context, view.x(now.turn), y, 2.5);
    }
    context.restore();
  });
}
