// The page's numbers at the ends of what controls allow and of what numbers can hold, against mpmath: never NaN, never
// beyond a bound, never overflown where the true value is a number.

import assert from "node:assert/strict";
import test from "node:test";
import { assertClose, assertSameSet, card, fixture, source } from "./shared.mjs";

const { gridOf } = await source("widgets/densities/traits.js");
const { distances: distancesOf } = await source("widgets/densities/distances.js");
const { eigenvalues } = await source("page/games/spectra.js");
const { matrixOf, nextPoint, orbit } = await source("widgets/orbit_stepper/orbit.js");
const { densityFromRatio } = await source("page/families/implicit.js");
const { rangesOf } = await source("widgets/mle_fitter/fit.js");
const { emStep } = await source("page/families/normal.js");
const { distanceBetween } = await source("widgets/frechet_by_hand/gaussians.js");
const { binomialTest, wilsonInterval } = await source("page/metrics/human.js");
const { inceptionScore } = await source("page/metrics/inception.js");
const { blend, slerp } = await source("page/latent.js");
const { bestHeights, bound } = await source("widgets/bound_explorer/bound.js");
const { fDivergence } = await source("page/divergences/discrete.js");
const { ROWS } = await source("widgets/bound_explorer/rows.js");
const cases = fixture("extremes");
const GRID = gridOf(card("BoundExplorer"));
const RANGES = rangesOf(card("MleFitter"));
const distances = (p, q) => distancesOf(p, q, GRID.cell);

/** Fails unless a number is right to so many digits, or to the last digits of 1. */
function near(found, expected, what, relative = 1e-9, absolute = 1e-15) {
  if (found === expected) return;
  assert.ok(
    Math.abs(found - expected) <= absolute + relative * Math.abs(expected),
    `${what}: ${found}, not ${expected}`,
  );
}

const BOUNDS = { js: Math.LN2, tv: 1, hellinger: 2 };
for (const { name, p, q, found: expected } of cases.distributions)
  test(`distances of ${name}`, () => {
    const found = distances(Float64Array.from(p), Float64Array.from(q));
    for (const [each, value] of Object.entries(expected)) {
      near(found[each], value, each);
      assert.ok(
        found[each] >= 0 && found[each] <= (BOUNDS[each] ?? Infinity),
        `${each}: ${found[each]} is out of bounds`,
      );
    }
    assert.ok(found.w1 >= 0 && Number.isFinite(found.w1));
  });

test("T* reaches the divergence wherever that is a number, and no other witness is NaN", () => {
  for (const { name, p, q } of cases.distributions)
    for (const row of Object.keys(ROWS)) {
      const whole = fDivergence(row, distances(p, q));
      for (const v of [-5, 0, 5])
        assert.ok(
          !Number.isNaN(
            bound(
              row,
              p,
              q,
              p.map(() => v),
            ),
          ),
          `${row}, ${name}`,
        );
      // Pearson's own T* may leave the numbers, for masses that no control gives.
      const best = bestHeights(row, p, q);
      const both = (i) => p[i] > 0 && q[i] > 0;
      if (whole === Infinity || [...best].some((height, i) => both(i) && !Number.isFinite(height))) continue;
      near(bound(row, p, q, best), whole, `${row}, ${name}`, 1e-9, 1e-12);
    }
});

test("slerp turns at every angle and length", () => {
  for (const { a, b, t, point } of cases.arcs) {
    const found = slerp(a, b, t);
    const scale = Math.max(...point.map(Math.abs));
    found.forEach((value, i) =>
      assert.ok(Math.abs(value - point[i]) <= 1e-9 * scale, `${a} to ${b}: ${found}, not ${point}`),
    );
  }
  for (const { a, b, t } of cases.opposite) {
    assert.equal(slerp(a, b, t), null, `${a} and ${b} are opposite`);
    assert.ok(blend("slerp", [a, b, a], [0.5, 0.3, 0.2]).every(Number.isFinite), "a triangle goes on");
  }
});

