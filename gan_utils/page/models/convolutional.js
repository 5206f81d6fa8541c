// Networks of images on a tape, to be trained: layer for layer what PyTorch's modules do in gan_utils/models/dcgan.py,
// and in those whose rules gan_utils/models/rules.py has undone.

import { normals, uniform } from "../seeded.js";

/** @typedef {import("../engine/tape.js").Tape} Tape */
/** @typedef {import("../engine/tape.js").Matrix} Matrix */
/** @typedef {import("../engine/filters.js").Filters} Filters */
/**
 * One of PyTorch's modules: `kind` is a name of SLIDES, a convolution; "norm", batch normalisation; "repeat", each pixel
 * twice in both directions; "pool", the largest of 2 x 2; or "relu", "leaky" or "tanh".
 *
 * @typedef {{kind: string, inputs?: number, outputs?: number, bias?: boolean}} Layer
 */
/**
 * A network's numbers: the `weights` that it learns, layer by layer (a convolution's, its bias if it has one; batch
 * normalisation's scale and shift), and its running `statistics` (mean and variance of each batch normalisation).
 *
 * @typedef {{weights: Matrix[], statistics: Matrix[]}} Numbers
 */

// Convolutions by what they do to the side: PyTorch's kernel_size, stride, padding; `turned` ones are transposed.
const SLIDES = {
  project: { filter: 4, stride: 1, padding: 0, turned: true },
  grow: { filter: 4, stride: 2, padding: 1, turned: true },
  shrink: { filter: 4, stride: 2, padding: 1 },
  keep: { filter: 3, stride: 1, padding: 1 },
  whole: { filter: 4, stride: 1, padding: 0 },
  point: { filter: 1, stride: 1, padding: 0 },
};
const PAIRS = { filter: 2, stride: 2, padding: 0 };
// Of leaky ReLU.
const SLOPE = 0.2;
// Of batch normalisation.
const EPSILON = 1e-5;
const MOMENTUM = 0.1;
// Of DCGAN's first weights.
const SPREAD = 0.02;

/**
 * Shapes as a tape holds them: a convolution's weight is (places of the filter x inputs) x outputs, a transposed one's
 * inputs x (places of the filter x outputs).
 *
 * @param {Layer[]} layers
 * @returns {{layer: number, part: "weight" | "bias", rows: number, columns: number, taps: number, turned: boolean}[]} of
 *   each list of weights: the layer that it belongs to, what PyTorch calls it there, its shape, places of the filter
 */
export const partsOf = (layers) =>
  layers.flatMap(({ kind, inputs, outputs, bias }, layer) => {
    const row = (part) => ({ layer, part, rows: 1, columns: outputs, taps: 1, turned: false });
    if (kind === "norm") return [row("weight"), row("bias")];
    if (!SLIDES[kind]) return [];
    const { filter, turned = false } = SLIDES[kind];
    const taps = filter ** 2;
    const shape = turned ? { rows: inputs, columns: taps * outputs } : { rows: taps * inputs, columns: outputs };
    return [{ layer, part: "weight", ...shape, taps, turned }, ...(bias ? [row("bias")] : [])];
  });

/**
 * The first weights, drawn from a seed: `start` is a way of that rule.
 *
 * @param {Layer[]} layers
 * @param {number} seed
 * @param {string} [start]
 * @returns {Float32Array[]} the numbers of each part, as partsOf() has them
 */
export function firstWeights(layers, seed, start = "dcgan") {
  let used = 0;
  /** So many normal numbers, or uniform ones on (-1, 1); each is drawn once. */
  const draw = (count, even) => {
    const from = used;
    used += count;
    if (even) return Float64Array.from({ length: count }, (_, i) => 2 * uniform(seed, 2 * (from + i)) - 1);
    return normals(seed, count, from);
  };
  return partsOf(layers).map(({ layer, part, rows, columns, taps, turned }) => {
    const { kind, inputs, outputs } = layers[layer];
    const count = rows * columns;
    const filled = (of) => Float32Array.from({ length: count }, (_, i) => of(i));
    if (kind === "norm") {
      if (part === "bias" || start === "torch") return filled(() => (part === "bias" ? 0 : 1));
      const drawn = draw(count);
      return filled((i) => 1 + SPREAD * drawn[i]);
    }
    if (start === "torch") {
      // As PyTorch counts the inputs: of a transposed convolution, its outputs.
      const drawn = draw(count, true);
      const bound = 1 / Math.sqrt((turned ? outputs : inputs) * SLIDES[kind].filter ** 2);
      return filled((i) => bound * drawn[i]);
    }
    if (part === "bias") return filled(() => 0);
    const drawn = draw(count);
    // What reaches a value: of a transposed convolution one place in stride ** 2, the first one's a single one.
    const { stride } = SLIDES[kind];
    const summed = inputs * (turned ? (stride === 1 ? 1 : taps / stride ** 2) : taps);
    const spread = start === "he" ? Math.sqrt(2 / summed) : SPREAD;
    return filled((i) => spread * drawn[i]);
  });
}

