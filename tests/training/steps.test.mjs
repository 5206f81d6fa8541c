// The page's GAN by itself: the same bits on both kernels and from one seed, and who moves when.

import assert from "node:assert/strict";
import test from "node:test";
import { BASE, differ, gan, sizeOfG, steps, watchingMemory, weightsOf } from "../page/gans.mjs";
import { assertSameBits, source } from "../page/shared.mjs";

const { makeRun } = await source("page/training/run.js");
const { seededSource } = await source("widgets/live/source.js");
const { makeKernel } = await source("page/engine/kernel.js");
const { makeWeights } = await source("page/models/toy.js");
const { fillNormals, uniforms } = await source("page/engine/noise.js");
const { PLAIN_OBJECTIVES } = await source("page/losses/plain.js");
const { makeTape } = await source("page/engine/tape.js");
const { fillPoints, targetOf } = await source("page/data/toys.js");

const DRAWN = [
  [1.5, -1],
  [-0.5, 0.25],
  [0, 2],
];
const VARIED = [
  {},
  { unroll: 3 },
  { objective: "minimax", unroll: 2, optimiser: "sgd", lr: 0.1, lr_d: 0.1, target: "moons" },
  { objective: "wgan_gp", unroll: 2, packing: 3, batch_size: 15, width: 7, target: "grid" },
  { objective: "wgan", d_steps: 2, g_steps: 2, target: "blobs" },
  { objective: "r1", unroll: 2, packing: 2, z_dim: 1, target: "spiral" },
  { objective: "hinge", optimiser: "sgd", lr: 0.1, lr_d: 0.1, batch_size: 33, width: 33 },
  { objective: "lsgan", target: "drawn", drawn: DRAWN, width: 1, batch_size: 2 },
];
const named = (changes) =>
  Object.entries(changes)
    .map(([key, value]) => `${key} ${value}`)
    .join(", ") || "plain";

// The same bits.

for (const changes of VARIED)
  test(`WebAssembly and JavaScript take the same 30 steps: ${named(changes)}`, () => {
    const [fast, plain] = [true, false].map((wasm) => steps(gan(changes, { wasm }), 30));
    assert.notEqual(fast.engine, plain.engine);
    assertSameBits(fast.weights(), plain.weights(), "weights");
    assert.deepEqual(fast.losses, plain.losses);
    assert.ok(Object.values(fast.losses).every(Number.isFinite));
    const points = Float32Array.from({ length: 60 }, (_, i) => Math.sin(i));
    for (const what of ["discriminate", "pushes", "generate"])
      assertSameBits(fast[what](points), plain[what](points), what);
  });

test("they do so where memory grows on the way", () => {
  const changes = { width: 64, batch_size: 128, unroll: 3, objective: "wgan_gp" };
  watchingMemory((size) => {
    const [plain, fast] = [false, true].map((wasm) => steps(gan(changes, { wasm }), 2));
    assert.ok(size() > 2 ** 22, "it grew");
    assertSameBits(fast.weights(), plain.weights(), "weights");
  });
});

test("one seed, one training, whatever else draws random numbers or looks on", () => {
  const { random } = Math;
  Math.random = () => {
    throw new Error("not seeded");
  };
  try {
    for (const changes of VARIED) {
      const [one, other] = [gan(changes), gan(changes)];
      const points = Float32Array.from({ length: 12 }, (_, i) => i / 6);
      for (let i = 0; i < 10; i++) {
        one.step();
        other.step();
        other.discriminate(points);
        other.pushes(points);
        other.generate(points);
      }
      assertSameBits(other.weights(), one.weights(), named(changes));
      assert.deepEqual(other.losses, one.losses);
    }
  } finally {
    Math.random = random;
  }
});

test("other seeds start elsewhere and go elsewhere, and so do other batches", () => {
  const starts = [0, 1, 2, 1000, 2 ** 31 - 1].map((seed) => gan({ seed }));
  const [first, ...others] = starts.map((one) => one.weights());
  for (const other of others)
    for (const part of [0, sizeOfG(BASE)])
      assert.ok(differ(first.subarray(part, part + 20), other.subarray(part, part + 20)));
  const [one, other] = [gan({ seed: 1 }), gan({ seed: 2 })];
  other.load(one.weights());
  steps(one, 1);
  steps(other, 1);
  assert.ok(differ(weightsOf(one).g, weightsOf(other).g) && differ(weightsOf(one).d, weightsOf(other).d));
});

/** The batches of settings `now()`: a seed's real points, latent points and mixing shares are streams of its own. */
const streams = (now) => ({
  real(turn, numbers) {
    const normals = new Float32Array(numbers.length);
    const { seed, target, drawn } = now();
    fillNormals(normals, seed, 1, turn);
    fillPoints(numbers, targetOf(target, drawn), uniforms(numbers.length / 2, seed, 0, turn), normals);
  },
  latent: (turn, numbers) => fillNormals(numbers, now().seed, 2, turn),
  mix: (turn) => uniforms(now().batch_size, now().seed, 3, turn),
});

