// What networks of images need beside the tape's own operations: filters that slide over images, batch normalisation's
// sums, leaky ReLU. Images lie as matrices, a row for each pixel, its channels side by side; one image after another.

import { FILTERS } from "./filters_bytes.js";

/** @typedef {import("./tape.js").Matrix} Matrix */
/**
 * How a filter slides over an image.
 *
 * @typedef {object} Slide
 * @property {number} side of the image, in pixels
 * @property {number} filter the filter's
 * @property {number} stride
 * @property {number} padding
 */
/** @typedef {ReturnType<typeof makeFilters>} Filters */

/**
 * @param {Slide} slide
 * @returns {number} how many places it has along a side
 */
export const placesOf = ({ side, filter, stride, padding }) => (side + 2 * padding - filter) / stride + 1;

/**
 * @param {import("./kernel.js").Kernel} kernel
 * @param {import("./tape.js").Tape} tape of the same kernel
 * @returns {object} operations on its matrices, whose gradients are made of such operations too
 */
export function makeFilters(kernel, tape) {
  const loops = kernel.load(FILTERS) ?? interpreted(kernel);
  const { make, numbers } = tape;
  const size = (a) => a.rows * a.columns;
  const filled = (columns, value) => tape.matrix(1, columns, new Float32Array(columns).fill(value));

  /**
   * @param {Matrix} x images
   * @param {Slide} slide
   * @returns {Matrix} a row for each place, with the pixels that the filter covers there
   */
  function unfold(x, slide) {
    const { side, filter, stride, padding } = slide;
    const [images, places] = [x.rows / side ** 2, placesOf(slide)];
    const out = make(images * places ** 2, filter ** 2 * x.columns, [x], (g) => [fold(g, slide)]);
    loops.unfold(x.at, out.at, images, side, places, x.columns, filter, stride, padding);
    return out;
  }
  /** The transpose of unfold: images, onto which each place's row is added where the filter lies. */
  function fold(a, slide) {
    const { side, filter, stride, padding } = slide;
    const places = placesOf(slide);
    const [images, channels] = [a.rows / places ** 2, a.columns / filter ** 2];
    const out = make(images * side ** 2, channels, [a], (g) => [unfold(g, slide)]);
    loops.fold(a.at, out.at, images, side, places, channels, filter, stride, padding);
    return out;
  }
  /** The sums of a times b down each column. */
  function columnDots(a, b) {
    const out = make(1, a.columns, [a, b], (g, wants) => [wants[0] && affine(b, g), wants[1] && affine(a, g)]);
    loops.columnDots(a.at, b.at, out.at, a.rows, a.columns);
    return out;
  }
  /** Each column of x times its number in `scale`, plus its number in `shift`; either may be left out. */
  function affine(x, scale = null, shift = null) {
    const parts = [
      [x, (g) => (scale ? affine(g, scale) : g)],
      [scale, (g) => columnDots(g, x)],
      [shift, (g) => tape.columnSums(g)],
    ].filter(([part]) => part);
    const pull = (g, wants) => parts.map(([, slope], i) => wants[i] && slope(g));
    const out = make(
      x.rows,
      x.columns,
      parts.map(([part]) => part),
      pull,
    );
    const [factors, terms] = [scale ?? filled(x.columns, 1), shift ?? filled(x.columns, 0)];
    loops.affine(x.at, factors.at, terms.at, out.at, x.rows, x.columns);
    return out;
  }
  /** g where x > 0, `slope` times g elsewhere. It does not depend on x but where it jumps. */
  function leakyGate(g, x, slope) {
    const out = make(g.rows, g.columns, [g], (h) => [leakyGate(h, x, slope)]);
    loops.leakyGate(g.at, x.at, slope, out.at, size(g));
    return out;
  }
  function leakyRelu(x, slope) {
    const out = make(x.rows, x.columns, [x], (g) => [leakyGate(g, x, slope)]);
    loops.leakyGate(x.at, x.at, slope, out.at, size(x));
    return out;
  }
  /** Each row so many times, one below the other. */
  function repeatRows(a, times) {
    const out = make(a.rows * times, a.columns, [a], (g) => [sumRows(g, times)]);
    const [from, to] = [numbers(a), numbers(out)];
    for (let i = 0; i < a.rows; i++)
      for (let k = 0; k < times; k++)
        to.set(from.subarray(i * a.columns, (i + 1) * a.columns), (i * times + k) * a.columns);
    return out;
  }
  /** The sums of so many neighbouring rows. */
  function sumRows(a, group) {
    const out = make(a.rows / group, a.columns, [a], (g) => [repeatRows(g, group)]);
    const [from, to] = [numbers(a), numbers(out).fill(0)];
    for (let i = 0; i < from.length; i++) to[placeIn(i, a.columns, group)] += from[i];
    return out;
  }
  /** In each column, the largest number of so many neighbouring rows; of equal ones the first counts. */
  function largest(a, group) {
    const out = make(a.rows / group, a.columns, [a], (g) => [tape.times(repeatRows(g, group), chosen)]);
    const chosen = tape.matrix(a.rows, a.columns);
    const [from, to, marks] = [numbers(a), numbers(out), numbers(chosen).fill(0)];
    for (let at = 0; at < to.length; at++) {
      const first = Math.floor(at / a.columns) * group * a.columns + (at % a.columns);
      let best = first;
      for (let k = 1; k < group; k++) {
        const i = first + k * a.columns;
        if (from[i] > from[best] || Number.isNaN(from[i])) best = i;
      }
      to[at] = from[best];
      marks[best] = 1;
    }
    return out;
  }
  return { unfold, fold, columnDots, affine, leakyRelu, repeatRows, sumRows, largest };
}

