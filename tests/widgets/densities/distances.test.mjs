// Distances between densities and their gradients, as in Python.

import assert from "node:assert/strict";
import test from "node:test";
import { assertClose, card, fixture, source } from "../../page/shared.mjs";

const { cells: cellsOf, erfc, meanOf, roomOf } = await source("widgets/densities/cells.js");
const { gridOf, rangesOf } = await source("widgets/densities/traits.js");
const { curve, distances: distancesOf, gradients } = await source("widgets/densities/distances.js");

const MODEL = card("BoundExplorer");
const GRID = gridOf(MODEL);
const MEANS = rangesOf(MODEL).mean;
const cells = (bumps) => cellsOf(GRID, bumps);
const distances = (p, q) => distancesOf(p, q, GRID.cell);

/** Within 1e-9 of a number, or of its value where that is large; infinite alike. */
function same(found, expected, what) {
  assertClose([found], [expected], 1e-9, what, Number.isFinite(expected) ? 1 + Math.abs(expected) : 1);
}

test("the complementary error function, far out too", () => {
  const { xs, values } = fixture("erfc");
  xs.forEach((x, i) => assertClose([erfc(x) / values[i]], [1], 2e-13, `erfc(${x})`));
  assert.equal(erfc(40), 0);
});

for (const { name, p, q, cells: masses, distances: found, gradients: slopes, curve: line } of fixture("distances")) {
  const both = [cells(p), cells(q)];

  test(`${name}: the cells`, () =>
    both.forEach((own, i) => {
      assert.ok(Math.abs(own.reduce((a, b) => a + b, 0) - 1) < 1e-12);
      own.forEach((mass, k) => {
        assert.equal(mass === 0, masses[i][k] === 0, `cell ${k} is empty in one alone`);
        if (mass) assertClose([mass / masses[i][k]], [1], 1e-10, `cell ${k}`);
      });
    }));

  test(`${name}: seven distances and their gradients`, () => {
    const ours = distances(...both);
    const ways = gradients(GRID, both[0], q);
    assert.deepEqual(Object.keys(ours), Object.keys(found));
    for (const each of Object.keys(found)) {
      same(ours[each], found[each], each);
      if (slopes[each] === null) assert.equal(ways[each], null, `${each} has no gradient`);
      // A gradient is a difference of distances, by about a fifth of a unit.
      else
        assertClose(
          [ways[each]],
          [slopes[each]],
          1e-10,
          `gradient of ${each}`,
          1 + found[each] + Math.abs(slopes[each]),
        );
    }
  });

  if (line)
    test(`${name}: curves over the mean of q`, () => {
      const ours = curve(GRID, both[0], q, MEANS);
      const [left, right] = roomOf(q, MEANS);
      const ends = [ours[0][0], ours.at(-1)[0]];
      assert.ok(ends[0] >= meanOf(q) + left - 1e-9 && ends[0] < meanOf(q) + left + GRID.cell);
      assert.ok(ends[1] <= meanOf(q) + right + 1e-9 && ends[1] > meanOf(q) + right - 5 * GRID.cell - 1e-9);
      for (const [place, values] of line) {
        const [, there] = ours.find(([at]) => Math.abs(at - place) < 1e-9);
        Object.values(there).forEach((value, i) => same(value, values[i], `distance ${i} at ${place}`));
      }
    });
}

test("boxes apart: Jensen-Shannon is log 2 and flat, W1 keeps sloping", () => {
  const box = (mean) => [{ kind: "box", mean, width: 0.531, weight: 1 }];
  for (const mean of [-3.9, -1.333, 1.2, 2.017, 4]) {
    const p = cells(box(0));
    const found = distances(p, cells(box(mean)));
    const slopes = gradients(GRID, p, box(mean));
    assertClose([found.js, found.tv, found.hellinger], [Math.LN2, 1, 2], 1e-12, "distances");
    assertClose([found.w1], [Math.abs(mean)], GRID.cell / 20, "W1, but for where in a cell the ends lie");
    assert.deepEqual([slopes.js, slopes.tv, slopes.hellinger, slopes.kl], [0, 0, 0, null]);
    assertClose([slopes.w1], [Math.sign(mean)], 1e-12, "slope of W1");
  }
});
