// The tape: each operation, its gradients, their gradients and those of these are PyTorch's.

import assert from "node:assert/strict";
import test from "node:test";
import { assertClose, assertSameBits, fixture, source } from "../shared.mjs";

const { makeKernel } = await source("page/engine/kernel.js");
const { makeTape } = await source("page/engine/tape.js");
const { operations, adam } = fixture("tape");

const CALLS = {
  multiply: (tape, a, b) => tape.multiply(a, b),
  "multiply, left across": (tape, a, b) => tape.multiply(a, b, true),
  "multiply, right across": (tape, a, b) => tape.multiply(a, b, false, true),
  "multiply, both across": (tape, a, b) => tape.multiply(a, b, true, true),
  "multiply, two columns across": (tape, a, b) => tape.multiply(a, b, false, true),
  "multiply, row and column": (tape, a, b) => tape.multiply(a, b),
  "multiply, column and row": (tape, a, b) => tape.multiply(a, b),
  "multiply, column and column across": (tape, a, b) => tape.multiply(a, b, false, true),
  "multiply, row across and row": (tape, a, b) => tape.multiply(a, b, true),
  "multiply, matrix and row across": (tape, a, b) => tape.multiply(a, b, false, true),
  "multiply by itself": (tape, a) => tape.multiply(a, a),
  "multiply by itself across": (tape, a) => tape.multiply(a, a, true),
  linear: (tape, x, weight, bias) => tape.linear(x, weight, bias),
  columnSums: (tape, a) => tape.columnSums(a),
  repeat: (tape, a) => tape.repeat(a, 4),
  relu: (tape, a) => tape.relu(a),
  combine: (tape, a, b) => tape.combine(0.7, a, -1.3, b),
  "combine with itself": (tape, a) => tape.combine(0.7, a, -1.3, a),
  add: (tape, a, b) => tape.add(a, b),
  scale: (tape, a) => tape.scale(-2.5, a),
  times: (tape, a, b) => tape.times(a, b),
  "times itself": (tape, a) => tape.times(a, a),
  shifted: (tape, a) => tape.shifted(a, -2.5, 0.75),
  clipped: (tape, a) => tape.clipped(a, 0.6),
  softplus: (tape, a) => tape.softplus(a),
  sigmoid: (tape, a) => tape.sigmoid(a),
  "power 2": (tape, a) => tape.power(a, 2),
  "power 3": (tape, a) => tape.power(a, 3),
  "power 0.5": (tape, a) => tape.power(a, 0.5),
  "power -1": (tape, a) => tape.power(a, -1),
  exp: (tape, a) => tape.exp(a),
  tanh: (tape, a) => tape.tanh(a),
  abs: (tape, a) => tape.abs(a),
  spread: (tape, one) => tape.spread(one, 3, 4, 0.3),
  total: (tape, a) => tape.total(a, 0.3),
  mean: (tape, a) => tape.mean(a),
  reshape: (tape, a) => tape.reshape(a, 2, 6),
  "reshape to as many rows": (tape, a) => tape.scale(2, tape.reshape(a, 4, 3)),
  "a network": (tape, x, one, two) =>
    tape.reshape(tape.sigmoid(tape.multiply(tape.relu(tape.multiply(x, one)), two)), 3, 2),
};
const ORDERS = ["gradient", "its gradient", "that one's gradient"];

const put = (tape, { rows, columns, values }) => tape.matrix(rows, columns, values);
const sum = (tape, parts) => parts.reduce(tape.add);

/** Fails unless a matrix has PyTorch's shape and numbers, within `tolerance` of the largest of them. */
function assertMatrix(tape, found, expected, tolerance, what) {
  assert.deepEqual([found.rows, found.columns], [expected.rows, expected.columns], `${what}: shape`);
  const largest = Math.max(...expected.values.map(Math.abs));
  assertClose(tape.numbers(found), expected.values, tolerance, what, largest);
}

test("PyTorch's numbers are there for every operation", () => {
  assert.deepEqual(operations.map(({ name }) => name).sort(), Object.keys(CALLS).sort());
});

for (const wasm of [true, false])
  for (const { name, inputs, weights, out, orders } of operations) {
    test(`${name} and its gradients, ${wasm ? "WebAssembly" : "JavaScript"}`, () => {
      const tape = makeTape(makeKernel(wasm));
      const taken = inputs.map((each) => put(tape, each));
      const found = CALLS[name](tape, ...taken);
      assertMatrix(tape, found, out, 1e-6, name);
      const square = tape.times(found, found);
      let loss = tape.total(tape.times(put(tape, weights), tape.times(square, square)));
      orders.forEach((expected, order) => {
        const slopes = tape.gradients(loss, taken);
        const to = (i) => `${name}, ${ORDERS[order]} to argument ${i}`;
        slopes.forEach((slope, i) => assertMatrix(tape, slope, expected[i], 1e-5, to(i)));
        taken.forEach((each, i) => {
          // asked for alone
          assertSameBits(tape.numbers(tape.gradients(loss, [each])[0]), tape.numbers(slopes[i]), `${to(i)} alone`);
        });
        loss = sum(
          tape,
          slopes.map((slope) => tape.total(tape.times(slope, slope))),
        );
      });
      inputs.forEach(({ values }, i) =>
        assertSameBits(tape.numbers(taken[i]), Float32Array.from(values), `argument ${i}, kept`),
      );
    });
  }