/**
 * @param {Tape} tape
 * @param {Layer[]} layers
 * @param {ArrayLike<number>[]} weights the numbers of each part, as firstWeights() gives them
 * @param {ArrayLike<number>[]} [statistics] fresh ones where they are not said: mean 0, variance 1
 * @returns {Numbers}
 */
export function putNumbers(tape, layers, weights, statistics = freshStatistics(layers)) {
  return {
    weights: partsOf(layers).map(({ rows, columns }, i) => tape.matrix(rows, columns, weights[i])),
    statistics: statistics.map((values) => tape.matrix(1, values.length, values)),
  };
}

const freshStatistics = (layers) =>
  layers.flatMap(({ kind, outputs }) =>
    kind === "norm" ? [0, 1].map((value) => new Float32Array(outputs).fill(value)) : [],
  );

/**
 * What a network makes of a batch.
 *
 * @param {Tape} tape
 * @param {Filters} filters of that tape
 * @param {Layer[]} layers
 * @param {Numbers} numbers
 * @param {Matrix} x latent points, a row each, or images, a row a pixel
 * @param {{side: number, learning: boolean}} how the side of what comes in, 1 for latent points; while it is learning,
 *   batch normalisation takes the batch's own mean and variance, and moves its statistics towards these
 * @returns {Matrix} images, or a value for each of them
 */
export function through(tape, filters, layers, { weights, statistics }, x, { side, learning }) {
  let out = x;
  let now = side;
  let used = 0;
  let norms = 0;
  for (const layer of layers) {
    const slide = SLIDES[layer.kind];
    if (slide) {
      const [weight, bias] = weights.slice(used, (used += layer.bias ? 2 : 1));
      [out, now] = slid(tape, filters, out, now, slide, weight, layer.bias ? bias : null);
    } else if (layer.kind === "norm") {
      const [scale, shift] = weights.slice(used, (used += 2));
      const running = statistics.slice(norms, (norms += 2));
      out = (learning ? normalised : evaluated)(tape, filters, out, scale, shift, running);
    } else if (layer.kind === "repeat") {
      now *= 2;
      out = filters.fold(tape.reshape(filters.repeatRows(out, 4), out.rows, 4 * out.columns), { ...PAIRS, side: now });
    } else if (layer.kind === "pool") {
      const { columns } = out;
      const pairs = filters.unfold(out, { ...PAIRS, side: now });
      now /= 2;
      out = filters.largest(tape.reshape(pairs, 4 * pairs.rows, columns), 4);
    } else out = layer.kind === "leaky" ? filters.leakyRelu(out, SLOPE) : tape[layer.kind](out);
  }
  return out;
}

/** A convolution: [its result, the result's side]. */
function slid(tape, filters, x, side, { filter, stride, padding, turned }, weight, bias) {
  const images = x.rows / side ** 2;
  const taps = filter ** 2;
  if (!turned) {
    // A filter that covers all of it, or a single pixel, has one place an image or a pixel.
    const places = (side + 2 * padding - filter) / stride + 1;
    const rows =
      taps === 1 || places === 1
        ? tape.reshape(x, images * places ** 2, taps * x.columns)
        : filters.unfold(x, { side, filter, stride, padding });
    return [bias ? tape.linear(rows, weight, bias) : tape.multiply(rows, weight), places];
  }
  const wide = (side - 1) * stride - 2 * padding + filter;
  const painted = tape.multiply(x, weight);
  const out =
    side === 1
      ? tape.reshape(painted, images * taps, painted.columns / taps)
      : filters.fold(painted, { side: wide, filter, stride, padding });
  return [bias ? filters.affine(out, null, bias) : out, wide];
}

