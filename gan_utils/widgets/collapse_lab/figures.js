// The pictures of CollapseLab: the plane, the curves, and many small planes.

import { clamp } from "../../page/engine/numbers.js";
import { THRESHOLD } from "../../page/metrics/modes.js";
import { axes } from "../draw/axes.js";
import { dot, inside, stroke } from "../draw/canvas.js";
import { FENCE, HEAT_SIDE, MANIFOLD_SIDE } from "./settings.js";

// How soon D's colour is full, in units of its values.
const TIGHT = 2;

const rgb = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));

/** D's values as a small picture: from the generated colour through the page's background to the real one. */
function heatPicture(heat, colours) {
  const side = HEAT_SIDE;
  const [low, middle, high] = [colours.generated, colours.paper, colours.real].map(rgb);
  const image = new ImageData(side, side);
  heat.forEach((value, i) => {
    const share = Math.tanh(value / TIGHT);
    const end = share < 0 ? low : high;
    const strength = 0.75 * Math.abs(share);
    const at = 4 * ((side - 1 - Math.floor(i / side)) * side + (i % side));
    for (let c = 0; c < 3; c++) image.data[at + c] = middle[c] + strength * (end[c] - middle[c]);
    image.data[at + 3] = 255;
  });
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side;
  canvas.getContext("2d").putImageData(image, 0, 0);
  return canvas;
}

// A dot as small as this looks the same as a square, which is drawn much faster.
const SQUARE = 1.3;

/** Points, x and y one after another, as dots. */
function dots(context, points, at, radius) {
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = at(points[i], points[i + 1]);
    if (radius > SQUARE) dot(context, x, y, radius);
    else context.fillRect(x - radius, y - radius, 2 * radius, 2 * radius);
  }
}

/** The pixel of a place in a picture so wide, which shows [-reach, reach] in both directions. */
export const pixelOf = (width, reach) => (x, y) => [
  ((x + reach) / (2 * reach)) * width,
  ((reach - y) / (2 * reach)) * width,
];

/** The plane: what is wanted of D's map, the target, G's grid, the samples and where D sends them. */
export function drawPlane(context, width, colours, { picture, target, layers, reach }) {
  const at = pixelOf(width, reach);
  const box = { left: 0, right: width, top: 0, bottom: width };
  inside(context, box, () => {
    if (picture.heat) {
      context.imageSmoothingEnabled = true;
      context.drawImage(heatPicture(picture.heat, colours), 0, 0, width, width);
    }
    if (picture.manifold) drawGrid(context, picture.manifold, at, colours);
    const small = Math.max(1, width / 300);
    if (layers.target) {
      context.fillStyle = colours.real;
      dots(context, target.points, at, small);
      context.strokeStyle = colours.real;
      context.lineWidth = 1;
      // What is counted: a sample in a circle captures its mode.
      const counted = (THRESHOLD * target.std * width) / (2 * reach);
      for (const [x, y] of target.centers ?? []) circle(context, at(x, y), counted);
    }
    if (layers.samples) {
      context.fillStyle = colours.generated;
      // What has left the picture is drawn on its edge.
      dots(
        context,
        picture.points.map((value) => clamp(value, -reach, reach)),
        at,
        1.25 * small,
      );
    }
    if (layers.target) drawCaptured(context, width, colours, picture.counts, target, at, reach);
    if (picture.pushes) drawPushes(context, picture, at, colours);
    if (picture.settings.fence) drawFence(context, at, colours);
  });
}

function circle(context, [x, y], radius) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.stroke();
}

/** A ring round each mode that is captured. */
function drawCaptured(context, width, colours, counts, { centers, std }, at, reach) {
  context.strokeStyle = colours.ink;
  context.lineWidth = Math.max(1, width / 260);
  const radius = (THRESHOLD * std * width) / (2 * reach) + width / 90;
  counts?.forEach((count, mode) => count && circle(context, at(...centers[mode]), radius));
}

function drawFence(context, at, colours) {
  const [[left, top], [right, bottom]] = [at(-FENCE, FENCE), at(FENCE, -FENCE)];
  context.strokeStyle = colours.ink;
  context.lineWidth = 1;
  context.setLineDash([5, 4]);
  context.strokeRect(left, top, right - left, bottom - top);
  context.setLineDash([]);
}

