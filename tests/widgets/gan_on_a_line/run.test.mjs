// Runs on a line: what theory says beside D, the distance to the target, and that a run is its settings and its seed.

import assert from "node:assert/strict";
import test from "node:test";
import { assertClose, assertSameBits, card, fixture, source } from "../../page/shared.mjs";

const { makeRun } = await source("page/training/run.js");
const { seededSource } = await source("widgets/live/source.js");
const { OBJECTIVES } = await source("page/losses/table.js");
const { SETTINGS } = await source("widgets/gan_on_a_line/controls.js");
const { makeLine } = await source("widgets/gan_on_a_line/run.js");
const { canGoOn, placesWithin, SMOOTH } = await source("widgets/gan_on_a_line/settings.js");
const { wasserstein1 } = await source("page/divergences/transport.js");
const { lineDensity, smoothed, VIEWS } = await source("widgets/gan_on_a_line/theory.js");
const { readLink, writeLink } = await source("widgets/live/link.js");
const { fillNormals } = await source("page/engine/noise.js");
const { targetOf } = await source("page/data/toys.js");
const { views, densities, distances } = fixture("lines");
const [allowed, constants] = ["_allowed", "_constants"].map(card("GanOnALine").get);
const places = placesWithin(constants.reach);

const QUICK = {
  target: "two_bumps",
  objective: "non_saturating",
  batch_size: 64,
  d_steps: 1,
  g_steps: 1,
  lr_d: 4e-3,
  lr: 2e-3,
  width: 8,
  z_dim: 2,
  penalty: 0.1,
  clip: 0.1,
  seed: 3,
};
const line = (changes = {}, rounds = 0, later = []) => {
  const made = makeLine({ ...QUICK, ...changes }, later, constants);
  if (rounds) assert.equal(made.train(rounds, Infinity), rounds);
  return made;
};
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

test("D's values are shown, and answered best, as Python's theory has it", () => {
  assert.deepEqual(views.map(({ name }) => name).sort(), Object.keys(VIEWS).sort());
  assert.deepEqual(Object.keys(VIEWS).sort(), Object.keys(OBJECTIVES).sort());
  for (const { name, values, shown, pairs, best } of views) {
    const view = VIEWS[name];
    values.forEach((v, i) => assertClose([view.show(v)], [shown[i]], 1e-12, `${name} of ${v}`, 1 + Math.abs(shown[i])));
    assert.equal(view.best === null, best === null, name);
    if (best)
      pairs.forEach(([p, q], i) =>
        assertClose([view.best(p, q)], [best[i]], 1e-12, `${name}'s best`, 1 + Math.abs(best[i])),
      );
  }
});

test("where p = q the best D does not know", () => {
  for (const [name, { best, show }] of Object.entries(VIEWS)) {
    if (!best) continue;
    const { middle = 0 } = OBJECTIVES[name];
    assertClose([best(0.4, 0.4)], [show(middle)], 1e-12, name);
  }
});

test("D runs after the best D, where both kinds of samples are", () => {
  for (const objective of ["non_saturating", "lsgan", "fgan_js", "fgan_hellinger"]) {
    const settings = { ...QUICK, target: "bell", width: 24, batch_size: 256, lr_d: 2e-3 };
    const run = makeLine({ ...settings, objective: "non_saturating" }, [], constants);
    run.train(60, Infinity); // so that G is not a heap
    run.change({ ...settings, objective, g_steps: 0, d_steps: 5 });
    const gap = () => {
      const { curve, best, samples } = run.picture();
      const made = smoothed(samples, places, SMOOTH);
      const both = [...places.keys()].filter(
        (i) => lineDensity(places[i], targetOf("bell"), 0.5) > 0.1 && made[i] > 0.1,
      );
      assert.ok(both.length > 8);
      return mean(both.map((i) => Math.abs(curve[i] - best[i])));
    };
    const before = gap();
    run.train(240, Infinity);
    assert.ok(gap() < 0.8 * before, `${objective}: from ${before} to ${gap()}`);
  }
});

test("densities are Python's, and a smoothed sample has mass 1", () => {
  for (const [name, expected] of Object.entries(densities)) {
    const target = targetOf(name);
    assertClose(
      Array.from(places, (x) => lineDensity(x, target, target.std)),
      expected,
      3e-6,
      name,
      Math.max(...expected),
    );
  }
  const samples = Float32Array.of(-1.02, 0, 0.37, 3);
  const heights = smoothed(samples, places, SMOOTH);
  assertClose([mean(heights) * places.length * (places[1] - places[0])], [1], 1e-4, "mass");
  places.forEach((x, i) => {
    const exact = mean(
      [...samples].map((m) => Math.exp(-0.5 * ((x - m) / SMOOTH) ** 2) / (SMOOTH * Math.sqrt(2 * Math.PI))),
    );
    assertClose([heights[i]], [exact], 1e-3, `at ${x}`);
  });
  const far = smoothed(Float32Array.of(100, -100, NaN), places, SMOOTH);
  assert.ok(
    far.every((height) => height === 0),
    "what lies outside adds nothing",
  );
});

