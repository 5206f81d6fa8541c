// DCGANLab's run: its batches, its film and the way back on it, its scores, its files, whatever stands in the page.

import assert from "node:assert/strict";
import test from "node:test";
import { watchingMemory } from "../../page/gans.mjs";
import { assertClose, assertSameBits, card, fixture, source } from "../../page/shared.mjs";

const { makeImageRun } = await source("widgets/dcgan_lab/run.js");
const { PLAIN, PRESETS } = await source("widgets/dcgan_lab/presets.js");
const { canGoOn, COLUMNS, ROWS } = await source("widgets/dcgan_lab/settings.js");
const { imageOf, imageSource, levelsOf } = await source("widgets/dcgan_lab/source.js");
const { makeScores, SCORED } = await source("widgets/dcgan_lab/scores.js");
const { summaryOf, tableOf } = await source("widgets/dcgan_lab/summary.js");
const { plansOf } = await source("widgets/live/plans.js");
const { read } = await source("page/pretrained.js");
const { bytesOf } = await source("page/engine/bytes.js");

const constants = card("DCGANLab").get("_constants");
const COUNT = 40;
const plane = 32 * 32;
/** Bytes of images, no two alike. */
const bytes = (count, channels) =>
  Uint8Array.from({ length: count * plane * channels }, (_, i) => (i * 37 + (i >> 10) * 11) & 255);
const DATA = { key: "some", levels: bytes(COUNT, 1), count: COUNT, channels: 1 };
const QUICK = { ...PLAIN, width: 8, batch_size: 8, z_dim: 4, seed: 3 };
const lab = (changes = {}, rounds = 0, { later = [], data = DATA } = {}) => {
  const made = makeImageRun({ ...QUICK, ...changes }, later, constants, data);
  if (rounds) made.train(rounds, Infinity);
  return made;
};
const look = (run, at = null, more = {}) => run.picture({}, at, more);
const SEEN = ["step", "dReal", "dFake", "lossD", "lossG"];
const numbersOf = (picture) => SEEN.map((name) => picture[name]);
/** Fails unless two runs are the same, bit for bit. */
function assertSame(one, other, what) {
  assert.deepEqual(numbersOf(look(one)), numbersOf(look(other)), what);
  assertSameBits(look(one).wall, look(other).wall, `${what}: wall`);
  assert.deepEqual(one.file(), other.file(), `${what}: weights`);
}

// Batches.

test("an epoch goes through the images once, in an order of the seed's, and leaves out what fills no batch", () => {
  const source_ = imageSource({ levels: bytes(11, 1), count: 11 });
  const draws = source_({ batch_size: 4, seed: 5 });
  const first = new Map(
    Array.from({ length: 11 }, (_, i) => [imageOf({ levels: bytes(11, 1), count: 11 }, i).join(), i]),
  );
  const batch = (turn, from = draws) => {
    const numbers = new Float32Array(4 * plane);
    from.real(turn, numbers);
    return [0, 1, 2, 3].map((i) => first.get(numbers.subarray(i * plane, (i + 1) * plane).join()));
  };
  const epochs = [0, 1, 2].map((epoch) => [...batch(2 * epoch), ...batch(2 * epoch + 1)]);
  for (const each of epochs) {
    assert.ok(each.every((image) => image >= 0));
    assert.equal(new Set(each).size, 8);
  }
  assert.notDeepEqual(epochs[0], epochs[1]);
  assert.deepEqual(batch(3), epochs[1].slice(4), "asked for again, the same");
  assert.notDeepEqual(batch(0, source_({ batch_size: 4, seed: 6 })), epochs[0].slice(0, 4), "another seed");
});

test("bytes become numbers of the networks and come back", () => {
  const all = { levels: Uint8Array.from({ length: 256 }, (_, i) => i), count: 1 };
  const numbers = imageOf(all, 0);
  assert.equal(numbers[0], -1);
  assert.equal(numbers[255], 1);
  assert.deepEqual([...levelsOf(numbers)], [...all.levels]);
});

