// However a saddle is turned, all of it is in the picture, and its letters stand beside it.

import assert from "node:assert/strict";
import test from "node:test";
import { source } from "../../page/shared.mjs";

const { drawSurface, letterPlaces, makeView } = await source("widgets/saddle_surface/figure.js");
const { SURFACES } = await source("widgets/saddle_surface/surfaces.js");

const LETTER = 8; // half its height, in pixels
const grid = Array.from({ length: 13 }, (_, i) => i / 6 - 1);
const turns = Array.from({ length: 97 }, (_, i) => (i * Math.PI) / 48);

/** All ways to look at a surface, in pictures of a phone and of a laptop. */
function* views(name) {
  for (const [width, height] of [
    [348, 278],
    [537, 430],
  ])
    for (const tilt of [0.05, 0.3, 0.55, 1, 1.5])
      for (const turn of turns) yield { width, height, at: makeView(name, { turn, tilt }, width, height) };
}

for (const name of Object.keys(SURFACES)) {
  test(`${name}: all of the surface and both letters are in the picture`, () => {
    for (const { width, height, at } of views(name)) {
      const letters = letterPlaces(at).map(({ place }) => place);
      for (const { x, y } of letters)
        assert.ok(x > LETTER && x < width - LETTER && y > LETTER && y < height - LETTER, `${x}, ${y}`);
      for (const a of grid)
        for (const b of grid) {
          const { x, y } = at(a, b);
          assert.ok(x > 0 && x < width && y > 0 && y < height);
        }
    }
  });

  test(`${name}: no letter covers the surface or the other letter`, () => {
    for (const { at } of views(name)) {
      const [ofX, ofY] = letterPlaces(at).map(({ place }) => place);
      assert.ok(Math.hypot(ofX.x - ofY.x, ofX.y - ofY.y) > 2 * LETTER);
      for (const a of grid)
        for (const b of grid)
          for (const place of [ofX, ofY])
            assert.ok(Math.hypot(place.x - at(a, b).x, place.y - at(a, b).y) > LETTER, "a letter lies on the surface");
    }
  });
}

test("the two lines differ by more than their colour, and the surface has neither's", () => {
  const [lines, fills] = [[], new Set()];
  const context = new Proxy(
    {},
    {
      get: (own, name) =>
        own[name] ??
        ((...given) => {
          if (name === "setLineDash") own.dashes = given[0];
          if (name === "stroke" && own.lineWidth === 3) lines.push([own.strokeStyle, own.dashes]);
          if (name === "fill") fills.add(own.fillStyle);
        }),
    },
  );
  const colours = { real: "blue", generated: "orange", ink: "black", paper: "white", muted: "grey" };
  drawSurface(context, 348, 278, colours, "xy", { turn: 0.5, tilt: 0.55 });
  assert.deepEqual(lines, [
    ["blue", []],
    ["orange", [9, 5]],
  ]);
  assert.deepEqual([...fills].sort(), ["black", "white"]);
});
