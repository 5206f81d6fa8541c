// The modes that points reach, as in metrics.modes.

import assert from "node:assert/strict";
import test from "node:test";
import { assertClose, fixture, source } from "../page/shared.mjs";

const { modeCoverage, regime } = await source("page/metrics/modes.js");

for (const { name, points, centers, std, captured, high_quality, counts } of fixture("coverage")) {
  test(`modes that are reached: ${name}`, () => {
    const found = modeCoverage(Float32Array.from(points), { centers, std });
    assert.deepEqual(found.counts, counts);
    assert.equal(found.captured, captured);
    assertClose([found.highQuality], [high_quality], 1e-15, "share of high quality");
  });
}

test("a point that is not a number is near no mode", () => {
  const found = modeCoverage(Float32Array.of(NaN, 0, 0, Infinity, 0, 0), { centers: [[0, 0]], std: 1 });
  assert.deepEqual(found, { captured: 1, highQuality: 1 / 3, counts: [1] });
});

test("what a run does has Python's name", () => {
  const seen = new Set();
  for (const [captured, highQuality, moved, expected] of fixture("regimes")) {
    seen.add(expected);
    assert.equal(
      regime({ captured, modes: 8, highQuality }, moved, 2),
      expected,
      `${captured} ${highQuality} ${moved}`,
    );
  }
  assert.deepEqual([...seen].sort(), ["between", "covers", "hops", "sits"]);
});
