// Fits by maximum likelihood: likelihood, slopes, steps and solutions are Python's; the landscape is made of them.

import assert from "node:assert/strict";
import test from "node:test";
import { assertClose, fixture, source } from "../page/shared.mjs";

const { ascend, emStep, gradient, logLikelihood, mixtureDensity, solve } = await source("page/families/normal.js");
const { RANGES } = await source("widgets/mle_fitter/ranges.js");
const { drawData } = await source("widgets/mle_fitter/data.js");
const { PLANES, contour, surface } = await source("widgets/mle_fitter/landscape.js");

const parts = ({ weights, means, stds }) => [...weights, ...means, ...stds];
const names = { weights: "weight", means: "mean", stds: "std" };
const clamped = (model) =>
  Object.entries(names).flatMap(([many, one]) =>
    model[many].map((value) =>
      one === "weight" && model.weights.length === 1
        ? value
        : Math.min(Math.max(value, RANGES[one][0]), RANGES[one][1]),
    ),
  );
let compared = 0;

for (const [i, c] of fixture("fitting").entries()) {
  const what = `case ${i}, ${c.data.length} numbers, ${c.start.means.length} component(s)`;

  test(`${what}: log-likelihood and slopes`, () => {
    assertClose([logLikelihood(c.data, c.start)], [c.total], 1e-12, "log-likelihood", Math.abs(c.total));
    const product = c.data.reduce((logs, x) => logs + Math.log(mixtureDensity(x, c.start)), 0);
    if (Number.isFinite(product)) assertClose([product], [c.total], 1e-12, "densities", Math.abs(c.total));
    const found = gradient(c.data, c.start);
    for (const name of ["means", "logStds"])
      assertClose(found[name], c.slopes[name], 1e-10, name, 1 + Math.abs(c.total));
    assertClose([found.logit], [c.slopes.logit], 1e-11, "logit", c.data.length);
  });

  test(`${what}: a step of gradient ascent, kept within the ranges`, () => {
    assertClose(parts(ascend(c.data, c.start, c.rate, RANGES)), clamped(c.climbed), 1e-9, "climbed");
  });

  test(`${what}: a step of EM, and the fit that it ends with`, () => {
    assertClose(parts(emStep(c.data, c.start, RANGES)), clamped(c.stepped), 1e-9, "stepped");
    const path = solve(c.data, c.start, RANGES);
    const end = path[path.length - 1];
    let before = logLikelihood(c.data, c.start);
    for (const each of path) {
      const after = logLikelihood(c.data, each);
      if (c.start.means.length > 1) assert.ok(after >= before - 1e-9, "EM lowered the likelihood");
      before = after;
    }
    // Python knows no range of weights: a way that touches its end takes other steps.
    if (!path.some(({ weights }) => RANGES.weight.includes(weights[0]))) {
      compared += 1;
      assertClose(parts(end), parts(c.solved), 1e-9, "solved");
      assertClose([before], [c.best], 1e-9, "best");
    } else assert.ok(before <= c.best + 1e-9);
    assert.deepEqual(clamped(end), parts(end), "within the ranges");
    if (c.start.means.length === 1) assert.equal(path.length, 1, "the closed form is one jump");
  });
}

test("nearly all ways to a fit were compared number by number", () => assert.ok(compared >= 25, `only ${compared}`));

for (const { seed, data } of fixture("drawn"))
  test(`data of seed ${seed}, ${data.length} numbers`, () => assert.deepEqual(drawData(seed, data.length), data));

test("numbers all in one place, or out of a component's reach, give no NaN", () => {
  const same = solve([1, 1, 1], { weights: [1], means: [0], stds: [1] }, RANGES).at(-1);
  assert.deepEqual(same, { weights: [1], means: [1], stds: [RANGES.std[0]] });
  const far = { weights: [0.5, 0.5], means: [-4, 4], stds: [0.1, 0.1] };
  assert.ok([logLikelihood([-4, -4], far), ...parts(solve([-4, -4], far, RANGES).at(-1))].every(Number.isFinite));
  assert.ok([...surface([-4, -4], far, 9)].every(Number.isFinite));
});

// The landscape.

const MODELS = {
  normal: { weights: [1], means: [0.3], stds: [0.8] },
  mixture: { weights: [0.3, 0.7], means: [1, -1], stds: [0.4, 0.9] },
};
const DATA = fixture("drawn")[4].data;

for (const [name, model] of Object.entries(MODELS)) {
  test(`the landscape of the ${name} is the log-likelihood at each place`, () => {
    const side = 7;
    const values = surface(DATA, model, side);
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
  const values = surface(DATA, MODELS.mixture, side);
  const swapped = surface(DATA, { weights: [...weights].reverse(), means, stds: [...stds].reverse() }, side);
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
