// The lab's runs: what is seen of one disturbs nothing, the timeline shows what was, and a link says it all.

import assert from "node:assert/strict";
import test from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { assertSameBits, card, source } from "../../page/shared.mjs";

const { makeLab } = await source("widgets/collapse_lab/run.js");
const { makeRun } = await source("page/training/run.js");
const { seededSource } = await source("widgets/live/source.js");
const { modeCoverage } = await source("page/metrics/modes.js");
const { fillNormals, uniforms } = await source("page/engine/noise.js");
const { fillPoints, targetOf } = await source("page/data/toys.js");
const { uniform } = await source("page/seeded.js");
const { canGoOn, FENCE, HEAT_SIDE, LOOKS, MANIFOLD_SIDE } = await source("widgets/collapse_lab/settings.js");
const { SETTINGS } = await source("widgets/collapse_lab/controls.js");
const { readLink, writeLink } = await source("widgets/live/link.js");
const { partOfHash, withPart } = await source("widgets/ui/hash.js");
const { drawPlane } = await source("widgets/collapse_lab/figures.js");
const { PLAIN, PRESETS } = await source("widgets/collapse_lab/presets.js");
const { plansOf } = await source("widgets/live/plans.js");
const { planOf, presetOf } = plansOf(PLAIN, PRESETS);
const [allowed, constants] = ["_allowed", "_constants"].map(card("CollapseLab").get);
const REACH = constants.reach;

const QUICK = {
  target: "ring",
  drawn: [
    [-1, 1],
    [1, 1],
    [0, -1],
  ],
  objective: "non_saturating",
  unroll: 0,
  d_steps: 1,
  g_steps: 1,
  lr: 2e-3,
  lr_d: 1e-3,
  optimiser: "adam",
  width: 8,
  z_dim: 2,
  batch_size: 64,
  packing: 1,
  fence: 0,
  penalty: 0.1,
  clip: 0.1,
  seed: 3,
};
const ALL = { heat: true, manifold: true, arrows: true };
const ARRAYS = ["points", "heat", "manifold", "pushes"];

/** A run with QUICK settings and these, after so many rounds. */
function lab(changes = {}, rounds = 0, later = []) {
  const made = makeLab({ ...QUICK, ...changes }, later, constants);
  if (rounds) assert.equal(made.train(rounds, Infinity), rounds);
  return made;
}
/** Fails unless two pictures are the same, bit for bit; `but` are left out. */
function assertSamePicture(found, expected, what, but = []) {
  for (const name of Object.keys(expected).filter((each) => !but.includes(each))) {
    if (ARRAYS.includes(name) && expected[name]) assertSameBits(found[name], expected[name], `${what}: ${name}`);
    else assert.deepEqual(found[name], expected[name], `${what}: ${name}`);
  }
}
const _stepsOf = (picture) => picture.records.map(([step]) => step);

test("a record every 25 rounds, until there are too many: then every other one goes", () => {
  const run = lab();
  let every = 25;
  for (const rounds of [0, 24, 1, 4950, 24, 1, 30, 4969, 1, 60]) {
    if (rounds) run.train(rounds, Infinity);
    const { step, records } = run.picture({});
    if (step >= 200 * every) every *= 2;
    assert.deepEqual(
      records.map(([at]) => at),
      Array.from({ length: Math.floor(step / every) + 1 }, (_, i) => i * every),
      `at ${step}`,
    );
    assert.ok(records.length <= 200);
  }
  assert.equal(run.picture({}).step, 10060);
  assert.equal(every, 100);
});

test("a long run takes no more memory", () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc");
  const run = lab();
  const sizes = [6000, 4500].map((rounds) => {
    for (let i = 0; i < 50; i++) {
      // two pictures of 18 kB each
      run.train(rounds / 50, Infinity);
      run.picture(ALL);
      run.picture(ALL, 3);
    }
    collect();
    const { arrayBuffers, heapUsed } = process.memoryUsage();
    return { arrayBuffers, heapUsed, count: run.picture({}).records.length };
  });
  assert.ok(
    sizes.every(({ count }) => count > 90 && count <= 200),
    JSON.stringify(sizes),
  );
  assert.ok(sizes[1].arrayBuffers - sizes[0].arrayBuffers < 1e6, JSON.stringify(sizes));
  assert.ok(sizes[1].heapUsed - sizes[0].heapUsed < 1e6, JSON.stringify(sizes));
});

