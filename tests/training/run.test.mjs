// The page's GAN takes gan_utils.training's steps: losses, weights, and what it shows of itself.

import assert from "node:assert/strict";
import test from "node:test";
import { sizeOfG } from "../page/gans.mjs";
import { assertClose, fixture, source } from "../page/shared.mjs";

const { OBJECTIVES } = await source("page/losses/table.js");
const { makeRun } = await source("page/training/run.js");
const { pointPlayers } = await source("page/training/points.js");
const { makeKernel } = await source("page/engine/kernel.js");
const { PLAIN_OBJECTIVES } = await source("page/losses/plain.js");
const { makeTape } = await source("page/engine/tape.js");
const cases = fixture("gans");
const LOSSES = ["real", "fake", "penalty", "g"];

/** Batches from Python. A turn's real points may be asked for twice: by D, and by G when it looks ahead. */
const fed = ({ real, latent, mix }) => ({
  real: (turn, numbers) => numbers.set(real[turn]),
  latent: (turn, numbers) => numbers.set(latent[turn]),
  mix: (turn) => mix[turn],
});
const largest = (numbers) => Math.max(...numbers.map(Math.abs));

test("every objective of the package is there", () => {
  const compared = (which) =>
    new Set(cases.filter(({ group }) => group === which).map(({ settings }) => settings.objective));
  assert.deepEqual(compared("every objective"), new Set(Object.keys(PLAIN_OBJECTIVES)));
  assert.deepEqual(compared("on a line"), new Set(Object.keys(OBJECTIVES)));
});

test("where D does not know, its two terms pull alike; a critic has no such place", () => {
  for (const [name, { real, fake, middle = 0, head }] of Object.entries(OBJECTIVES)) {
    assert.equal(middle === null, name.startsWith("wgan") || head === "energy", name);
    if (middle === null) continue;
    const tape = makeTape(makeKernel());
    const a = tape.matrix(1, 1, [middle]);
    const [slope] = tape.gradients(tape.add(real(tape, a), fake(tape, a)), [a]);
    assertClose(tape.numbers(slope), [0], 1e-7, name);
  }
});

for (const one of cases) {
  const { settings, start, losses, weights } = one;

  test(`${one.group}: ${one.name}`, () => {
    const gan = makeRun(settings, { source: () => fed(one), objectives: OBJECTIVES, players: pointPlayers });
    let now = settings;
    gan.load(Float32Array.from(start));
    assertClose(gan.weights(), start, 1e-7, "weights at the start");
    losses.forEach((expected, i) => {
      gan.step();
      const step = i + 1;
      const first = step === 1;
      const found = LOSSES.map((name) => gan.losses[name]);
      if (settings.objective === "began") found.push(gan.balance.k, gan.balance.measure);
      assertClose(found, expected, first ? 1e-6 : 5e-6, `losses (${LOSSES}) of step ${step}`);
      // Two singular values that are all but equal let u and v turn far.
      const slack = settings.objective === "sngan" ? 3e-5 : 1e-5;
      if (weights[step]) assertClose(gan.weights(), weights[step], first ? 2e-6 : slack, `weights after step ${step}`);
      if (settings.later?.[step]) gan.change((now = { ...now, ...settings.later[step] }));
      if (!first || settings.optimiser !== "sgd") return;
      // A step of plain descent is lr times the gradient.
      const rate = (at) => (at < sizeOfG(settings) ? settings.lr : settings.lr_d);
      const slopes = (list) => Array.from(list, (weight, at) => (start[at] - weight) / rate(at));
      assertClose(...[gan.weights(), weights[1]].map(slopes), 2e-6, "first gradients");
    });
    assert.ok(
      weights[50].some((w, at) => Math.abs(w - start[at]) > 0.02),
      "the weights went somewhere",
    );
  });

  test(`${one.group}: ${one.name}: what is shown after 50 steps`, () => {
    const gan = makeRun(settings, { source: () => fed(one), objectives: OBJECTIVES });
    const { latent, made, points, values, packs, pushes } = one.look;
    gan.load(Float32Array.from(weights[50]));
    for (const changed of Object.values(settings.later ?? {})) gan.change({ ...settings, ...changed });
    assertClose(gan.generate(Float32Array.from(latent)), made, 1e-6, "generated points", largest(made));
    // D of r1 differs by little from point to point: its values are differences of larger numbers.
    const scale = Math.max(0.1, largest(values));
    assertClose(gan.discriminate(Float32Array.from(points)), values, 1e-6, "D's values", scale);
    assertClose(gan.discriminate(Float32Array.from(points), false), packs, 1e-6, "D's values of neighbours", scale);
    assertClose(gan.pushes(Float32Array.from(points)), pushes, 1e-5, "pushes", largest(pushes));
    assertClose(gan.weights(), weights[50], 1e-7, "looking changes nothing", 2);
  });
}
