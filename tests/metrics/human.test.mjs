// What right answers tell, as in metrics.human.

import assert from "node:assert/strict";
import test from "node:test";
import { assertClose, fixture, source } from "../page/shared.mjs";

const { binomialTest, fewestTelling, hypeStaircase, wilsonInterval } = await source("page/metrics/human.js");

for (const { total, ps, ends, fewest } of fixture("counts")) {
  test(`of ${total} answers: p, intervals, and how many are needed`, () => {
    // A p-value may be far below 1e-9, so that its own size is the measure.
    ps.forEach((p, right) => assertClose([binomialTest(right, total)], [p], 1e-9, `p of ${right}`, p));
    assertClose(
      ends.flatMap((_, right) => wilsonInterval(right, total)),
      ends.flat(),
      1e-12,
      "ends",
    );
    assert.equal(fewestTelling(total), fewest);
  });
}

test("staircases climb and rest as in Python", () => {
  const cases = fixture("staircases");
  assert.ok(cases.length > 50);
  for (const { correct, settings, exposures, threshold } of cases) {
    const found = hypeStaircase(correct, settings);
    assertClose(found.exposures, exposures, 1e-9, JSON.stringify(settings));
    assertClose([found.threshold], [threshold], 1e-9, "threshold");
  }
});