/** Where number i of a matrix lies once so many neighbouring rows are one. */
const placeIn = (i, columns, group) => Math.floor(i / columns / group) * columns + (i % columns);

/** The loops of filters.ts where there is no WebAssembly. */
function interpreted(kernel) {
  /** Calls each(from, to, count) for what each row of a filter covers at each place: indices among places and pixels. */
  function slide({ images, side, places, channels, filter, stride, padding }, each) {
    for (let n = 0, at = 0; n < images; n++)
      for (let r = 0; r < places; r++)
        for (let c = 0; c < places; c++)
          for (let k = 0; k < filter; k++, at += filter * channels) {
            const line = stride * r + k - padding;
            if (line < 0 || line >= side) continue;
            const first = stride * c - padding;
            const [low, high] = [Math.max(first, 0), Math.min(first + filter, side)];
            each(at + (low - first) * channels, ((n * side + line) * side + low) * channels, (high - low) * channels);
          }
  }
  const shape = ([images, side, places, channels, filter, stride, padding]) => ({
    images,
    side,
    places,
    channels,
    filter,
    stride,
    padding,
  });
  return {
    unfold(x, out, ...how) {
      const heap = kernel.heap();
      const s = shape(how);
      heap.fill(0, out >> 2, (out >> 2) + s.images * (s.places * s.filter) ** 2 * s.channels);
      slide(s, (at, pixel, count) => heap.copyWithin((out >> 2) + at, (x >> 2) + pixel, (x >> 2) + pixel + count));
    },
    fold(a, out, ...how) {
      const heap = kernel.heap();
      const s = shape(how);
      heap.fill(0, out >> 2, (out >> 2) + s.images * s.side ** 2 * s.channels);
      slide(s, (at, pixel, count) => {
        for (let i = 0; i < count; i++) heap[(out >> 2) + pixel + i] += heap[(a >> 2) + at + i];
      });
    },
    columnDots(a, b, out, rows, columns) {
      const heap = kernel.heap();
      heap.fill(0, out >> 2, (out >> 2) + columns);
      for (let i = 0; i < rows * columns; i++)
        heap[(out >> 2) + (i % columns)] += Math.fround(heap[(a >> 2) + i] * heap[(b >> 2) + i]);
    },
    affine(x, scale, shift, out, rows, columns) {
      const heap = kernel.heap();
      for (let i = 0; i < rows * columns; i++) {
        const j = i % columns;
        heap[(out >> 2) + i] = Math.fround(heap[(x >> 2) + i] * heap[(scale >> 2) + j]) + heap[(shift >> 2) + j];
      }
    },
    leakyGate(g, x, slope, out, count) {
      const heap = kernel.heap();
      const factor = Math.fround(slope);
      for (let i = 0; i < count; i++) {
        const value = heap[(g >> 2) + i];
        heap[(out >> 2) + i] = heap[(x >> 2) + i] > 0 ? value : factor * value;
      }
    },
  };
}
