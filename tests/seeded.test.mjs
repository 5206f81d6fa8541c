// Seeded numbers: uniforms bit for bit, normals to rounding.

import assert from "node:assert/strict";
import test from "node:test";
import { assertClose, fixture, source } from "./page/shared.mjs";

const { laterSeed, normals, shuffled, uniform } = await source("page/seeded.js");

for (const { seed, start, uniforms: expected, normals: expectedNormals, order, later } of fixture("seeded")) {
  test(`seed ${seed} from ${start}`, () => {
    assert.deepEqual(
      expected.map((_, i) => uniform(seed, start + i)),
      expected,
    );
    assertClose(normals(seed, expectedNormals.length, start), expectedNormals, 1e-12, "normals");
    assert.deepEqual(shuffled(seed, order.length, start), order);
    assert.equal(laterSeed(seed, start), later);
  });
}

test("a stream can be entered anywhere", () => {
  assert.deepEqual(normals(9, 5, 3), normals(9, 8).slice(3));
  assert.equal(normals(9, 0).length, 0);
});
