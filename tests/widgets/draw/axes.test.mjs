// Axes: their ticks and labels.

import assert from "node:assert/strict";
import test from "node:test";
import { assertClose, source } from "../../page/shared.mjs";

const { axes, ticks } = await source("widgets/draw/axes.js");

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

/** A context that remembers where texts are written, [left, right, top, bottom, text] each; a sign is 6.5 pixels wide. */
function listener() {
  const texts = [];
  const origin = { x: 0, y: 0 };
  const shifts = { left: 0, center: 0.5, right: 1 };
  const context = {
    textAlign: "left",
    save() {},
    restore: () => Object.assign(origin, { x: 0, y: 0, turned: false }),
    translate: (x, y) => Object.assign(origin, { x, y }),
    rotate: () => Object.assign(origin, { turned: true }),
    fillText(text, x, y) {
      const wide = 6.5 * String(text).length;
      const left = -wide * shifts[context.textAlign];
      // Turned by a quarter to the left, what was its width runs upwards.
      if (origin.turned) texts.push([origin.x - 9, origin.x + 2, origin.y - wide / 2, origin.y + wide / 2, text]);
      else texts.push([x + left, x + left + wide, y - 8, y, text]);
    },
  };
  const ignore = () => {};
  const proxy = new Proxy(context, { get: (known, name) => known[name] ?? ignore });
  return { proxy, texts };
}

test("no label of an axis lies on another, nor outside the picture, in the corner either", () => {
  const ranges = [
    [-2, 2],
    [0, 0.1],
    [-0.05, 0.1],
    [-1.5, 1.5],
    [0, 2000],
    [-17, 30],
  ];
  for (const x of ranges)
    for (const y of ranges)
      for (const [width, height] of [
        [170, 170],
        [350, 150],
      ]) {
        const { proxy, texts } = listener();
        axes(proxy, width, height, {}, { range: x, label: "round", count: 3 }, { range: y, label: "loss", count: 3 });
        for (const [left, right, top, bottom, text] of texts)
          assert.ok(left >= 0 && right <= width + 1 && top >= 0 && bottom <= height, `${text} of ${x}, ${y}`);
        texts.forEach(([left, right, top, bottom, text], i) => {
          for (const other of texts.slice(i + 1)) {
            const apart = Math.max(other[0] - right, left - other[1], other[2] - bottom, top - other[3]);
            assert.ok(apart > 2, `${text} lies on ${other[4]}: ${x}, ${y}, ${width} wide`);
          }
        });
      }
});
