// The saddles, what a player gains on them, and how they are seen.

import assert from "node:assert/strict";
import test from "node:test";
import { assertClose, source } from "../../page/shared.mjs";

const { SURFACES, gains, project } = await source("widgets/saddle_surface/surfaces.js");

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