test("batches come from the seed's streams, also after a change of target and size", () => {
  let s = { ...BASE, objective: "wgan_gp", unroll: 1, seed: 77, target: "blobs", batch_size: 15, packing: 3, z_dim: 3 };
  const [one, asked] = [{ source: seededSource }, { source: () => streams(() => s) }].map((how) => makeRun(s, how));
  for (const changes of [{}, { target: "spiral" }, { target: "drawn", drawn: DRAWN, batch_size: 21 }]) {
    s = { ...s, ...changes };
    for (const each of [one, asked]) {
      each.change(s);
      steps(each, 4);
    }
    assertSameBits(one.weights(), asked.weights(), named(changes));
  }
});

test("first weights come from the seed, each network's from its own part", () => {
  for (const seed of [0, 3, 2 ** 31 - 1]) {
    const tape = makeTape(makeKernel());
    const { z_dim, width } = BASE;
    const ofG = makeWeights(tape, [z_dim, width, width, 2], 2 * seed);
    const ofD = makeWeights(tape, [4, width, width, 1], 2 * seed + 1);
    const both = [...ofG, ...ofD].flatMap((each) => [...tape.numbers(each)]);
    assertSameBits(gan({ seed, packing: 2 }).weights(), both, `seed ${seed}`);
  }
});

// Who moves when.

test("a step is d_steps of D, then g_steps of G", () => {
  for (const [d_steps, g_steps] of [
    [1, 1],
    [3, 1],
    [1, 2],
    [2, 3],
    [0, 2],
    [2, 0],
  ])
    for (const unroll of [0, 2]) {
      const [one, byHand] = [gan({ d_steps, g_steps, unroll }), gan({ unroll })];
      for (let step = 0; step < 4; step++) {
        one.step();
        for (let i = 0; i < d_steps; i++) byHand.stepD();
        for (let i = 0; i < g_steps; i++) byHand.stepG();
        assertSameBits(one.weights(), byHand.weights(), `${d_steps} of D, ${g_steps} of G, step ${step}`);
        assert.deepEqual(one.losses, byHand.losses);
      }
    }
});

test("each player's step moves that player alone", () => {
  for (const changes of VARIED) {
    const settings = { ...BASE, ...changes };
    const one = steps(makeRun(settings, { source: seededSource }), 3);
    const moved = [];
    for (const step of ["stepD", "stepG", "stepG", "stepD", "stepD", "stepG"]) {
      const before = weightsOf(one, settings);
      one[step]();
      const after = weightsOf(one, settings);
      moved.push(differ(before.g, after.g) ? (differ(before.d, after.d) ? "both" : "stepG") : "stepD");
      assertSameBits(...(step === "stepD" ? [before.g, after.g] : [before.d, after.d]), `${named(changes)}, ${step}`);
    }
    if (settings.width > 1)
      assert.deepEqual(moved, ["stepD", "stepG", "stepG", "stepD", "stepD", "stepG"], named(changes));
  }
});

test("looking ahead leaves D's optimiser as it was: D's next steps are as without", () => {
  for (const objective of ["non_saturating", "wgan_gp", "r1"]) {
    const [ahead, plain] = [gan({ objective, unroll: 4 }), gan({ objective })];
    for (let i = 0; i < 5; i++) {
      ahead.stepD();
      plain.stepD();
      ahead.stepG();
      plain.stepG();
      plain.load(ahead.weights()); // that G as well; optimisers stay
    }
    for (let i = 0; i < 3; i++) {
      ahead.stepD();
      plain.stepD();
      assertSameBits(weightsOf(ahead).d, weightsOf(plain).d, `${objective}, D's step ${i} afterwards`);
    }
  }
});

test("looking ahead changes where G goes, and further ahead more", () => {
  const moves = [0, 1, 5].map((unroll) => {
    const one = gan({ unroll });
    one.step();
    return weightsOf(one).g;
  });
  assert.ok(differ(moves[0], moves[1]) && differ(moves[1], moves[2]));
});

