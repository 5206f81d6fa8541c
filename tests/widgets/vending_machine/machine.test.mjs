// The vending machines: PyTorch's networks, Python's samples, and what is estimated of a density.

import assert from "node:assert/strict";
import test from "node:test";
import { assertClose, fixture, source } from "../../page/shared.mjs";

const { singlesOf } = await source("page/engine/floats.js");
const { densityFromRatio, implicitSample } = await source("page/families/implicit.js");
const { mixtureSample } = await source("page/families/normal.js");
const { parzenCurve, parzenDensity } = await source("page/metrics/parzen.js");
const { makeMachine } = await source("widgets/vending_machine/machine.js");
const { makeNetwork } = await source("page/models/toy.js");
const { histogram } = await source("widgets/draw/lines.js");
const { area, makeMachines } = await source("widgets/vending_machine/machines.js");

for (const { name, layers, weights, points, made } of fixture("small_networks")) {
  test(`${name}: the answers of PyTorch`, () => {
    const network = makeNetwork(layers, singlesOf(weights));
    assertClose(
      points.map((point) => network(point)[0]),
      made,
      1e-10,
      "answers",
    );
  });

  test(`${name}: bytes in any wrapping`, () => {
    const bytes = Uint8Array.from(atob(weights), (letter) => letter.charCodeAt(0));
    const answer = (given) => makeNetwork(layers, singlesOf(given))(points[0])[0];
    for (const given of [bytes.buffer, new DataView(bytes.buffer)]) assert.equal(answer(given), answer(weights));
  });
}

for (const { seed, layers, weights, shown, z_dim, held, sampler, mixtures } of fixture("drops")) {
  test(`seed ${seed}: the samples of families.Implicit and of families.Mixture`, () => {
    const machine = makeMachine(implicitSample(makeNetwork(layers, singlesOf(weights)), z_dim, seed), held);
    const all = machine.take(held);
    assertClose(
      shown.map((i) => all[i]),
      sampler,
      1e-5,
      "the sampler's",
    );
    for (const { samples, ...mixture } of mixtures) {
      const made = makeMachine(mixtureSample(mixture, held, seed), held).take(held);
      assertClose(
        shown.map((i) => made[i]),
        samples,
        1e-12,
        JSON.stringify(mixture.means),
      );
    }
  });
}

test("a machine makes each sample once, and only when it is wanted", () => {
  const asked = [];
  const machine = makeMachine((i) => {
    asked.push(i);
    return i;
  }, 9);
  assert.equal(machine.made(), 0);
  assert.deepEqual([...machine.take(3)], [0, 1, 2]);
  assert.deepEqual([...machine.take(1)], [0]);
  assert.deepEqual([...machine.take(5)], [0, 1, 2, 3, 4]);
  assert.deepEqual(asked, [0, 1, 2, 3, 4]);
  assert.equal(machine.made(), 5);
});

const { low, high, places, kernels, ratios } = fixture("estimates");

for (const { name, samples, bandwidth, heights, area: whole } of kernels) {
  test(`kernel density, ${name}, bandwidth ${bandwidth}: metrics.parzen's`, () => {
    const curve = parzenCurve(low, high, places.length, samples, bandwidth);
    const tallest = Math.max(...heights);
    // Python takes distances by a matrix product, which rounds more than the page's differences.
    assertClose(curve, heights, 1e-10, "the curve", tallest);
    const found = places.map((x) => parzenDensity(x, samples, bandwidth));
    assertClose(found, heights, 1e-10, "place by place", tallest);
    assertClose([area(curve, low, high)], [whole], 1e-12, "area");
  });
}

for (const { name, p, logits, q, area: whole } of ratios) {
  test(`density by D's ratio, ${name}: families.density_from_ratio's`, () => {
    const curve = p.map((height, i) => densityFromRatio(height, logits[i]));
    // Below 1e-300 numbers lose their digits.
    curve.forEach((height, i) => assertClose([height], [q[i]], 1e-12, `place ${i}`, Math.max(q[i], 1e-290)));
    assertClose([area(curve, low, high)], [whole], 1e-12, "area", whole);
  });
}

test("where there are no data the ratio gives nothing, however sure D is", () => {
  assert.equal(densityFromRatio(0, -1000), 0);
  assert.equal(densityFromRatio(0.5, -1000), Infinity);
});

/** The numbers of a figure with these traits, and set(name, value), which changes one. */
function figureWith(traits) {
  const state = { ...fixture("machine"), ...traits };
  return {
    machines: makeMachines({ get: (name) => state[name] }),
    set: (name, value) => {
      state[name] = value;
    },
  };
}

test("a curve is there when it was asked for and can be drawn", () => {
  const { machines, set } = figureWith({ count: 0 });
  const there = () => ["data", "density", "ratio", "parzen", "all"].filter((name) => machines.curves[name]());
  assert.deepEqual(there(), ["data", "density"]);
  set("kernel", true);
  assert.deepEqual(there(), ["data", "density"]);
  assert.ok(machines.waiting());
  set("count", 3);
  assert.deepEqual(there(), ["data", "density", "parzen"]);
  set("ratio", true);
  for (const part of machines.makeAll()) assert.ok(part.length <= machines.held);
  assert.deepEqual(there(), ["data", "density", "ratio", "parzen", "all"]);
  assert.ok(!machines.waiting());
  assertClose([machines.area("density")], [1], 1e-6, "area");
  set("seed", 1);
  assert.ok(machines.waiting() && machines.curves.all() === null, "another seed's samples are not made yet");
});

test("no bar of a histogram leaves the picture, however high a spike stands", () => {
  const { machines, set } = figureWith({ count: 60 });
  const given = Math.max(...machines.curves.data(), ...machines.curves.density());
  assert.deepEqual([machines.bars(0), machines.bars(1)], [null, null], "few samples are balls");
  assert.equal(machines.tallest(), given);
  for (const count of [61, 5000]) {
    set("count", count);
    for (const i of [0, 1]) {
      const bars = machines.bars(i);
      const exact = histogram(machines.dropped(i), -4, 4, 50);
      assertClose(bars, exact, 1e-12, "bars");
      assert.ok(Math.max(...bars) <= machines.tallest());
    }
  }
  set("kernel", true);
  for (const _ of machines.makeAll());
  assert.ok(machines.tallest() >= Math.max(...machines.curves.all(), ...machines.bars(0)));
  assert.ok(machines.tallest() > given, "the generator of this fixture has spikes");
});

test("the picture is as high as what it shows, up to four times what is given", () => {
  const { machines, set } = figureWith({ bandwidth: 0.3, count: 1 });
  const given = Math.max(...machines.curves.data(), ...machines.curves.density());
  assert.equal(machines.tallest(), given);
  set("kernel", true);
  const kernel = Math.max(...machines.curves.parzen());
  assert.ok(kernel > given && kernel < 4 * given);
  assert.equal(machines.tallest(), kernel);
  set("bandwidth", 0.02);
  assert.equal(machines.tallest(), 4 * given);
  set("kernel", false);
  set("ratio", true);
  assert.equal(machines.tallest(), Math.min(4 * given, Math.max(given, ...machines.curves.ratio())));
});
