// Paths through latent space, as gan_utils.latent has them.

import assert from "node:assert/strict";
import test from "node:test";
import { assertClose, fixture, source } from "../page/shared.mjs";

const { along, blend, lerp, norm, slerp } = await source("page/latent.js");
const { pairs, blends } = fixture("paths");

for (const { name, a, b, t, lerp: straight, slerp: turned } of pairs) {
  test(`lerp and slerp, ${name}, t = ${t}`, () => {
    const scale = Math.max(1, norm(a), norm(b));
    assertClose(lerp(a, b, t), straight, 1e-12, "lerp", scale);
    // Python refuses opposite points; the page, which must go on, has null.
    if (turned === null) assert.equal(slerp(a, b, t), null);
    else assertClose(slerp(a, b, t), turned, 1e-12, "slerp", scale);
  });
}

for (const { method, corners, weights, point } of blends) {
  test(`blend by ${method}, weights ${weights}`, () =>
    assertClose(blend(method, corners, weights), point, 1e-12, "blend"));
}

for (const { method, path, steps, walk } of fixture("walks")) {
  test(`along a path by ${method} is latent.walk`, () => {
    walk.forEach((point, i) =>
      assertClose(along(method, path, i / (steps * (path.length - 1))), point, 1e-12, `share ${i}`),
    );
  });
}

test("a leg between opposite points stays at its start, where slerp is not defined", () => {
  assert.deepEqual(
    along(
      "slerp",
      [
        [1, 0],
        [-1, 0],
      ],
      0.5,
    ),
    [1, 0],
  );
});

test("norm is the Euclidean length", () => {
  assert.equal(norm([3, 4]), 5);
  assert.equal(norm([0, 0]), 0);
});