// The run.

test("one seed, one run, whatever is looked at on the way", () => {
  const straight = lab({}, 40);
  const seen = lab();
  for (let i = 0; i < 40; i++) {
    seen.train(1, Infinity);
    look(seen);
    look(seen, 0);
    seen.draw(new Float32Array(8));
    seen.file();
  }
  assertSame(seen, straight, "40 rounds");
  assert.notDeepEqual(numbersOf(look(lab({ seed: 4 }, 40))), numbersOf(look(straight)));
});

test("every switch makes another run from its first rounds on", () => {
  const plain = numbersOf(look(lab({}, 3)));
  const others = [
    ...[
      { norm: "none" },
      { norm: "everywhere" },
      { sampling: "pooling" },
      { hidden: "dense" },
      { activation: "relu" },
      { start: "he" },
      { start: "torch" },
      { beta1: 0 },
      { beta1: 0.9 },
      { lr: 2e-3 },
      { lr_d: 2e-3 },
      { d_steps: 2 },
      { width: 16 },
      { z_dim: 5 },
      { batch_size: 16 },
    ],
    ...["minimax", "lsgan", "hinge", "wgan_gp", "r1"].map((objective) => ({ objective })),
    { objective: "r1", penalty: 1 },
  ].map((changes) => numbersOf(look(lab(changes, 3))));
  for (const one of others) assert.ok(one.every(Number.isFinite) && String(one) !== String(plain));
  assert.equal(new Set(others.map(String)).size, others.length, "no two alike");
});

test("a run on images in colour", () => {
  const data = { key: "colour", levels: bytes(COUNT, 3), count: COUNT, channels: 3 };
  const seen = look(lab({}, 2, { data }));
  assert.equal(seen.wall.length, COLUMNS * ROWS * plane * 3);
  assert.equal(lab({}, 0, { data }).target().real.length, COLUMNS * plane * 3);
});

// The film, and the way back.

test("records keep the walls of then", () => {
  const run = lab({}, 60);
  for (const [at, rounds] of [
    [0, 0],
    [1, 25],
    [2, 50],
  ]) {
    const [then, seen] = [look(lab({}, rounds)), look(run, at)];
    assert.deepEqual([seen.step, seen.now], [rounds, 60]);
    assertSameBits(seen.wall, then.wall, `wall of record ${at}`);
    if (at) assert.deepEqual(numbersOf(seen), numbersOf(then));
  }
  assert.deepEqual(
    look(run).records.map(({ step }) => step),
    [0, 25, 50],
  );
});

test("from a record the run goes on as it went, and a change there makes the run that has it at that round", () => {
  for (const [at, changes] of [
    [1, { lr: 3e-3 }],
    [2, { objective: "hinge", batch_size: 16 }],
    [0, { beta1: 0.9 }],
  ]) {
    const run = lab({}, 70);
    run.back(at);
    assertSame(run, lab({}, 25 * at), `back at record ${at}`);
    assert.equal(look(run).records.length, at + 1);
    run.train(45, Infinity);
    assertSame(run, lab({}, 25 * at + 45), "the same again");
    run.back(at);
    run.change({ ...QUICK, ...changes });
    run.train(30, Infinity);
    const planned = lab({}, 25 * at + 30, { later: [[25 * at, { ...QUICK, ...changes }]] });
    assertSame(run, planned, `a branch at record ${at}`);
  }
});

test("the way back leads through changes that were made, and past records that keep no whole state", () => {
  const changed = { ...QUICK, lr: 3e-3 };
  const again = { ...QUICK, lr: 3e-3, d_steps: 2 };
  const later = [
    [30, changed],
    [390, again],
  ];
  const run = lab({}, 450, { later });
  assert.ok(look(run).records.length > 12, "more records than whole states");
  for (const at of [17, 16, 15, 9, 3]) {
    run.back(at);
    assertSame(run, lab({}, 25 * at, { later }), `back at round ${25 * at}`);
    const { settings } = look(run);
    assert.deepEqual([settings.lr, settings.d_steps], [25 * at > 30 ? 3e-3 : QUICK.lr, 25 * at > 390 ? 2 : 1]);
  }
  run.train(400, Infinity);
  assert.equal(look(run).settings.lr, 3e-3, "what was still to come is dropped, what was there stays");
  assert.equal(look(run).settings.d_steps, 1);
});

