// Fits by maximum likelihood: likelihood, slopes, steps and solutions are Python's.

import assert from "node:assert/strict";
import test from "node:test";
import { assertClose, card, fixture, source } from "../page/shared.mjs";

const { ascend, emStep, gradient, logLikelihood, mixtureDensity, solve } = await source("page/families/normal.js");
const { rangesOf } = await source("widgets/mle_fitter/fit.js");

const RANGES = rangesOf(card("MleFitter"));

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

test("numbers all in one place, or out of a component's reach, give no NaN", () => {
  const same = solve([1, 1, 1], { weights: [1], means: [0], stds: [1] }, RANGES).at(-1);
  assert.deepEqual(same, { weights: [1], means: [1], stds: [RANGES.std[0]] });
  const far = { weights: [0.5, 0.5], means: [-4, 4], stds: [0.1, 0.1] };
  assert.ok([logLikelihood([-4, -4], far), ...parts(solve([-4, -4], far, RANGES).at(-1))].every(Number.isFinite));
});