test("looking back shows what was there, with the numbers of then", () => {
  for (const changes of [{}, { objective: "wgan", packing: 2, target: "blobs" }]) {
    const run = lab(changes, 130);
    const { records } = run.picture({});
    for (const at of [0, 1, 3, 5]) {
      const then = lab(changes, 25 * at).picture(ALL);
      const seen = run.picture(ALL, at);
      assertSamePicture(seen, then, `record ${at}`, ["now", "records", "state", "shown"]);
      assert.equal(seen.step, 25 * at);
      assert.equal(seen.now, 130);
      assert.deepEqual(seen.records, records);
      assert.deepEqual([seen.step, seen.lossD, seen.lossG, seen.captured, seen.turn], records[at]);
    }
    assertSamePicture(run.picture(ALL, 99), run.picture(ALL), "a record that is not there is now");
  }
});

test("looking, back or not, leaves the run as it was", () => {
  for (const changes of [{}, { objective: "r1", d_steps: 2, unroll: 1, optimiser: "sgd", packing: 2 }]) {
    const straight = lab(changes, 90);
    const seen = lab(changes);
    for (let i = 0; i < 90; i++) {
      seen.train(1, Infinity);
      const before = seen.picture(ALL);
      seen.picture(ALL, Math.floor(i / 30));
      seen.picture({}, 0);
      assertSamePicture(seen.picture(ALL), before, `round ${i + 1}`);
    }
    assertSamePicture(seen.picture(ALL), straight.picture(ALL), "after 90 rounds");
    assertSamePicture(seen.picture(ALL, 2), straight.picture(ALL, 2), "its records");
  }
});

test("what is counted: 2,500 samples that no step has seen, by the definitions", () => {
  for (const [objective, middleOf] of [
    ["non_saturating", () => 0],
    ["lsgan", () => 0.5],
    ["wgan", (real, fake) => (mean(real) + mean(fake)) / 2],
  ]) {
    const settings = { ...QUICK, objective, target: "grid", lr: 5e-3, lr_d: 5e-3 };
    const gan = makeRun(settings, { source: seededSource });
    for (let i = 0; i < 40; i++) gan.step();
    const latent = new Float32Array(2500 * 2);
    const real = new Float32Array(5000);
    const noise = new Float32Array(5000);
    fillNormals(latent, 3, 10, 0);
    fillNormals(noise, 3, 12, 0);
    fillPoints(real, targetOf("grid"), uniforms(2500, 3, 11, 0), noise);
    const points = gan.generate(latent);
    const found = modeCoverage(points, targetOf("grid"));
    const [ofReal, ofFake] = [real, points].map((each) => [...gan.discriminate(each, false)]);
    const middle = middleOf(ofReal, ofFake);
    const picture = lab({ ...settings }, 40).picture({});
    assertSameBits(picture.points, points.slice(0, 1200), "600 of them are shown");
    assert.equal(picture.captured, found.captured);
    assert.equal(picture.highQuality, found.highQuality);
    assert.equal(
      picture.accuracy,
      (ofReal.filter((v) => v > middle).length + ofFake.filter((v) => v < middle).length) / 5000,
    );
    assert.equal(picture.modes, 25);
    const heat = lab(settings, 40).picture(ALL).heat;
    const at = 5 * HEAT_SIDE + 40; // sixth row from below, 41st from the left
    const spot = [40, 5].map((i) => REACH * ((2 * i + 1) / HEAT_SIDE - 1));
    assert.ok(
      Math.abs(heat[at] - (gan.discriminate(Float32Array.from(spot))[0] - middle)) < 1e-6,
      "D's map, less its middle",
    );
    assert.equal(heat.length, HEAT_SIDE ** 2);
  }
});
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

