// Twelve seeds: what is said of the time that is left.

import assert from "node:assert/strict";
import test from "node:test";
import { source } from "../../page/shared.mjs";

const { wordsOnRest } = await source("widgets/collapse_lab/many.js");

test("what is left takes as long as its share of the work, rounded up", () => {
  assert.equal(wordsOnRest(10, 0.25), ", about 30 s to go");
  assert.equal(wordsOnRest(10, 0.9), ", about 5 s to go");
  assert.equal(wordsOnRest(30, 0.25), ", about 2 min to go");
});

test("at the beginning nobody knows, and at the end nothing is left", () => {
  assert.equal(wordsOnRest(1, 0.01), "");
  assert.equal(wordsOnRest(10, 1), "");
});
