// Orbits side by side: a colour each, and what is said of them is true to their points.

import assert from "node:assert/strict";
import test from "node:test";
import { source } from "../../page/shared.mjs";

const { laneColours, summaryOf, tableOf } = await source("widgets/orbit_stepper/lanes.js");
const { METHODS, VARIANTS } = await source("widgets/orbit_stepper/labels.js");

const lane = (method, points = [[1, 0]]) => ({ settings: { game: "bilinear", method }, points });
const dirac = (variant) => ({ settings: { game: "dirac", variant, method: "simultaneous" }, points: [[1, 1]] });

test("a rule has its own colour where that is free, and no two orbits have one", () => {
  assert.deepEqual(laneColours([lane("simultaneous"), lane("alternating")]), ["--real", "--generated"]);
  assert.deepEqual(laneColours([lane("alternating"), lane("simultaneous")]), ["--generated", "--real"]);
  for (const first of Object.keys(METHODS))
    for (const second of Object.keys(METHODS)) {
      const found = laneColours([lane(first), lane(second), lane(first), lane(second)]);
      assert.equal(new Set(found).size, 4, `${first}, ${second}: ${found}`);
    }
  const variants = laneColours(Object.keys(VARIANTS).slice(0, 4).map(dirac));
  assert.equal(new Set(variants).size, 4);
});

test("it says where the players are, what becomes of them, and where those beside them are", () => {
  const points = [
    [2, 0],
    [0, 3],
    [-5, 0],
  ];
  const verdict = { words: "spirals out" };
  const said = summaryOf([lane("simultaneous", points), lane("flow", [[2, 0]])], ["first", "second"], verdict);
  assert.equal(
    said,
    "After 2 rounds of first the players are at radius 5, 2.5 times as far from (0, 0) as the start. In the long run: spirals out. Beside it, second: radius 2.",
  );
  const circle = summaryOf(
    [
      lane("flow", [
        [2, 0],
        [0, 2],
      ]),
    ],
    ["flow"],
    { words: "circle" },
  );
  assert.match(circle, /^After 1 round of flow the players are at radius 2, as far from \(0, 0\) as the start\. /);
  assert.match(summaryOf([lane("flow")], ["flow"], verdict), /^After 0 rounds of flow the players are at radius 1\. /);
  assert.match(
    summaryOf(
      [
        lane("flow", [
          [0, 0],
          [0, 0],
        ]),
      ],
      ["flow"],
      verdict,
    ),
    /at radius 0\. /,
  );
});

test("all points are a table, the orbits side by side", () => {
  const points = [
    [1, 0],
    [1, 0.5],
  ];
  assert.deepEqual(tableOf([lane("flow", points), lane("proximal", points.slice().reverse())], ["a", "b"]), [
    ["round", "x, a", "y, a", "x, b", "y, b"],
    [0, 1, 0, 1, 0.5],
    [1, 1, 0.5, 1, 0],
  ]);
  assert.deepEqual(tableOf([dirac("gan")], ["a"])[0], ["round", "θ, a", "ψ, a"]);
});
