// Arithmetic with faces in the page, and the search for faces of a kind: as the Python widget has it.

import assert from "node:assert/strict";
import test from "node:test";
import { assertClose, fixture, source } from "../../page/shared.mjs";

const { mean } = await source("page/latent.js");
const { neighboursOf, resultOf } = await source("widgets/latent_arithmetic/arithmetic.js");
const { makeFaces } = await source("widgets/latent_arithmetic/faces.js");
const { search } = await source("widgets/latent_arithmetic/recipes.js");

test("results and their neighbours are those of the Python widget", () => {
  for (const { settings, width, noise, trays, result, neighbours } of fixture("arithmetic")) {
    const { point } = makeFaces(settings.seed, { width });
    const found = resultOf(
      trays.map((indices) => mean(indices.map(point))),
      settings,
    );
    assertClose(found, result, 1e-12, JSON.stringify(settings));
    neighboursOf(found, settings.seed, noise).forEach((near, i) => {
      assertClose(near, neighbours[i], 1e-12, `neighbour ${i}`);
      near.forEach((value, at) => assert.ok(Math.abs(value - found[at]) <= noise));
    });
  }
});

test("a search finds the faces that the Python widget finds, and looks no further than it must", () => {
  const { answers, found } = fixture("searches");
  for (const { recipe, count, indices, sure } of found) {
    const asked = [];
    const looking = search(
      (index) => {
        asked.push(index);
        return answers[index];
      },
      recipe,
      count,
      answers.length,
    );
    let step;
    do step = looking.next();
    while (!step.done);
    assert.deepEqual(step.value, { indices, sure }, JSON.stringify(recipe));
    assert.deepEqual(asked, [...asked.keys()]);
    if (asked.length < answers.length) assert.equal(asked.at(-1), indices.at(-1));
  }
});

test("a face is drawn once, and read once", () => {
  const made = [];
  const seen = [];
  const faces = makeFaces(3, {
    width: 4,
    generate: (z) => {
      made.push(z);
      return [z[0]];
    },
    read: (pixels) => {
      seen.push(pixels);
      return { hat: 1 };
    },
  });
  for (let again = 0; again < 2; again++) {
    faces.pixels(5);
    faces.answers(5);
    faces.answers(6);
  }
  assert.equal(made.length, 2);
  assert.equal(seen.length, 2);
  assert.deepEqual([...made[1]], [...faces.point(6)]);
});
