// The vending machines: samples of families.Implicit and families.Mixture, dropped one by one, and their curves.

import assert from "node:assert/strict";
import test from "node:test";
import { assertClose, fixture, source } from "../../page/shared.mjs";

const { singlesOf } = await source("page/engine/floats.js");
const { implicitSample } = await source("page/families/implicit.js");
const { mixtureSample } = await source("page/families/normal.js");
const { makeMachine } = await source("widgets/vending_machine/machine.js");
const { makeNetwork } = await source("page/models/toy.js");
const { histogram } = await source("widgets/draw/lines.js");
const { makeMachines } = await source("widgets/vending_machine/machines.js");

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
