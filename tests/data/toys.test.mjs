// Points of a line and of the plane, as in data.toys.

import assert from "node:assert/strict";
import test from "node:test";
import { assertClose, fixture, source } from "../page/shared.mjs";

const seeded = await source("page/seeded.js");
const { fillPoints, targetOf } = await source("page/data/toys.js");

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
