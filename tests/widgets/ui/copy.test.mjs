// A button that copies says what came of it, then its own words again, however often it is pressed.

import assert from "node:assert/strict";
import test from "node:test";
import { source } from "../../page/shared.mjs";

const { copyText } = await source("widgets/ui/copy.js");

function clipboard(writeText) {
  Object.defineProperty(globalThis, "navigator", { value: { clipboard: { writeText } }, configurable: true });
}
const shown = ({ textContent, ariaLabel }) => [textContent, ariaLabel];

test("its words alone say Copied for a moment, also when it is pressed again meanwhile", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const taken = [];
  clipboard(async (text) => taken.push(text));
  const pressed = { textContent: "Copy link", ariaLabel: "Copy link: The saddle" };
  await copyText("one", pressed);
  assert.deepEqual(shown(pressed), ["Copied", null]);
  t.mock.timers.tick(1000);
  await copyText("two", pressed);
  t.mock.timers.tick(1000);
  assert.deepEqual(shown(pressed), ["Copied", null]);
  t.mock.timers.tick(500);
  assert.deepEqual(shown(pressed), ["Copy link", "Copy link: The saddle"]);
  assert.deepEqual(taken, ["one", "two"]);
});

test("where it is not allowed, both say so", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  clipboard(() => Promise.reject(new Error("denied")));
  const pressed = { textContent: "Copy numbers", ariaLabel: "Copy numbers: The saddle" };
  await copyText("one", pressed);
  assert.deepEqual(shown(pressed), ["Not allowed here", null]);
  t.mock.timers.tick(1500);
  assert.deepEqual(shown(pressed), ["Copy numbers", "Copy numbers: The saddle"]);
});
