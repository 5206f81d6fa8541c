// What the lab says of a run: true to its records.

import assert from "node:assert/strict";
import test from "node:test";
import { source } from "../../page/shared.mjs";

const { summaryOf, tableOf } = await source("widgets/collapse_lab/summary.js");

/** A picture after as many records, 25 rounds apart, as there are counts of modes; one more round has passed. */
function pictureOf(counts, others = {}) {
  const records = counts.map((captured, i) => [25 * i, i ? 1.3 : Number.NaN, i ? 0.7 : Number.NaN, captured, 25 * i]);
  const captured = counts.at(-1);
  const step = records.at(-1)[0] + 1;
  return {
    step,
    captured,
    modes: 8,
    highQuality: 0.125,
    records,
    lossD: 1.3,
    lossG: 0.7,
    failure: null,
    byHand: 0,
    ...others,
  };
}

test("it says how many modes are held, compared with lately and with the most", () => {
  const said = summaryOf(pictureOf([0, 1, 2, 5, 4, 4, 4, 4, 4, 4, 4, 3]), null);
  assert.match(
    said,
    /^After 276 rounds G holds 3 of 8 modes, 1 fewer than at round 100; the most were 5, at round 75\./,
  );
  assert.match(said, /12\.5 % of its samples are good/);
  assert.match(summaryOf(pictureOf([0, 1, 2]), null), /holds 2 of 8 modes, 2 more than at round 0\. /);
  assert.match(summaryOf(pictureOf([3, 3, 3]), null), /as many as at round 0\. /);
});

test("what was lost since the last record counts", () => {
  assert.match(
    summaryOf({ ...pictureOf([0, 4, 4]), captured: 1 }, null),
    /holds 1 of 8 modes.*most were 4, at round 25/,
  );
});

test("looking back, what came later is not told", () => {
  const then = { ...pictureOf([0, 1, 2, 7, 7]), step: 25, captured: 1 };
  assert.match(summaryOf(then, 1), /^Looking back, after 25 rounds G holds 1 of 8 modes, 1 more than at round 0\. /);
});

test("before the first step, at the end of numbers and without modes it says so", () => {
  assert.match(summaryOf({ ...pictureOf([0]), step: 0 }, null), /^Nothing yet/);
  assert.match(summaryOf({ ...pictureOf([0]), step: 0, byHand: 2 }, null), /^After 0 rounds G holds 0 of 8/);
  assert.equal(
    summaryOf(pictureOf([0, 0], { failure: "too far" }), null),
    "The run has diverged after 26 rounds: too far.",
  );
  assert.match(summaryOf(pictureOf([null, null], { modes: null, captured: null }), null), /no separate modes/);
});

test("the records are a table, with empty cells for what was not yet there", () => {
  assert.deepEqual(tableOf(pictureOf([0, 3])), [
    ["round", "D's loss", "G's loss", "modes held"],
    [0, "", "", 0],
    [25, 1.3, 0.7, 3],
  ]);
});
