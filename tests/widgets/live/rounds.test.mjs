// The rounds of a run: records that thin out, whole states that thin out sooner, and the way back to any record.

import assert from "node:assert/strict";
import test from "node:test";
import { source } from "../../page/shared.mjs";

const { makeRounds, nearestTo } = await source("widgets/live/rounds.js");
const { wordsOf } = await source("widgets/live/kept.js");

/** A run whose only number grows by what is set, and what can be asked of it. */
function counter(changes = [], options = {}) {
  let add = 1;
  let sum = 0;
  const gan = {
    step() {
      sum += add;
      if (sum > 1e6) throw new RangeError("the sum is too large");
    },
    stepD: () => (sum += 1000),
    stepG: () => (sum += 10_000),
    state: () => ({ sum }),
    restore(state) {
      ({ sum } = state);
    },
  };
  const rounds = makeRounds(gan, changes, {
    apply(next) {
      add = next;
    },
    settings: () => add,
    record: () => ({ seen: sum }),
    ...options,
  });
  return { ...rounds, sum: () => sum, add: () => add };
}

test("back at a record it is as it was then, and goes on as it went", () => {
  const run = counter();
  run.acts.train(130, Infinity);
  run.acts.change(5);
  run.acts.train(100, Infinity);
  assert.equal(run.sum(), 130 + 500);
  run.acts.back(7);
  assert.deepEqual([run.step(), run.sum(), run.add()], [175, 130 + 45 * 5, 5]);
  run.acts.back(5);
  assert.deepEqual([run.step(), run.sum(), run.add()], [125, 125, 1], "before the change");
  run.acts.train(50, Infinity);
  assert.deepEqual([run.sum(), run.add()], [175, 1], "which is dropped");
  assert.deepEqual(
    run.records().map(({ step }) => step),
    [0, 25, 50, 75, 100, 125, 150, 175],
  );
});

test("a change at the very round of the record is dropped, one before it is kept", () => {
  const changes = [
    [50, 3],
    [75, 7],
  ];
  const run = counter(changes);
  run.acts.train(100, Infinity);
  assert.equal(run.sum(), 50 + 75 + 175);
  run.acts.back(3);
  assert.deepEqual([run.step(), run.sum(), run.add()], [75, 125, 3]);
  run.acts.train(10, Infinity);
  assert.equal(run.sum(), 155);
});

test("few states are kept, the first among them, and rounds between are taken again", () => {
  const changes = [
    [110, 2],
    [610, 4],
  ];
  const straight = (rounds) => {
    const run = counter(changes);
    if (rounds) run.acts.train(rounds, Infinity);
    return run.sum();
  };
  const run = counter(changes, { states: 3 });
  run.acts.train(1000, Infinity);
  const whole = run.records().filter(({ state }) => state);
  assert.ok(whole.length <= 3 && whole[0].step === 0 && run.records().length === 41);
  for (const place of [40, 33, 24, 5, 1, 0]) {
    run.acts.back(place);
    assert.deepEqual([run.step(), run.sum()], [25 * place, straight(25 * place)]);
    assert.equal(run.records().length, place + 1);
  }
});

test("a change at the round of the last whole state is made again on the way", () => {
  const plain = counter([], { states: 3 });
  plain.acts.train(1000, Infinity);
  const [, { step }] = plain.records().filter(({ state }) => state);
  const run = counter([[step, 9]], { states: 3 });
  run.acts.train(1000, Infinity);
  run.acts.back(step / 25 + 1);
  assert.deepEqual([run.step(), run.sum()], [step + 25, step + 25 * 9]);
});

test("what was dropped stays dropped, however often the way leads back", () => {
  const run = counter([], { states: 1 });
  run.acts.train(60, Infinity);
  run.acts.change(5);
  run.acts.train(40, Infinity);
  run.acts.back(2);
  run.acts.train(50, Infinity);
  run.acts.back(3);
  assert.deepEqual([run.step(), run.sum(), run.add()], [75, 75, 1]);
});

test("steps by hand are gone back on where a whole state was kept", () => {
  const run = counter();
  run.acts.train(25, Infinity);
  run.acts.stepD(3);
  run.acts.stepG();
  assert.equal(run.sum(), 25 + 3000 + 10_000);
  run.acts.back(3);
  assert.deepEqual([run.step(), run.byHand(), run.sum()], [25, 2, 2025]);
});

test("a run that has ended goes on from before its end", () => {
  const run = counter();
  run.acts.train(50, Infinity);
  run.acts.change(1e9);
  run.acts.train(10, Infinity);
  assert.match(run.failure(), /too large at step 51/);
  run.acts.back(1);
  assert.equal(run.failure(), null);
  run.acts.train(5, Infinity);
  assert.equal(run.sum(), 30);
});

test("the record nearest to a round; of two as near, the earlier", () => {
  const records = [0, 25, 50].map((step) => ({ step }));
  for (const [round, step] of [
    [0, 0],
    [12, 0],
    [13, 25],
    [1000, 50],
  ])
    assert.equal(nearestTo(round, records).step, step);
  assert.equal(nearestTo(25, [{ step: 20 }, { step: 30 }]).step, 20);
});

test("a kept run is called by what is not as first shown", () => {
  const defaults = { lr: 0.1, norm: "usual", seed: 0 };
  assert.equal(wordsOf(defaults, defaults, [], 1), "as first shown (1 round)");
  assert.equal(wordsOf(defaults, { ...defaults, norm: "none", seed: 4 }, [], 2000), "norm none, seed 4 (2,000 rounds)");
  const changes = [
    [50, { ...defaults, lr: 0.2 }],
    [80, defaults],
  ];
  assert.equal(
    wordsOf(defaults, defaults, changes, 90),
    "as first shown; from round 50: lr 0.2; from round 80: lr 0.1 (90 rounds)",
  );
});