test("intervals hold the share and end at 0 and 1 for none and all; tails are exact", () => {
  for (const {
    count: [right, total],
    ends,
  } of cases.intervals) {
    const found = wilsonInterval(right, total);
    found.forEach((end, i) => near(end, ends[i], `${right} of ${total}`, 1e-13));
    assert.ok(found[0] <= right / total && right / total <= found[1]);
    if (right === 0) assert.equal(found[0], 0);
    if (right === total) assert.equal(found[1], 1);
  }
  for (const {
    count: [right, total],
    p,
  } of cases.tails)
    near(binomialTest(right, total), p, `${right} of ${total}`, 1e-8, 0);
});

test("a step of EM is right for a component that hardly reaches a number", () => {
  const within = (value, [low, high]) => Math.min(Math.max(value, low), high);
  for (const { data, model, found: expected } of cases.steps) {
    const found = emStep(data, model, RANGES);
    const what = JSON.stringify([data, model]);
    for (const [name, range] of [
      ["means", "mean"],
      ["stds", "std"],
      ["weights", "weight"],
    ])
      found[name].forEach((value, k) => {
        assert.ok(Number.isFinite(value));
        if (name !== "weights" || k === 0)
          near(value, within(expected[name][k], RANGES[range]), `${name} of ${what}`, 1e-9, 1e-9);
      });
  }
});

test("a density by D's ratio is a number wherever it is one", () => {
  for (const { p, logit, q } of cases.ratios)
    near(densityFromRatio(p, logit), q, `p = ${p}, logit ${logit}`, 1e-9, 1e-320);
});

test("the Inception Score stays within 1 and the number of classes, and no part of it is below 0", () => {
  for (const { name, table, classes, score } of cases.tables) {
    const found = inceptionScore(Float64Array.from(table), classes);
    near(found.score, score, name, 1e-12);
    assert.ok(found.score >= 1 && found.score <= classes && found.divergence >= 0, name);
    assert.ok(
      [...found.divergences, found.marginalEntropy, found.conditionalEntropy].every((part) => part >= 0),
      name,
    );
  }
});

test("the Fréchet distance at the ends of its handles, of equal Gaussians and of nearly equal ones", () => {
  for (const { both, means, distance } of cases.gaussians) {
    const found = distanceBetween(...both);
    const what = JSON.stringify(both);
    // What nearly equal covariances add is a difference of numbers of size 4: half of its digits are left.
    near(found.distance, distance, what, 1e-12, 1e-7);
    near(found.means, means, what);
    assert.ok(found.covariances >= 0 && found.distance >= 0, what);
  }
});

test("eigenvalues of maps with memory, also where a root is nearly real", () => {
  for (const { lr, momentum, values } of cases.roots) {
    const settings = { game: "bilinear", method: "simultaneous", lr, momentum };
    assertSameSet(eigenvalues(matrixOf(settings)), values, 1e-14, JSON.stringify(settings));
  }
});

test("an orbit that leaves the range of numbers stays infinitely far away in its quadrant, and none is NaN", () => {
  const BASE = {
    momentum: 0,
    beta: 2,
    unroll: 10,
    first: "x",
    clip: 1,
    penalty: 2,
    target: 2,
    noise: 2,
    samples: 5,
    seed: 0,
  };
  const games = [
    ["method", "bilinear", ["simultaneous", "alternating", "extragradient", "optimistic", "consensus", "unrolled"]],
    ["variant", "dirac", ["gan", "non_saturating", "wgan", "wgan_gp", "r1", "consensus", "instance_noise"]],
  ];
  let left = 0;
  for (const [which, game, names] of games)
    for (const name of names)
      for (const update of ["simultaneous", "alternating"]) {
        const s = { ...BASE, game, [which]: name, update, lr: 2.5, unroll_lr: 2.5 };
        const points = orbit(s, [10, -10], 2000);
        assert.ok(
          points.flat().every((value) => !Number.isNaN(value)),
          `${name}, ${update}`,
        );
        const end = points.findIndex((point) => !point.every(Number.isFinite));
        if (end < 0) continue;
        left += 1;
        assertClose(
          points[end],
          points[end - 1].map((value) => (value < 0 ? -Infinity : Infinity)),
          0,
          name,
        );
        assert.deepEqual(points[2000], points[end]);
        assert.deepEqual(nextPoint(s, points), points[end]);
      }
  assert.ok(left > 8, `${left} of them leave it`);
});