for (const wasm of [true, false])
  test(`a step of Adam and its gradients, ${wasm ? "WebAssembly" : "JavaScript"}`, () => {
    const tape = makeTape(makeKernel(wasm));
    const inputs = adam.inputs.map((each) => put(tape, each));
    const out = tape.adamStep(...inputs, adam);
    assertMatrix(tape, out, adam.out, 1e-6, "the step");
    const slopes = tape.gradients(tape.total(tape.times(put(tape, adam.weights), out)), inputs);
    ["x", "m", "v"].forEach((name, i) => {
      // One by one: where the moments are all but 0 the derivatives are millions of times larger. Where they are 0,
      // gan_utils.training adds 1e-12 to epsilon = 1e-8, a ten-thousandth.
      const found = tape.numbers(slopes[i]);
      const moments = adam.inputs[2].values;
      adam.slopes[i].values.forEach((value, at) =>
        assertClose([found[at]], [value], moments[at] ? 1e-5 : 1.1e-4, `${name}, number ${at}`, Math.abs(value)),
      );
    });
  });

// What no table of numbers says.

const fresh = () => makeTape(makeKernel());

test("softplus and sigmoid far out neither overflow nor lose their small values", () => {
  const tape = fresh();
  const x = [-200, -100, -30, -15, 0, 15, 30, 100, 200];
  const a = tape.matrix(1, 9, x);
  const expected = {
    softplus: x.map((v) => (v < 0 ? Math.log1p(Math.exp(v)) : v + Math.log1p(Math.exp(-v)))),
    sigmoid: x.map((v) => (v < 0 ? Math.exp(v) / (1 + Math.exp(v)) : 1 / (1 + Math.exp(-v)))),
  };
  for (const [name, values] of Object.entries(expected)) {
    const out = tape[name](a);
    const [slope] = tape.gradients(tape.total(out), [a]);
    const slopes = name === "softplus" ? expected.sigmoid : expected.sigmoid.map((s) => s * (1 - s));
    tape.numbers(out).forEach((v, i) => assertClose([v], [values[i]], 2e-7, `${name}(${x[i]})`, values[i] + 1e-37));
    // 1 - sigmoid is a difference in single precision: exact within rounding of 1, not of itself.
    const scale = (i) => (x[i] > 0 ? 1 : slopes[i] + 1e-37);
    tape.numbers(slope).forEach((v, i) => assertClose([v], [slopes[i]], 2e-7, `${name}'(${x[i]})`, scale(i)));
  }
});

test("relu's slope is 0 at 0, as PyTorch's, and so is that slope's", () => {
  const tape = fresh();
  const x = tape.matrix(1, 6, [0, -0, 1e-30, -1e-30, 2, -2]);
  const [slope] = tape.gradients(tape.total(tape.relu(x)), [x]);
  assert.deepEqual([...tape.numbers(slope)], [0, 0, 1, 0, 1, 0]);
  const [second] = tape.gradients(tape.total(tape.times(slope, slope)), [x]);
  assert.deepEqual([...tape.numbers(second)], [0, 0, 0, 0, 0, 0]);
});

test("what lies at the bound is within it: its slope is 1, as PyTorch's", () => {
  for (const bound of [0.1, 0.01, 0.5]) {
    const tape = fresh();
    const x = tape.matrix(1, 6, [bound, -bound, 1.01 * bound, -1.01 * bound, 0, bound / 2]);
    const out = tape.clipped(x, bound);
    const [slope] = tape.gradients(tape.total(out), [x]);
    const expected = [bound, -bound, bound, -bound, 0, bound / 2];
    assertSameBits(tape.numbers(out), Float32Array.from(expected), `clipped to ${bound}`);
    assert.deepEqual([...tape.numbers(slope)], [1, 1, 0, 0, 1, 1], `slope, bound ${bound}`);
  }
});

test("a loss of one number has the gradient 1 to itself", () => {
  const tape = fresh();
  const loss = tape.total(tape.matrix(2, 2, [1, 2, 3, 4]));
  assert.deepEqual([...tape.numbers(tape.gradients(loss, [loss])[0])], [1]);
});

test("a target that the loss does not depend on has gradients 0, of its own shape", () => {
  const tape = fresh();
  const x = tape.matrix(2, 3, [1, 2, 3, 4, 5, 6]);
  const other = tape.matrix(3, 2, [9, 9, 9, 9, 9, 9]);
  const made = tape.times(other, other); // after x, and not part of the loss either
  const mark = tape.mark();
  tape.matrix(50, 50, new Float32Array(2500).fill(7)); // so that the memory that the zeros get is not 0 already
  tape.rewind(mark);
  for (const target of [other, made]) {
    const [slope, none] = tape.gradients(tape.total(tape.times(x, x)), [x, target]);
    assert.deepEqual([...tape.numbers(slope)], [2, 4, 6, 8, 10, 12]);
    assert.deepEqual([none.rows, none.columns, ...tape.numbers(none)], [3, 2, 0, 0, 0, 0, 0, 0]);
  }
});

