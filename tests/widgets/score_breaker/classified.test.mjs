// ScoreBreaker in the page: which images it classifies, and when, and what it says of a score.

import assert from "node:assert/strict";
import test from "node:test";
import { source } from "../../page/shared.mjs";

const { makeClassified } = await source("widgets/score_breaker/classified.js");
const { verdictOf } = await source("widgets/score_breaker/rows.js");

test("each image is classified once for each distortion, those that are wanted first", () => {
  const seen = [];
  const classify = (pixels) => {
    seen.push(pixels[0]);
    return { features: [...pixels.slice(0, 3)], probabilities: [0.5, 0.5] };
  };
  // 8 real images and 20 others, each with a first pixel of its own.
  const image = (i) => Float32Array.from({ length: 4 }, (_, k) => (k ? Math.sin(i * k) : i / 100));
  const all = Array.from({ length: 28 }, (_, i) => image(i));
  const digits = Array.from({ length: 20 }, (_, i) => i % 10);
  const classified = makeClassified(classify, all.slice(0, 8), all.slice(8), digits, 5);
  seen.length = 0;
  const settings = { blur: 0, noise: 0, shift: 0, drop: 0, variety: 1, memorise: 0, seed: 0 };
  classified.set(settings);
  assert.equal(classified.waiting(), 16);
  const work = classified.work();
  for (let i = 0; i < 16; i++) work.next();
  assert.equal(classified.waiting(), 0);
  assert.deepEqual(
    seen.slice(0, 8),
    all.slice(0, 8).map((pixels) => pixels[0]),
  );
  const first = classified.scores();
  for (; !work.next().done; );
  assert.equal(seen.length, 28);
  assert.equal(new Set(seen).size, 28);
  for (const change of [{ drop: 3 }, { variety: 0 }, { memorise: 1 }, { seed: 5 }]) {
    classified.set({ ...settings, ...change });
    assert.equal(classified.waiting(), 0, "what only chooses needs no classifier");
    assert.notDeepEqual(classified.scores(), first);
  }
  assert.equal(seen.length, 28);
  classified.set({ ...settings, shift: 1 });
  assert.equal(classified.waiting(), 8, "real images stay as they were");
  classified.set({ ...settings, memorise: 1 });
  assert.deepEqual(
    classified.samples(8).map(([x]) => x),
    all.slice(0, 8).map(([x]) => x),
  );
  assert.equal(classified.waiting(), 0);
});

test("with noise another seed is another distortion, without it is not", () => {
  const classify = () => ({ features: [1], probabilities: [1] });
  const blank = () => new Float32Array(4);
  const classified = makeClassified(classify, [blank()], [blank()], [0], 5);
  const settings = { blur: 0, noise: 0, shift: 0, drop: 0, variety: 1, memorise: 0, seed: 0 };
  const waits = (change) => {
    classified.set({ ...settings, ...change });
    const waiting = classified.waiting();
    [...classified.work()];
    return waiting;
  };
  assert.equal(waits({}), 2);
  assert.equal(waits({ seed: 1 }), 0);
  assert.equal(waits({ noise: 0.5, seed: 1 }), 1);
  assert.equal(waits({ noise: 0.5, seed: 1 }), 0);
  assert.equal(waits({ noise: 0.5, seed: 2 }), 1);
});

test("noticed is more than the band's three standard deviations worse, whichever side is worse", () => {
  const said = (value, better) => verdictOf(value, { better, mean: 10, std: 2 }, 3).verdict;
  assert.deepEqual(
    [3.9, 4.1, 10, 15.9, 16.1].map((value) => said(value, 1)),
    ["noticed", "not", "not", "not", "rewarded"],
  );
  assert.deepEqual(
    [3.9, 4.1, 10, 15.9, 16.1].map((value) => said(value, -1)),
    ["rewarded", "not", "not", "not", "noticed"],
  );
});
