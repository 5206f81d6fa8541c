// The digit classifier, the ways to be bad, and the scores in the page: PyTorch's and the Python package's numbers.

import assert from "node:assert/strict";
import test from "node:test";
import { assertClose, assertSameBits, fixture, source } from "../page/shared.mjs";

const { halvesOf, singlesOf } = await source("page/engine/floats.js");
const { makeFeatureTable } = await source("page/metrics/feature_sets.js");
const { frechetDistance, momentsOf } = await source("page/metrics/frechet.js");
const { kid } = await source("page/metrics/kernel.js");
const { prdc } = await source("page/metrics/neighbours.js");
const { makeDigitClassifier } = await source("page/models/digit_classifier.js");
const { makeScores } = await source("widgets/score_breaker/scores.js");
const { chosen, copied, distorted } = await source("page/data/spoil.js");

for (const { exact, layers, weights, affine, images, features, probabilities } of fixture("classifiers")) {
  const kind = `weights ${exact ? "that float16 holds exactly" : "rounded to float16"}`;
  const make = (wasm) => makeDigitClassifier(layers, halvesOf(weights), singlesOf(affine), { wasm });
  const pixels = images.map((image) => Float32Array.from(image));

  for (const wasm of [true, false])
    test(`the digit classifier, ${kind}, ${wasm ? "WebAssembly" : "JavaScript"}`, () => {
      const classify = make(wasm);
      pixels.forEach((image, i) => {
        const said = classify(image);
        const scale = Math.max(...features[i]);
        assertClose(said.features, features[i], exact ? 1e-5 : 3e-3, `features of ${i}`, scale);
        assertClose(said.probabilities, probabilities[i], exact ? 1e-5 : 3e-3, `probabilities of ${i}`);
      });
      assertSameBits(classify(pixels[0]).features, make(wasm)(pixels[0]).features, "one image, the same after others");
    });

  test(`the digit classifier, ${kind}: the same bits by WebAssembly and JavaScript`, () => {
    const [fast, plain] = [true, false].map(make);
    for (const image of pixels) assertSameBits(fast(image).features, plain(image).features, "features");
  });
}

for (const { name, means, covs, rows, distance, apart, scale } of fixture("frechets")) {
  test(`Fréchet distance, ${name}`, () => {
    const [cov1, cov2] = covs.map((cov) => Float64Array.from(cov));
    const kept = [...cov1, ...cov2];
    const found = frechetDistance(means[0], cov1, means[1], cov2);
    // Of a flat covariance Python's eigenvalues are not 0 but 1e-16 of the largest, and then comes the root.
    assertClose([found.distance], [distance], 1e-6, "distance", name.endsWith("same") ? scale : distance);
    assertClose([found.means], [apart], 1e-12, "means", Math.max(1, apart));
    assert.equal(found.distance, Math.max(0, found.means + found.covariances));
    const back = frechetDistance(means[1], cov2, means[0], cov1);
    assertClose([back.distance], [found.distance], 1e-7, "the other way round", scale);
    assert.deepEqual([...cov1, ...cov2], kept, "what was given is left as it was");
  });

  if (rows)
    test(`moments, ${name}`, () =>
      rows.forEach((set, i) => {
        const { mean, cov } = momentsOf(Float64Array.from(set.flat()), means[i].length);
        assertClose(mean, means[i], 1e-12, "mean", Math.max(1, ...means[i].map(Math.abs)));
        assertClose(cov, covs[i], 1e-11, "covariance", Math.max(1, ...covs[i].map(Math.abs)));
      }));
}

const { tables, count, probabilities, cases } = fixture("scores");

for (const { name, kind, places, scores } of cases)
  test(`scores, ${name}`, () => {
    const rows = tables[kind];
    const table = makeFeatureTable(rows.length, rows[0].length);
    // In any order, and one of them twice, as when an image is classified again.
    [...rows.keys(), 70].reverse().forEach((place) => table.put(place, rows[place]));
    const found = makeScores(table, count, probabilities, 5)(places);
    assert.deepEqual(Object.keys(found).sort(), Object.keys(scores).sort());
    for (const [score, value] of Object.entries(scores))
      assertClose([found[score]], [value], 1e-6, score, Math.max(1e-2, Math.abs(value)));
    for (const score of ["precision", "recall", "density", "coverage"])
      assertClose([found[score]], [scores[score]], 1e-12, score);
    const real = [...Array(count).keys()];
    const anew = { ...found, kid: kid(table, real, places), ...prdc(table, real, places, 5) };
    assert.deepEqual(anew, found, "what the real images alone decide may be at hand, or not");
  });

test("a table measures anew what was forgotten", () => {
  const table = makeFeatureTable(3, 2);
  [
    [0, 0],
    [3, 4],
    [1, 1],
  ].forEach((row, place) => table.put(place, row));
  assert.deepEqual([...table.from(0)], [0, 25, 2]);
  table.forget(1);
  assert.deepEqual([0, 1, 2].map(table.has), [true, false, false]);
  table.put(2, [0, 2]);
  table.put(1, [0, 1]);
  assert.deepEqual([...table.from(0)], [0, 1, 4]);
  assert.deepEqual([...table.from(1)], [1, 0, 1]);
  assert.deepEqual([...table.features([2, 2, 0])], [0, 2, 0, 2, 0, 0]);
});

const { labels, chosen: choices, places, images, distorted: distortions } = fixture("spoils");

test("the images that are given, and those that are copied, are data.spoil's", () => {
  for (const { settings, count: samples, places: wanted, copies } of choices) {
    assert.deepEqual(chosen(labels, samples, settings), wanted, JSON.stringify(settings));
    assert.deepEqual(
      [...copied(samples, settings)].sort((a, b) => a - b),
      copies,
      JSON.stringify(settings),
    );
  }
});

for (const { settings, pixels } of distortions)
  test(`distorted as by data.spoil: ${JSON.stringify(settings)}`, () => {
    images.forEach((image, i) => {
      const given = Float32Array.from(image);
      const made = distorted(given, places[i], settings);
      assertClose(made, pixels[i], 1e-6, `image ${i}`);
      assertSameBits(given, Float32Array.from(image), "what was given is left as it was");
    });
  });
