// Small networks: answers are PyTorch's, first weights those of models.toy.

import assert from "node:assert/strict";
import test from "node:test";
import { assertClose, fixture, source } from "../page/shared.mjs";

const { makeKernel } = await source("page/engine/kernel.js");
const { singlesOf } = await source("page/engine/floats.js");
const { forward, makeNetwork, makeWeights } = await source("page/models/toy.js");
const { makeTape } = await source("page/engine/tape.js");

for (const { seed, sizes, weights } of fixture("networks")) {
  test(`first weights of ${sizes.join(" - ")}, seed ${seed}: 0.8 times orthogonal, from seeded numbers, biases 0`, () => {
    const tape = makeTape(makeKernel());
    const found = makeWeights(tape, sizes, seed);
    assert.equal(found.length, 2 * (sizes.length - 1));
    found.forEach((each, i) => {
      const [inputs, outputs] = sizes.slice(i / 2);
      const numbers = tape.numbers(each);
      assert.deepEqual([each.rows, each.columns], i % 2 ? [1, sizes[(i + 1) / 2]] : [inputs, outputs]);
      assertClose(numbers, weights[i], 1e-6, `list ${i}`);
      if (i % 2) return;
      const few = inputs <= outputs;
      const many = Math.max(inputs, outputs);
      const at = (a, p) => numbers[few ? a * outputs + p : p * outputs + a];
      for (let a = 0; a < Math.min(inputs, outputs); a++)
        for (let b = 0; b <= a; b++) {
          let inner = 0;
          for (let p = 0; p < many; p++) inner += at(a, p) * at(b, p);
          assertClose([inner], [a === b ? 0.64 : 0], 1e-6, `${few ? "rows" : "columns"} ${a} and ${b}`);
        }
    });
  });
}

test("a network is ReLU between its layers and linear at its end", () => {
  const tape = makeTape(makeKernel());
  const lists = [
    [1, 2, [2, -1]],
    [1, 2, [0.5, 0.25]],
    [2, 1, [-1, 3]],
    [1, 1, [-0.5]],
  ];
  const weights = lists.map((each) => tape.matrix(...each));
  const out = forward(tape, weights, tape.matrix(3, 1, [1, -1, 0]));
  assert.deepEqual([...tape.numbers(out)], [-3, 3.25, -0.25]);
});

for (const { name, layers, weights, points, made } of fixture("small_networks")) {
  test(`${name}: the answers of PyTorch`, () => {
    const network = makeNetwork(layers, singlesOf(weights));
    assertClose(
      points.map((point) => network(point)[0]),
      made,
      1e-10,
      "answers",
    );
  });

  test(`${name}: bytes in any wrapping`, () => {
    const bytes = Uint8Array.from(atob(weights), (letter) => letter.charCodeAt(0));
    const answer = (given) => makeNetwork(layers, singlesOf(given))(points[0])[0];
    for (const given of [bytes.buffer, new DataView(bytes.buffer)]) assert.equal(answer(given), answer(weights));
  });
}
