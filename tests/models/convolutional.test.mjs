// DCGAN's networks of the page are PyTorch's, module for module, and so are their first weights.

import assert from "node:assert/strict";
import test from "node:test";
import { fixture, source } from "../page/shared.mjs";

const { firstWeights, partsOf } = await source("page/models/convolutional.js");
const { layersOf } = await source("page/models/rules.js");

// kind -> PyTorch's module, the order of its weight's shape, its stride and padding.
const MODULES = {
  project: ["ConvTranspose2d", [1, 0]],
  grow: ["ConvTranspose2d", [2, 1]],
  shrink: ["Conv2d", [2, 1]],
  keep: ["Conv2d", [1, 1]],
  whole: ["Conv2d", [1, 0]],
  point: ["Conv2d", [1, 0]],
  norm: ["BatchNorm2d", []],
  repeat: ["Upsample", []],
  pool: ["MaxPool2d", []],
  relu: ["ReLU", []],
  leaky: ["LeakyReLU", []],
  tanh: ["Tanh", []],
};

function moduleOf(layers, at) {
  const { kind, outputs, bias = false } = layers[at];
  const [name, how] = MODULES[kind];
  if (kind === "norm") return [name, [outputs], true, how];
  const [weight] = partsOf(layers).filter(({ layer }) => layer === at);
  if (!weight) return [name, [], false, how];
  const { rows, columns, taps, turned } = weight;
  const side = Math.sqrt(taps);
  const [outs, ins] = turned ? [columns / taps, rows] : [columns, rows / taps];
  return [name, [...(turned ? [ins, outs] : [outs, ins]), side, side], bias, how];
}

test("the layers of every network are PyTorch's modules", () => {
  for (const { settings, modules } of fixture("layers")) {
    const { generator, discriminator } = layersOf(settings);
    const found = [generator, discriminator].map((layers) => layers.map((_, at) => moduleOf(layers, at)));
    assert.deepEqual(found, modules, JSON.stringify(settings));
  }
});

test("what is not said is DCGAN's own", () => {
  const { z_dim, channels, size, width, ...rules } = fixture("layers")[0].settings;
  assert.deepEqual(layersOf({ z_dim, channels, size, width }), layersOf({ z_dim, channels, size, width, ...rules }));
});

test("first weights are spread as PyTorch's", () => {
  for (const { network, settings, spreads } of fixture("first-weights")) {
    const layers = layersOf(settings)[network];
    const seeds = [0, 1, 2, 3].map((seed) => firstWeights(layers, seed, settings.start));
    assert.equal(seeds[0].length, spreads.length);
    spreads.forEach(([mean, spread], part) => {
      const all = seeds.flatMap((lists) => [...lists[part]]);
      const found = all.reduce((sum, x) => sum + x, 0) / all.length;
      const around = Math.sqrt(all.reduce((sum, x) => sum + (x - found) ** 2, 0) / (all.length - 1));
      // Five standard errors of the difference of two such means and spreads.
      const slack = (5 * Math.SQRT2 * spread) / Math.sqrt(all.length) + 1e-7;
      const what = `${network}, ${settings.start}, part ${part}: ${found} ± ${around}, in PyTorch ${mean} ± ${spread}`;
      assert.ok(Math.abs(found - mean) <= slack && Math.abs(around - spread) <= slack, what);
    });
  }
});

test("one seed, the same weights; another, others; no number is drawn twice", () => {
  for (const { network, settings } of fixture("first-weights")) {
    const layers = layersOf(settings)[network];
    const [one, same, other] = [3, 3, 4].map((seed) => firstWeights(layers, seed, settings.start));
    assert.deepEqual(one, same);
    assert.notDeepEqual(one[0], other[0]);
    const drawn = one.filter((list) => list.length > 100).flatMap((list) => [...list.slice(0, 100)]);
    assert.ok(new Set(drawn).size > 0.99 * drawn.length);
  }
});