test("the distance is Python's wasserstein_1", () => {
  for (const { a, b, w1 } of distances) {
    const kept = [...a];
    assertClose([wasserstein1(a, b), wasserstein1(b, a)], [w1, w1], 1e-12, "W1", 1 + w1);
    assert.deepEqual(a, kept, "samples keep their order");
  }
});

test("what is seen is the GAN's own: samples, D, pushes, losses and their combinations", () => {
  for (const objective of Object.keys(OBJECTIVES)) {
    const settings = { ...QUICK, objective };
    const run = line({ objective }, 30);
    const picture = run.picture();
    const fixed = { dims: 1, activation: "tanh", unroll: 0, packing: 1, optimiser: "adam", drawn: null };
    const gan = makeRun({ ...settings, ...fixed }, { source: seededSource, objectives: OBJECTIVES });
    for (let i = 0; i < 30; i++) gan.step();
    const latent = new Float32Array(2000 * 2);
    fillNormals(latent, 3, 10, 0);
    const samples = gan.generate(latent);
    const { points } = run.target();
    assertSameBits(picture.samples, samples, `${objective}: samples`);
    assert.equal(picture.w1, wasserstein1(samples, points));
    assert.deepEqual(
      [picture.lossReal, picture.lossFake, picture.lossG],
      [gan.losses.real, gan.losses.fake, gan.losses.g],
    );
    assert.equal(picture.lossD, gan.losses.real + gan.losses.fake + gan.losses.penalty);
    assert.equal(picture.estimate, -(gan.losses.real + gan.losses.fake));
    assert.deepEqual([picture.k, picture.measure], [gan.balance.k, gan.balance.measure]);
    const { show, shifted } = VIEWS[objective];
    const [ofReal, ofFake] = [points, samples].map((each) => [...gan.discriminate(each)]);
    const middle = shifted ? (mean(ofReal) + mean(ofFake)) / 2 : 0;
    const means = [ofReal, ofFake].map((each) => mean(each.map((v) => show(v - middle))));
    assertClose([picture.dReal, picture.dFake], means, 1e-9, objective);
    assertClose(
      picture.curve,
      [...gan.discriminate(places)].map((v) => show(v - middle)),
      1e-9,
      `${objective}: curve`,
    );
    const sorted = Float32Array.from(samples).sort();
    const [place, push] = picture.arrows[17];
    const at = sorted.indexOf(place);
    const alone = gan.pushes(sorted.subarray(at, at + 1))[0];
    assertClose([push], [alone], 1e-3, `${objective}: a push is that of the sample's own loss`, 0.01 + Math.abs(alone));
  }
});

test("two runs of one seed are the same; another seed, another run", () => {
  for (const objective of ["minimax", "sngan", "began"]) {
    const [one, other, third] = [{}, {}, { seed: 4 }].map((changes) => line({ objective, ...changes }, 60).picture());
    assert.deepEqual({ ...other, engine: "" }, { ...one, engine: "" });
    assert.notDeepEqual(third.samples, one.samples);
  }
});

test("records come every 25 rounds and hold what was seen then", () => {
  const run = line({ objective: "began" }, 110);
  const { records } = run.picture();
  assert.deepEqual(
    records.map(({ step }) => step),
    [0, 25, 50, 75, 100],
  );
  const then = line({ objective: "began" }, 75).picture();
  for (const name of ["w1", "lossD", "lossG", "k", "measure", "estimate"])
    assert.equal(records[3][name], then[name], name);
});

test("steps by hand are kept as well, at turns of their own, and thinned out like rounds", () => {
  const run = line({}, 30);
  run.stepD(3);
  run.stepG();
  run.train(25, Infinity);
  const { records, byHand, step, lossG } = run.picture();
  assert.deepEqual(
    records.map((each) => [each.step, each.turn]),
    [
      [0, 0],
      [25, 25],
      [30, 31],
      [30, 32],
      [30, 33],
      [30, 34],
      [50, 54],
    ],
  );
  assert.deepEqual([byHand, step], [4, 55]);
  assert.ok(records.slice(1).every(({ lossD }) => Number.isFinite(lossD)) && Number.isFinite(lossG));
  const alone = line();
  const losses = () => alone.picture().records.map(({ lossD }) => lossD);
  alone.stepD(50);
  assert.equal(losses().filter(Number.isFinite).length, 50);
  assert.ok(losses()[50] < losses()[1], "D learns");
  alone.stepD(151);
  assert.deepEqual(
    alone.picture().records.map(({ turn }) => turn),
    Array.from({ length: 101 }, (_, i) => 2 * i),
  );
  assert.deepEqual(
    alone.picture().records.map((each) => each.step),
    Array(101).fill(0),
  );
});

