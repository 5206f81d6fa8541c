// Helpers that need no page: ticks, numbers for people, the triangle, surfaces, the player's clock.

import assert from "node:assert/strict";
import test from "node:test";
import { assertClose, source } from "../page/shared.mjs";

const { ticks } = await source("widgets/draw/axes.js");
const { clamp } = await source("page/engine/numbers.js");
const { pretty } = await source("widgets/ui/words.js");
const { toCorners, toWeights, triangleLattice } = await source("widgets/latent_walk/triangle.js");
const { SURFACES, gains, project } = await source("widgets/saddle_surface/surfaces.js");

test("ticks are round numbers that cover the range, about as many as asked for", () => {
  const ranges = [
    [0, 10],
    [-2, 2],
    [0, 2000],
    [-17, 30],
    [-0.003, 0.001],
    [1e5, 3e5],
    [-40, 40],
    [0, 61],
    [-1.63, 1.63],
  ];
  for (const [low, high] of ranges)
    for (const count of [3, 4]) {
      const found = ticks(low, high, count);
      const what = `${low} to ${high}: ${found}`;
      const step = found[1] - found[0];
      const size = step / 10 ** Math.floor(Math.log10(step * 1.000001));
      assert.ok(
        [1, 2, 5].some((round) => Math.abs(size - round) < 1e-6),
        what,
      );
      for (const value of found) assert.ok(Math.abs(value / step - Math.round(value / step)) < 1e-6, what);
      assert.ok(found[0] >= low - 1e-9 * step && found.at(-1) <= high + 1e-9 * step, what);
      assert.ok(found[0] - low < step && high - found.at(-1) < step * (1 + 1e-9), what);
      assert.ok(found.length >= 2 && found.length <= count + 2, what);
      found.slice(1).forEach((value, i) => assertClose([value - found[i]], [step], 1e-9, what, step));
    }
});

test("pretty keeps the digits asked for, a true minus sign and a short exponent", () => {
  assert.equal(pretty(1.23456), "1.235");
  assert.equal(pretty(-0.5), "−0.5");
  assert.equal(pretty(0), "0");
  assert.equal(pretty(12345.678, 6), "12345.7");
  assert.equal(pretty(1.5e-7), "1.500e−7");
  assert.equal(pretty(-2e30), "−2.000e30");
  for (const value of [NaN, Infinity, -Infinity]) assert.match(pretty(value), /beyond the range/);
});

test("clamp holds a number between its bounds", () => {
  assert.deepEqual(
    [-1, 0.5, 3].map((value) => clamp(value, 0, 1)),
    [0, 0.5, 1],
  );
});

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

test("only y² − x² is a saddle that both players want to leave", () => {
  assertClose(Object.values(gains("xy")), [0, 0], 0, "xy");
  assertClose(Object.values(gains("x2-y2")), [0, 0], 0, "x2-y2");
  assertClose(Object.values(gains("y2-x2")), [1, 1], 1e-12, "y2-x2");
  assertClose(Object.values(gains("y2-x2", 2)), [4, 4], 1e-12, "y2-x2, twice as far");
});

test("each surface's value is what its text says", () => {
  assert.deepEqual(
    Object.values(SURFACES).map(({ text }) => text),
    ["V = xy", "V = x² − y²", "V = y² − x²"],
  );
  assert.deepEqual(
    Object.values(SURFACES).map(({ value }) => value(2, 3)),
    [6, -5, 5],
  );
});

test("the projection is a rotation: lengths stay", () => {
  for (const view of [
    { turn: 0, tilt: 0.05 },
    { turn: 0.5, tilt: 0.55 },
    { turn: 4, tilt: 1.5 },
  ])
    for (const point of [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [0.3, -2, 0.7],
    ]) {
      const { x, y, depth } = project(point, view, 10, [50, 60]);
      assertClose(
        [Math.hypot((x - 50) / 10, (y - 60) / 10, depth)],
        [Math.hypot(...point)],
        1e-12,
        JSON.stringify(view),
      );
    }
  const up = project([0, 0, 1], { turn: 1, tilt: 0.3 }, 10, [0, 0]);
  assert.ok(up.y < 0 && Math.abs(up.x) < 1e-12, "V points up on the screen");
  const [near, far] = [-1, 1].map((y) => project([0, y, 0], { turn: 0, tilt: 0.5 }, 10, [0, 0]));
  assert.ok(far.y < near.y && far.depth > near.depth, "seen from above, what is far is higher");
});