test("G's grid is where it sends a grid of latent points", () => {
  for (const z_dim of [1, 2, 5]) {
    const settings = { ...QUICK, z_dim };
    const gan = makeRun(settings, { source: seededSource });
    const { manifold } = lab(settings).picture(ALL);
    assert.equal(manifold.length, 2 * MANIFOLD_SIDE ** 2);
    for (const [row, column] of [
      [0, 0],
      [0, 20],
      [20, 0],
      [7, 13],
    ]) {
      const z = [column, row, 10, 10, 10].slice(0, z_dim).map((i) => i / 5 - 2);
      const made = gan.generate(Float32Array.from(z));
      const at = 2 * (row * MANIFOLD_SIDE + column);
      for (const i of [0, 1]) assert.ok(Math.abs(manifold[at + i] - made[i]) < 1e-6, `${z_dim}: ${row}, ${column}`);
    }
  }
});

test("only what is wanted is computed", () => {
  const run = lab({}, 3);
  assert.deepEqual(Object.keys(LOOKS).sort(), Object.keys(ALL).sort());
  for (const name of ["heat", "manifold"])
    assert.ok(run.picture({ [name]: true })[name] && !run.picture({ ...ALL, [name]: false })[name]);
  assert.ok(run.picture({ arrows: true }).pushes && !run.picture({ ...ALL, arrows: false }).pushes);
});

test("changes come at their round, whoever makes them", () => {
  const one = { ...QUICK, unroll: 2 };
  const two = { ...one, d_steps: 2, target: "grid" };
  const expected = lab({}, 20);
  expected.change(one);
  expected.train(13, Infinity);
  expected.change(two);
  expected.train(12, Infinity);
  const found = lab({}, 45, [
    [20, one],
    [33, two],
  ]);
  assertSamePicture(found.picture(ALL), expected.picture(ALL), "in store");
  assert.deepEqual(found.picture({}).settings, two);
  assert.deepEqual(lab({}, 20, [[20, one]]).picture({}).settings, QUICK, "at its round, not before");
  assert.deepEqual(lab({}, 21, [[20, one]]).picture({}).settings, one);
  assert.deepEqual(found.target().centers, targetOf("grid").centers);
  assertSamePicture(
    lab({}, 8, [
      [0, one],
      [0, two],
    ]).picture(ALL),
    lab(two, 8).picture(ALL),
    "at the start",
    ["records"],
  );
  assert.notDeepEqual(lab({}, 45).picture({}).points, found.picture({}).points);
  const dropped = lab({}, 5, [[20, two]]);
  dropped.change(one);
  dropped.train(30, Infinity);
  assert.deepEqual(dropped.picture({}).settings, one, "a reader's change takes the place of those in store");
});

test("a list of changes stays as it was given", () => {
  const changes = [[2, { ...QUICK, unroll: 1 }]];
  lab({}, 5, changes);
  assert.equal(changes.length, 1);
});

test("rounds are taken until their number or the time is reached", () => {
  const run = lab();
  assert.equal(run.train(7, Infinity), 7);
  assert.equal(run.train(1e9, 0), 1, "one at least");
  const began = performance.now();
  const taken = run.train(1e9, 40);
  const spent = performance.now() - began;
  assert.ok(taken > 1 && spent >= 40 && spent < 2000, `${taken} in ${spent} ms`);
  assert.equal(run.picture({}).step, 8 + taken);
});

test("steps by hand move one player and are no round", () => {
  const run = lab({}, 3);
  const before = run.picture(ALL);
  run.stepD();
  const afterD = run.picture(ALL);
  assertSameBits(afterD.points, before.points, "D's step leaves G");
  assert.notDeepEqual(afterD.heat, before.heat);
  run.stepG();
  const afterG = run.picture(ALL);
  assertSameBits(afterG.heat, afterD.heat, "G's step leaves D");
  assert.notDeepEqual(afterG.points, afterD.points);
  assert.equal(afterG.step, 3);
  assert.deepEqual(
    afterG.records.map(([step, , , , turn]) => [step, turn]),
    [
      [0, 0],
      [3, 4],
      [3, 5],
    ],
  );
  assertSamePicture(run.picture(ALL, 1), afterD, "looking back at D's step", [
    "records",
    "byHand",
    "state",
    "shown",
    "turn",
  ]);
});