test("a run that diverged goes on from before", () => {
  const wild = { lr: 0.01, lr_d: 0.01, objective: "wgan_gp", norm: "none", start: "he" };
  const run = lab(wild);
  run.change({ ...QUICK, ...wild, lr_d: 1e20 });
  run.train(200, Infinity);
  assert.match(look(run).failure, /is (NaN|-?Infinity) at step/);
  run.back(0);
  assert.equal(look(run).failure, null);
  run.train(2, Infinity);
  assert.equal(look(run).step, 2);
});

test("long runs keep no more than some states", () => {
  const run = lab({ width: 8 }, 700);
  const { records } = run.film();
  const whole = records.filter(({ state }) => state).length;
  assert.ok(records.length === 29 && whole > 5 && whole <= 12, `${whole} of ${records.length}`);
});

test("memory stays as it is from the first rounds on", () => {
  watchingMemory((size) => {
    const run = lab({ objective: "r1", d_steps: 2 }, 3);
    look(run);
    const before = size();
    run.train(60, Infinity);
    look(run, 1);
    assert.equal(size(), before);
  });
});

test("beside a run, the one that was kept is seen at the same round", () => {
  const kept = lab({}, 60).film();
  const run = lab({ norm: "none" }, 30);
  const { beside } = look(run, null, { beside: kept.records });
  assert.equal(beside.step, 25);
  assertSameBits(beside.wall, look(lab({}, 25)).wall, "its wall");
  assert.deepEqual(
    kept.curves.map(({ step }) => step),
    [0, 25, 50],
  );
  assert.ok(kept.curves.every((record) => !("state" in record) && !("wall" in record)));
});

test("while it plays, most pictures come without a wall", () => {
  const run = lab({}, 1);
  const walls = Array.from({ length: 20 }, () => look(run, null, { playing: true }).wall !== null);
  assert.ok(walls.filter(Boolean).length <= 2);
  assert.ok(look(run).wall && look(run, 0).wall, "but not at rest, or when looking back");
});

// Scores.

test("the scores are Python's", () => {
  const { classifier, levels, count, pixels, spoilt, floor } = fixture("lab-scores");
  const data = { key: "digits", levels: bytesOf(levels), count, channels: 1, classifier };
  const scores = makeScores(data);
  const found = scores.scoresOf(Float32Array.from(pixels));
  assert.equal(pixels.length, SCORED * plane);
  // The page's classifier has its weights in half precision.
  assertClose([found.score, found.frechet], [spoilt.score, spoilt.frechet], 5e-3, "spoilt digits", spoilt.frechet);
  assertClose([found.score], [spoilt.score], 5e-3, "score");
  assertClose([scores.floor().score, scores.floor().frechet], [floor.score, floor.frechet], 2e-2, "other real digits");
});

test("scores come every hundredth round, on digits alone, and change no run", () => {
  const { classifier, levels, count } = fixture("lab-scores");
  const data = { key: "digits", levels: bytesOf(levels), count, channels: 1, classifier };
  const plain = { ...data, key: "without", classifier: undefined };
  const [scored, other] = [data, plain].map((each) => lab({}, 110, { data: each }));
  assertSame(scored, other, "110 rounds");
  const with_ = look(scored).records.filter(({ score }) => score);
  assert.deepEqual(
    with_.map(({ step }) => step),
    [100],
  );
  assert.equal(look(scored).score, with_[0].score);
  assert.equal(look(scored, 2).score, null, "not yet");
  assert.equal(look(other).score, null);
  assert.ok(scored.target().floor.score > 8 && other.target().floor === null);
});

// Files and networks of the reader's own.

