// Scores that compare features, as in metrics.kernel and metrics.neighbours, and the table of distances behind them.

import assert from "node:assert/strict";
import test from "node:test";
import { assertClose, fixture, source } from "../page/shared.mjs";

const { makeFeatureTable } = await source("page/metrics/feature_sets.js");
const { kid } = await source("page/metrics/kernel.js");
const { prdc } = await source("page/metrics/neighbours.js");
const { makeScores } = await source("widgets/score_breaker/scores.js");

const { tables, count, probabilities, cases } = fixture("scores");

for (const { name, kind, places, scores } of cases)
  test(`scores, ${name}`, () => {
    const rows = tables[kind];
    const table = makeFeatureTable(rows.length, rows[0].length);
    // In any order, and one of them twice, as when an image is classified again.
    [...rows.keys(), 70].reverse().forEach((place) => table.put(place, rows[place]));
    const found = makeScores(table, count, probabilities, 5)(places);
    assert.deepEqual(Object.keys(found).sort(), Object.keys(scores).sort());
    for (const [score, value] of Object.entries(scores))
      assertClose([found[score]], [value], 1e-6, score, Math.max(1e-2, Math.abs(value)));
    for (const score of ["precision", "recall", "density", "coverage"])
      assertClose([found[score]], [scores[score]], 1e-12, score);
    const real = [...Array(count).keys()];
    const anew = { ...found, kid: kid(table, real, places), ...prdc(table, real, places, 5) };
    assert.deepEqual(anew, found, "what the real images alone decide may be at hand, or not");
  });

test("a table measures anew what was forgotten", () => {
  const table = makeFeatureTable(3, 2);
  [
    [0, 0],
    [3, 4],
    [1, 1],
  ].forEach((row, place) => table.put(place, row));
  assert.deepEqual([...table.from(0)], [0, 25, 2]);
  table.forget(1);
  assert.deepEqual([0, 1, 2].map(table.has), [true, false, false]);
  table.put(2, [0, 2]);
  table.put(1, [0, 1]);
  assert.deepEqual([...table.from(0)], [0, 1, 4]);
  assert.deepEqual([...table.from(1)], [1, 0, 1]);
  assert.deepEqual([...table.features([2, 2, 0])], [0, 2, 0, 2, 0, 0]);
});