function drawGrid(context, manifold, at, colours) {
  context.strokeStyle = colours.muted;
  context.lineWidth = 0.8;
  const point = (row, column) =>
    at(...manifold.slice(2 * (row * MANIFOLD_SIDE + column), 2 * (row * MANIFOLD_SIDE + column) + 2));
  const line = Array.from({ length: MANIFOLD_SIDE }, (_, i) => i);
  for (const i of line) {
    stroke(
      context,
      line.map((j) => point(i, j)),
    );
    stroke(
      context,
      line.map((j) => point(j, i)),
    );
  }
}

/** Arrows from samples along minus the gradient of G's loss; the longest is of a fixed length. */
function drawPushes(context, { points, pushes }, at, colours) {
  let longest = 0;
  for (let i = 0; i < pushes.length; i += 2) longest = Math.max(longest, Math.hypot(pushes[i], pushes[i + 1]));
  if (!longest) return;
  context.strokeStyle = context.fillStyle = colours.ink;
  context.lineWidth = 1.2;
  for (let i = 0; i < pushes.length; i += 2) {
    const [dx, dy] = [pushes[i], pushes[i + 1]].map((part) => (0.5 * part) / longest);
    const from = at(points[i], points[i + 1]);
    const to = at(points[i] + dx, points[i + 1] + dy);
    stroke(context, [from, to]);
    dot(context, ...to, 1.8);
  }
}

/** The state of now as one more record. */
const nowOf = ({ step, lossD, lossG, captured, byHand }) => [step, lossD, lossG, captured, step + byHand];

/** Curves over the records [step, D's loss, G's loss, modes captured, turn], at their turns: losses above, modes below, the place looked at. */
export function drawCurves(context, width, height, colours, picture) {
  const { byHand, modes, at } = picture;
  const records = at === null ? [...picture.records, nowOf(picture)] : picture.records;
  const last = Math.max(50, records[records.length - 1][4]);
  const turns = byHand ? "round or step by hand" : "round";
  const top = modes === null ? height : height * 0.56;
  const series = (box, index, line) => {
    context.strokeStyle = line;
    context.lineWidth = 1.5;
    stroke(
      context,
      records.map((each) => [box.x(each[4]), each[index] === null ? NaN : box.y(each[index])]),
    );
  };
  const losses = records
    .flatMap(([, d, g]) => [d, g])
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const quantile = (share) => losses[Math.floor(share * (losses.length - 1))] ?? 0;
  const low = Math.min(0, quantile(0.02));
  const high = Math.max(low + 1, 1.1 * quantile(0.98));
  const upper = axes(
    context,
    width,
    top,
    colours,
    { range: [0, last], label: modes === null ? turns : "" },
    { range: [low, high], label: "loss", count: 3 },
  );
  inside(context, upper.box, () => {
    series(upper, 1, colours.second);
    series(upper, 2, colours.generated);
  });
  context.textAlign = "left";
  // Letters in the lines' own colours would be too pale to read.
  context.fillStyle = colours.ink;
  [
    ["D", colours.second],
    ["G", colours.generated],
  ].forEach(([name, line], i) => {
    const x = upper.box.left + 6 + 32 * i;
    const y = upper.box.bottom - 6;
    context.strokeStyle = line;
    stroke(context, [
      [x, y - 4],
      [x + 12, y - 4],
    ]);
    context.fillText(name, x + 15, y);
  });
  const marks = [upper];
  if (modes !== null) {
    context.save();
    context.translate(0, top);
    const lower = axes(
      context,
      width,
      height - top,
      colours,
      { range: [0, last], label: turns },
      { range: [0, modes], label: "modes", count: 4 },
    );
    series(lower, 3, colours.ink);
    context.restore();
    marks.push({ ...lower, box: { ...lower.box, top: lower.box.top + top, bottom: lower.box.bottom + top } });
  }
  if (at === null) return;
  context.strokeStyle = colours.highlight;
  for (const { x, box } of marks) {
    const place = x(records[at][4]);
    stroke(context, [
      [place, box.top],
      [place, box.bottom],
    ]);
  }
}
