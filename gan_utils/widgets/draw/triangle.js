// A triangle to move in: places, weights of its three corners, and its field of small images.

import { draggable } from "../ui/drag.js";
import { colour as colourOf } from "../ui/theme.js";
import { dot, figure, ring, typeface } from "./canvas.js";

const ROWS = 6;
export const RING = 10; // pixels from the ring's middle to its line

/** The pixels of the corners in a canvas: the first on top, the second left, the third right. */
function cornersOf(width, height) {
  const edge = Math.min(width, height) / ROWS / 1.6;
  return [
    [width / 2, edge],
    [edge, height - edge],
    [width - edge, height - edge],
  ];
}

/** The pixel of a point with these weights. */
export function toCorners(weights, width, height) {
  const corners = cornersOf(width, height);
  return [0, 1].map((axis) => weights.reduce((sum, weight, i) => sum + weight * corners[i][axis], 0));
}

/** The weights of a pixel: of the nearest point of the triangle when it lies outside. They sum to 1. */
export function toWeights(x, y, width, height) {
  const [[ax, ay], [bx, by], [cx, cy]] = cornersOf(width, height);
  const area = (by - cy) * (ax - cx) + (cx - bx) * (ay - cy);
  const a = ((by - cy) * (x - cx) + (cx - bx) * (y - cy)) / area;
  const b = ((cy - ay) * (x - cx) + (ax - cx) * (y - cy)) / area;
  const inside = [a, b, 1 - a - b].map((weight) => Math.max(0, weight));
  const sum = inside.reduce((total, weight) => total + weight, 0);
  return inside.map((weight) => weight / sum);
}

/** The weights of an even lattice of points, corners included. */
export function triangleLattice() {
  const spots = [];
  for (let row = 0; row < ROWS; row++)
    for (let column = 0; column <= row; column++) {
      const down = row / (ROWS - 1);
      const across = row ? column / row : 0;
      spots.push([1 - down, down * (1 - across), down * across]);
    }
  return spots;
}

/** Small images at their places, the path through its places where it is walked, and a ring where the reader is. */
export function drawTriangle(context, width, height, { lattice, path, marks, place, colour }) {
  const size = Math.min(width, height) / ROWS / 1.1;
  const pixel = (weights) => toCorners(weights, width, height);
  context.imageSmoothingEnabled = true;
  for (const { spot, picture } of lattice) {
    const [x, y] = pixel(spot);
    context.drawImage(picture, x - size / 2, y - size / 2, size, size);
  }
  context.lineJoin = context.lineCap = "round";
  if (path) cased(context, colour, 2, () => path.map(pixel).forEach(([x, y]) => context.lineTo(x, y)));
  marks.forEach((mark, i) => drawMark(context, pixel(mark), String(i + 1), colour));
  const [x, y] = pixel(place);
  cased(context, colour, 4, () => context.arc(x, y, RING, 0, 2 * Math.PI));
}

/** A line in a colour, on a wider white one: it is seen on black and on white. */
function cased(context, colour, width, trace) {
  for (const [style, line] of [
    ["#ffffff", width + 3],
    [colour, width],
  ]) {
    context.strokeStyle = style;
    context.lineWidth = line;
    context.beginPath();
    trace();
    context.stroke();
  }
}

/** A chosen point of the path, with its number. */
function drawMark(context, [x, y], text, colour) {
  context.fillStyle = "#ffffff";
  dot(context, x, y, 9);
  context.strokeStyle = colour;
  context.lineWidth = 2;
  ring(context, x, y, 9);
  context.fillStyle = "#1b1f24";
  context.font = typeface(11, 600);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(text, x, y + 0.5);
}

const THUMB = 24; // pixels around the ring in which a finger takes hold of it
const STEP = 2; // hundredths of the figure that an arrow key moves the ring by

/**
 * The triangle of a card.
 *
 * @param {HTMLElement} root
 * @param {string} control its name for tests
 * @param {{scene: () => object, onDrag: (weights: number[]) => void}} how scene() gives what drawTriangle() draws, but for
 *   the colour; onDrag gets the weights of the place that the reader drags to, or steps to by an arrow key
 * @returns {ReturnType<typeof figure>}
 */
export function triangleFigure(root, control, { scene, onDrag }) {
  const made = figure(
    "Triangle of latent points. Drag the ring, or use the arrow keys, to move.",
    0.9,
    (context, w, h) => drawTriangle(context, w, h, { ...scene(), colour: colourOf(root, "--generated") }),
    { tabIndex: 0, role: "application", "data-control": control },
  );
  const size = () => [made.canvas.clientWidth, made.canvas.clientHeight];
  draggable(made.canvas, {
    drag: (x, y) => onDrag(toWeights(x, y, ...size())),
    grabs(x, y) {
      const [atX, atY] = toCorners(scene().place, ...size());
      return Math.hypot(x - atX, y - atY) < THUMB;
    },
    nudge(right, up) {
      const [x, y] = toCorners(scene().place, 100, 100);
      onDrag(toWeights(x + STEP * right, y - STEP * up, 100, 100));
    },
  });
  return made;
}

/**
 * An image, large: a figure, with show(picture).
 *
 * @param {string} label
 * @param {object} [options] of its canvas
 * @returns {ReturnType<typeof figure> & {show: (picture: HTMLCanvasElement) => void}}
 */
export function imageFigure(label, options = {}) {
  let shown = null;
  const made = figure(
    label,
    1,
    (context, size) => {
      context.imageSmoothingEnabled = false;
      if (shown) context.drawImage(shown, 0, 0, size, size);
    },
    options,
  );
  return {
    ...made,
    show(picture) {
      shown = picture;
      made.redraw();
    },
  };
}
