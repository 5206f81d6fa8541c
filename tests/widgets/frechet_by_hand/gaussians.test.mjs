// FrechetByHand's Gaussians, samples, distance and estimates are those of the Python package; and what its handles do.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertClose, card, fixture, source } from "../../page/shared.mjs";

const { distanceBetween, estimatesAt, makeSamples, placed, placedMoments, standardPoints } = await source(
  "widgets/frechet_by_hand/gaussians.js",
);
const { handlesWithin } = await source("widgets/frechet_by_hand/handles.js");
const { rangesOf, samplingOf } = await source("widgets/frechet_by_hand/traits.js");
const { roundUp } = await source("widgets/frechet_by_hand/charts.js");

const SAMPLING = samplingOf(card("FrechetByHand"));
const RANGES = rangesOf(card("FrechetByHand"), "real");
const HANDLES = handlesWithin(RANGES);

for (const { shape, count, seed, gaussians, moments, draws, estimates, ...expected } of fixture("gaussians")) {
  const name = `${shape}, seed ${seed}, ${count} samples`;
  const [real, generated] = gaussians;
  test(`${name}: samples`, () => {
    for (const { draw, samples } of draws)
      samples.forEach((points, which) => {
        const made = standardPoints(SAMPLING, which ? shape : "gaussian", seed, draw, which, count);
        const found = Array.from({ length: count }, (_, i) =>
          placed(gaussians[which], made.subarray(2 * i, 2 * i + 2)),
        );
        assertClose(found.flat(), points, 1e-12, `draw ${draw}, set ${which}`);
      });
  });
  test(`${name}: moments and distance, whatever the shape`, () => {
    gaussians.forEach((gaussian, which) => {
      const found = placedMoments(gaussian, { mean: [0, 0], cov: [1, 0, 0, 1] });
      assertClose([...found.mean, ...found.cov], [...moments[which].mean, ...moments[which].cov], 1e-14, "moments");
    });
    const found = distanceBetween(real, generated);
    const parts = ["means", "covariances", "distance"];
    assertClose(
      parts.map((part) => found[part]),
      parts.map((part) => expected[part]),
      1e-9,
      "distance",
    );
  });
  test(`${name}: estimates from samples`, () => {
    const samples = makeSamples(SAMPLING, shape, seed);
    assertClose(estimatesAt(samples, count, real, generated), estimates, 1e-9, "estimates");
    assert.equal(samples.momentsAt(count), samples.momentsAt(count), "moments are computed once");
  });
}

const START = { mean: [0.5, -1], stds: [1.2, 0.4], angle: 30 };

for (const [kind, { at, put }] of Object.entries(HANDLES)) {
  test(`${kind}: put where it stands, a Gaussian stays as it is`, () => {
    const { mean, stds, angle } = put(START, at(START));
    assertClose([...mean, ...stds, angle], [...START.mean, ...START.stds, START.angle], 1e-12, kind);
  });
}

test("the centre moves the mean alone, within its range", () => {
  assert.deepEqual(HANDLES.centre.put(START, [1.234, -9]), { ...START, mean: [1.23, -2.5] });
  assert.deepEqual(HANDLES.centre.nudge(START, 1, 0), { ...START, mean: [0.6, -1] });
  assert.deepEqual(HANDLES.centre.nudge(START, 0, -1), { ...START, mean: [0.5, -1.1] });
});

test("the first axis turns and stretches; it stands at two standard deviations", () => {
  const put = HANDLES["axis-1"].put;
  assert.deepEqual(put(START, [0.5, 1]), { ...START, stds: [1, 0.4], angle: 90 });
  assert.deepEqual(put(START, [-1.5, -1]), { ...START, stds: [1, 0.4], angle: -180 });
  assert.deepEqual(put(START, [0.5, -90]), { ...START, stds: [1.5, 0.4], angle: -90 });
  assert.deepEqual(put(START, START.mean), { ...START, stds: [0.2, 0.4] }, "no direction, no turn");
  assert.deepEqual(HANDLES["axis-1"].nudge(START, -1, 1), { ...START, stds: [1.25, 0.4], angle: 35 });
  assert.equal(HANDLES["axis-1"].nudge({ ...START, angle: -178 }, 1, 0).angle, 177, "once around");
});

test("the second axis stretches and does not turn", () => {
  const level = { ...START, angle: 0 };
  assert.deepEqual(HANDLES["axis-2"].put(level, [2.2, 0.5]), { ...level, stds: [1.2, 0.75] });
  assert.deepEqual(HANDLES["axis-2"].put(level, [0, -2.5]), { ...level, stds: [1.2, 0.75] }, "on its other side too");
  assert.deepEqual(HANDLES["axis-2"].nudge(level, 0, -1), { ...level, stds: [1.2, 0.35] });
  assert.deepEqual(HANDLES["axis-2"].nudge({ ...level, stds: [1.2, RANGES.std.min] }, -1, 0).stds, [1.2, 0.2]);
});

test("a scale ends at 1, 2 or 5 times a power of ten", () => {
  assert.deepEqual([0.7, 1, 1.01, 3, 5, 7, 12, 0.031].map(roundUp), [1, 1, 2, 5, 5, 10, 20, 0.05]);
  assert.ok(roundUp(0) > 0);
});
