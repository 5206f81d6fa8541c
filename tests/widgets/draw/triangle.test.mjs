// The triangle whose corners are latent points.

import assert from "node:assert/strict";
import test from "node:test";
import { assertClose, source } from "../../page/shared.mjs";

const { toCorners, toWeights, triangleLattice } = await source("widgets/draw/triangle.js");

const SIZES = [
  [100, 100],
  [300, 270],
  [360, 500],
];

test("a pixel's weights give the pixel back", () => {
  for (const [width, height] of SIZES)
    for (const spot of [...triangleLattice(), [0.2, 0.3, 0.5], [1 / 3, 1 / 3, 1 / 3]]) {
      const [x, y] = toCorners(spot, width, height);
      assert.ok(x >= 0 && x <= width && y >= 0 && y <= height, "inside the canvas");
      assertClose(toWeights(x, y, width, height), spot, 1e-12, `${spot}`);
    }
});

test("a pixel outside the triangle has weights of its edge: none negative, sum 1", () => {
  for (const [width, height] of SIZES)
    for (let x = -width; x <= 2 * width; x += width / 7)
      for (let y = -height; y <= 2 * height; y += height / 7) {
        const weights = toWeights(x, y, width, height);
        assert.ok(
          weights.every((weight) => weight >= 0),
          `${weights}`,
        );
        assert.ok(Math.abs(weights.reduce((a, b) => a + b) - 1) < 1e-12, `${weights}`);
        const [backX, backY] = toCorners(weights, width, height);
        if (weights.every((weight) => weight > 0)) assertClose([backX, backY], [x, y], 1e-9, "inside nothing moves");
      }
});

test("beyond a corner is that corner", () => {
  assertClose(toWeights(150, -500, 300, 270), [1, 0, 0], 1e-12, "above");
  assertClose(toWeights(-500, 400, 300, 270), [0, 1, 0], 1e-12, "left below");
  assertClose(toWeights(800, 400, 300, 270), [0, 0, 1], 1e-12, "right below");
});

test("the lattice holds the three corners, no place twice, and weights that sum to 1", () => {
  const lattice = triangleLattice();
  assert.equal(new Set(lattice.map(String)).size, lattice.length);
  for (const corner of ["1,0,0", "0,1,0", "0,0,1"]) assert.ok(lattice.map(String).includes(corner), corner);
  for (const spot of lattice) assert.ok(Math.abs(spot.reduce((a, b) => a + b) - 1) < 1e-12 && Math.min(...spot) >= 0);
});