test("at the start two losses push alike; after 200 steps of D one pushes on and the other has faded", () => {
  const settings = { ...QUICK, batch_size: 256, lr_d: 2e-3, lr: 5e-4, width: 32, z_dim: 4, seed: 0 };
  const [saturating, other] = ["minimax", "non_saturating"].map((objective) =>
    makeLine({ ...settings, objective }, [], constants),
  );
  assertClose([saturating.picture().push], [other.picture().push], 1e-4, "at the start");
  other.stepD(200);
  const { push } = other.picture();
  other.change({ ...settings, objective: "minimax" });
  assertClose([push, other.picture().push], [3.49, 0.097], 0.01, "the same D, the other loss");
});

test("a run that leaves the range of numbers ends with an explanation", () => {
  const batches = {
    real: (turn, numbers) => numbers.fill(turn < 5 ? 0.5 : NaN),
    latent: (_turn, numbers) => numbers.fill(0.1),
    mix: () => [],
  };
  const run = makeLine({ ...QUICK, objective: "fgan_pearson" }, [], constants, () => batches);
  assert.equal(run.train(100, Infinity), 5);
  assert.equal(run.picture().failure, "D's loss is NaN at step 6");
});

test("a run goes on with other settings, but not with other networks or another kind of D", () => {
  const free = {
    target: "needles",
    batch_size: 128,
    d_steps: 0,
    g_steps: 3,
    lr: 5e-3,
    lr_d: 1e-3,
    penalty: 1,
    clip: 0.5,
    objective: "fgan_kl",
  };
  for (const [name, value] of Object.entries(free)) {
    assert.ok(canGoOn(QUICK, { ...QUICK, [name]: value }), name);
    const run = line({}, 5);
    run.change({ ...QUICK, [name]: value });
    run.train(3, Infinity);
    assert.equal(run.picture().failure, null);
    assert.equal(run.picture().settings[name], value);
  }
  for (const [name, value] of Object.entries({ width: 16, z_dim: 3, seed: 4, objective: "sngan" }))
    assert.ok(!canGoOn(QUICK, { ...QUICK, [name]: value }), name);
  assert.ok(canGoOn({ ...QUICK, objective: "ebgan" }, { ...QUICK, objective: "began" }));
  for (const from of Object.keys(OBJECTIVES))
    for (const to of Object.keys(OBJECTIVES)) {
      const run = line({ objective: from });
      const go = () => run.change({ ...QUICK, objective: to });
      if (canGoOn({ ...QUICK, objective: from }, { ...QUICK, objective: to })) go();
      else assert.throws(go, /another kind of D/, `${from} to ${to}`);
    }
});

test("a link says all settings and changes", () => {
  assert.deepEqual(Object.keys(allowed).sort(), [...SETTINGS].sort());
  assert.deepEqual(Object.keys(QUICK).sort(), [...SETTINGS].sort());
  const settings = { ...QUICK, objective: "wgan", clip: 0.3, seed: 77, target: "needles" };
  const later = [[120, { ...settings, objective: "wgan_gp", d_steps: 5 }]];
  const text = writeLink(QUICK, settings, later);
  assert.deepEqual(readLink(text, QUICK, allowed, canGoOn), { settings, changes: later, faults: [] });
  assert.deepEqual(readLink("objective:gan,z_dim:4;9/objective:sngan", QUICK, allowed, canGoOn), {
    settings: { ...QUICK, z_dim: 4 },
    changes: [],
    faults: ["objective:gan", "9/objective:sngan"],
  });
});

test("where D rejects with confidence, minimax pushes G little and the other loss much", () => {
  const [saturating, other] = ["minimax", "non_saturating"].map((objective) =>
    line({ objective, g_steps: 0, d_steps: 5, lr_d: 1e-2, width: 16, target: "bell" }, 60).picture(),
  );
  assert.ok(saturating.dFake < 0.2, `D says ${saturating.dFake}`);
  assertClose(saturating.curve, other.curve, 1e-12, "G stood still: the same D");
  assert.ok(saturating.push < 0.5 * other.push, `${saturating.push} against ${other.push}`);
});
