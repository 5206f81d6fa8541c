// What training in the page needs of memory, and when it stops.

import assert from "node:assert/strict";
import test from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { BASE, gan, steps, watchingMemory } from "../page/gans.mjs";
import { assertSameBits, source } from "../page/shared.mjs";

const { PLAIN_OBJECTIVES } = await source("page/losses/plain.js");

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");
function inUse() {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
const KERNELS = { WebAssembly: true, JavaScript: false };

for (const [name, wasm] of Object.entries(KERNELS))
  test(`500 steps need no more memory than 20, ${name}`, () => {
    watchingMemory((size) => {
      const one = gan({ unroll: 1, objective: "wgan_gp", width: 8, batch_size: 8 }, { wasm });
      const points = new Float32Array(200);
      const look = () => {
        one.discriminate(points);
        one.pushes(points);
        one.generate(points);
      };
      steps(one, 20);
      look();
      const before = inUse();
      const heap = wasm ? size() : 0;
      for (let i = 0; i < 500; i++) {
        one.step();
        look();
      }
      const more = inUse() - before;
      assert.ok(more < 2 ** 20, `${more} bytes more`); // a step makes 40 kB of numbers, and hundreds of objects
      if (wasm) assert.equal(size(), heap);
    });
  });

test("whatever is called again and again, it uses the same memory", () => {
  const points = new Float32Array(8000);
  for (const what of ["step", "stepD", "stepG", "discriminate", "pushes", "generate"])
    watchingMemory((size) => {
      const one = gan({ width: 32, batch_size: 64, unroll: 1 });
      one[what](points);
      const before = size();
      for (let i = 0; i < 100; i++) one[what](points);
      assert.equal(size(), before, what);
    });
});

// What it refuses.

const TOLD = { G: /^G's loss is (NaN|-?Infinity)$/, D: /^D's loss is (NaN|-?Infinity)$/ };

for (const [name, wasm] of Object.entries(KERNELS))
  test(`a step size far too large is told of, and whose, ${name}`, () => {
    for (const objective of Object.keys(PLAIN_OBJECTIVES))
      for (const unroll of [0, 1]) {
        const [d, g] = [{ lr_d: 1e20 }, { lr: 1e20 }].map((fast) => gan({ objective, unroll, ...fast }, { wasm }));
        if (objective !== "wgan") {
          // whose D stays within its bounds
          d.stepD();
          const before = d.weights();
          assert.throws(() => d.stepG(), { name: "RangeError", message: TOLD.G }, `${objective}, unroll ${unroll}`);
          assertSameBits(d.weights(), before, "a step that fails moves nothing");
        }
        g.step();
        const before = g.weights();
        assert.throws(() => g.stepD(), { name: "RangeError", message: TOLD.D }, `${objective}, unroll ${unroll}`);
        assertSameBits(g.weights(), before, "a step that fails moves nothing");
      }
  });

test("an infinite loss is refused as one that is not a number is", () => {
  const one = gan();
  const weights = new Float32Array(one.weights().length);
  const last = weights.length - 1 - BASE.width;
  [weights[last - BASE.width], weights[last]] = [1e30, -1e30]; // a hidden unit of D and its weight: D's value is -Infinity
  one.load(weights);
  assert.throws(() => one.stepD(), { name: "RangeError", message: "D's loss is Infinity" });
  assert.throws(() => one.stepG(), { name: "RangeError", message: "G's loss is Infinity" });
  assertSameBits(one.weights(), weights, "a step that fails moves nothing");
});

test("no training goes on with weights or points that are not numbers", () => {
  const latent = new Float32Array(40).map((_, i) => Math.sin(i));
  const ways = ["sgd", "adam"].flatMap((optimiser) => [1, 10, 100, 1e10].map((lr) => ({ optimiser, lr })));
  for (const objective of Object.keys(PLAIN_OBJECTIVES))
    for (const { optimiser, lr } of ways) {
      const one = gan({ objective, optimiser, lr, lr_d: lr });
      try {
        steps(one, 60);
      } catch (error) {
        assert.equal(error.name, "RangeError", error.stack);
        continue;
      }
      const all = [...one.weights(), ...one.generate(latent)];
      assert.ok(all.every(Number.isFinite), `${objective}, ${optimiser}, lr ${lr}: NaN or infinity, and nothing said`);
    }
});
