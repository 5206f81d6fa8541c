// GANs with every objective, on a line: the same bits on both kernels, spectral norms, and BEGAN's balance.

import assert from "node:assert/strict";
import test from "node:test";
import { BASE, gan, steps } from "../page/gans.mjs";
import { assertClose, assertSameBits, source } from "../page/shared.mjs";

const { OBJECTIVES } = await source("page/losses/table.js");
const { makeKernel } = await source("page/engine/kernel.js");
const { makeWeights } = await source("page/models/toy.js");
const { fillNormals } = await source("page/engine/noise.js");
const { makeSpectral } = await source("page/engine/spectral.js");
const { makeTape } = await source("page/engine/tape.js");

const LINE = { dims: 1, activation: "tanh", target: "two_bumps" };
const onALine = (changes = {}, options = {}) => gan({ ...LINE, ...changes }, { objectives: OBJECTIVES, ...options });
const POINTS = Float32Array.from({ length: 16 }, (_, i) => i / 4 - 2);

for (const objective of Object.keys(OBJECTIVES))
  test(`WebAssembly and JavaScript take the same 20 steps on a line: ${objective}`, () => {
    const [fast, plain] = [true, false].map((wasm) => steps(onALine({ objective, packing: 2 }, { wasm }), 20));
    assertSameBits(fast.weights(), plain.weights(), "weights");
    assert.deepEqual([fast.losses, fast.balance], [plain.losses, plain.balance]);
    for (const what of ["discriminate", "pushes", "generate"])
      assertSameBits(fast[what](POINTS), plain[what](POINTS), what);
    assert.equal(fast.discriminate(POINTS).length, 16);
    assert.equal(fast.discriminate(POINTS, false).length, 8, "a number for each pair");
  });

test("looking at a GAN changes nothing, spectral norms neither", () => {
  for (const objective of ["sngan", "began"]) {
    const [one, other] = [onALine({ objective }), onALine({ objective })];
    for (let i = 0; i < 5; i++) {
      one.step();
      other.step();
      other.discriminate(POINTS);
      other.pushes(POINTS);
      other.generate(POINTS);
    }
    assertSameBits(other.weights(), one.weights(), objective);
  }
});

/** The largest singular value of a matrix, by many turns of the power method from a vector of ones. */
function largestSingular(numbers, rows, columns) {
  let v = new Array(columns).fill(1);
  let length = 0;
  for (let n = 0; n < 3000; n++) {
    const u = Array.from({ length: rows }, (_, i) => v.reduce((sum, x, j) => sum + x * numbers[i * columns + j], 0));
    v = v.map((_, j) => u.reduce((sum, x, i) => sum + x * numbers[i * columns + j], 0));
    length = Math.hypot(...v);
    v = v.map((x) => x / length);
  }
  return Math.sqrt(length);
}

test("a layer is divided by its largest singular value once the vectors have settled; biases are left alone", () => {
  for (const seed of [0, 1, 2]) {
    const tape = makeTape(makeKernel());
    const weights = makeWeights(tape, [3, 7, 5], seed);
    for (const each of weights) {
      // other than the first weights, whose singular values are all equal
      const bent = tape.numbers(each).map((x, i) => x * (1 + Math.sin(3 * i + seed)) + 0.1);
      tape.numbers(each).set(bent);
    }
    const norm = makeSpectral(tape, weights, seed, 20);
    let out;
    for (let n = 0; n < 200; n++) out = norm.divide(weights, true);
    weights.forEach((weight, i) => {
      const before = tape.numbers(weight);
      const size = i % 2 ? 1 : largestSingular([...before], weight.rows, weight.columns);
      assertClose(
        tape.numbers(out[i]),
        before.map((x) => x / size),
        2e-6,
        `seed ${seed}, part ${i}`,
      );
    });
    const kept = norm.vectors.map((each) => [...tape.numbers(each)]);
    norm.divide(weights, false);
    assert.deepEqual(
      norm.vectors.map((each) => [...tape.numbers(each)]),
      kept,
      "looking turns no vector",
    );
    for (const vector of kept) assertClose([Math.hypot(...vector)], [1], 1e-6, "length");
  }
});

test("a layer of zeros stays finite", () => {
  const tape = makeTape(makeKernel());
  const zero = tape.matrix(2, 3, new Float32Array(6));
  const bias = tape.matrix(1, 3, new Float32Array(3));
  const norm = makeSpectral(tape, [zero, bias], 0, 20);
  assert.ok(norm.vectors.every((each) => tape.numbers(each).every(Number.isFinite)));
});

