// The data of a seed are Python's, and the landscape is made of log-likelihoods.

import assert from "node:assert/strict";
import test from "node:test";
import { assertClose, card, fixture, source } from "../../page/shared.mjs";

const { gradient, logLikelihood } = await source("page/families/normal.js");
const { drawData } = await source("widgets/mle_fitter/data.js");
const { rangesOf } = await source("widgets/mle_fitter/fit.js");
const { contour, planesWithin, surface } = await source("widgets/mle_fitter/landscape.js");

const RANGES = rangesOf(card("MleFitter"));
const PLANES = planesWithin(RANGES);
const { bumps: BUMPS } = card("MleFitter").get("_constants");

for (const { seed, data } of fixture("drawn"))
  test(`data of seed ${seed}, ${data.length} numbers`, () =>
    assert.deepEqual(drawData(seed, data.length, BUMPS, RANGES.mean), data));

const MODELS = {
  normal: { weights: [1], means: [0.3], stds: [0.8] },
  mixture: { weights: [0.3, 0.7], means: [1, -1], stds: [0.4, 0.9] },
};
const DATA = fixture("drawn")[4].data;

for (const [name, model] of Object.entries(MODELS)) {
  test(`the landscape of the ${name} is the log-likelihood at each place`, () => {
    const side = 7;
    const values = surface(DATA, model, PLANES[name], side);
    const { ranges, at, of } = PLANES[name];
    assertClose(of(at(model, [0.5, -0.25])), [0.5, -0.25], 1e-15, "there and back");
    for (let row = 0; row < side; row++)
      for (let column = 0; column < side; column++) {
        const spot = [column, row].map(
          (k, axis) => ranges[axis][0] + ((ranges[axis][1] - ranges[axis][0]) * k) / (side - 1),
        );
        const expected = logLikelihood(DATA, at(model, spot));
        assertClose([values[row * side + column]], [expected], 1e-11, `at ${spot}`, Math.abs(expected));
      }
  });

  test(`the slope along the landscape of the ${name} is its rise`, () => {
    const { at, of, slope } = PLANES[name];
    const here = of(model);
    const found = slope(gradient(DATA, model));
    for (const axis of [0, 1]) {
      const rise = [1e-5, -1e-5].map((step) =>
        logLikelihood(
          DATA,
          at(
            model,
            here.map((v, k) => v + (k === axis ? step : 0)),
          ),
        ),
      );
      assertClose([(rise[0] - rise[1]) / 2e-5], [found[axis]], 1e-5, "rise");
    }
  });
}

test("swapped labels mirror the landscape of a mixture", () => {
  const { weights, means, stds } = MODELS.mixture;
  const side = 9;
  const values = surface(DATA, MODELS.mixture, PLANES.mixture, side);
  const swapped = surface(
    DATA,
    { weights: [...weights].reverse(), means, stds: [...stds].reverse() },
    PLANES.mixture,
    side,
  );
  assertClose(
    [...swapped].map((_, i) => swapped[(i % side) * side + Math.floor(i / side)]),
    [...values],
    1e-10,
    "mirrored",
  );
});

test("a contour goes round where the grid has that value", () => {
  const side = 41;
  const values = Float64Array.from(
    { length: side * side },
    (_, i) => ((i % side) - 20) ** 2 + (Math.floor(i / side) - 18) ** 2,
  );
  const pieces = contour(values, side, 100);
  const ends = new Map();
  assert.ok(pieces.length > 50);
  for (const piece of pieces)
    for (const [x, y] of piece) {
      assert.ok(Math.abs(Math.hypot(x - 20, y - 18) - 10) < 0.05, `${x}, ${y} is not on the circle`);
      ends.set(`${x.toFixed(6)} ${y.toFixed(6)}`, (ends.get(`${x.toFixed(6)} ${y.toFixed(6)}`) ?? 0) + 1);
    }
  assert.ok(
    [...ends.values()].every((count) => count % 2 === 0),
    "each piece begins where another ends",
  );
  assert.deepEqual(contour(values, side, -1), []);
});

test("a component out of reach leaves no hole in the landscape", () => {
  const far = { weights: [0.5, 0.5], means: [-4, 4], stds: [0.1, 0.1] };
  assert.ok([...surface([-4, -4], far, PLANES.mixture, 9)].every(Number.isFinite));
});
