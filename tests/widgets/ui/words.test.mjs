// Numbers as people read them.

import assert from "node:assert/strict";
import test from "node:test";
import { source } from "../../page/shared.mjs";

const { pretty } = await source("widgets/ui/words.js");

test("pretty keeps the digits asked for, a true minus sign and a short exponent", () => {
  assert.equal(pretty(1.23456), "1.235");
  assert.equal(pretty(-0.5), "−0.5");
  assert.equal(pretty(0), "0");
  assert.equal(pretty(12345.678, 6), "12345.7");
  assert.equal(pretty(1.5e-7), "1.500e−7");
  assert.equal(pretty(-2e30), "−2.000e30");
  for (const value of [NaN, Infinity, -Infinity]) assert.match(pretty(value), /beyond the range/);
});
