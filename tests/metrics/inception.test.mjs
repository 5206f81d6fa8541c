// The Inception Score is metrics.inception's; and what a moved probability does to the others.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertClose, fixture, source } from "../page/shared.mjs";

const { inceptionScore } = await source("page/metrics/inception.js");
const { withProbability } = await source("widgets/inception_score_by_hand/probabilities.js");

const PARTS = ["score", "conditionalEntropy", "marginalEntropy"];

for (const { name, table, classes, marginal, divergences, ...expected } of fixture("inception")) {
  test(`inception score, ${name}`, () => {
    const found = inceptionScore(Float64Array.from(table), classes);
    assertClose(
      PARTS.map((part) => found[part]),
      PARTS.map((part) => expected[part]),
      1e-12,
      name,
      classes,
    );
    assertClose(found.marginal, marginal, 1e-14, `${name}: p(y)`);
    assertClose(found.divergences, divergences, 1e-12, `${name}: KL of each row`);
    assertClose([found.divergence], [Math.log(expected.score)], 1e-12, `${name}: their mean`);
    assert.ok(found.score >= 1 && found.score <= classes);
  });
}

test("a classifier that says the same of everything scores 1, and not less by rounding", () => {
  for (let seed = 1; seed < 200; seed++) {
    const row = [seed, 2 * seed + 1, 3].map((part) => part / (3 * seed + 4));
    const { score } = inceptionScore(Float64Array.from([...row, ...row, ...row, ...row, ...row]), 3);
    assert.ok(score >= 1 && score < 1 + 1e-12, `${score}`);
  }
});

test("the others keep their proportions and fill the rest", () => {
  assertClose(withProbability([0.5, 0.3, 0.2], 0, 0.75), [0.75, 0.15, 0.1], 1e-15, "raised");
  assertClose(withProbability([0.5, 0.3, 0.2], 1, 0), [5 / 7, 0, 2 / 7], 1e-15, "to nothing");
  assert.deepEqual(withProbability([0.5, 0.3, 0.2], 2, 1), [0, 0, 1]);
  assertClose(withProbability([0, 1, 0, 0], 1, 0.4), [0.2, 0.4, 0.2, 0.2], 1e-15, "where the others have nothing");
});
