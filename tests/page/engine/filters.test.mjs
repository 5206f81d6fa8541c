// What networks of images are made of: values and gradients of all orders are PyTorch's, and both engines' bits alike.

import assert from "node:assert/strict";
import test from "node:test";
import { assertClose, assertSameBits, fixture, source } from "../shared.mjs";

const { makeKernel } = await source("page/engine/kernel.js");
const { makeTape } = await source("page/engine/tape.js");
const { makeFilters, placesOf } = await source("page/engine/filters.js");
const operations = fixture("filters");

const DCGAN = { filter: 4, stride: 2, padding: 1 };
/** The slide that stands in an operation's name, as "unfold (8, 4, 2, 1), 3 channels". */
function slideIn(name) {
  const [side, filter, stride, padding] = name
    .match(/\((.+)\)/)[1]
    .split(",")
    .map(Number);
  return { side, filter, stride, padding };
}
function normalised({ tape, filters }, x, scale, shift) {
  const mean = tape.scale(1 / x.rows, tape.columnSums(x));
  const centred = filters.affine(x, null, tape.scale(-1, mean));
  const variance = tape.scale(1 / x.rows, filters.columnDots(centred, centred));
  return filters.affine(centred, tape.times(tape.power(tape.shifted(variance, 1, 1e-5), -0.5), scale), shift);
}
const CALLS = {
  unfold: ({ filters, name }, x) => filters.unfold(x, slideIn(name)),
  fold: ({ filters, name }, a) => filters.fold(a, slideIn(name)),
  convolution: ({ tape, filters }, x, weight) => tape.multiply(filters.unfold(x, { side: 8, ...DCGAN }), weight),
  transposed: ({ tape, filters }, x, weight) => filters.fold(tape.multiply(x, weight), { side: 8, ...DCGAN }),
  columnDots: ({ filters }, a, b) => filters.columnDots(a, b),
  "columnDots with itself": ({ filters }, a) => filters.columnDots(a, a),
  affine: ({ filters }, x, scale, shift) => filters.affine(x, scale, shift),
  "affine, scale alone": ({ filters }, x, scale) => filters.affine(x, scale),
  "affine, shift alone": ({ filters }, x, shift) => filters.affine(x, null, shift),
  leakyRelu: ({ filters }, x) => filters.leakyRelu(x, 0.2),
  repeatRows: ({ filters }, a) => filters.repeatRows(a, 3),
  sumRows: ({ filters }, a) => filters.sumRows(a, 3),
  largest: ({ filters }, a) => filters.largest(a, 4),
  "max pooling": ({ tape, filters }, x) =>
    filters.largest(tape.reshape(filters.unfold(x, { side: 4, filter: 2, stride: 2, padding: 0 }), x.rows, 3), 4),
  "batch normalisation": normalised,
};
const callOf = (name) => CALLS[name] ?? CALLS[name.split(" ")[0]];
const ORDERS = ["gradient", "its gradient", "that one's gradient"];

/** A tape with filters, in WebAssembly or not. */
function made(wasm) {
  const kernel = makeKernel(wasm);
  const tape = makeTape(kernel);
  return { kernel, tape, filters: makeFilters(kernel, tape) };
}

function assertMatrix(tape, found, expected, tolerance, what) {
  assert.deepEqual([found.rows, found.columns], [expected.rows, expected.columns], `${what}: shape`);
  const scale = Math.max(...expected.values.map(Math.abs));
  assertClose(tape.numbers(found), expected.values, tolerance, what, scale);
}

test("every operation is compared", () => {
  const { tape, filters } = made(true);
  assert.ok(tape && operations.length > 20);
  const used = operations.map(({ name }) => String(callOf(name))).join();
  for (const name of Object.keys(filters)) assert.ok(used.includes(`filters.${name}(`), name);
});

for (const wasm of [true, false])
  for (const { name, inputs, weights, out, orders } of operations)
    test(`${name} and its gradients, ${wasm ? "WebAssembly" : "JavaScript"}`, () => {
      const { tape, filters } = made(wasm);
      const put = ({ rows, columns, values }) => tape.matrix(rows, columns, values);
      const taken = inputs.map(put);
      const found = callOf(name)({ tape, filters, name }, ...taken);
      assertMatrix(tape, found, out, 1e-6, name);
      const square = tape.times(found, found);
      let loss = tape.total(tape.times(put(weights), tape.times(square, square)));
      // Nothing here differentiates batch normalisation three times: that is a sum of large numbers that cancel.
      const wanted = name === "batch normalisation" ? orders.slice(0, 2) : orders;
      wanted.forEach((expected, order) => {
        const slopes = tape.gradients(loss, taken);
        const to = (i) => `${name}, ${ORDERS[order]} to argument ${i}`;
        slopes.forEach((slope, i) => {
          assertMatrix(tape, slope, expected[i], 1e-5, to(i));
        });
        taken.forEach((each, i) => {
          // asked for alone
          assertSameBits(tape.numbers(tape.gradients(loss, [each])[0]), tape.numbers(slopes[i]), `${to(i)} alone`);
        });
        loss = slopes.map((slope) => tape.total(tape.times(slope, slope))).reduce(tape.add);
      });
    });