test("a gradient that does not depend on the target has gradients 0 in turn", () => {
  const tape = fresh();
  const x = tape.matrix(1, 3, [1, 2, 3]);
  const [slope] = tape.gradients(tape.total(x), [x]);
  const [second] = tape.gradients(tape.total(tape.times(slope, slope)), [x]);
  assert.deepEqual([...tape.numbers(second)], [0, 0, 0]);
});

test("what is used several times, near and far, adds up", () => {
  const tape = fresh();
  const x = tape.matrix(1, 3, [1, -2, 0.5]);
  const square = tape.times(x, x);
  const cube = tape.times(square, x);
  const parts = [x, x, square, tape.times(square, square), cube]; // 2 x + x^2 + x^4 + x^3
  const [slope] = tape.gradients(tape.total(sum(tape, parts)), [x]);
  assertClose(
    tape.numbers(slope),
    [1, -2, 0.5].map((v) => 2 + 2 * v + 4 * v ** 3 + 3 * v ** 2),
    1e-6,
    "slope",
    10,
  );
  const [second] = tape.gradients(tape.total(slope), [x]);
  assertClose(
    tape.numbers(second),
    [1, -2, 0.5].map((v) => 2 + 12 * v ** 2 + 6 * v),
    1e-6,
    "second",
    10,
  );
});

test("several targets at once are given what each is given alone, in their order", () => {
  const tape = fresh();
  const x = tape.matrix(2, 2, [1, 2, 3, 4]);
  const y = tape.matrix(2, 2, [5, 6, 7, 8]);
  const loss = tape.total(tape.times(tape.multiply(x, y), x));
  const alone = [x, y].map((target) => tape.numbers(tape.gradients(loss, [target])[0]));
  const [toY, toX] = tape.gradients(loss, [y, x]);
  assertSameBits(tape.numbers(toX), alone[0], "x");
  assertSameBits(tape.numbers(toY), alone[1], "y");
});

test("a matrix cut from its history passes nothing on", () => {
  const tape = fresh();
  const x = tape.matrix(1, 2, [3, 4]);
  const made = tape.times(x, x);
  const [slope] = tape.gradients(tape.total(tape.times({ ...made, from: [], pull: null }, x)), [x]);
  assert.deepEqual([...tape.numbers(slope)], [9, 16]);
});

test("memory is used again after rewinding, and what lies before the mark is kept", () => {
  const tape = fresh();
  const x = tape.matrix(
    3,
    5,
    Float32Array.from({ length: 15 }, (_, i) => i),
  );
  const mark = tape.mark();
  const first = tape.relu(x).at;
  tape.rewind(mark);
  const again = tape.times(x, x);
  assert.equal(again.at, first);
  assert.equal(tape.mark() % 16, 0);
  assert.deepEqual(
    [...tape.numbers(x)],
    Array.from({ length: 15 }, (_, i) => i),
  );
});

for (const wasm of [true, false])
  test(`matrices outlive memory that grows, ${wasm ? "WebAssembly" : "JavaScript"}`, () => {
    const kernel = makeKernel(wasm);
    const tape = makeTape(kernel);
    const side = 300;
    const size = kernel.heap().byteLength;
    const values = Float32Array.from({ length: side * side }, (_, i) => ((i * 7919) % 31) / 31 - 0.5);
    const x = tape.matrix(side, side, values);
    let out = x;
    for (let i = 0; i < 4; i++) out = tape.softplus(tape.shifted(tape.times(tape.relu(out), x), 1, 0.1));
    const [slope] = tape.gradients(tape.total(out), [x]);
    assert.ok(kernel.heap().byteLength > 2 * size, "it grew, twice at least");
    assertSameBits(tape.numbers(x), values, "the first matrix");
    const numbers = tape.numbers(slope);
    for (const at of [0, 17, side * side - 1]) {
      const f = (v) => [1, 2, 3, 4].reduce((y) => Math.log1p(Math.exp(Math.max(y, 0) * v + 0.1)), v);
      const expected = (f(values[at] + 1e-5) - f(values[at] - 1e-5)) / 2e-5;
      assert.ok(Math.abs(numbers[at] - expected) < 1e-4, `slope ${at} is ${numbers[at]}, not ${expected}`);
    }
    const square = tape.multiply(x, x, false, true); // the transpose that it needs takes memory too
    const dot = (j) => values.subarray(0, side).reduce((total, value, p) => total + value * values[j * side + p], 0);
    assertClose(tape.numbers(square).slice(0, 2), [dot(0), dot(1)], 1e-5, "x times its transpose", 30);
  });
