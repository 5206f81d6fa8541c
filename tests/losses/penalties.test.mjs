// The penalties on D's slope are gan_utils.losses' own, and so are their slopes by D's weights.

import assert from "node:assert/strict";
import test from "node:test";
import { assertClose, fixture, source } from "../page/shared.mjs";

const { makeKernel } = await source("page/engine/kernel.js");
const { makeTape } = await source("page/engine/tape.js");
const penalties = await source("page/losses/penalties.js");
const { forward } = await source("page/models/toy.js");

const NAMES = { gradientPenalty: "gradient_penalty", r1Penalty: "r1_penalty" };
const put = (tape, rows) => tape.matrix(rows.length, rows[0].length, Float32Array.from(rows.flat()));

test("every penalty is compared", () => assert.deepEqual(Object.keys(penalties).sort(), Object.keys(NAMES).sort()));

for (const one of fixture("penalties"))
  for (const [name, named] of Object.entries(NAMES))
    test(`${name}, ${one.packing} points a pack: PyTorch's value and slopes`, () => {
      const tape = makeTape(makeKernel());
      const [real, fake, ...weights] = [one.real, one.fake, ...one.weights].map((rows) => put(tape, rows));
      const discriminate = (x) =>
        forward(tape, weights, tape.reshape(x, x.rows / one.packing, x.columns * one.packing), "tanh");
      const found = penalties[name](tape, discriminate, { real, fake, mix: one.mix });
      const { value, slopes } = one[named];
      assertClose([...tape.numbers(found)], [value], 1e-6, "value", 1 + value);
      const largest = Math.max(...slopes.flat(2).map(Math.abs));
      tape.gradients(found, weights).forEach((slope, i) => {
        assertClose([...tape.numbers(slope)], slopes[i].flat(), 1e-5, `slopes by part ${i}`, largest);
      });
    });