/** Batch normalisation by the batch, which moves the running statistics. */
function normalised(tape, filters, x, scale, shift, running) {
  const n = x.rows;
  const mean = tape.scale(1 / n, tape.columnSums(x));
  const centred = filters.affine(x, null, tape.scale(-1, mean));
  const variance = tape.scale(1 / n, filters.columnDots(centred, centred));
  [mean, variance].forEach((found, i) => {
    const [kept, now] = [running[i], found].map(tape.numbers);
    // PyTorch's running variance is the unbiased one.
    const factor = i ? n / (n - 1) : 1;
    for (let j = 0; j < kept.length; j++) kept[j] += MOMENTUM * (factor * now[j] - kept[j]);
  });
  const gain = tape.times(tape.power(tape.shifted(variance, 1, EPSILON), -0.5), scale);
  return filters.affine(centred, gain, shift);
}

/** Batch normalisation by the running statistics. */
function evaluated(tape, filters, x, scale, shift, running) {
  const [mean, variance] = running;
  const gain = tape.times(tape.power(tape.shifted(variance, 1, EPSILON), -0.5), scale);
  return filters.affine(x, gain, tape.combine(1, shift, -1, tape.times(mean, gain)));
}

/**
 * A network's numbers by PyTorch's names and in its shapes.
 *
 * @param {Layer[]} layers
 * @param {{weights: ArrayLike<number>[], statistics: ArrayLike<number>[]}} numbers of each part, as a tape holds them
 * @returns {Record<string, import("../pretrained.js").Tensor>}
 */
export function toTensors(layers, { weights, statistics }) {
  const tensors = {};
  partsOf(layers).forEach((part, i) => {
    const { shape, place } = torchShape(layers, part);
    const values = new Float32Array(weights[i].length);
    for (let at = 0; at < values.length; at++) values[place(at)] = weights[i][at];
    tensors[`layers.${part.layer}.${part.part}`] = { shape, values };
  });
  runningOf(layers).forEach(([name, outputs], i) => {
    tensors[name] = { shape: [outputs], values: Float32Array.from(statistics[i]) };
  });
  return tensors;
}

/**
 * The other way round.
 *
 * @param {Layer[]} layers
 * @param {Record<string, import("../pretrained.js").Tensor>} tensors
 * @returns {{weights: Float32Array[], statistics: Float32Array[]}}
 * @throws {RangeError} where one is missing, of another shape or not finite, and names it
 */
export function fromTensors(layers, tensors) {
  const take = (name, shape) => {
    const found = Object.hasOwn(tensors, name) ? tensors[name] : null;
    if (String(found?.shape) !== String(shape))
      throw new RangeError(`${name} must have shape (${shape}), not ${found ? `(${found.shape})` : "be missing"}`);
    if (!found.values.every(Number.isFinite)) throw new RangeError(`${name} must hold finite numbers`);
    return found.values;
  };
  const weights = partsOf(layers).map((part) => {
    const { shape, place } = torchShape(layers, part);
    const values = take(`layers.${part.layer}.${part.part}`, shape);
    return Float32Array.from(values, (_, at) => values[place(at)]);
  });
  return { weights, statistics: runningOf(layers).map(([name, outputs]) => take(name, [outputs])) };
}

/** A part's shape in PyTorch, and where number `at` of the tape's is there. */
function torchShape(layers, { layer, part, rows, columns, taps, turned }) {
  const { kind, outputs } = layers[layer];
  if (kind === "norm" || part === "bias") return { shape: [outputs], place: (at) => at };
  const side = Math.sqrt(taps);
  const inputs = turned ? rows : rows / taps;
  if (turned)
    return {
      shape: [inputs, outputs, side, side],
      place(at) {
        const [i, column] = [Math.floor(at / columns), at % columns];
        return (i * outputs + (column % outputs)) * taps + Math.floor(column / outputs);
      },
    };
  return {
    shape: [outputs, inputs, side, side],
    place(at) {
      const [row, o] = [Math.floor(at / outputs), at % outputs];
      return (o * inputs + (row % inputs)) * taps + Math.floor(row / inputs);
    },
  };
}

/** PyTorch's names of the running statistics, each with its length. */
const runningOf = (layers) =>
  layers.flatMap(({ kind, outputs }, layer) =>
    kind === "norm" ? ["mean", "var"].map((what) => [`layers.${layer}.running_${what}`, outputs]) : [],
  );