// The same bits.

const AWKWARD = [NaN, Infinity, -Infinity, -0, 0, 2 ** -149, -(2 ** -140), 3.4e38, -3.4e38, 1 + 2 ** -23];

function someNumbers(count, awkward, start = 12345) {
  let state = start;
  return Float32Array.from({ length: count }, (_, i) => {
    state = (Math.imul(state, 1103515245) + 12345) | 0;
    return awkward && i % 3 === 0 ? AWKWARD[(state >>> 16) % AWKWARD.length] : (state >> 8) / 2 ** 23;
  });
}

/** Fails unless both engines make the same of matrices of these shapes; what lies behind the result stays as it was. */
function assertAlike(what, shapes, awkward, call) {
  const [fast, plain] = [true, false].map((wasm) => {
    const { kernel, tape, filters } = made(wasm);
    const taken = shapes.map(([rows, columns], i) =>
      tape.matrix(rows, columns, someNumbers(rows * columns, awkward, i + 7)),
    );
    const from = tape.mark();
    kernel.reserve(from + 2 ** 20);
    kernel.heap().fill(7, from >> 2);
    const out = call(filters, ...taken);
    const behind = kernel.heap().subarray(tape.mark() >> 2, (tape.mark() >> 2) + 64);
    assert.ok(
      behind.every((value) => value === 7),
      `${what}: nothing is written behind the matrices`,
    );
    return Float32Array.from(tape.numbers(out));
  });
  assertSameBits(fast, plain, what);
}

const CHANNELS = [1, 2, 3, 4, 5, 7, 8, 16, 17, 31, 64, 65];

for (const awkward of [false, true]) {
  const with_ = awkward ? "awkward numbers" : "usual numbers";

  test(`unfold and fold make the same bits of ${with_}, in all sizes`, () => {
    for (const [side, filter, stride, padding] of [
      [8, 4, 2, 1],
      [4, 3, 1, 1],
      [6, 2, 2, 0],
      [5, 3, 2, 1],
      [4, 4, 1, 0],
      [3, 1, 1, 0],
      [2, 4, 2, 1],
    ])
      for (const channels of CHANNELS)
        for (const images of [1, 3]) {
          const slide = { side, filter, stride, padding };
          const places = placesOf(slide);
          const what = `side ${side}, filter ${filter}, stride ${stride}, ${channels} channels, ${images} images`;
          const wide = [images * side ** 2, channels];
          const unfolded = [images * places ** 2, filter ** 2 * channels];
          assertAlike(`unfold, ${what}`, [wide], awkward, (filters, x) => filters.unfold(x, slide));
          assertAlike(`fold, ${what}`, [unfolded], awkward, (filters, a) => filters.fold(a, slide));
        }
  });

  test(`column by column, and number by number, the same bits of ${with_}`, () => {
    for (const rows of [1, 2, 3, 4, 9, 33])
      for (const columns of CHANNELS) {
        const [whole, row] = [
          [rows, columns],
          [1, columns],
        ];
        const what = `${rows} x ${columns}`;
        assertAlike(`columnDots ${what}`, [whole, whole], awkward, (f, a, b) => f.columnDots(a, b));
        assertAlike(`affine ${what}`, [whole, row, row], awkward, (f, ...all) => f.affine(...all));
        assertAlike(`leakyRelu ${what}`, [whole], awkward, (f, x) => f.leakyRelu(x, 0.2));
        assertAlike(`repeatRows ${what}`, [whole], awkward, (f, a) => f.repeatRows(a, 3));
        assertAlike(`sumRows ${what}`, [[2 * rows, columns]], awkward, (f, a) => f.sumRows(a, 2));
        assertAlike(`largest ${what}`, [[2 * rows, columns]], awkward, (f, a) => f.largest(a, 2));
      }
  });
}

test("of equal numbers the first is the largest, as in PyTorch, and what is no number is larger than all", () => {
  const { tape, filters } = made(true);
  const a = tape.matrix(4, 2, [1, 5, 3, 5, 3, 2, 0, NaN]);
  const out = filters.largest(a, 4);
  assertSameBits(tape.numbers(out), Float32Array.of(3, NaN), "values");
  const [slope] = tape.gradients(tape.total(out), [a]);
  assertSameBits(tape.numbers(slope), Float32Array.of(0, 0, 1, 0, 0, 0, 0, 1), "where they came from");
});
