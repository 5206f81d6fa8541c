// Densities that D's ratio tells of, and samples, as in families.

import assert from "node:assert/strict";
import test from "node:test";
import { assertClose, fixture, source } from "../page/shared.mjs";

const { densityFromRatio } = await source("page/families/implicit.js");
const { area } = await source("widgets/vending_machine/machines.js");

const { low, high, ratios } = fixture("ratio_densities");

for (const { name, p, logits, q, area: whole } of ratios) {
  test(`density by D's ratio, ${name}: families.density_from_ratio's`, () => {
    const curve = p.map((height, i) => densityFromRatio(height, logits[i]));
    // Below 1e-300 numbers lose their digits.
    curve.forEach((height, i) => assertClose([height], [q[i]], 1e-12, `place ${i}`, Math.max(q[i], 1e-290)));
    assertClose([area(curve, low, high)], [whole], 1e-12, "area", whole);
  });
}

test("where there are no data the ratio gives nothing, however sure D is", () => {
  assert.equal(densityFromRatio(0, -1000), 0);
});

test("where there are some, a D that is sure enough makes it infinite", () => {
  assert.equal(densityFromRatio(0.5, -1000), Infinity);
});
