// Orbits side by side: a colour each, and what is said of them is true to their points.

import assert from "node:assert/strict";
import test from "node:test";
import { source } from "../../page/shared.mjs";

const { makeColours, summaryOf, tableOf } = await source("widgets/orbit_stepper/lanes.js");
const { makeSettings } = await source("widgets/orbit_stepper/settings.js");

const lane = (method, points = [[1, 0]]) => ({ settings: { game: "bilinear", method }, points });
const dirac = (variant) => ({ settings: { game: "dirac", variant, method: "simultaneous" }, points: [[1, 1]] });

test("the live orbit has one colour, and one that is kept has its own for as long as it is kept", () => {
  const coloursOf = makeColours();
  const [LIVE, A, B, C] = coloursOf(["now", "a", "b", "c"]);
  assert.equal(new Set([LIVE, A, B, C]).size, 4);
  assert.deepEqual(coloursOf(["a", "a", "b", "c"]), [LIVE, A, B, C]);
  assert.deepEqual(coloursOf(["now", "b", "c"]), [LIVE, B, C]);
  assert.deepEqual(coloursOf(["other", "b", "c", "d"]), [LIVE, B, C, A], "the one that is free");
  assert.deepEqual(coloursOf(["other", "d"]), [LIVE, A]);
  assert.deepEqual(coloursOf(["other", "d", "d"]), [LIVE, A, B], "twice the same");
  assert.deepEqual(coloursOf(["other"]), [LIVE]);
  assert.deepEqual(makeColours()(["simultaneous", "alternating"]), ["--real", "--generated"]);
});

test("orbits that differ have keys and names that differ, and what they do not take plays no part", () => {
  const constants = {
    options: { bilinear: { alternating: ["first", "momentum"] }, dirac: { instance_noise: ["noise", "seed"] } },
  };
  const { keyOf, nameOf } = makeSettings({ get: () => constants });
  const turns = { game: "bilinear", method: "alternating", lr: 0.1, momentum: 0, first: "x", variant: "gan", seed: 0 };
  const noise = { game: "dirac", variant: "instance_noise", update: "alternating", lr: 0.1, noise: 1, seed: 0 };
  const all = [
    turns,
    { ...turns, first: "y" },
    { ...turns, lr: 0.2 },
    { ...turns, momentum: 0.5 },
    noise,
    { ...noise, seed: 7 },
    { ...noise, update: "simultaneous" },
  ];
  for (const of of [keyOf, nameOf]) assert.equal(new Set(all.map(of)).size, all.length);
  assert.equal(keyOf({ ...turns, variant: "r1", seed: 3, start: [1, 1] }), keyOf(turns));
  assert.equal(nameOf({ ...turns, first: "y" }), "alternating, γ = 0.1, y first");
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
