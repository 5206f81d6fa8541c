// The page's GAN of images takes gan_utils.training's steps, whatever rules of DCGAN are undone.

import assert from "node:assert/strict";
import test from "node:test";
import { assertClose, assertSameBits, fixture, source } from "../page/shared.mjs";

const { makeRun } = await source("page/training/run.js");
const { imagePlayers } = await source("page/training/images.js");
const { bytesOf } = await source("page/engine/bytes.js");
const { singlesOf } = await source("page/engine/floats.js");
const { RULES } = await source("page/models/rules.js");
const cases = fixture("image-gans");
const LOSSES = ["real", "fake", "penalty", "g"];

/** Batches from Python: images by their numbers in a pool of levels. */
function fed({ pool, picks, latent, mix, settings: { size, channels } }) {
  const levels = bytesOf(pool);
  const count = size ** 2 * channels;
  return {
    real: (turn, numbers) =>
      picks[turn].forEach((image, i) => {
        for (let at = 0; at < count; at++) numbers[i * count + at] = levels[image * count + at] / 127.5 - 1;
      }),
    latent: (turn, numbers) => numbers.set(latent[turn]),
    mix: (turn) => mix[turn],
  };
}
const runOf = (one, options = {}) =>
  makeRun(one.settings, { source: () => fed(one), players: imagePlayers, ...options });

test("each objective of the figure and each way of each rule is compared, most at DCGAN's own rates", () => {
  const met = (name) => new Set(cases.map(({ settings }) => settings[name]));
  for (const [rule, ways] of Object.entries(RULES)) assert.deepEqual([...met(rule)].sort(), [...ways].sort());
  assert.equal(met("objective").size, 6);
  assert.ok(cases.filter(({ settings }) => settings.slower).length <= cases.length / 2);
});

for (const one of cases)
  test(`30 steps: ${one.name}`, () => {
    const gan = runOf(one);
    const { weights, statistics, losses, chances, latent, made, settings } = one;
    const start = singlesOf(one.start);
    gan.load(start);
    assertClose(gan.weights(), start, 1e-7, "numbers at the start");
    losses.forEach((expected, i) => {
      gan.step();
      const found = LOSSES.map((name) => gan.losses[name]);
      const scale = Math.max(1, ...expected.map(Math.abs));
      assertClose(found, expected, i ? 1e-3 : 1e-5, `losses (${LOSSES}) of step ${i + 1}`, scale);
      assertClose([gan.chances.real, gan.chances.fake], chances[i], i ? 1e-3 : 1e-5, `D's answers at step ${i + 1}`);
    });
    const now = gan.weights();
    const known = [...statistics.keys()].filter((at) => !Number.isNaN(statistics[at]));
    const [seen, expected] = [now.subarray(weights), statistics].map((list) => known.map((at) => list[at]));
    assert.equal(now.length, weights + statistics.length);
    assertClose(seen, expected, 1e-4, "running statistics", Math.max(1, ...expected.map(Math.abs)));
    const points = Float32Array.from(latent.at(-1)).subarray(0, 3 * settings.z_dim);
    assertClose(gan.generate(points), made, 4 / 255, "images");
    assert.ok(
      now.subarray(0, weights).some((w, at) => Math.abs(w - start[at]) > 10 * settings.lr_d),
      "the weights went somewhere",
    );
  });

for (const one of cases.filter((_, i) => i % 3 === 0))
  test(`the same bits by WebAssembly and JavaScript: ${one.name}`, () => {
    const [fast, plain] = [true, false].map((wasm) => {
      const gan = runOf(one, { wasm });
      gan.load(singlesOf(one.start));
      for (let i = 0; i < 3; i++) gan.step();
      return gan;
    });
    assert.notEqual(fast.engine, plain.engine);
    assertSameBits(fast.weights(), plain.weights(), "weights");
    assert.deepEqual(fast.losses, plain.losses);
  });

test("from a state that was kept it goes on as it went", () => {
  for (const one of cases.slice(0, 8)) {
    const [gan, other] = [runOf(one), runOf(one)];
    for (let i = 0; i < 4; i++) gan.step();
    const kept = gan.state();
    for (let i = 0; i < 4; i++) gan.step();
    const after = gan.weights();
    for (const each of [gan, other]) {
      each.restore(kept);
      for (let i = 0; i < 4; i++) each.step();
      assertSameBits(each.weights(), after, one.name);
    }
  }
});

test("looking changes nothing, not even running statistics", () => {
  const [one] = cases;
  const gan = runOf(one);
  gan.step();
  const before = gan.weights();
  gan.generate(Float32Array.from(one.latent[0]));
  assertSameBits(gan.weights(), before, "numbers");
});
