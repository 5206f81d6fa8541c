// Points of a line and of the plane: the targets and the count of the modes that are reached, as in Python.

import assert from "node:assert/strict";
import test from "node:test";
import { assertClose, fixture, source } from "../page/shared.mjs";

const { modeCoverage } = await source("page/metrics/modes.js");
const seeded = await source("page/seeded.js");
const { fillPoints, targetOf } = await source("page/data/toys.js");

// Targets.

for (const { name, drawn, u, places, std, centers, weights, seed, points } of fixture("targets")) {
  test(`${name}: the places, the noise and the modes of Python`, () => {
    const target = targetOf(name, drawn);
    assert.equal(target.std, std);
    if (centers) assertClose(target.centers.flat(), centers.flat(), 2e-7, "centres");
    else assert.equal(target.centers, null);
    assert.deepEqual(target.weights, weights, "the shares of the modes");
    u.forEach((one, i) => assertClose(target.place(one), places[i], 2e-7, `place of ${one}`));
  });

  test(`${name}: points from the same uniform and normal numbers`, () => {
    const count = points.length;
    const size = count * points[0].length;
    const numbers = new Float32Array(size);
    const flat = Float64Array.from({ length: count }, (_, i) => seeded.uniform(seed, i));
    fillPoints(numbers, targetOf(name, drawn), flat, seeded.normals(seed, size, count));
    assertClose(numbers, points.flat(), 4e-7, "points");
  });
}

// Coverage.

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
