// The plane of CollapseLab, large or small.

import { clamp } from "../../page/engine/numbers.js";
import { THRESHOLD } from "../../page/metrics/modes.js";
import { dot, inside, ring, stroke } from "../draw/canvas.js";
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
      for (const [x, y] of target.centers ?? []) ring(context, ...at(x, y), counted);
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

/** A ring round each mode that is captured. */
function drawCaptured(context, width, colours, counts, { centers, std }, at, reach) {
  context.strokeStyle = colours.ink;
  context.lineWidth = Math.max(1, width / 260);
  const radius = (THRESHOLD * std * width) / (2 * reach) + width / 90;
  counts?.forEach((count, mode) => count && ring(context, ...at(...centers[mode]), radius));
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
