// What a witness finds of the divergence of two densities, as in Python.

import assert from "node:assert/strict";
import test from "node:test";
import { assertClose, card, fixture, source } from "../../page/shared.mjs";

const { rangeOf } = await source("widgets/ui/allowed.js");
const { cells: cellsOf } = await source("widgets/densities/cells.js");
const { gridOf } = await source("widgets/densities/traits.js");
const { clamp } = await source("page/engine/numbers.js");
const { distances: distancesOf } = await source("widgets/densities/distances.js");
const { bestHeights, bestKnots, bound, heights, improve } = await source("widgets/bound_explorer/bound.js");
const { ROWS } = await source("widgets/bound_explorer/rows.js");
const { fDivergence } = await source("page/divergences/discrete.js");

const MODEL = card("BoundExplorer");
const GRID = gridOf(MODEL);
const GROUND = { grid: GRID, places: MODEL.get("_constants").knots, range: rangeOf(MODEL, "knots") };
const cells = (bumps) => cellsOf(GRID, bumps);
const distances = (p, q) => distancesOf(p, q, GRID.cell);

/** Within 1e-9 of a number, or of its value where that is large; infinite alike. */
function same(found, expected, what) {
  assertClose([found], [expected], 1e-9, what, Number.isFinite(expected) ? 1 + Math.abs(expected) : 1);
}

for (const { name, row, p, q, knots, divergence, bound: found, way, best } of fixture("bounds")) {
  const both = [cells(p), cells(q)];
  const at = (some) => bound(row, ...both, some ? heights(GROUND, some) : bestHeights(row, ...both));

  test(`${name}: a witness finds what it finds in Python, and never more than there is`, () => {
    same(fDivergence(row, distances(...both)), divergence, "divergence");
    same(at(knots), found, "bound");
    assert.ok(found <= divergence + 1e-12);
    if (Number.isFinite(divergence)) same(at(null), divergence, "bound at T*");
    else assert.equal(at(null), Infinity);
    same(at(GROUND.places.map(() => ROWS[row].best(0))), ROWS[row].atOne ?? 0, "a level T finds f(1)");
    assertClose(bestKnots(row, ...both, GROUND), best, 1e-8, "knots of T*");
  });

  test(`${name}: a step of ascent goes along the gradient, and up`, () => {
    const next = improve(row, ...both, GROUND, knots);
    if (next === null) return assert.ok(Math.hypot(...way) < 1e-3, "no way up from here");
    const steps = Array.from({ length: 17 }, (_, i) => 0.5 / 2 ** i);
    const gaps = steps.map((step) =>
      Math.max(
        ...knots.map((knot, k) => Math.abs(clamp(knot + step * way[k], GROUND.range.min, GROUND.range.max) - next[k])),
      ),
    );
    assert.ok(Math.min(...gaps) < 1e-8, `not along the gradient: ${gaps}`);
    return assert.ok(at(next) > at(knots));
  });
}

for (const row of Object.keys(ROWS))
  test(`${row}: ascent comes close to the best that knots can do`, () => {
    const bell = (mean, width) => cells([{ kind: "bell", mean, width, weight: 1 }]);
    const both = [bell(-0.4, 0.8), bell(0.5, 1)];
    const whole = fDivergence(row, distances(...both));
    let knots = GROUND.places.map(() => ROWS[row].best(0));
    let steps = 0;
    let last = bound(row, ...both, heights(GROUND, knots));
    for (let next; steps < 300 && (next = improve(row, ...both, GROUND, knots)); steps++) {
      knots = next;
      const now = bound(row, ...both, heights(GROUND, knots));
      assert.ok(now > last);
      last = now;
    }
    const drawn = bound(row, ...both, heights(GROUND, bestKnots(row, ...both, GROUND)));
    assert.ok(last >= drawn - 1e-6 && last <= whole, `${last} is not between ${drawn} and ${whole}`);
  });

test("two rows are written by Jensen-Shannon", () => {
  assert.deepEqual([fDivergence("js", { js: 0.5 }), fDivergence("gan", { js: 0.5 })], [1, 1 - Math.log(4)]);
});
