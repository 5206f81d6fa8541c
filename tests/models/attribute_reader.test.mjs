// The reader of faces in the page: PyTorch's answers; and arithmetic with faces as the Python widget has it.

import assert from "node:assert/strict";
import test from "node:test";
import { assertClose, assertSameBits, fixture, source } from "../page/shared.mjs";

const { mean } = await source("page/latent.js");
const { neighboursOf, resultOf, search } = await source("widgets/latent_arithmetic/arithmetic.js");
const { halvesOf, singlesOf } = await source("page/engine/floats.js");
const { makeFaces } = await source("widgets/latent_arithmetic/faces.js");
const { makeAttributeReader } = await source("page/models/attribute_reader.js");

for (const { size, exact, layers, weights, affine, images, answers } of fixture("readers")) {
  const kind = `${size} x ${size}, weights ${exact ? "that float16 holds exactly" : "rounded to float16"}`;
  const make = (wasm) => makeAttributeReader(layers, halvesOf(weights), singlesOf(affine), { wasm });
  const pixels = images.map((image) => Float32Array.from(image));

  for (const wasm of [true, false])
    test(`${kind}, ${wasm ? "WebAssembly" : "JavaScript"}`, () => {
      const read = make(wasm);
      pixels.forEach((image, i) => assertClose(read(image), answers[i], exact ? 1e-5 : 1e-3, `image ${i}`));
      assertSameBits(read(pixels[0]), make(wasm)(pixels[0]), "one image, the same answers after others");
    });

  test(`${kind}: the same bits by WebAssembly and JavaScript`, () => {
    const [fast, plain] = [true, false].map(make);
    for (const image of pixels) assertSameBits(fast(image), plain(image), "answers");
  });
}

test("results and their neighbours are those of the Python widget", () => {
  for (const { settings, width, noise, trays, result, neighbours } of fixture("arithmetic")) {
    const { point } = makeFaces(settings.seed, { width }, null);
    const found = resultOf(
      trays.map((places) => mean(places.map(point))),
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
  for (const { recipe, count, places, sure } of found) {
    const asked = [];
    const looking = search(
      (place) => {
        asked.push(place);
        return answers[place];
      },
      recipe,
      count,
      answers.length,
    );
    let step;
    do step = looking.next();
    while (!step.done);
    assert.deepEqual(step.value, { places, sure }, JSON.stringify(recipe));
    assert.deepEqual(asked, [...asked.keys()]);
    if (asked.length < answers.length) assert.equal(asked.at(-1), places.at(-1));
  }
});

test("a face is drawn once, and read once", () => {
  const made = [];
  const seen = [];
  const faces = makeFaces(
    3,
    {
      width: 4,
      generate: (z) => {
        made.push(z);
        return [z[0]];
      },
    },
    (pixels) => {
      seen.push(pixels);
      return { hat: 1 };
    },
  );
  for (let again = 0; again < 2; again++) {
    faces.pixels(5);
    faces.answers(5);
    faces.answers(6);
  }
  assert.equal(made.length, 2);
  assert.equal(seen.length, 2);
  assert.deepEqual([...made[1]], [...faces.point(6)]);
});