test("a run that leaves the range of numbers ends with an explanation", () => {
  const settings = {
    ...QUICK,
    objective: "wgan",
    optimiser: "sgd",
    clip: 1,
    lr: 0.01,
    lr_d: 0.01,
    d_steps: 10,
    g_steps: 10,
    width: 32,
    z_dim: 4,
    seed: 0,
  };
  const run = makeLab(settings, [], constants);
  const taken = run.train(500, Infinity);
  const { failure, step } = run.picture(ALL);
  assert.ok(taken > 0 && taken < 500);
  assert.equal(step, taken);
  assert.match(failure, /^[DG]'s loss is (NaN|-?Infinity) at step \d+$/);
  assert.ok(failure.endsWith(` ${taken + 1}`));
  const last = run.picture({});
  run.stepD();
  run.stepG();
  assert.equal(run.train(10, Infinity), 0, "and stays ended");
  assertSamePicture(run.picture({}), last, "afterwards");
  assert.ok([...run.picture({}, 0).points].every(Number.isFinite), "its past can be looked at");
});

test("every target gives a run, and a drawn one has the reader's modes", () => {
  for (const [target, modes] of Object.entries({ ring: 8, grid: 25, blobs: 2, moons: null, spiral: null, drawn: 3 })) {
    const run = lab({ target }, 6);
    const picture = run.picture(ALL);
    const { points, centers } = run.target();
    assert.equal(picture.modes, modes, target);
    assert.equal(centers ? centers.length : null, modes, target);
    assert.equal(picture.captured === null, modes === null);
    assert.ok(
      [...picture.points, ...picture.heat, ...picture.pushes, ...picture.manifold].every(Number.isFinite),
      target,
    );
    assert.equal(points.length, 1200);
    assert.equal(new Set(points).size, 1200, "600 different points");
  }
  const drawn = [
    [-2, 0.5],
    [1.25, -2.6],
  ];
  const { points, centers } = lab({ target: "drawn", drawn }).target();
  assert.deepEqual(centers, drawn);
  const nearest = Array.from({ length: 600 }, (_, i) =>
    Math.min(...drawn.map(([x, y]) => Math.hypot(points[2 * i] - x, points[2 * i + 1] - y))),
  );
  assert.ok(Math.max(...nearest) < 0.4 && Math.max(...nearest) > 0.05, "round its modes");
});

test("a fence keeps G in the picture, where a frozen D would let it run away", () => {
  const reach = (picture) => Math.max(...[...picture.points].map(Math.abs));
  const spread = ({ points }) => {
    const of = (axis) => [...points].filter((_, i) => i % 2 === axis);
    const apart = (list) => mean(list.map((x) => (x - mean(list)) ** 2));
    return Math.sqrt(apart(of(0)) + apart(of(1)));
  };
  const frozen = (fence) => lab({ fence, width: 16 }, 0, [[300, { ...QUICK, fence, width: 16, d_steps: 0, lr: 5e-3 }]]);
  const [free, fenced] = [0, 1].map(frozen);
  for (const run of [free, fenced]) run.train(301, Infinity);
  const before = spread(fenced.picture(ALL));
  for (const run of [free, fenced]) run.train(900, Infinity);
  assert.ok(reach(free.picture({})) > 2 * REACH, "without one it runs away");
  assert.ok(reach(fenced.picture({})) <= Math.fround(FENCE) && FENCE < REACH);
  assert.ok(spread(fenced.picture({})) < 0.3 * before, "to one point");
});

test("a fence far away changes nothing, and one that is near bends G's points by a tanh", () => {
  const points = Float32Array.from({ length: 12 }, (_, i) => i / 4 - 1);
  const [free, far, near] = [0, 1e4, 0.1].map((fence) => makeRun({ ...QUICK, fence }, { source: seededSource }));
  for (const run of [free, far]) for (let i = 0; i < 5; i++) run.step();
  const [expected, found] = [free, far].map((run) => run.generate(points));
  expected.forEach((value, i) => assert.ok(Math.abs(value - found[i]) < 1e-3));
  const first = makeRun(QUICK, { source: seededSource }).generate(points);
  near.generate(points).forEach((value, i) => assert.ok(Math.abs(value - 0.1 * Math.tanh(first[i] / 0.1)) < 1e-6));
});

test("the circles are what is counted: three standard deviations about each mode", () => {
  for (const target of ["ring", "grid", "blobs", "drawn"])
    for (const width of [150, 400]) {
      const run = lab({ target });
      const radii = [];
      const ignore = () => {};
      const context = new Proxy(
        {
          arc: (_x, _y, radius) => {
            radii.push(radius);
          },
        },
        { get: (known, name) => known[name] ?? ignore, set: () => true },
      );
      const colours = { real: "#000000", generated: "#ffffff", paper: "#888888" };
      const picture = run.picture({});
      drawPlane(context, width, colours, {
        picture,
        target: { ...run.target(), points: [] },
        layers: { target: true },
        reach: REACH,
      });
      const { std, centers } = targetOf(target, QUICK.drawn);
      const expected = (3 * std * width) / (2 * REACH);
      // Each captured mode has a ring about its circle.
      assert.equal(radii.length, centers.length + picture.captured);
      assert.ok(radii.slice(centers.length).every((radius) => radius > expected));
      assert.ok(
        radii.slice(0, centers.length).every((radius) => Math.abs(radius - expected) < 1e-9),
        `${target}: ${radii[0]}, not ${expected}`,
      );
      const at = (share) => Float32Array.from([centers[0][0] + 3 * share * std, centers[0][1]]);
      assert.deepEqual(
        [0.999, 1.001].map((share) => modeCoverage(at(share), targetOf(target, QUICK.drawn)).captured),
        [1, 0],
      );
    }
});

test("every preset runs", () => {
  assert.ok(Object.keys(PLAIN).every((key) => key in QUICK));
  for (const name of ["frozen", "frozen_unrolled"]) assert.equal(PRESETS[name].settings.fence, 1, name);
  assert.ok(Object.keys(PRESETS).length >= 5);
  for (const [name, { text, predict, settings = {}, changes = [] }] of Object.entries(PRESETS)) {
    assert.ok(text.length > 5 && predict.startsWith("Predict: "), name);
    for (const part of [settings, ...changes.map(([, each]) => each)])
      assert.ok(
        Object.keys(part).every((key) => key in QUICK),
        name,
      );
    let latest = { ...QUICK, ...settings };
    const later = changes.map(([, part], i) => [2 + i, (latest = { ...latest, ...part })]); // sooner than it asks for
    assert.ok(
      later.every(([, after], i) => canGoOn(i ? later[i - 1][1] : { ...QUICK, ...settings }, after)),
      name,
    );
    const picture = lab(settings, 6, later).picture(ALL);
    assert.equal(picture.failure, null);
    assert.ok([...picture.points, ...picture.heat].every(Number.isFinite), name);
  }
});

test("a preset is known by its plan, from whatever seed", () => {
  for (const name of Object.keys(PRESETS)) {
    const [settings, changes] = planOf(name, QUICK, 77);
    assert.equal(settings.seed, 77);
    assert.equal(presetOf(QUICK, settings, changes), name);
    assert.equal(presetOf(QUICK, { ...settings, clip: 0.5 }, changes), undefined);
    assert.equal(presetOf(QUICK, settings, [...changes, [9999, settings]]), undefined);
  }
});

test("a run goes on with other settings, but not with other networks or other drawn modes", () => {
  const other = {
    objective: "wgan",
    unroll: 3,
    d_steps: 0,
    g_steps: 2,
    lr: 1e-4,
    lr_d: 1e-4,
    optimiser: "sgd",
    batch_size: 128,
    penalty: 5,
    clip: 0.5,
    target: "moons",
  };
  for (const [name, value] of Object.entries(other)) assert.ok(canGoOn(QUICK, { ...QUICK, [name]: value }), name);
  for (const [name, value] of Object.entries({ width: 16, z_dim: 3, packing: 2, seed: 4 }))
    assert.ok(!canGoOn(QUICK, { ...QUICK, [name]: value }), name);
  const drawn = { ...QUICK, target: "drawn" };
  assert.ok(
    canGoOn(QUICK, drawn) &&
      canGoOn(drawn, {
        ...drawn,
        drawn: [
          [-1, 1],
          [1, 1],
          [0, -1],
        ],
      }),
  );
  assert.ok(
    !canGoOn(drawn, {
      ...drawn,
      drawn: [
        [-1, 1],
        [1, 1],
      ],
    }),
  );
  assert.ok(canGoOn(QUICK, { ...QUICK, drawn: [[0, 0]] }), "they are not in use");
  assert.deepEqual(
    SETTINGS.filter((name) => !(name in QUICK)),
    [],
  );
});

// Links.

const NETWORK = ["width", "z_dim", "packing", "seed"];
/** Numbers in [0, 1), the same in each run of this file. */
function random(seed) {
  let at = 0;
  return () => uniform(seed, at++);
}
const oneOf = (list, next) => list[Math.floor(next() * list.length)];
function randomValue({ values, low, high, whole, most }, next) {
  if (values) return oneOf(values, next);
  if (most) {
    const coordinate = () => Number(((2 * next() - 1) * high).toFixed(2)) + 0; // no -0, which a link would not keep
    return Array.from({ length: 1 + Math.floor(next() * most) }, () => [coordinate(), coordinate()]);
  }
  return whole ? low + Math.floor(next() * (high - low + 1)) : oneOf([low, high, low + next() * (high - low)], next);
}
const randomPart = (names, share, next) =>
  Object.fromEntries(names.filter(() => next() < share).map((name) => [name, randomValue(allowed[name], next)]));

test("a link says all settings and changes: what is written is read", () => {
  assert.deepEqual(Object.keys(allowed).sort(), [...SETTINGS].sort());
  const free = SETTINGS.filter((name) => ![...NETWORK, "drawn"].includes(name));
  for (let seed = 0; seed < 400; seed++) {
    const next = random(seed);
    const settings = { ...QUICK, ...randomPart(SETTINGS, next(), next) };
    let latest = settings;
    let step = 0;
    const changes = Array.from({ length: Math.floor(4 * next()) }, () => {
      step += Math.floor(1000 * next());
      return [step, (latest = { ...latest, ...randomPart(free, 0.3, next) })];
    });
    const text = writeLink(QUICK, settings, changes);
    assert.deepEqual(readLink(text, QUICK, allowed, canGoOn), { settings, changes, faults: [] }, text);
    for (const hash of ["", "#", "#other=3:4", `#lab=${text}&x=1`]) {
      const whole = withPart(hash, "lab", text);
      assert.equal(partOfHash(whole, "lab"), text || null, whole);
      assert.equal(partOfHash(whole, "other"), hash.includes("other") ? "3:4" : null);
      assert.equal(partOfHash(new URL(`file:///x.html${whole}`).hash, "lab"), text || null, "as a browser spells it");
    }
  }
  assert.equal(writeLink(QUICK, { ...QUICK }, []), "");
  assert.equal(
    writeLink(QUICK, { ...QUICK, unroll: 5, seed: 7 }, [[1200, { ...QUICK, seed: 7 }]]),
    "unroll:5,seed:7;1200/unroll:0",
  );
});

/** Fails unless these are settings that a control could have made. */
function assertPossible(settings, what) {
  assert.deepEqual(Object.keys(settings), Object.keys(QUICK), what);
  assert.equal(Object.getPrototypeOf(settings), Object.prototype);
  for (const [name, { values, low, high, whole, most }] of Object.entries(allowed)) {
    const value = settings[name];
    if (values) assert.ok(values.includes(value), what);
    else if (most)
      assert.ok(
        value.length >= 1 && value.length <= most && value.flat().every((each) => each >= low && each <= high),
        what,
      );
    else assert.ok(value >= low && value <= high && (!whole || Number.isInteger(value)), `${what}: ${name} ${value}`);
  }
}

test("no text is an error, and none gives settings that no control can make", () => {
  const pieces = [
    "unroll",
    "seed",
    "lr",
    "target",
    "drawn",
    "width",
    "batch_size",
    "__proto__",
    "constructor",
    "toString",
    "0",
    "1",
    "-",
    "9",
    ".",
    "e",
    "~",
    ":",
    ",",
    ";",
    "/",
    " ",
    "%",
    "&",
    "=",
    "#",
    "ring",
    "NaN",
    "Infinity",
    "é",
    "\u0000",
    "1e9",
    "0x10",
    "[",
    "{}",
  ];
  for (let seed = 0; seed < 3000; seed++) {
    const next = random(seed + 5000);
    const text = Array.from({ length: Math.floor(next() * 25) }, () => oneOf(pieces, next)).join("");
    const { settings, changes, faults } = readLink(text, QUICK, allowed, canGoOn);
    assertPossible(settings, text);
    let last = 0;
    for (const [step, after] of changes) {
      assertPossible(after, text);
      assert.ok(Number.isInteger(step) && step >= last, text);
      last = step;
    }
    assert.ok(Array.isArray(faults));
    const hash = `#${text}`;
    assert.equal(partOfHash(withPart(hash, "lab", "seed:1"), "lab"), "seed:1", text);
  }
  assert.equal({}.polluted, undefined);
});

test("what cannot be read is named, and the rest is read", () => {
  const refused = [
    "unroll:11",
    "unroll:-1",
    "unroll:1.5",
    "unroll:",
    "unroll",
    "unroll:x",
    "seed:-1",
    "seed:4294967296",
    "seed:1.5",
    "lr:0.02",
    "lr:0",
    "lr:NaN",
    "lr:Infinity",
    "target:circle",
    "target:",
    "target:Ring",
    "batch_size:100",
    "packing:3",
    "width:7",
    "width:129",
    "z_dim:65",
    "penalty:0",
    "clip:2",
    "drawn:1",
    "drawn:1~2~3",
    "drawn:3~0",
    "drawn:NaN~0",
    `drawn:${Array(62).fill(1).join("~")}`,
    "__proto__:1",
    "constructor:1",
    "toString:1",
    "hasOwnProperty:1",
    "valueOf:ring",
    "choices:1",
    "name:x",
    ":",
    ":5",
    "unroll:5:5",
  ];
  for (const item of refused) {
    const { settings, changes, faults } = readLink(`clip:0.5,${item},d_steps:4`, QUICK, allowed, canGoOn);
    assert.deepEqual(
      { settings, changes, faults },
      { settings: { ...QUICK, clip: 0.5, d_steps: 4 }, changes: [], faults: [item] },
    );
    assert.deepEqual(readLink(`;7/${item}`, QUICK, allowed, canGoOn).faults, [item]);
  }
  for (const part of ["x", "7", "-1/unroll:2", "1.5/unroll:2", "1e3/unroll:2", "/unroll:2", "12345678901/unroll:2"])
    assert.deepEqual(readLink(`unroll:1;${part};9/lr:0.003`, QUICK, allowed, canGoOn), {
      settings: { ...QUICK, unroll: 1 },
      changes: [[9, { ...QUICK, unroll: 1, lr: 0.003 }]],
      faults: [part],
    });
  const { changes, faults } = readLink(";9/unroll:2;4/lr:0.003;9/lr:0.004", QUICK, allowed, canGoOn);
  assert.deepEqual(changes, [
    [9, { ...QUICK, unroll: 2 }],
    [9, { ...QUICK, unroll: 2, lr: 0.004 }],
  ]);
  assert.deepEqual(faults, ["4/lr:0.003"], "back in time");
});

test("each lab has its part of the address", () => {
  let hash = withPart("", "one", "unroll:3");
  hash = withPart(hash, "two", "seed:5;9/unroll:2");
  assert.deepEqual(
    [partOfHash(hash, "one"), partOfHash(hash, "two"), partOfHash(hash, "three")],
    ["unroll:3", "seed:5;9/unroll:2", null],
  );
  hash = withPart(hash, "one", "unroll:4");
  assert.deepEqual([partOfHash(hash, "one"), partOfHash(hash, "two")], ["unroll:4", "seed:5;9/unroll:2"]);
  hash = withPart(hash, "two", "");
  assert.deepEqual([partOfHash(hash, "one"), partOfHash(hash, "two")], ["unroll:4", null]);
  assert.equal(partOfHash("#one=unroll%3A4%2Cseed%3A1", "one"), "unroll:4,seed:1", "as some programs send it");
});