test("G answers on D's last latent points; a second answer in a row, or one before D's first, takes new ones", () => {
  const asked = [];
  const watched = {
    real: (turn, numbers) => {
      asked.push(`real ${turn}`);
      numbers.fill(0.5);
    },
    latent: (turn, numbers) => {
      asked.push(`latent ${turn}`);
      numbers.fill(0.25);
    },
    mix: (turn) => {
      asked.push(`mix ${turn}`);
      return new Array(BASE.batch_size).fill(0.5);
    },
  };
  const askedBy = (one, step) => {
    asked.length = 0;
    one[step]();
    return asked.sort().join(", ");
  };
  const plain = gan({}, { source: () => watched });
  assert.equal(askedBy(plain, "stepG"), "latent 0");
  assert.equal(askedBy(plain, "stepD"), "latent 1, real 1");
  assert.equal(askedBy(plain, "stepD"), "latent 2, real 2");
  assert.equal(askedBy(plain, "stepG"), ""); // the points that D has just seen
  assert.equal(askedBy(plain, "stepG"), "latent 3");
  assert.equal(askedBy(plain, "stepG"), "latent 4");
  assert.equal(askedBy(plain, "stepD"), "latent 5, real 5");
  plain.discriminate(new Float32Array(2)); // after which the points are made again
  assert.equal(askedBy(plain, "stepG"), "latent 5");
  const ahead = gan({ unroll: 2, objective: "wgan_gp" }, { source: () => watched });
  assert.equal(askedBy(ahead, "stepD"), "latent 0, mix 0, real 0");
  assert.equal(askedBy(ahead, "stepG"), "mix 0, real 0");
  assert.equal(askedBy(ahead, "stepG"), "latent 1, mix 1, real 1");
});

test("a clipped D lies within its bounds after each step, with some weights at them; others are not clipped", () => {
  for (const objective of Object.keys(PLAIN_OBJECTIVES)) {
    const one = steps(gan({ objective, clip: 0.05 }), 3);
    const { g, d } = weightsOf(one);
    const bound = Math.fround(0.05);
    const largest = Math.max(...d.map(Math.abs));
    if (objective === "wgan") assert.equal(largest, bound);
    else assert.ok(largest > 2 * bound, objective);
    assert.ok(Math.max(...g.map(Math.abs)) > 2 * bound, "G is never clipped");
  }
});

test("weights that are put back are the ones that were taken, and a GAN goes on from them", () => {
  const one = steps(gan(), 3);
  const kept = one.weights();
  steps(one, 2);
  one.load(kept);
  assertSameBits(one.weights(), kept, "weights");
  one.step();
  assert.ok(differ(one.weights(), kept));
});

test("a GAN that is changed on the way goes on from where it is", () => {
  const [one, same, ...others] = [{}, {}, { wasm: true }, { wasm: false }].map((options) => steps(gan({}, options), 3));
  same.change({ ...BASE });
  assertSameBits(steps(same, 3).weights(), steps(one, 3).weights(), "changed to the same");
  const changed = {
    objective: "wgan_gp",
    target: "grid",
    batch_size: 21,
    optimiser: "sgd",
    unroll: 1,
    lr: 0.01,
    lr_d: 0.02,
  };
  const [fast, plain] = others.map((other) => {
    const before = other.weights();
    other.change({ ...BASE, ...changed });
    assertSameBits(other.weights(), before, "the change itself moves nothing");
    return steps(other, 3);
  });
  assertSameBits(fast.weights(), plain.weights(), "both kernels");
  assert.ok(differ(fast.weights(), one.weights()));
});

test("Adam that takes over from gradient descent starts anew: no weight moves by more than its step size", () => {
  for (const before of [0, 1, 100]) {
    const one = steps(gan({ optimiser: "sgd", lr: 1e-3, lr_d: 1e-3 }), before);
    const start = one.weights();
    one.change({ ...BASE, lr: 1e-3, lr_d: 1e-3 });
    one.step();
    const largest = Math.max(...one.weights().map((value, i) => Math.abs(value - start[i])));
    assert.ok(largest > 0.99e-3, "Adam's first step is as long as its step size where there is a slope");
    assert.ok(largest < 1.001e-3, `after ${before} steps of descent one moved by ${largest}`);
  }
});

test("without a step size of its own D looks ahead with lr_d", () => {
  for (const unroll_lr of [null, undefined]) {
    const [one, other] = [unroll_lr, 7e-4].map((lr) => steps(gan({ unroll: 2, lr_d: 7e-4, unroll_lr: lr }), 3));
    assertSameBits(one.weights(), other.weights(), `unroll_lr ${unroll_lr}`);
  }
});

test("G learns where the points are", () => {
  const one = steps(
    gan({ target: "drawn", drawn: [[1.5, -1]], lr: 5e-3, lr_d: 5e-3, objective: "r1", penalty: 1 }),
    400,
  );
  const latent = new Float32Array(4 * 200);
  fillNormals(latent, 9, 9, 9);
  const points = one.generate(latent);
  const mean = [0, 1].map((axis) => points.filter((_, i) => i % 2 === axis).reduce((a, b) => a + b) / 200);
  assert.ok(Math.hypot(mean[0] - 1.5, mean[1] + 1) < 0.3, `G's points lie about ${mean}`);
});
