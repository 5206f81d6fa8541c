// What is said of a run on a line: true to its records.

import assert from "node:assert/strict";
import test from "node:test";
import { source } from "../../page/shared.mjs";

const { summaryOf, tableOf } = await source("widgets/gan_on_a_line/summary.js");

const record = (step, w1, loss = 0.5) => ({
  step,
  turn: step,
  w1,
  lossD: loss,
  lossG: 2 * loss,
  k: 0.1,
  measure: 0.2,
  estimate: 0.3,
});
const picture = (w1s, others = {}) => ({
  step: 25 * (w1s.length - 1) + 5,
  w1: w1s.at(-1),
  dFake: 0.25,
  push: 3.5,
  failure: null,
  byHand: 0,
  settings: { objective: "minimax" },
  records: w1s.map((w1, i) => record(25 * i, w1, i ? 0.5 : Number.NaN)),
  ...others,
});

test("it says how far the distance has come, and the least that it was", () => {
  assert.equal(
    summaryOf(picture([1.4, 0.2, 0.7])),
    "After 55 rounds the distance to the target is 0.7, down from 1.4 at the start; the least was 0.2, at round 25. On generated samples D says 0.25 on average, and where it pushes them, their loss falls by 3.5 per unit of x.",
  );
  assert.match(summaryOf(picture([1.4, 0.2])), /is 0\.2, down from 1\.4 at the start\. /);
  assert.match(summaryOf(picture([1.4, 2])), /is 2, up from 1\.4 at the start; the least was 1\.4, at round 0\. /);
});

test("steps by hand, the start and the end of numbers are told", () => {
  const hand = picture([1.4], { step: 0, byHand: 200 });
  assert.match(
    summaryOf(hand),
    /^After 0 rounds and 200 steps by hand the distance to the target is 1\.4, as at the start\. /,
  );
  assert.match(summaryOf(picture([1.4], { step: 0 })), /^Nothing yet: .* 1\.4 from the target/);
  assert.equal(
    summaryOf(picture([1], { step: 1, failure: "too far" })),
    "The run has diverged after 1 round: too far.",
  );
});

test("the records are a table with what the objective has", () => {
  const table = (objective) => tableOf(picture([1.4, 0.2], { settings: { objective } }));
  assert.deepEqual(table("minimax"), [
    ["round", "distance W1", "D's loss", "G's loss"],
    [0, 1.4, "", ""],
    [25, 0.2, 0.5, 1],
  ]);
  assert.deepEqual(table("began")[0].slice(4), ["BEGAN's k", "BEGAN's measure M"]);
  assert.deepEqual(table("wgan_gp")[2].slice(4), [0.3]);
});
