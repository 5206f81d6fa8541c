// A card's pictures and numbers, for a reader to take away.

import { element } from "./dom.js";
import { svgContext } from "./svg.js";
import { colour } from "./theme.js";

const EDGE = 12; // pixels around the pictures
const DENSITY = 2; // dots a pixel of a PNG

/** The canvases that can be seen, each with its place within all of them: {width, height, pieces}. */
function piecesOf(root) {
  const seen = [...root.querySelectorAll("canvas")].filter((each) =>
    each.checkVisibility({ visibilityProperty: true }),
  );
  if (!seen.length) return { width: 1, height: 1, pieces: [] };
  const boxes = seen.map((canvas) => canvas.getBoundingClientRect());
  const [left, top] = ["left", "top"].map((side) => Math.min(...boxes.map((box) => box[side])) - EDGE);
  const [right, bottom] = ["right", "bottom"].map((side) => Math.max(...boxes.map((box) => box[side])) + EDGE);
  return {
    width: right - left,
    height: bottom - top,
    pieces: seen.map((canvas, i) => ({ canvas, box: boxes[i], x: boxes[i].left - left, y: boxes[i].top - top })),
  };
}

/** Draws a canvas's picture anew, so that it is sharp whatever the screen; one that was not drawn by figure() as it is. */
function paint(context, { canvas, box, x, y }) {
  context.save();
  context.translate(x, y);
  context.imageSmoothingEnabled = false;
  if (canvas.drawing) canvas.drawing.draw(context, canvas.drawing.width, canvas.drawing.height);
  else context.drawImage(canvas, 0, 0, box.width, box.height);
  context.restore();
}

/** The pictures as one PNG's address. */
export function pngOf(root) {
  const { width, height, pieces } = piecesOf(root);
  const sheet = element("canvas", { width: Math.round(width * DENSITY), height: Math.round(height * DENSITY) });
  const context = sheet.getContext("2d");
  context.scale(DENSITY, DENSITY);
  context.fillStyle = colour(root, "--paper");
  context.fillRect(0, 0, width, height);
  for (const piece of pieces) paint(context, piece);
  return sheet.toDataURL("image/png");
}

/** The pictures as the text of one SVG: what is drawn in lines stays lines. */
export function svgOf(root) {
  const { width, height, pieces } = piecesOf(root);
  const groups = pieces.map((piece) => {
    const { context, text } = svgContext();
    paint(context, piece);
    return text();
  });
  const [wide, high] = [width, height].map((each) => Math.round(each));
  const start = `<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${high}" viewBox="0 0 ${wide} ${high}">`;
  return `${start}<rect width="100%" height="100%" fill="${colour(root, "--paper")}"/>${groups.join("\n")}</svg>`;
}

const quoted = (cell) => (/[",\r\n]/.test(cell) ? `"${String(cell).replaceAll('"', '""')}"` : String(cell));

/** A row of cells as a line of comma-separated values, without its end, as RFC 4180 has it. */
export const csvLine = (row) => row.map(quoted).join(",");

/** Rows of cells as comma-separated values. */
export const csv = (rows) => rows.map(csvLine).join("\n");

/** What a card's read-outs say now: [name, value] each, in full precision. */
export const numbersOf = (root) =>
  [...root.querySelectorAll("dl div:not([hidden]) [data-readout]")].map((each) => [
    each.closest("div").querySelector("dt").textContent,
    each.dataset.value ?? each.textContent,
  ]);

/** Hands the reader a file. */
export const download = (name, address) => element("a", { href: address, download: name }).click();
