// Ticks of an axis.

import assert from "node:assert/strict";
import test from "node:test";
import { assertClose, source } from "../../page/shared.mjs";

const { ticks } = await source("widgets/draw/axes.js");

test("ticks are round numbers that cover the range, about as many as asked for", () => {
  const ranges = [
    [0, 10],
    [-2, 2],
    [0, 2000],
    [-17, 30],
    [-0.003, 0.001],
    [1e5, 3e5],
    [-40, 40],
    [0, 61],
    [-1.63, 1.63],
  ];
  for (const [low, high] of ranges)
    for (const count of [3, 4]) {
      const found = ticks(low, high, count);
      const what = `${low} to ${high}: ${found}`;
      const step = found[1] - found[0];
      const size = step / 10 ** Math.floor(Math.log10(step * 1.000001));
      assert.ok(
        [1, 2, 5].some((round) => Math.abs(size - round) < 1e-6),
        what,
      );
      for (const value of found) assert.ok(Math.abs(value / step - Math.round(value / step)) < 1e-6, what);
      assert.ok(found[0] >= low - 1e-9 * step && found.at(-1) <= high + 1e-9 * step, what);
      assert.ok(found[0] - low < step && high - found.at(-1) < step * (1 + 1e-9), what);
      assert.ok(found.length >= 2 && found.length <= count + 2, what);
      found.slice(1).forEach((value, i) => assertClose([value - found[i]], [step], 1e-9, what, step));
    }
});