test("D of SNGAN rises no faster than 1, with tanh between its layers", () => {
  const one = steps(onALine({ objective: "sngan", lr_d: 0.02 }), 200);
  const places = Float32Array.from({ length: 800 }, (_, i) => i / 100 - 4);
  const values = one.discriminate(places);
  const slopes = Array.from(places.subarray(1), (x, i) => Math.abs(values[i + 1] - values[i]) / (x - places[i]));
  assert.ok(Math.max(...slopes) < 1.05 && Math.max(...slopes) > 0.1, `steepest ${Math.max(...slopes)}`);
  const free = steps(onALine({ objective: "hinge", lr_d: 0.02 }), 200).discriminate(places);
  assert.ok(
    Math.max(...Array.from(places.subarray(1), (_x, i) => Math.abs(free[i + 1] - free[i]) / 0.01)) > 1.5,
    "unlike without",
  );
});

test("weights that are put back bring their spectral norms with them", () => {
  const one = steps(onALine({ objective: "sngan" }), 5);
  const kept = one.weights();
  const judged = one.discriminate(POINTS);
  steps(one, 5);
  one.load(kept);
  assertSameBits(one.discriminate(POINTS), judged, "D's values");
});

test("k starts at 0, follows BEGAN's rule after each of D's steps, and stays within [0, 1]", () => {
  const one = onALine({ objective: "began", lr_d: 1e-12, lr: 1e-12 }); // D and G stand still
  let k = 0;
  assert.deepEqual(one.balance, { k: 0, measure: NaN });
  for (let step = 0; step < 50; step++) {
    one.stepD();
    const { real } = one.losses;
    const latent = new Float32Array(16 * 4);
    fillNormals(latent, 5, 2, step);
    const energies = one.discriminate(one.generate(latent));
    const fake = energies.reduce((sum, x) => sum + x, 0) / 16;
    assertClose([one.losses.fake], [-k * fake], 1e-6, `the fake term of step ${step}`);
    k = Math.min(1, Math.max(0, k + 0.001 * (0.5 * real - fake)));
    assertClose([one.balance.k, one.balance.measure], [k, real + Math.abs(0.5 * real - fake)], 1e-6, `step ${step}`);
  }
  const other = onALine({ objective: "began" });
  other.stepG();
  assert.equal(other.balance.k, 0, "G's steps leave it");
});

test("what the page cannot do is refused with the reason", () => {
  for (const objective of ["sngan", "ebgan", "began"])
    assert.throws(() => onALine({ objective, unroll: 2 }), {
      name: "Error",
      message: `unroll must be 0 with ${objective}, not 2`,
    });
  for (const [from, to] of [
    ["hinge", "sngan"],
    ["ebgan", "sngan"],
    ["began", "hinge"],
    ["sngan", "ebgan"],
  ]) {
    const one = onALine({ objective: from });
    const told = { name: "Error", message: /another kind of D than/ };
    assert.throws(() => one.change({ ...LINE, objective: to, unroll: 0 }), told, `${from} to ${to}`);
  }
  for (const unroll of [1, 3]) assert.ok(steps(onALine({ objective: "fgan_kl", unroll }), 3));
});

test("a GAN on a line goes on with another objective whose D is of the same kind", () => {
  const one = steps(onALine({ objective: "minimax" }), 3);
  one.change({ ...BASE, ...LINE, objective: "fgan_js" });
  assert.ok(steps(one, 3).weights().every(Number.isFinite));
});

test("each objective moves G onto a bell", () => {
  // BEGAN's D learns to give back any number of a line, real or not: its energies say nothing about where to go.
  for (const objective of Object.keys(OBJECTIVES).filter((name) => name !== "began")) {
    const d_steps = objective.startsWith("wgan") ? 3 : 1;
    const one = steps(
      onALine({ objective, target: "bell", batch_size: 64, lr: 2e-3, lr_d: 4e-3, penalty: 0.1, d_steps }),
      600,
    );
    const latent = new Float32Array(4 * 400);
    fillNormals(latent, 9, 9, 9);
    const points = one.generate(latent);
    const mean = points.reduce((sum, x) => sum + x, 0) / 400;
    assert.ok(mean > 0.4 && mean < 1.6, `${objective}: mean ${mean}`); // from about 0; the game turns round its end
  }
});