test("the generator's file is the run's generator, and is walked through once it is adopted", () => {
  const run = lab({}, 20);
  const other = lab({ seed: 9, z_dim: 6 }, 5);
  const points = Float32Array.from({ length: 8 }, (_, i) => Math.sin(i));
  assertClose(read(run.file()).generate(points), run.draw(points), 1e-6, "pixels");
  const before = run.draw(points);
  assert.deepEqual(run.adopt(other.file()), { z_dim: 6, channels: 1, size: 32, width: 8 });
  const wide = Float32Array.from({ length: 12 }, (_, i) => Math.cos(i));
  assertClose(run.draw(wide), read(other.file()).generate(wide), 1e-6, "the guest's");
  assert.throws(() => run.adopt(new Uint8Array(20)), /no \.safetensors file/);
  assert.equal(run.adopt(null), null);
  assertSameBits(run.draw(points), before, "the run's own again");
});

test("networks of one's own begin as they are in PyTorch, and only where the settings are theirs", () => {
  for (const start of fixture("lab-starts")) {
    const { settings, channels, z, made } = start;
    const data = { key: "own", levels: bytes(COUNT, channels), count: COUNT, channels, start };
    const run = makeImageRun({ ...QUICK, ...settings }, [], constants, data);
    assertClose(run.draw(Float32Array.from(z)), made, 1e-5, "pixels");
    const others = [data, { ...data, start: undefined }].map((each) =>
      makeImageRun({ ...QUICK, ...settings, width: 16 }, [], constants, each).draw(Float32Array.from(z)),
    );
    assertSameBits(others[0], others[1], "other networks begin as they always do");
  }
});

// Words.

test("presets differ from the first and from each other, and each is told apart by its plan", () => {
  const { planOf, presetOf } = plansOf(PLAIN, PRESETS);
  for (const name of Object.keys(PRESETS)) {
    const [settings, changes] = planOf(name, QUICK, 5);
    assert.equal(presetOf(QUICK, settings, changes), name);
    assert.ok(PRESETS[name].predict.startsWith("Predict: "));
    const run = makeImageRun({ ...settings, width: 8, batch_size: 8 }, [], constants, DATA);
    run.train(1, Infinity);
    assert.equal(look(run).failure, null, name);
  }
  assert.deepEqual(
    Object.keys(constants.measured).filter((name) => !PRESETS[name]),
    [],
  );
});

test("a run goes on with other rates and objectives, and not with other networks or data", () => {
  for (const part of [{ lr: 2e-3 }, { objective: "hinge" }, { batch_size: 32 }, { beta1: 0 }, { d_steps: 3 }])
    assert.ok(canGoOn(QUICK, { ...QUICK, ...part }), JSON.stringify(part));
  for (const part of [{ norm: "none" }, { width: 32 }, { seed: 4 }, { data: "faces" }, { start: "he" }])
    assert.ok(!canGoOn(QUICK, { ...QUICK, ...part }), JSON.stringify(part));
});

test("what happened, in words and as a table", () => {
  const run = lab({}, 30);
  assert.match(summaryOf(look(lab()), null, null), /^Nothing yet/);
  assert.match(summaryOf(look(run), null, null), /^After 30 rounds, in [\d.]+ s of training, D took \d+ % of the real/);
  assert.match(summaryOf(look(run, 1), null, 1), /^Looking back: after 25 rounds/);
  const scored = { ...look(run), score: 5.25, frechet: 80.5 };
  assert.match(
    summaryOf(scored, { score: 9.5, frechet: 12.6 }, null),
    /Inception Score is 5.25, the Fréchet distance 80.5; other real digits reach 9.5 and 12.6\.$/,
  );
  assert.match(
    summaryOf({ ...look(run), failure: "D's loss is NaN at step 31" }, null, null),
    /diverged after 30 rounds/,
  );
  const table = tableOf(look(run));
  assert.deepEqual([table.length, table[1][0], table[2][0]], [3, 0, 25]);
  assert.ok(table.every((row) => row.length === 7) && table[1][1] === "" && Number.isFinite(table[2][1]));
});
