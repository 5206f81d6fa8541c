// The wall of samples under a row of real images.

import { figure } from "../draw/canvas.js";
import { element } from "../ui/dom.js";
import { COLUMNS, ROWS } from "./settings.js";

// Of a tile's side: between the real ones and the samples.
const GAP = 0.22;

/** Images, bytes one after another, as a sheet of rows of COLUMNS. */
export function sheetOf(levels, size, channels, sheet = element("canvas")) {
  const plane = size * size * channels;
  const count = levels.length / plane;
  sheet.width = COLUMNS * size;
  sheet.height = Math.ceil(count / COLUMNS) * size;
  const image = new ImageData(sheet.width, sheet.height);
  for (let i = 0; i < count; i++)
    for (let at = 0; at < size * size; at++) {
      const x = (i % COLUMNS) * size + (at % size);
      const y = Math.floor(i / COLUMNS) * size + Math.floor(at / size);
      const to = 4 * (y * sheet.width + x);
      for (let c = 0; c < 3; c++) image.data[to + c] = levels[i * plane + at * channels + (c % channels)];
      image.data[to + 3] = 255;
    }
  sheet.getContext("2d").putImageData(image, 0, 0);
  return sheet;
}

/** A figure of samples, with real ones above where there are any: {place, show(samples, real, channels), canvas, stop()}. */
export function makeWall(label, size, rows = ROWS, above = true) {
  const sheets = {};
  const gap = above ? 1 + GAP : 0;
  const { place, redraw, canvas, stop } = figure(label, (gap + rows) / COLUMNS, (context, width) => {
    const tile = width / COLUMNS;
    context.imageSmoothingEnabled = false;
    if (above && sheets.real) context.drawImage(sheets.real, 0, 0, width, tile);
    if (sheets.samples) context.drawImage(sheets.samples, 0, gap * tile, width, rows * tile);
  });
  return {
    place,
    canvas,
    redraw,
    stop,
    /** Either may be left out, and stays as it was. */
    show(samples, real, channels) {
      if (real) sheets.real = sheetOf(real, size, channels, sheets.real);
      if (samples) sheets.samples = sheetOf(samples, size, channels, sheets.samples);
      redraw();
    },
    /** The samples alone, pixel by pixel, as a PNG's address. */
    png: () => sheets.samples.toDataURL("image/png"),
  };
}
