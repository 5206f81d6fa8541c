// Numbers held between bounds.

import assert from "node:assert/strict";
import test from "node:test";
import { source } from "../shared.mjs";

const { clamp } = await source("page/engine/numbers.js");

test("clamp holds a number between its bounds", () => {
  assert.deepEqual(
    [-1, 0.5, 3].map((value) => clamp(value, 0, 1)),
    [0, 0.5, 1],
  );
});
